//! How a digest and the welcome mail look to the programs that read them.

use gudok::subscribers::Cadence::{EachPost, Weekly};
use gudok::{jobs, subscribers};

use crate::stories;
use crate::support::{Letter, Reader, Site};

const KIM: &str = "kim@example.org";

/// Queues the welcome mail as a confirmation does.
async fn welcome(site: &Site, email: &str) {
    let id = site.subscriber(email).await.id;
    let mut tx = site.app.write().await.expect("a transaction");
    jobs::enqueue(&mut tx, "welcome", &id.0.to_string(), site.app.now())
        .await
        .expect("queued");
    tx.commit().await.expect("committed");
}

/// Places of an edition that nobody filled in would begin like this.
fn assert_filled_in(letter: &Letter) {
    for part in [&letter.text, &letter.html] {
        assert!(!part.contains("GUDOK-PLACE"), "{part}");
        assert!(!part.contains("digests-"), "no phrase is missing: {part}");
        assert!(!part.contains("{{"), "{part}");
    }
}

stories! {
    async fn a_digest_has_the_headers_of_a_list(site: Site) {
        let kim = site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        site.publish("작은 모델의 귀환", "휴대전화에서 도는 모델이 좋아졌습니다.", &["연구"]).await;
        site.plan().await;
        let letter = site.newest_mail_to(KIM).await;
        let unsubscribe = subscribers::links::unsubscribe_url(&site.app, kim.id);
        assert_eq!(letter.header("List-Unsubscribe"), format!("<{unsubscribe}>"));
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert!(letter.header("List-Id").contains("<newsletter.example.org>"), "{}", letter.header("List-Id"));
        assert!(letter.parsed().message_id().expect("an id").ends_with("@example.org"));
        assert_eq!(letter.header("Auto-Submitted"), "", "it is no automatic answer");
    }

    async fn both_parts_say_everything_in_the_readers_language(site: Site) {
        site.reader(Reader::new(KIM, Weekly)).await;
        site.reader(Reader { locale: "en", ..Reader::new("english@example.org", Weekly) }).await;
        site.wait(60);
        site.publish("작은 모델의 귀환", "휴대전화에서 도는 모델이 좋아졌습니다.", &["연구"]).await;
        site.wait(60);
        site.publish("에이전트와 한 달", "로그인 앞에서는 사람이 필요했습니다.", &["도구", "산업"]).await;
        site.plan_at("2026-11-30T07:00:00+09:00").await;
        let korean = site.newest_mail_to(KIM).await;
        assert_eq!(korean.subject, "에이전트와 한 달 외 1편");
        let english = site.newest_mail_to("english@example.org").await;
        assert_eq!(english.subject, "에이전트와 한 달 and 1 more");
        for (letter, words) in [
            (&korean, ["지난 한 주의 새 글", "새 글 2편", "2026년 11월 24일", "계속 읽기", "구독 해지", "구독 설정", "웹에서 보기"]),
            (&english, ["New in the past week", "2 new posts", "November 24, 2026", "Read more", "Unsubscribe", "Preferences", "View on the web"]),
        ] {
            assert_filled_in(letter);
            for part in [&letter.text, &letter.html] {
                let content = ["작은 모델의 귀환", "휴대전화에서 도는 모델이 좋아졌습니다.", "도구, 산업", "https://blog.example.org/2", "/unsubscribe/", "/preferences/", "/archive/2026-"];
                for word in words.iter().chain(&content) {
                    assert!(part.contains(word), "{word} in {part}");
                }
                let newest = part.find("로그인 앞").expect("the newest");
                assert!(newest < part.find("휴대전화").expect("the oldest"), "newest first");
            }
        }
        assert!(!korean.html.contains("class=\"post\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">"), "styles are in the elements");
    }

    async fn what_a_feed_says_is_text_and_never_markup(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        site.publish("<b>a & b</b>", "x < y <script>alert(1)</script>\nGUDOK-PLACE", &["<i>"]).await;
        site.plan().await;
        let letter = site.newest_mail_to(KIM).await;
        assert_eq!(letter.subject, "<b>a & b</b>");
        assert!(!letter.html.contains("<script>") && !letter.html.contains("<b>a") && !letter.html.contains("<i>"), "{}", letter.html);
        assert!(letter.text.contains("<b>a & b</b>") && letter.text.contains("x < y <script>"), "{}", letter.text);
    }

    async fn a_long_title_leaves_room_for_what_follows_in_the_subject(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        site.publish("다른 글", "요약", &[]).await;
        site.wait(60);
        site.publish(&"아주 긴 제목이 이어지는 글 ".repeat(8), "요약", &[]).await;
        site.plan().await;
        let letter = site.newest_mail_to(KIM).await;
        assert!(letter.subject.starts_with("아주 긴 제목") && letter.subject.ends_with("… 외 1편"), "{}", letter.subject);
        assert!(letter.subject.chars().count() < 45, "{}", letter.subject);
        assert!(letter.text.contains(&"아주 긴 제목이 이어지는 글 ".repeat(7)), "the mail has it whole");
    }

    async fn a_post_without_a_summary_is_a_title_with_a_link(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.wait(60);
        site.publish("제목뿐인 글", "", &[]).await;
        site.plan().await;
        let letter = site.newest_mail_to(KIM).await;
        assert_filled_in(&letter);
        assert!(letter.text.contains("제목뿐인 글") && !letter.text.contains("\n\n\n\n"), "{}", letter.text);
    }

    async fn the_welcome_mail_comes_once_with_the_latest_posts(site: Site) {
        for number in 1..=5 {
            site.publish(&format!("{number}번째 글"), "요약입니다.", &[]).await;
            site.wait(60);
        }
        site.reader(Reader::new(KIM, Weekly)).await;
        welcome(site, KIM).await;
        assert_eq!(site.count_mails_to(KIM).await, 1);
        welcome(site, KIM).await;
        assert_eq!(site.count_mails_to(KIM).await, 1, "a job that runs twice sends once");
        let letter = site.newest_mail_to(KIM).await;
        assert_filled_in(&letter);
        assert!(letter.subject.contains("인공지능 읽기"), "{}", letter.subject);
        assert!(letter.text.contains("매주 월요일 오전 7시"), "{}", letter.text);
        assert!(letter.text.contains("5번째 글") && letter.text.contains("3번째 글") && !letter.text.contains("2번째 글"));
        assert!(letter.header("List-Unsubscribe").contains("/unsubscribe/"));
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(letter.header("List-Id"), "", "it is for one person");
    }

    async fn the_welcome_mail_shows_nothing_that_a_digest_will_bring(site: Site) {
        site.publish("지난 글", "요약입니다.", &[]).await;
        site.wait(60);
        site.reader(Reader { locale: "en", ..Reader::new(KIM, EachPost) }).await;
        site.wait(60);
        site.publish("새 글", "요약입니다.", &[]).await;
        welcome(site, KIM).await;
        site.mails().await;
        let welcome = site.newest_mail_to(KIM).await;
        assert!(welcome.text.contains("Thank you") && welcome.text.contains("지난 글") && !welcome.text.contains("새 글"), "{}", welcome.text);
        site.plan().await;
        assert_eq!(site.digests_of(KIM).await, ["새 글"]);
    }

    async fn who_leaves_before_the_welcome_gets_none(site: Site) {
        let kim = site.reader(Reader::new(KIM, Weekly)).await;
        welcome(site, KIM).await;
        site.post(&subscribers::links::unsubscribe_url(&site.app, kim.id), &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(site.count_mails_to(KIM).await, 0);
    }
}
