//! The owner's lists of words and the limit of links: what is held, what is spam, who is called.

use gudok::admin::Role;
use gudok::config::{CommentModeration, CommentsConfig};

use crate::stories;
use crate::support::{PAGE, Remark, Site, encode};

fn remark(body: &str) -> Remark<'_> {
    Remark {
        notify: false,
        ..Remark::by("김하늘", "sky@example.org", body)
    }
}

async fn open_with(site: &mut Site, change: impl FnOnce(&mut CommentsConfig)) {
    site.restart(|config| {
        config.comments.moderation = CommentModeration::None;
        change(&mut config.comments);
    })
    .await;
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

async fn statuses(site: &Site) -> Vec<String> {
    site.texts("SELECT status FROM comments ORDER BY id").await
}

stories! {
    async fn a_comment_with_a_listed_word_waits_or_is_spam_and_says_which(site: Site) {
        open_with(site, |rules| {
            rules.held_words = words(&["바둑이", "Coin"]);
            rules.spam_words = words(&["급전"]);
        })
        .await;
        site.sign_in(Role::Moderator).await;
        for body in ["바 둑 이 배웁니다", "coin을 삽니다", "바둑이보다 급 전", "바둑 이야기"] {
            site.say(remark(body)).await.expect(303);
        }
        assert_eq!(statuses(site).await, ["pending", "pending", "spam", "approved"]);
        site.wait(600);
        site.run_schedule("tell-moderators").await;
        let mail = site.newest_mail_to("moderator@example.org").await;
        assert_eq!((site.count_mails_to("moderator@example.org").await, mail.text.matches("/moderation/").count()), (2, 3), "nobody is called for spam");
        let held = site.get("/admin/comments?reason=held-word").await;
        assert_eq!(held.count(".case"), 2);
        assert!(held.text_of(".reasons").contains("보류 단어 ‘바둑이’"), "{}", held.text_of(".reasons"));
        let spam = site.get("/admin/comments?state=spam").await;
        assert_eq!(spam.text_of(".reasons li:first-child"), "스팸 단어 ‘급전’");
    }

    async fn a_text_that_is_tried_meets_the_lists_too(site: Site) {
        open_with(site, |rules| {
            rules.held_words = words(&["바둑이"]);
            rules.spam_words = words(&["급전"]);
        })
        .await;
        site.sign_in(Role::Moderator).await;
        let csrf = site.get("/admin/comments/spam").await.field("csrf");
        for (body, said, reason) in [
            ("바둑이 배웁니다", "등록하신 보류 단어가 있습니다", "보류 단어 ‘바둑이’"),
            ("바둑이보다 급 전", "등록하신 스팸 단어가 있습니다", "스팸 단어 ‘급전’"),
            ("바둑 이야기", "스팸으로 보류되지 않습니다", ""),
        ] {
            let tried = site.post("/admin/comments/spam", &[("csrf", &csrf), ("name", "김"), ("body", body)]).await;
            tried.expect(200);
            let shown = tried.text_of("#tried");
            assert!(shown.contains(said) && shown.contains(reason), "{body}: {shown}");
        }
    }

    async fn an_owner_writes_the_lists_in_the_panel(site: Site) {
        open_with(site, |_| {}).await;
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/settings").await;
        let (csrf, version) = (page.field("csrf"), page.field("version"));
        let fields = [
            ("csrf", csrf.as_str()),
            ("version", version.as_str()),
            ("group", "comments"),
            ("comments.held_words", "무료 상담\r\n  바둑이 ,\r\n"),
            ("comments.most_links", "0"),
        ];
        site.post("/admin/settings/options", &fields).await.expect(303);
        assert_eq!(site.app.config().comments.held_words, ["무료 상담", "바둑이"]);
        assert!(site.get("/admin/settings").await.body.contains("무료 상담, 바둑이"));
        for body in ["무료로 상담해 드려요", "이 글을 보세요: https://a.example", "링크 없는 댓글"] {
            site.say(remark(body)).await.expect(303);
        }
        assert_eq!(statuses(site).await, ["pending", "pending", "approved"]);
    }

    async fn a_change_that_adds_a_spam_word_takes_the_comment_out_of_the_numbers(site: Site) {
        open_with(site, |rules| rules.spam_words = words(&["급전"])).await;
        let sent = site.say(remark("좋은 글 감사합니다")).await;
        site.cookie = Some(sent.cookie());
        let id = site.numbers("SELECT id FROM comments").await[0];
        let path = format!("/comments/{id}/text?{}", encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        site.post(&path, &[("own", &own), ("text", "급전 빌려 드려요")]).await.expect(303);
        assert_eq!(statuses(site).await, ["spam"]);
        assert_eq!(site.numbers("SELECT approved FROM threads").await, [0]);
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0);
    }

    async fn the_limit_of_links_is_an_option(site: Site) {
        open_with(site, |rules| rules.most_links = 4).await;
        site.said(remark("https://a.example https://b.example https://c.example https://d.example")).await;
        site.say(remark("https://a.example https://b.example https://c.example https://d.example https://e.example")).await.expect(303);
        assert_eq!(statuses(site).await, ["approved", "pending"]);
        open_with(site, |_| {}).await;
        site.sign_in(Role::Moderator).await;
        let queue = site.get("/admin/comments?reason=score").await;
        assert!(queue.text_of(".reasons").contains("링크가 5개입니다 (+10)"), "the reason of then: {}", queue.text_of(".reasons"));
    }
}
