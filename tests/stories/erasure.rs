//! Whoever is erased stays erased: their comments are empty, and no list brings them back. They may come back themselves.

use std::collections::BTreeSet;
use std::io::Cursor;

use gudok::address::EmailAddress;
use gudok::admin::Role;
use gudok::config::CommentModeration;
use gudok::personal_data;
use gudok::subscribers::import::{ImportOptions, KeptAway, import};
use gudok::subscribers::{SubscriberState, links};

use crate::stories;
use crate::support::program::{Printed, gudok};
use crate::support::readers::{KIM, confirm, sign_up, state, subscribed};
use crate::support::{PAGE, Remark, Site};

async fn bring(site: &Site, list: &str) -> (usize, KeptAway) {
    let options = ImportOptions {
        source: "the old list".into(),
        ..ImportOptions::default()
    };
    let report = import(&site.app, Cursor::new(list.to_owned()), &options)
        .await
        .expect("imported");
    (report.new, report.kept_away)
}

async fn erase_through_the_page(site: &Site) {
    let kim = subscribed(site, KIM).await;
    let link = links::preferences_url(&site.app, kim.id);
    let page = site.get(&format!("{link}/deletion")).await;
    assert!(
        page.expect(200).contains("댓글은"),
        "it says what becomes of comments"
    );
    site.post(&format!("{link}/deletion"), &[])
        .await
        .expect(200);
}

const ERASED: KeptAway = KeptAway {
    left: 0,
    bounced: 0,
    unconfirmed: 0,
    erased: 1,
};

