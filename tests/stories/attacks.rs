//! A flood of comments or sign-ups turns attack mode on: everybody does some work first, nobody loses a text, and it ends by itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gudok::admin::Role;
use gudok::challenges::{self, Proof, ProtectedForm};
use gudok::clock::{DAY, HOUR, MINUTE};
use gudok::config::{AttackRule, CommentModeration, Config, DomainFile};
use serde_json::{Value, json};

use crate::stories;
use crate::support::readers::{KIM, sign_up};
use crate::support::{PAGE, Remark, Reply, Site, encode};

const OWNER: &str = "owner@example.org";
const PANEL: &str = "/admin/attack-mode";

/// So many posts of a form, from many clients.
async fn flood(site: &Site, form: ProtectedForm, posts: usize) {
    let mut tx = site.app.write().await.expect("a transaction");
    for _ in 0..posts {
        challenges::count(&mut tx, &site.app, form, Proof::Missing)
            .await
            .expect("counted");
    }
    tx.commit().await.expect("committed");
}

async fn is_on(site: &Site, form: ProtectedForm) -> bool {
    let mut tx = site.app.read().await.expect("a connection");
    challenges::is_on(&mut tx, &site.app, form)
        .await
        .expect("the state")
}

/// Sets the switch in the panel.
async fn set(site: &Site, form: &str, rule: &str) -> Reply {
    let csrf = site.get(PANEL).await.field("csrf");
    let fields = [("csrf", csrf.as_str()), ("form", form), ("rule", rule)];
    site.post(PANEL, &fields).await
}

/// Turns the mode on and leaves the panel, as a stranger.
async fn turn_on(site: &mut Site, form: &str) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
    site.sign_in(Role::Owner).await;
    set(site, form, "on").await.expect(303);
    site.cookie = None;
}

async fn turn_on_sign_ups(site: &mut Site) {
    site.sign_in_again(OWNER).await;
    set(site, "sign-ups", "on").await.expect(303);
    site.cookie = None;
}

/// Does the work of a new challenge, as a browser does.
async fn solved(site: &Site) -> String {
    let reply = site.get("/api/v1/challenge").await;
    reply.expect(200);
    assert_eq!(reply.header("cache-control"), "no-store");
    let challenge: altcha::Challenge = serde_json::from_value(reply.json()).expect("a challenge");
    let solution = altcha::solve_challenge(altcha::SolveChallengeOptions::new(&challenge))
        .expect("good parameters")
        .expect("in time");
    proof_of(&altcha::Payload {
        challenge,
        solution,
    })
}

fn proof_of(payload: &altcha::Payload) -> String {
    STANDARD.encode(serde_json::to_string(payload).expect("JSON"))
}

/// The token of an element's form, old enough to be used.
async fn token(site: &Site) -> String {
    let token = site.get("/fragments/token").await.json()["token"].clone();
    site.wait(5);
    token.as_str().expect("a token").to_owned()
}

fn comment(body: &str, token: &str, proof: &str) -> Value {
    json!({"thread": PAGE, "name": "김하늘", "email": KIM, "body": body, "form_token": token, "proof": proof})
}

async fn says(site: &Site, body: &str, proof: &str) -> Reply {
    let token = token(site).await;
    site.post_json("/api/v1/comments", &comment(body, &token, proof))
        .await
}

