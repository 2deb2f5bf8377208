//! The owner's word on a post's mail: kept back, let go, sent again.

use gudok::admin::Role;
use gudok::clock::{DAY, HOUR};
use gudok::posts::{MailDecision, PostId, decide_on_mail};
use gudok::subscribers::Cadence::{Daily, EachPost, Monthly, Weekly};

use crate::stories;
use crate::support::{Letter, Reader, Site, readers};

const KIM: &str = "kim@example.org";
const LEE: &str = "lee@example.org";

async fn decide(site: &Site, post: PostId, decision: MailDecision) {
    let mut tx = site.app.write().await.expect("a transaction");
    let now = site.app.now();
    let decided = decide_on_mail(&mut tx, post, decision, now).await;
    assert!(decided.expect("decided"), "{decision:?}");
    tx.commit().await.expect("committed");
}

/// The digests to this reader that show a post of this title.
async fn shown(site: &Site, email: &str, title: &str) -> usize {
    let mails = site.mails().await;
    let theirs = mails
        .iter()
        .filter(|mail| mail.recipient.as_str() == email)
        .map(|mail| Letter::read(&mail.bytes));
    theirs
        .filter(|letter| !letter.header("List-Id").is_empty() && letter.text.contains(title))
        .count()
}

stories! {
    async fn a_post_is_withheld_before_its_mail_and_goes_out_once_it_is_released(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        site.wait(60);
        let wrong = site.publish("틀린 글", "요약입니다.", &[]).await;
        site.publish("다른 글", "요약입니다.", &[]).await;
        site.sign_in(Role::Editor).await;
        let room = site.get("/admin/posts").await;
        let csrf = room.field("csrf");
        let withhold = format!("/admin/posts/{}/withholding", wrong.0);
        assert_eq!(room.count(&format!("form[action='{withhold}']")), 1);
        let reply = site.post(&withhold, &[("csrf", &csrf)]).await;
        reply.expect(303);
        assert_eq!(reply.header("location"), "/admin/posts?done=withheld");
        site.post(&withhold, &[("csrf", &csrf)]).await.expect(404);
        assert!(site.get("/admin/posts?done=withheld").await.text_of("ol.posts").contains("발송 보류"));
        readers::subscribed(site, LEE).await;
        assert!(!site.newest_mail_to(LEE).await.text.contains("틀린 글"), "nor does the welcome mail show it");
        site.plan_at("2026-11-25T07:00:00+09:00").await;
        assert_eq!(site.digests_of(KIM).await, ["다른 글"]);
        site.post(&format!("/admin/posts/{}/release", wrong.0), &[("csrf", &csrf)]).await.expect(303);
        site.plan_at("2026-11-26T07:00:00+09:00").await;
        assert_eq!(site.digests_of(KIM).await, ["다른 글", "틀린 글"]);
        site.plan_at("2026-11-27T07:00:00+09:00").await;
        assert_eq!(site.digests_of(KIM).await.len(), 2);
        let lines = site.audit_log().await;
        assert!(lines.iter().any(|line| line.contains("post-withheld")) && lines.iter().any(|line| line.contains("post-released")), "{lines:?}");
    }

    async fn a_post_is_sent_again_on_purpose_even_to_those_who_came_later(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        let post = site.publish("중요한 글", "요약입니다.", &[]).await;
        site.plan().await;
        site.wait(60);
        site.reader(Reader::new(LEE, EachPost)).await;
        site.sign_in(Role::Editor).await;
        let room = site.get("/admin/posts").await;
        assert!(room.text_of("ol.posts").contains("발송함"), "{}", room.body);
        let csrf = room.field("csrf");
        site.post(&format!("/admin/posts/{}/resending", post.0), &[("csrf", &csrf)]).await.expect(303);
        assert_eq!(site.plan().await.mails, 2);
        assert_eq!(site.plan().await.mails, 0);
        assert_eq!(site.digests_of(KIM).await, ["중요한 글", "중요한 글"]);
        assert_eq!(site.digests_of(LEE).await, ["중요한 글"]);
        assert!(site.audit_log().await.iter().any(|line| line.contains("post-resent")));
        site.post("/admin/posts/77/resending", &[("csrf", &csrf)]).await.expect(404);
        site.post(&format!("/admin/posts/{}/resending", post.0), &[("csrf", "x")]).await.expect(400);
    }

    async fn a_post_that_is_let_go_is_new_to_whoever_confirmed_meanwhile(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        let post = site.publish("미룬 글", "요약입니다.", &[]).await;
        site.sign_in(Role::Editor).await;
        let csrf = site.get("/admin/posts").await.field("csrf");
        site.post(&format!("/admin/posts/{}/withholding", post.0), &[("csrf", &csrf)]).await.expect(303);
        site.wait(60);
        site.reader(Reader::new(LEE, EachPost)).await;
        site.wait(60);
        site.post(&format!("/admin/posts/{}/release", post.0), &[("csrf", &csrf)]).await.expect(303);
        assert_eq!(site.plan().await.mails, 2);
        assert_eq!((site.digests_of(KIM).await, site.digests_of(LEE).await), (vec!["미룬 글".to_owned()], vec!["미룬 글".to_owned()]));
    }

    async fn a_post_that_is_let_go_reaches_each_reader_once_whoever_got_it_before(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.reader(Reader::new(LEE, Daily)).await;
        site.reader(Reader::new("choi@example.org", Weekly)).await;
        site.wait(60);
        let post = site.publish("보류한 글", "요약입니다.", &[]).await;
        assert_eq!(site.plan().await.mails, 1, "who reads each post gets it at once");
        site.sign_in(Role::Editor).await;
        let csrf = site.get("/admin/posts").await.field("csrf");
        let decide = async |noun: &str| {
            let path = format!("/admin/posts/{}/{noun}", post.0);
            site.post(&path, &[("csrf", &csrf)]).await.expect(303);
        };
        decide("withholding").await;
        site.publish("다른 글", "요약입니다.", &[]).await;
        site.plan_at("2026-11-25T07:00:00+09:00").await;
        assert_eq!(site.digests_of(LEE).await, ["다른 글"], "the daily digest ran meanwhile");
        site.wait(60);
        site.reader(Reader::new("park@example.org", EachPost)).await;
        site.wait(60);
        decide("release").await;
        for day in ["26", "27", "30"] {
            site.plan_at(&format!("2026-11-{day}T07:00:00+09:00")).await;
        }
        let got = async |email: &str| shown(site, email, "보류한 글").await;
        for email in [KIM, LEE, "choi@example.org", "park@example.org"] {
            assert_eq!(got(email).await, 1, "{email}: {:?}", site.digests_of(email).await);
        }
        // A second time changes nothing; what is sent again on purpose is new to everybody.
        decide("withholding").await;
        decide("release").await;
        site.plan_at("2026-12-01T07:00:00+09:00").await;
        assert_eq!((got(KIM).await, got(LEE).await), (1, 1));
        decide("resending").await;
        site.plan_at("2026-12-02T07:00:00+09:00").await;
        assert_eq!((got(KIM).await, got(LEE).await), (2, 2));
    }

    async fn a_post_whose_mails_are_forgotten_is_mailed_to_nobody_when_it_is_let_go(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        let post = site.publish("옛 글", "요약입니다.", &[]).await;
        site.plan().await;
        decide(site, post, MailDecision::Withhold).await;
        site.wait(31 * DAY);
        site.change("DELETE FROM outbox").await;
        decide(site, post, MailDecision::Release).await;
        assert_eq!(site.plan().await.mails, 0, "nobody knows any more who got it");
    }

    async fn a_post_that_was_let_go_twice_is_measured_by_its_first_mails(site: Site) {
        site.restart(|config| config.retention.mails = 30).await;
        site.reader(Reader::new(KIM, EachPost)).await;
        site.reader(Reader::new(LEE, Weekly)).await;
        site.wait(60);
        let post = site.publish("보류한 글", "요약입니다.", &[]).await;
        site.plan().await;
        assert_eq!(site.digests_of(KIM).await.len(), 1);
        decide(site, post, MailDecision::Withhold).await;
        decide(site, post, MailDecision::Release).await;
        site.wait(20 * DAY);
        site.plan().await;
        assert_eq!(site.digests_of(LEE).await, ["보류한 글"]);
        decide(site, post, MailDecision::Withhold).await;
        site.wait(11 * DAY);
        site.run_schedule("prune-mails").await;
        decide(site, post, MailDecision::Release).await;
        assert_eq!(site.plan().await.mails, 0, "its first mails are a month old");
        assert_eq!((site.digests_of(KIM).await.len(), site.digests_of(LEE).await.len()), (1, 1));
    }

    async fn whoever_got_a_post_is_known_until_the_last_digest_after_its_release(site: Site) {
        site.restart(|config| config.retention.mails = 30).await;
        for email in [KIM, "park@example.org"] {
            site.reader(Reader::new(email, EachPost)).await;
        }
        site.reader(Reader::new(LEE, Monthly)).await;
        site.wait(60);
        site.plan_at("2026-12-01T07:00:00+09:00").await;
        let post = site.publish("보류한 글", "요약입니다.", &[]).await;
        assert_eq!(site.plan().await.mails, 2);
        assert_eq!(site.digests_of(KIM).await.len(), 1);
        decide(site, post, MailDecision::Withhold).await;
        // The next digests of these two are a month away.
        site.choose(KIM, Monthly, &[]).await;
        site.choose("park@example.org", Monthly, &[]).await;
        site.plan().await;
        site.publish("다른 글", "요약입니다.", &[]).await;
        site.wait(20 * DAY);
        decide(site, post, MailDecision::Release).await;
        site.wait(10 * DAY + 23 * HOUR);
        site.run_schedule("prune-mails").await;
        site.plan_at("2027-01-01T07:00:00+09:00").await;
        for email in [KIM, "park@example.org", LEE] {
            let got = shown(site, email, "보류한 글").await;
            assert_eq!(got, 1, "{email}: {:?}", site.digests_of(email).await);
        }
        // Later they are forgotten like other mails.
        site.wait(32 * DAY);
        site.run_schedule("prune-mails").await;
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE kind = 'digest'").await, [0]);
        site.choose(KIM, EachPost, &[]).await;
        site.change("UPDATE subscribers SET digest_window = 0").await;
        site.plan().await;
        assert_eq!(shown(site, KIM, "보류한 글").await, 1, "nobody knows any more who got it");
    }

    async fn a_post_that_was_sent_again_and_held_back_reaches_who_waits_for_its_second_mail(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.reader(Reader::new(LEE, Daily)).await;
        site.wait(60);
        let post = site.publish("중요한 글", "요약입니다.", &[]).await;
        site.plan().await;
        site.wait(DAY);
        site.plan().await;
        assert_eq!((shown(site, KIM, "중요한 글").await, shown(site, LEE, "중요한 글").await), (1, 1));
        site.wait(60);
        decide(site, post, MailDecision::SendAgain).await;
        assert_eq!(site.plan().await.mails, 1, "who reads each post gets it at once");
        site.wait(60);
        decide(site, post, MailDecision::Withhold).await;
        site.publish("다른 글", "요약입니다.", &[]).await;
        site.wait(DAY);
        site.plan().await;
        decide(site, post, MailDecision::Release).await;
        site.wait(DAY);
        site.plan().await;
        assert_eq!((shown(site, KIM, "중요한 글").await, shown(site, LEE, "중요한 글").await), (2, 2));
    }

    async fn posts_that_digests_only_counted_or_nobody_wanted_wait_no_more(site: Site) {
        site.reader(Reader { topics: &["연구"], ..Reader::new(KIM, Daily) }).await;
        site.wait(60);
        for number in 1..=12 {
            site.publish(&format!("{number}번째 글"), "요약입니다.", &["연구"]).await;
        }
        let unwanted = site.publish("아무도 안 받는 글", "요약입니다.", &["산업"]).await;
        site.sign_in(Role::Editor).await;
        assert!(site.get("/admin/posts").await.text_of("ol.posts").contains("다음 메일에 실림"));
        assert_eq!(site.plan_at("2026-11-25T07:00:00+09:00").await.mails, 1);
        assert_eq!(site.numbers("SELECT count(*) FROM posts WHERE mailed_at IS NULL").await, [0]);
        let room = site.get("/admin/posts").await;
        assert!(!room.text_of("ol.posts").contains("다음 메일에 실림"));
        assert_eq!(room.count(&format!("form[action='/admin/posts/{}/resending']", unwanted.0)), 1, "it can be sent on purpose");
        // What no digest showed is still new to everybody when it was kept back and let go.
        let csrf = room.field("csrf");
        site.choose(KIM, Daily, &[]).await;
        site.post(&format!("/admin/posts/{}/withholding", unwanted.0), &[("csrf", &csrf)]).await.expect(303);
        site.post(&format!("/admin/posts/{}/release", unwanted.0), &[("csrf", &csrf)]).await.expect(303);
        site.plan().await;
        assert_eq!(site.plan_at("2026-11-26T07:00:00+09:00").await.mails, 1);
    }
}