stories! {
    async fn no_list_brings_back_whoever_was_erased(site: Site) {
        erase_through_the_page(site).await;
        for list in ["email\nkim@example.org\n", "email\nKIM@Example.org\n", "email,status\nkim@example.org,unsubscribed\n", "email\nkim@example.org\n"] {
            assert_eq!(bring(site, list).await, (0, ERASED), "{list}");
        }
        assert_eq!(state(site, KIM).await, None);
        let kept = site.texts("SELECT address_hash FROM departures").await;
        assert!(kept.len() == 1 && !kept[0].contains("kim"), "a code is all that stays: {kept:?}");
    }

    async fn no_list_brings_back_another_spelling_of_an_erased_mailbox(site: Site) {
        let email: EmailAddress = "Kim.Lee@gmail.com".parse().expect("an address");
        subscribed(site, email.as_str()).await;
        let mut tx = site.app.write().await.expect("a transaction");
        personal_data::erase(&mut tx, &site.app, &email).await.expect("erased");
        tx.commit().await.expect("committed");
        for list in ["email\nkimlee@gmail.com\n", "email\nkim.lee+news@googlemail.com\n", "email,status\nk.imlee@gmail.com,unsubscribed\n"] {
            assert_eq!(bring(site, list).await, (0, ERASED), "{list}");
        }
        sign_up(site, &[("email", "kimlee+again@gmail.com")]).await.expect(200);
        confirm(site, "kimlee+again@gmail.com").await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM departures").await, [0], "coming back by oneself works");
    }

    async fn mails_that_quote_a_comment_lose_it_with_its_author(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.cookie = None;
        site.say(Remark::by("김하늘", KIM, "비밀스러운 첫 댓글입니다")).await;
        let sent = site.mails().await.len();
        site.wait(600); // each in a mail of its own
        site.say(Remark::by("김하늘", KIM, "비밀스러운 둘째 댓글입니다")).await;
        site.wait(600);
        site.say(Remark::by("박", "park@example.org", "다른 댓글입니다")).await;
        let quoting = "SELECT state FROM outbox WHERE kind = 'moderation' AND CAST(content AS TEXT) LIKE '%비밀스러운%' ORDER BY id";
        assert_eq!(site.texts(quoting).await, ["sent", "queued"]);
        site.change("UPDATE outbox SET kind = 'reply' WHERE kind = 'moderation' AND state = 'sent'").await;

        let email: EmailAddress = KIM.parse().expect("an address");
        let mut tx = site.app.write().await.expect("a transaction");
        personal_data::erase(&mut tx, &site.app, &email).await.expect("erased");
        tx.commit().await.expect("committed");
        let rest = site.texts("SELECT CAST(content AS TEXT) || recipient || COALESCE(recipient_name, '') FROM outbox").await;
        assert!(!rest.iter().any(|mail| mail.contains("비밀스러운") || mail.contains("김하늘") || mail.contains("kim@example.org")), "{rest:?}");
        assert_eq!(site.texts("SELECT state || ' ' || COALESCE(result, '') FROM outbox WHERE about IS NOT NULL AND kind IN ('moderation', 'reply') ORDER BY id").await.len(), 3);
        assert_eq!(site.texts("SELECT result FROM outbox WHERE state = 'dropped'").await, ["erased"]);
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE CAST(content AS TEXT) LIKE '%다른 댓글%'").await, [1], "nobody else's");
        let recipients: Vec<String> = site.mails().await[sent..].iter().map(|mail| mail.recipient.clone()).collect();
        assert_eq!(recipients.iter().collect::<BTreeSet<_>>(), BTreeSet::from([&"moderator@example.org".to_owned(), &"park@example.org".to_owned()]), "the mails about the other comment go out");
        assert_eq!(recipients.len(), 2);
        assert!(!site.mails().await.iter().any(|mail| mail.bytes.is_empty()));
    }

    async fn whoever_was_erased_may_come_back_themselves(site: Site) {
        erase_through_the_page(site).await;
        sign_up(site, &[("email", KIM)]).await.expect(200);
        assert_eq!(bring(site, "email\nkim@example.org\n").await, (0, ERASED), "a list does not answer for them meanwhile");
        confirm(site, KIM).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert_eq!(bring(site, "email\nkim@example.org\n").await.0, 0);
        assert_eq!(site.numbers("SELECT count(*) FROM departures").await, [0]);
    }

    async fn comments_are_taken_along_and_leave_a_place_for_their_answers(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let id = site.said(Remark::by("김하늘", "Kim@Example.org", "첫 댓글입니다")).await;
        site.change("UPDATE comments SET url = 'https://kim.example/', page_title = 'Kim', page_url = 'https://kim.example/a'").await;
        site.said(Remark::by("박", "park@example.org", "다른 댓글").answering(id)).await;
        site.change("INSERT INTO comment_address_proofs (email_key, browser, proved_at) SELECT email_key, browser, 0 FROM comments").await;
        let kim = subscribed(site, KIM).await;
        let link = links::preferences_url(&site.app, kim.id);
        let data = site.get(&format!("{link}/export")).await.json();
        assert_eq!(data["comments"].as_array().map(Vec::len), Some(1), "{data}");
        assert_eq!((&data["comments"][0]["body"], &data["comments"][0]["name"]), (&"첫 댓글입니다".into(), &"김하늘".into()));

        site.post(&format!("{link}/deletion"), &[]).await.expect(200);
        let page = site.thread(PAGE, "").await;
        assert!(page.text_of(&format!("#comment-{id} > article")).contains("삭제된 댓글입니다"), "the place stays");
        assert!(page.body.contains("다른 댓글") && !page.body.contains("첫 댓글입니다"));
        assert_eq!(site.numbers("SELECT approved FROM threads").await, [1]);
        assert!(!page.body.contains("김하늘") && !page.body.contains("kim.example"));
        let rest = site.texts("SELECT searchable || email || email_key || coalesce(url, '') || coalesce(ip, '') || name FROM comments WHERE name = '익명'").await;
        assert!(rest.len() == 1 && !rest[0].contains("kim") && !rest[0].contains("127.0.0.1"), "{rest:?}");
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE email_key = 'park@example.org'").await, [1], "nobody else's");
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE name = '익명' AND browser IS NULL AND page_title IS NULL AND page_url IS NULL").await, [1]);
        assert_eq!(site.texts("SELECT email_key FROM comment_address_proofs").await, ["park@example.org"]);
    }

    async fn whoever_only_commented_can_be_erased_too(site: Site) {
        site.say(Remark::by("김하늘", KIM, "첫 댓글입니다")).await;
        let email: EmailAddress = KIM.parse().expect("an address");
        let mut tx = site.app.write().await.expect("a transaction");
        let erased = personal_data::erase(&mut tx, &site.app, &email).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!((erased.subscription, erased.comments), (false, 1));
        assert_eq!(bring(site, "email\nkim@example.org\n").await, (0, ERASED));
    }

    async fn an_owner_erases_a_person_from_the_subscribers_page(site: Site) {
        let kim = subscribed(site, KIM).await;
        site.say(Remark::by("김하늘", "Kim@Example.org", "첫 댓글입니다")).await;
        let page = format!("/admin/subscribers/{}", kim.id.0);
        let erasure = format!("{page}/erasure");
        site.sign_in(Role::Owner).await;
        assert!(site.get(&page).await.body.contains(&erasure), "the subscriber's page leads there");
        let question = site.get(&erasure).await;
        let text = question.expect(200).to_owned();
        assert!(text.contains(KIM) && text.contains("구독 정보와 동의 기록") && text.contains("댓글 1개를"), "{text}");
        assert_eq!(question.header("cache-control"), "no-store");
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed), "a page changes nothing");
        site.post(&erasure, &[("csrf", "forged")]).await.expect(400);
        let old = "INSERT INTO audit_log (who, action, subject, at) VALUES ('owner@example.org', 'subscriber-unsubscribe', 'Kim@example.org (7)', 0)";
        site.change(old).await;
        let done = site.post(&erasure, &[("csrf", &question.field("csrf"))]).await;
        assert!(done.expect(200).contains("모두 지웠습니다"));
        assert_eq!(state(site, KIM).await, None);
        assert_eq!(bring(site, "email\nkim@example.org\n").await, (0, ERASED));
        assert_eq!(site.texts("SELECT name FROM comments").await, ["익명"]);
        let log = site.audit_log().await;
        let line = format!("owner@example.org person-erase subscriber:{}", kim.id.0);
        assert_eq!(log.last(), Some(&line));
        assert!(!log.iter().any(|line| line.to_lowercase().contains("kim")), "{log:?}");
        site.get(&erasure).await.expect(404);
    }

    async fn an_owner_erases_the_author_of_a_comment(site: Site) {
        site.say(Remark::by("김하늘", KIM, "첫 댓글입니다")).await;
        site.sign_in(Role::Owner).await;
        let id = Site::ids_on(&site.get("/admin/comments").await)[0];
        let erasure = format!("/admin/comments/{id}/erasure");
        assert!(site.get("/admin/comments").await.body.contains(&erasure));
        let question = site.get(&erasure).await;
        assert!(question.expect(200).contains("이 주소로는 구독하지 않았습니다"));
        site.post(&erasure, &[("csrf", &question.field("csrf"))]).await.expect(200);
        assert_eq!(site.texts("SELECT name || email FROM comments").await, ["익명"]);
        assert!(!site.get("/admin/comments").await.body.contains(&erasure), "nobody is left to erase");
        assert_eq!(site.audit_log().await.last(), Some(&format!("owner@example.org person-erase comment:{id}")));
    }

    async fn only_owners_erase(site: Site) {
        let kim = subscribed(site, KIM).await;
        site.say(Remark::by("김하늘", KIM, "첫 댓글입니다")).await;
        let paths = [format!("/admin/subscribers/{}/erasure", kim.id.0), "/admin/comments/1/erasure".to_owned()];
        for path in &paths {
            site.get(path).await.expect(303);
            site.post(path, &[("csrf", "x")]).await.expect(401);
        }
        for role in [Role::Editor, Role::Moderator] {
            site.sign_in(role).await;
            let csrf = site.get("/admin/comments").await.field("csrf");
            for path in &paths {
                site.get(path).await.expect(403);
                site.post(path, &[("csrf", &csrf)]).await.expect(403);
            }
            assert!(!site.get("/admin/comments").await.body.contains("/erasure"), "{role}");
        }
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert_eq!(site.texts("SELECT name FROM comments").await, ["김하늘"]);
    }

    async fn no_limit_keeps_an_address_that_can_be_read(site: Site) {
        subscribed(site, KIM).await;
        let keys = site.texts("SELECT key FROM rate_limits").await;
        assert!(!keys.is_empty() && keys.iter().all(|key| !key.contains("kim") && !key.contains("127.0.0.1")), "{keys:?}");
    }

    async fn an_erasure_takes_the_address_out_of_the_reports_of_imports(site: Site) {
        site.change("
            INSERT INTO imports (id, kind, state, file_name, choices, report, created_at, changed_at)
            VALUES (1, 'subscribers', 'done', 'list.csv', '{}', '{}', 0, 0)").await;
        site.change("
            INSERT INTO import_faults (import_id, number, place, why)
            VALUES (1, 0, '2', 'the state of Kim@Example.org is unknown'), (1, 1, '3', 'lee@example.org has no state')").await;
        erase_through_the_page(site).await;
        assert_eq!(site.texts("SELECT why FROM import_faults").await, ["lee@example.org has no state"]);
    }
}

#[test]
fn the_command_erases_an_address() {
    let folder = tempfile::TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("list.csv"), "email\nkim@example.org\n").expect("written");
    let run = |arguments: &[&str]| Printed::of(gudok(folder.path(), arguments));
    let list = ["subscribers", "import", "list.csv", "--source", "x"];
    assert_eq!(run(&list).out, "1 row: 1 are new.\n");
    let erased = run(&["subscribers", "erase", "Kim@example.org"]);
    assert_eq!(
        erased.out,
        "Erased: the subscription, and 0 comments. No list brings this address back.\n"
    );
    assert_eq!(
        run(&list).out,
        "1 row: 0 are new, 1 erased here and stay away.\n"
    );
    assert_eq!(run(&["subscribers", "erase", "kim@"]).code, Some(2));
}