stories! {
    async fn a_flood_turns_attack_mode_on_tells_the_owner_once_and_it_ends_by_itself(site: Site) {
        site.sign_in(Role::Owner).await;
        for form in [ProtectedForm::Comments, ProtectedForm::SignUps] {
            let mails = site.count_mails_to(OWNER).await;
            flood(site, form, 99).await;
            assert!(!is_on(site, form).await, "{form}: a busy quarter of an hour is no attack");
            flood(site, form, 1).await;
            assert!(is_on(site, form).await, "{form}");
            flood(site, form, 100).await;
            assert_eq!(site.count_mails_to(OWNER).await, mails + 1, "{form}: one mail");
            site.wait(29 * MINUTE);
            assert!(is_on(site, form).await, "{form}: the flood may come again at once");
            site.wait(2 * MINUTE);
            assert!(!is_on(site, form).await, "{form}: half an hour later it is over");
            flood(site, form, 100).await;
            assert!(is_on(site, form).await, "{form}: another flood");
            assert_eq!(site.count_mails_to(OWNER).await, mails + 1, "{form}: an owner who knows is not told again");
            site.wait(6 * HOUR);
            flood(site, form, 100).await;
            assert_eq!(site.count_mails_to(OWNER).await, mails + 2, "{form}: hours later it is news");
        }
    }

    async fn attack_mode_goes_on_while_half_of_the_flood_comes(site: Site) {
        let form = ProtectedForm::Comments;
        flood(site, form, 100).await;
        for _ in 0..12 {
            site.wait(10 * MINUTE);
            flood(site, form, 30).await;
            assert!(is_on(site, form).await);
        }
        for _ in 0..4 {
            site.wait(10 * MINUTE);
            flood(site, form, 5).await;
        }
        assert!(!is_on(site, form).await);
    }

    async fn a_site_with_many_comments_is_attacked_by_more(site: Site) {
        // Ten in each ten minutes, on average.
        site.change("INSERT INTO form_posts (form, slot, posts, is_attack) VALUES ('comments', 2990464, 20000, FALSE)").await;
        let form = ProtectedForm::Comments;
        flood(site, form, 199).await;
        assert!(!is_on(site, form).await);
        flood(site, form, 5).await;
        assert!(is_on(site, form).await);
        // What an attack brings is not usual afterwards.
        flood(site, form, 1_000).await;
        site.wait(HOUR);
        assert!(!is_on(site, form).await);
        flood(site, form, 210).await;
        assert!(is_on(site, form).await);
    }

    async fn an_attack_of_many_days_makes_nothing_usual_and_ends(site: Site) {
        let form = ProtectedForm::Comments;
        for days in [13, 40] {
            // Ten in each ten minutes of the day before.
            let slot = site.app.now().unix() / 600;
            let before = format!("INSERT INTO form_posts (form, slot, posts, is_attack) VALUES ('comments', {}, 1440, FALSE)", slot - 145);
            site.change(before.leak()).await;
            flood(site, form, 200).await;
            assert!(is_on(site, form).await, "{days} days");
            let slots = days * 144;
            let attack = format!(
                "INSERT INTO form_posts (form, slot, posts, is_attack)
                 WITH RECURSIVE days (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < {slots})
                 SELECT 'comments', {slot} + n, 300, TRUE FROM days"
            );
            site.change(attack.leak()).await;
            site.wait(days * DAY + HOUR);
            let ends_at = site.app.now().unix() + 20 * MINUTE;
            let goes_on = format!("UPDATE attack_modes SET ends_at = {ends_at} WHERE form = 'comments'");
            site.change(goes_on.leak()).await;
            flood(site, form, 60).await;
            site.wait(25 * MINUTE);
            assert!(!is_on(site, form).await, "{days} days: three times the usual posts do not prolong it");
            flood(site, form, 150).await;
            assert!(!is_on(site, form).await, "{days} days: the site is as busy as before");
            site.change("DELETE FROM form_posts").await;
        }
    }

    async fn the_configuration_wins_over_the_panel_and_the_page_says_so(site: Site) {
        turn_on(site, "comments").await;
        site.restart(|config| {
            config.comments.attack_mode = Some(AttackRule::Off);
            config.subscribers.attack_mode = Some(AttackRule::On);
        })
        .await;
        assert!(!is_on(site, ProtectedForm::Comments).await);
        flood(site, ProtectedForm::Comments, 300).await;
        assert!(!is_on(site, ProtectedForm::Comments).await, "never is never");
        assert!(is_on(site, ProtectedForm::SignUps).await);
        let variables = [("GUDOK__COMMENTS__ATTACK_MODE".to_owned(), "off".to_owned())];
        let given = Config::read(None, variables).expect("a configuration").given;
        site.restart(|config| config.given = given).await;
        site.sign_in_again(OWNER).await;
        let page = site.get(PANEL).await;
        assert!(page.body.contains("GUDOK__COMMENTS__ATTACK_MODE"), "{}", page.body);
    }

    async fn one_client_that_proves_nothing_is_no_flood(site: Site) {
        turn_on(site, "comments").await;
        let form_token = token(site).await;
        let mut statuses = Vec::new();
        for number in 0..60 {
            let remark = comment(&format!("{number}번째로 씁니다"), &form_token, "");
            statuses.push(site.post_json("/api/v1/comments", &remark).await.status);
        }
        let sent_back = statuses.iter().filter(|status| **status == 428).count();
        let refused = statuses.iter().filter(|status| **status == 429).count();
        assert_eq!((sent_back, refused), (20, 40));
        assert_eq!(site.numbers("SELECT CAST(sum(posts) AS BIGINT) FROM form_posts").await, [20]);
        turn_on_sign_ups(site).await;
        for (path, fields) in [("json", json!({"email": KIM})), ("element", json!({"email": KIM, "form_token": form_token}))] {
            let mut last = 0;
            for _ in 0..40 {
                last = site.post_json("/api/v1/subscriptions", &fields).await.status;
            }
            assert_eq!(last, 429, "{path}");
        }
        assert_eq!(site.numbers("SELECT CAST(sum(posts) AS BIGINT) FROM form_posts WHERE form = 'sign-ups'").await, [20 + 30]);
    }

    async fn odd_comments_that_prove_nothing_begin_no_attack(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let mut odd = comment("https://example.net 에서 읽었습니다", &token(site).await, "");
        odd["name"] = "kim--".into();
        site.post_json("/api/v1/comments", &odd).await.expect(428);
        assert_eq!(site.numbers("SELECT count(*) FROM form_posts").await, [0]);
        odd["proof"] = solved(site).await.into();
        site.post_json("/api/v1/comments", &odd).await.expect(201);
        assert_eq!(site.numbers("SELECT CAST(sum(posts) AS BIGINT) FROM form_posts").await, [1], "it counts once");
    }

    async fn a_change_of_a_comment_may_not_be_odder_than_a_new_one(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let page = site.thread(PAGE, "").await.field("form_token");
        site.wait(20);
        let fields = [("form_token", &*page), ("website_url", ""), ("thread", PAGE), ("name", "kim--"), ("email", KIM), ("body", "잘 읽었습니다")];
        let said = site.post("/comments", &fields).await;
        said.expect(303);
        assert_eq!(site.texts("SELECT status FROM comments").await, ["approved"]);
        site.cookie = Some(said.cookie());
        let id = site.numbers("SELECT id FROM comments").await[0];
        let path = format!("/comments/{id}/text?{}", encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        site.post(&path, &[("own", &own), ("text", "https://example.net 에서 읽었습니다")]).await.expect(303);
        assert_eq!(site.texts("SELECT status FROM comments").await, ["pending"]);
        assert!(site.texts("SELECT CAST(reasons AS TEXT) FROM comments").await[0].contains("no-proof"));
    }

    async fn an_element_that_cannot_do_the_work_signs_up_while_those_are_few(site: Site) {
        turn_on(site, "sign-ups").await;
        let form_token = token(site).await;
        let element = json!({"email": KIM, "form_token": form_token, "proof": "-"});
        site.post_json("/api/v1/subscriptions", &element).await.expect(202);
        assert_eq!(site.count_mails_to(KIM).await, 1);
        let program = json!({"email": "lee@example.org", "proof": "-"});
        site.post_json("/api/v1/subscriptions", &program).await.expect(428);
        site.change("UPDATE rate_limits SET hits = 60 WHERE bucket = 'sign-ups-unproved'").await;
        site.post_json("/api/v1/subscriptions", &element).await.expect(429);
    }

    async fn an_element_does_the_work_that_it_is_asked_for(site: Site) {
        turn_on(site, "comments").await;
        let asked = says(site, "요약이 알맞아서 잘 읽었습니다", "").await;
        asked.expect(428);
        assert_eq!(asked.json()["code"], "proof");
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [0]);
        assert_eq!(site.numbers("SELECT CAST(sum(posts) AS BIGINT) FROM form_posts").await, [1], "who proves nothing counts too");
        let proof = solved(site).await;
        says(site, "요약이 알맞아서 잘 읽었습니다", &proof).await.expect(201);
        assert_eq!(site.numbers("SELECT CAST(sum(posts) AS BIGINT) FROM form_posts").await, [1], "one comment counts once");
        says(site, "같은 증명으로 하나 더 씁니다", &proof).await.expect(202);
        let request = site.http.get(site.url("/proof.js")).header("origin", "https://blog.example.org");
        let script = site.send(request).await;
        script.expect(200);
        assert_eq!(script.header("access-control-allow-origin"), "https://blog.example.org");
        assert!(script.header("content-type").starts_with("text/javascript"));
        assert!(script.body.contains("solve().catch(() => \"-\")"), "no failure on the way to a challenge loses a text");
    }

    async fn a_comment_without_a_good_proof_waits_and_is_never_lost(site: Site) {
        turn_on(site, "comments").await;
        let plain = site.say(Remark { notify: false, ..Remark::by("박", "park@example.org", "스크립트 없이 씁니다") }).await;
        plain.expect(303);
        assert!(plain.header("location").contains("done=held"), "{}", plain.header("location"));
        site.cookie = Some(plain.cookie());
        let id = site.numbers("SELECT id FROM comments").await[0];
        let path = format!("/comments/{id}/text?{}", encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        site.post(&path, &[("own", &own), ("text", "다른 글로 고쳐 씁니다")]).await.expect(303);
        site.cookie = None;
        says(site, "브라우저가 계산하지 못합니다", "-").await.expect(202);
        let late = solved(site).await;
        site.wait(21 * MINUTE);
        says(site, "늦은 증명입니다", &late).await.expect(202);
        let json = STANDARD.decode(solved(site).await).expect("base64");
        let mut forged: altcha::Payload = serde_json::from_slice(&json).expect("a proof");
        forged.challenge.parameters.cost = 1;
        says(site, "위조한 증명입니다", &proof_of(&forged)).await.expect(202);
        let program = json!({"thread": PAGE, "name": "기계", "email": "machine@example.org", "body": "토큰 없이 씁니다"});
        site.post_json("/api/v1/comments", &program).await.expect(202);
        assert_eq!(site.texts("SELECT DISTINCT status FROM comments").await, ["pending"]);
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [5]);
        for reasons in site.texts("SELECT CAST(reasons AS TEXT) FROM comments").await {
            assert!(reasons.contains("no-proof"), "{reasons}");
        }
        site.sign_in_again(OWNER).await;
        let queue = site.get("/admin/comments?reason=no-proof").await;
        queue.expect(200);
        assert_eq!(Site::ids_on(&queue).len(), 5);
    }

    async fn an_odd_comment_needs_a_proof_also_without_an_attack(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let mut odd = comment("https://example.net 에서 읽었습니다", &token(site).await, "");
        odd["name"] = "kim--".into();
        site.post_json("/api/v1/comments", &odd).await.expect(428);
        odd["proof"] = solved(site).await.into();
        site.post_json("/api/v1/comments", &odd).await.expect(201);
    }

    async fn a_sign_up_takes_a_second_step_or_a_proof(site: Site) {
        turn_on(site, "sign-ups").await;
        let step = sign_up(site, &[("email", KIM), ("name", "김하늘")]).await;
        assert!(step.expect(200).contains("한 단계만 더"), "{}", step.body);
        assert_eq!(step.field("name"), "김하늘", "nothing that was typed is lost");
        let policy = step.header("content-security-policy");
        assert!(policy.contains("script-src 'self'") && policy.contains("connect-src 'self'"), "{policy}");
        assert_eq!(step.count("script[type=module]"), 1);
        assert_eq!(site.count_mails_to(KIM).await, 0);
        let (token, word) = (step.field("form_token"), step.field("step"));
        let second = [("form_token", &*token), ("website_url", ""), ("email", "lee@example.org"), ("step", &*word)];
        let other = site.post("/subscriptions", &second).await;
        assert!(other.expect(200).contains("한 단계만 더"), "the step is good for one address");
        let second = [("form_token", &*token), ("website_url", ""), ("email", KIM), ("step", &*word)];
        site.post("/subscriptions", &second).await.expect(200);
        assert_eq!(site.count_mails_to(KIM).await, 1);
        let proof = solved(site).await;
        sign_up(site, &[("email", "park@example.org"), ("proof", &proof)]).await.expect(200);
        assert_eq!(site.count_mails_to("park@example.org").await, 1);
    }

    async fn second_steps_without_a_proof_are_few(site: Site) {
        turn_on(site, "sign-ups").await;
        let step = sign_up(site, &[("email", KIM)]).await;
        let fields = [("form_token", &*step.field("form_token")), ("website_url", ""), ("email", KIM), ("step", &*step.field("step"))]
            .map(|(name, value)| (name, value.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.post("/subscriptions", &fields).await.expect(200);
        site.change("UPDATE rate_limits SET hits = 60 WHERE bucket = 'sign-ups-unproved'").await;
        site.post("/subscriptions", &fields).await.expect(429);
        let mut proved = fields.clone();
        let proof = solved(site).await;
        proved.push(("proof", &proof));
        site.post("/subscriptions", &proved).await.expect(200);
    }

    async fn a_sign_up_by_json_brings_a_proof(site: Site) {
        turn_on(site, "sign-ups").await;
        let refused = site.post_json("/api/v1/subscriptions", &json!({"email": KIM})).await;
        refused.expect(428);
        assert_eq!(refused.json()["code"], "proof");
        let proof = solved(site).await;
        site.post_json("/api/v1/subscriptions", &json!({"email": KIM, "proof": proof})).await.expect(202);
        assert_eq!(site.count_mails_to(KIM).await, 1);
        site.post_json("/api/v1/subscriptions", &json!({"email": "lee@example.org", "proof": proof})).await.expect(428);
    }

    async fn owners_switch_attack_mode_and_moderators_do_not(site: Site) {
        site.sign_in(Role::Owner).await;
        assert!(site.get("/admin/settings").await.expect(200).contains(PANEL));
        set(site, "comments", "on").await.expect(303);
        assert!(is_on(site, ProtectedForm::Comments).await && !is_on(site, ProtectedForm::SignUps).await);
        assert!(site.get(PANEL).await.expect(200).contains("공격 대응 모드가 켜져 있습니다"));
        set(site, "comments", "off").await.expect(303);
        let mails = site.count_mails_to(OWNER).await;
        flood(site, ProtectedForm::Comments, 60).await;
        assert!(!is_on(site, ProtectedForm::Comments).await);
        assert_eq!(site.count_mails_to(OWNER).await, mails);
        set(site, "comments", "sometimes").await.expect(400);
        let log = site.audit_log().await;
        assert!(log.contains(&format!("{OWNER} attack-on comments")), "{log:?}");
        site.sign_in(Role::Moderator).await;
        site.get(PANEL).await.expect(403);
    }

    async fn what_is_over_is_forgotten(site: Site) {
        turn_on(site, "comments").await;
        let proof = solved(site).await;
        says(site, "잘 읽었습니다", "").await.expect(428);
        says(site, "잘 읽었습니다", &proof).await.expect(201);
        assert_eq!(site.numbers("SELECT count(*) FROM spent_challenges").await, [1]);
        site.wait(HOUR);
        site.run_schedule("forget-challenges").await;
        assert_eq!(site.numbers("SELECT count(*) FROM spent_challenges").await, [0]);
        assert_eq!(site.numbers("SELECT count(*) FROM form_posts").await, [1]);
        site.wait(29 * DAY);
        site.run_schedule("forget-challenges").await;
        assert_eq!(site.numbers("SELECT count(*) FROM form_posts").await, [0]);
    }

    async fn a_throw_away_address_signs_up_unless_the_owner_refuses_it(site: Site) {
        sign_up(site, &[("email", "kim@yopmail.com")]).await.expect(200);
        let file = site.folder.path().join("domains.txt");
        std::fs::write(&file, "# ours\n\nThrown.example\n예시.example\n").expect("a file");
        let domains = DomainFile::read(&file).expect("domains");
        site.restart(|config| {
            config.addresses.refuse_disposable = true;
            config.addresses.disposable_domains = Some(domains);
        })
        .await;
        for email in ["lee@yopmail.com", "lee@thrown.example", "lee@box.THROWN.example", "lee@예시.example"] {
            let refused = sign_up(site, &[("email", email)]).await;
            assert!(refused.expect(422).contains("일회용 이메일 주소입니다"), "{email}");
            let refused = site.post_json("/api/v1/subscriptions", &json!({"email": email})).await;
            refused.expect(422);
            assert_eq!(refused.json()["errors"][0]["field"], "email", "{email}");
        }
        for email in ["lee@notthrown.example", "lee@example.org"] {
            sign_up(site, &[("email", email)]).await.expect(200);
        }
        std::fs::write(&file, "thrown.example\nno domain\n").expect("a file");
        let error = DomainFile::read(&file).expect_err("a broken line");
        assert!(error.starts_with("line 2 of"), "{error}");
    }
}
