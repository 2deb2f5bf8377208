//! Digests: whose turn it is, what is new to them, and that a post reaches nobody twice.

use gudok::subscribers::Cadence::{Daily, EachPost, Monthly, Weekly};
use gudok::subscribers::consent::{Channel, ConsentEvidence};
use gudok::{digests, posts, subscribers};

use crate::stories;
use crate::support::feed_server::FeedServer;
use crate::support::{Reader, readers};

const KIM: &str = "kim@example.org";
const LEE: &str = "lee@example.org";
const PARK: &str = "park@example.org";

/// A feed of posts that are numbered, the newest first.
fn feed(newest: usize) -> String {
    let items = (1..=newest).rev().map(|number| {
        format!(
            "<item><title>{number}번째 글</title><link>http://HOST/{number}</link><guid>{number}</guid><category>연구</category>\
             <description>{number}번째 글의 첫 문장은 이렇게 시작합니다. 그리고 둘째 문장이 이어집니다.</description></item>"
        )
    });
    let items: String = items.collect();
    format!(
        "<rss version=\"2.0\"><channel><title>소식</title><link>http://HOST/</link>{items}</channel></rss>"
    )
}

stories! {
    async fn the_whole_road_from_a_sign_up_to_a_digest_and_out_again(site: Site) {
        let server = FeedServer::start().await;
        server.serve("/feed", "application/rss+xml", &feed(2));
        let added = posts::add(&site.app, &server.url("/feed")).await.expect("added");
        readers::sign_up(site, &[("email", KIM), ("cadence", "each_post")]).await.expect(200);
        readers::confirm(site, KIM).await.expect(200);
        let welcome = site.newest_mail_to(KIM).await;
        assert!(welcome.text.contains("구독해 주셔서 감사합니다") && welcome.text.contains("2번째 글"), "{}", welcome.text);
        site.wait(3600);
        server.serve("/feed", "application/rss+xml", &feed(3));
        posts::poll(&site.app, added.feed.id).await.expect("polled");
        assert_eq!(site.plan().await.mails, 1);
        let digest = site.newest_mail_to(KIM).await;
        assert_eq!(digest.subject, "3번째 글");
        assert!(digest.text.contains("3번째 글의 첫 문장은 이렇게 시작합니다."), "{}", digest.text);
        site.get(&digest.link("/archive/")).await.expect(200);
        site.get(&digest.link("/preferences/")).await.expect(200);
        site.post(&digest.link("/unsubscribe/"), &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        site.wait(3600);
        server.serve("/feed", "application/rss+xml", &feed(4));
        posts::poll(&site.app, added.feed.id).await.expect("polled");
        assert_eq!(site.plan().await.mails, 0);
        assert_eq!(site.digests_of(KIM).await, ["3번째 글"]);
    }

    async fn each_cadence_comes_at_its_local_hour(site: Site) {
        // It is Tuesday, 24 November 2026, 09:00 in Seoul.
        site.reader(Reader::new(KIM, Daily)).await;
        site.reader(Reader { hour: 21, ..Reader::new(LEE, Weekly) }).await;
        site.reader(Reader { zone: "America/New_York", ..Reader::new(PARK, Monthly) }).await;
        site.reader(Reader::new("each@example.org", EachPost)).await;
        site.wait(60);
        site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
        assert_eq!(site.plan().await.mails, 1, "whoever wants each post has it at once");
        assert_eq!(site.plan_at("2026-11-25T06:59:00+09:00").await.mails, 0);
        assert_eq!(site.plan_at("2026-11-25T07:00:00+09:00").await.mails, 1);
        assert_eq!(site.digests_of(KIM).await, ["작은 모델의 귀환"]);
        assert_eq!(site.plan_at("2026-11-30T20:59:00+09:00").await.mails, 0);
        assert_eq!(site.plan_at("2026-11-30T21:00:00+09:00").await.mails, 1);
        assert_eq!(site.digests_of(LEE).await.len(), 1, "on Monday evening in Seoul");
        assert_eq!(site.plan_at("2026-12-01T06:59:00-05:00").await.mails, 0);
        assert_eq!(site.plan_at("2026-12-01T07:00:00-05:00").await.mails, 1);
        assert_eq!(site.digests_of(PARK).await.len(), 1, "on the first, in the morning of New York");
        assert_eq!(site.digests_of("each@example.org").await.len(), 1);
    }

    async fn the_first_digest_is_reckoned_from_the_confirmation_and_not_from_the_first_planning(site: Site) {
        readers::sign_up(site, &[("email", KIM), ("cadence", "weekly")]).await.expect(200);
        readers::confirm(site, KIM).await.expect(200);
        let kim = site.subscriber(KIM).await;
        assert_eq!(kim.next_digest_at.map(|next| next.to_string()).as_deref(), Some("2026-11-29T22:00:00Z"));
        site.wait(30);
        site.publish("첫 글", "요약입니다.", &[]).await;
        // Nobody planned in between: a weekly cron runs `digests run` alone.
        assert_eq!(site.plan_at("2026-11-30T07:30:00+09:00").await.mails, 1);
        assert_eq!(site.digests_of(KIM).await, ["첫 글"]);
    }

    async fn a_changed_cadence_is_reckoned_from_the_choice(site: Site) {
        let kim = readers::subscribed(site, KIM).await;
        site.wait(60);
        site.publish("첫 글", "요약입니다.", &[]).await;
        site.post(&subscribers::links::preferences_url(&site.app, kim.id), &[("cadence", "daily")]).await.expect(303);
        assert_eq!(site.plan_at("2026-11-25T07:00:00+09:00").await.mails, 1, "the next morning, though nobody planned before");
    }

    async fn the_first_digest_of_a_cadence_waits_for_its_hour(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        site.wait(60);
        site.publish("첫 글", "요약입니다.", &[]).await;
        assert_eq!(site.plan().await.mails, 0);
        let next = site.subscriber(KIM).await.next_digest_at.expect("a moment");
        assert_eq!(next.to_string(), "2026-11-24T22:00:00Z");
    }

    async fn a_choice_of_topics_is_kept(site: Site) {
        site.reader(Reader { topics: &["연구"], ..Reader::new(KIM, EachPost) }).await;
        site.reader(Reader::new(LEE, EachPost)).await;
        site.wait(60);
        site.publish("논문 읽기", "요약입니다.", &["연구", "도구"]).await;
        site.publish("회사 소식", "요약입니다.", &["산업"]).await;
        site.publish("주제 없는 글", "요약입니다.", &[]).await;
        site.plan().await;
        assert_eq!(site.digests_of(KIM).await, ["논문 읽기"]);
        assert_eq!(site.digests_of(LEE).await, ["주제 없는 글 외 2편"]);
    }

    async fn a_post_reaches_a_reader_once_whatever_they_change(site: Site) {
        site.reader(Reader { topics: &["연구"], ..Reader::new(KIM, Daily) }).await;
        site.wait(60);
        site.publish("첫 글", "요약입니다.", &["연구"]).await;
        site.publish("다른 주제의 글", "요약입니다.", &["산업"]).await;
        site.plan_at("2026-11-25T07:00:00+09:00").await;
        assert_eq!(site.digests_of(KIM).await, ["첫 글"]);
        site.choose(KIM, Weekly, &[]).await;
        site.plan_at("2026-11-30T07:00:00+09:00").await;
        site.choose(KIM, EachPost, &[]).await;
        site.plan().await;
        site.choose(KIM, Monthly, &["산업"]).await;
        site.plan_at("2026-12-01T07:00:00+09:00").await;
        assert_eq!(site.digests_of(KIM).await, ["첫 글"], "neither again nor what they did not want then");
        site.publish("둘째 글", "요약입니다.", &["산업"]).await;
        site.choose(KIM, EachPost, &[]).await;
        site.plan().await;
        site.plan().await;
        assert_eq!(site.digests_of(KIM).await, ["첫 글", "둘째 글"]);
    }

    async fn an_empty_digest_is_skipped_and_the_next_one_is_due_in_time(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        let planned = site.plan_at("2026-11-25T07:00:00+09:00").await;
        assert_eq!((planned.readers, planned.mails), (1, 0));
        assert_eq!(site.plan().await.readers, 0, "they are not looked at again");
        assert_eq!(site.mails().await.len(), 0);
        site.publish("글", "요약입니다.", &[]).await;
        assert_eq!(site.plan_at("2026-11-26T07:00:00+09:00").await.mails, 1);
    }

    async fn who_gets_the_same_shares_one_edition(site: Site) {
        for number in 0..7 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), EachPost)).await;
        }
        site.reader(Reader { locale: "en", ..Reader::new("english@example.org", EachPost) }).await;
        site.reader(Reader { zone: "America/New_York", ..Reader::new(KIM, Daily) }).await;
        site.reader(Reader::new(LEE, Daily)).await;
        site.wait(60);
        site.publish("글", "요약입니다.", &[]).await;
        let planned = site.plan().await;
        assert_eq!((planned.mails, planned.editions.len()), (8, 2), "one in each language");
        let new_york = site.plan_at("2026-11-24T07:00:00-05:00").await;
        let seoul = site.plan_at("2026-11-25T07:00:00+09:00").await;
        assert_eq!((seoul.mails, new_york.mails), (1, 1));
        assert_eq!(seoul.editions, new_york.editions, "an edition that is there is used again");
    }

    async fn more_than_ten_posts_are_counted(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        for number in 1..=13 {
            site.wait(60);
            site.publish(&format!("{number}번째 글"), "요약입니다.", &[]).await;
        }
        site.plan_at("2026-11-25T07:00:00+09:00").await;
        let letter = site.newest_mail_to(KIM).await;
        assert_eq!(letter.subject, "13번째 글 외 12편");
        for part in [&letter.text, &letter.html] {
            assert!(part.contains("/4") && !part.contains("/3"), "the tenth link, and no eleventh: {part}");
            assert!(part.contains("3편 더"), "{part}");
        }
        site.plan_at("2026-11-26T07:00:00+09:00").await;
        assert_eq!(site.digests_of(KIM).await.len(), 1, "what was counted is not sent later");
    }

    async fn leaving_drops_the_digest_that_waits(site: Site) {
        let kim = site.reader(Reader::new(KIM, EachPost)).await;
        site.reader(Reader::new(LEE, EachPost)).await;
        site.wait(60);
        site.publish("글", "요약입니다.", &[]).await;
        assert_eq!(site.plan().await.mails, 2);
        let left = site.post(&subscribers::links::unsubscribe_url(&site.app, kim.id), &[("List-Unsubscribe", "One-Click")]).await;
        assert!(left.status < 400, "{left:?}");
        assert_eq!(site.digests_of(KIM).await.len(), 0);
        assert_eq!(site.digests_of(LEE).await.len(), 1);
    }

    async fn what_was_out_before_a_reader_confirmed_is_not_for_them(site: Site) {
        site.publish("어제의 글", "요약입니다.", &[]).await;
        site.wait(60);
        site.reader(Reader::new(KIM, EachPost)).await;
        site.plan().await;
        assert_eq!(site.digests_of(KIM).await.len(), 0);
        site.wait(60);
        site.publish("오늘의 글", "요약입니다.", &[]).await;
        site.plan().await;
        assert_eq!(site.digests_of(KIM).await, ["오늘의 글"]);
    }

    async fn planners_at_the_same_time_double_nothing(site: Site) {
        for number in 0..40 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), if number % 2 == 0 { EachPost } else { Daily })).await;
        }
        site.wait(60);
        site.publish("글", "요약입니다.", &[]).await;
        site.wait(86_400);
        let mut planners = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let app = site.app.clone();
            planners.spawn(async move { digests::plan_all(&app, app.now()).await.expect("planned").mails });
        }
        let mut queued = 0;
        while let Some(mails) = planners.join_next().await {
            queued += mails.expect("no panic");
        }
        assert_eq!(queued, 40);
        let mails = site.mails().await;
        let recipients: std::collections::BTreeSet<_> = mails.iter().map(|mail| mail.recipient.as_str()).collect();
        assert_eq!((mails.len(), recipients.len()), (40, 40));
    }

    async fn who_is_leaving_while_digests_are_planned_gets_none(site: Site) {
        let kim = site.reader(Reader::new(KIM, EachPost)).await;
        site.reader(Reader::new(LEE, EachPost)).await;
        site.wait(60);
        site.publish("글", "요약입니다.", &[]).await;
        let mut leaving = site.app.write().await.expect("a transaction");
        let evidence = ConsentEvidence::of(Channel::OneClick);
        assert!(subscribers::unsubscribe(&mut leaving, &site.app, kim.id, &evidence).await.expect("left"));
        let app = site.app.clone();
        let planner = tokio::spawn(async move { digests::plan_all(&app, app.now()).await.expect("planned").mails });
        // On SQLite the planner waits for this transaction, on PostgreSQL it steps over its row.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        leaving.commit().await.expect("committed");
        assert_eq!(planner.await.expect("no panic"), 1);
        assert_eq!(site.plan().await.mails, 0);
        assert_eq!((site.digests_of(KIM).await.len(), site.digests_of(LEE).await.len()), (0, 1));
    }

    async fn a_plan_that_is_not_committed_leaves_nothing(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        site.publish("글", "요약입니다.", &[]).await;
        let mut tx = site.app.write().await.expect("a transaction");
        assert_eq!(digests::plan(&mut tx, &site.app, site.app.now()).await.expect("planned").mails, 1);
        drop(tx);
        assert_eq!(site.mails().await.len(), 0);
        assert_eq!(site.plan().await.mails, 1);
        assert_eq!(site.digests_of(KIM).await.len(), 1);
    }
}
