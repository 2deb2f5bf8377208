//! The spam filter learns from the moderators' decisions, says why, takes back what is undone, and forgets when it is told to.

use std::io::Cursor;

use gudok::admin::Role;
use gudok::background::finish_migrations;
use gudok::comments::import::{ImportOptions, import};
use gudok::comments::privacy;
use gudok::config::CommentModeration;
use gudok::spam::features;

use crate::stories;
use crate::support::{PASSWORD, Remark, Site};

const ADS: [&str; 3] = [
    "포장이사 원룸이사 전문 업체, 지금 견적 받아 보세요",
    "원룸이사 견적 비교는 전문 업체 이사왕에서 하세요",
    "이사 전문 업체입니다. 포장이사 견적 보내 드립니다",
];
const REMARKS: [&str; 3] = [
    "세 번째 문단이 특히 좋았습니다",
    "저는 조금 다르게 생각했는데 읽고 나니 이해가 가네요",
    "다음 글은 언제 올라오나요?",
];
/// It has no listed word and no link.
const NEXT_AD: &str = "포장이사 전문 업체 견적 비교해 보세요";

/// Teaches three advertisements and three remarks, and returns the ids of the advertisements.
async fn taught(site: &mut Site) -> Vec<i64> {
    site.sign_in(Role::Moderator).await;
    let mut ids = Vec::new();
    for (number, (ad, remark)) in ADS.iter().zip(REMARKS).enumerate() {
        let email = format!("ad{number}@example.org");
        ids.push(decided(site, Remark::by("이사왕", &email, ad), "spam").await);
        decided(
            site,
            Remark::by("김하늘", "sky@example.org", remark),
            "approval",
        )
        .await;
    }
    let session = site.cookie.take();
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
    site.cookie = session;
    ids
}

/// Writes a comment and decides on it.
async fn decided(site: &Site, remark: Remark<'_>, noun: &str) -> i64 {
    site.say(remark).await.expect(303);
    let id = Site::ids_on(&site.get("/admin/comments?state=all").await)[0];
    site.decide(id, noun).await.expect(303);
    id
}

async fn erase(site: &Site, email: &str) {
    let mut tx = site.app.write().await.expect("a transaction");
    let email = email.parse().expect("an address");
    privacy::erase(&mut tx, &site.app, &email)
        .await
        .expect("erased");
    tx.commit().await.expect("committed");
}

/// All that was learned.
async fn counts(site: &Site) -> Vec<String> {
    site.texts("SELECT feature || ' ' || spam || ' ' || honest FROM spam_features ORDER BY feature")
        .await
}

/// The comments of a kind that were learned, and the features.
async fn learned(site: &Site) -> (i64, i64, i64) {
    let page = site.get("/admin/comments/spam").await;
    page.expect(200);
    let number = |id: &str| page.text_of(id).parse().expect("a number");
    (
        number("#learned-spam"),
        number("#learned-honest"),
        number("#learned-features"),
    )
}

stories! {
    async fn what_moderators_call_spam_three_times_is_held_the_fourth_time_with_its_words(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        site.said(Remark::by("다른 업체", "before@example.org", NEXT_AD)).await;
        site.restart(|config| config.comments.moderation = CommentModeration::All).await;
        taught(site).await;
        site.say(Remark::by("다른 업체", "other@example.org", NEXT_AD)).await.expect(303);
        let queue = site.get("/admin/comments?state=pending").await;
        assert_eq!(queue.count(".case"), 1, "it is held");
        let reasons = queue.text_of(".reasons");
        assert!(reasons.contains("배운 스팸과 비슷합니다") && reasons.contains("‘견적’ +"), "{reasons}");
        site.said(Remark::by("박", "park@example.org", "두 번째 문단은 어디서 가져오셨나요?")).await;
    }

    async fn before_honest_comments_are_learned_it_holds_nothing_by_itself(site: Site) {
        site.sign_in(Role::Moderator).await;
        for (number, ad) in ADS.iter().enumerate() {
            decided(site, Remark::by("이사왕", &format!("ad{number}@example.org"), ad), "spam").await;
        }
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        site.say(Remark::by("다른 업체", "other@example.org", NEXT_AD)).await.expect(303);
        let reasons = site.texts("SELECT CAST(reasons AS TEXT) FROM comments ORDER BY id DESC LIMIT 1").await;
        assert!(reasons[0].contains("no-proof"), "with a proof it would be public: {reasons:?}");
    }

    async fn a_decision_that_is_taken_back_teaches_nothing(site: Site) {
        let ids = taught(site).await;
        let (spam, honest, features) = learned(site).await;
        assert!((spam, honest) == (3, 3) && features > 20, "{features}");
        site.decide(ids[0], "spam").await.expect(303);
        assert_eq!(learned(site).await, (3, 3, features), "a comment teaches once");
        site.decide(ids[0], "approval").await.expect(303);
        assert_eq!((learned(site).await.0, learned(site).await.1), (2, 4), "the last decision counts");
        site.decide(ids[0], "trash").await.expect(303);
        assert_eq!((learned(site).await.0, learned(site).await.1), (2, 3), "the trash teaches nothing");
        for id in ids {
            site.decide(id, "review").await.expect(303);
        }
        let words = site.texts("SELECT feature FROM spam_features WHERE spam > 0").await;
        assert!(words.is_empty(), "{words:?}");
        site.said(Remark::by("다른 업체", "other@example.org", NEXT_AD)).await;
    }

    async fn what_a_person_taught_goes_with_the_person(site: Site) {
        site.sign_in(Role::Moderator).await;
        decided(site, Remark::by("이사왕", "king@example.org", ADS[0]), "spam").await;
        decided(site, Remark::by("김하늘", "sky@example.org", REMARKS[0]), "approval").await;
        for email in ["king@example.org", "sky@example.org"] {
            erase(site, email).await;
        }
        assert_eq!(learned(site).await, (0, 0, 0));
        assert_eq!(site.numbers("SELECT count(*) FROM spam_features").await, [0]);
    }

    async fn a_held_comment_keeps_no_part_of_its_authors_name_among_the_words(site: Site) {
        taught(site).await;
        assert!(site.get("/admin/comments/spam").await.text_of("#words-spam").contains("‘사왕’"), "the end of a name is learned");
        site.say(Remark::by("이사왕", "other@example.org", NEXT_AD)).await.expect(303);
        let reasons = site.get("/admin/comments?state=pending").await.text_of(".reasons");
        assert!(reasons.contains("배운 스팸과 비슷합니다") && !reasons.contains("사왕"), "{reasons}");
        erase(site, "other@example.org").await;
        let kept = site.texts("SELECT name || searchable || CAST(reasons AS TEXT) FROM comments WHERE email = ''").await;
        assert!(kept.len() == 1 && !kept[0].contains("사왕"), "{kept:?}");
    }

    async fn lessons_are_learned_anew_when_another_version_counts_other_things(site: Site) {
        taught(site).await;
        let before = counts(site).await;
        site.change("DELETE FROM spam_features WHERE feature = '견적'").await;
        site.change("UPDATE spam_features SET feature = 'old:' || feature, spam = 7 WHERE feature <> ''").await;
        finish_migrations(&site.app).await.expect("learned");
        assert_eq!(counts(site).await, before);
        site.change("DELETE FROM spam_features WHERE feature = '견적'").await;
        finish_migrations(&site.app).await.expect("nothing to do");
        assert_eq!(counts(site).await.len(), before.len() - 1, "a step is taken once");
    }

    async fn what_moderators_decided_before_there_was_a_filter_teaches_it(site: Site) {
        const WALINE: &[u8] = include_bytes!("../samples/comments/waline.json");
        let ids = taught(site).await;
        import(&site.app, Cursor::new(WALINE), &ImportOptions::default(), |_| {}).await.expect("imported");
        site.said(Remark::by("박", "park@example.org", "저절로 나온 댓글입니다")).await;
        erase(site, "ad0@example.org").await;
        site.decide(ids[1], "review").await.expect(303);
        let before = counts(site).await;
        assert_eq!((learned(site).await.0, learned(site).await.1), (1, 3));
        site.change("UPDATE comments SET learned = NULL").await;
        site.change("DELETE FROM spam_features").await;
        finish_migrations(&site.app).await.expect("learned");
        assert_eq!(counts(site).await, before);
    }

    async fn imported_comments_teach_nothing_until_a_moderator_decides(site: Site) {
        const WALINE: &[u8] = include_bytes!("../samples/comments/waline.json");
        import(&site.app, Cursor::new(WALINE), &ImportOptions::default(), |_| {}).await.expect("imported");
        site.sign_in(Role::Moderator).await;
        assert_eq!(learned(site).await, (0, 0, 0));
        let id = Site::ids_on(&site.get("/admin/comments?state=approved").await)[0];
        site.decide(id, "spam").await.expect(303);
        assert_eq!(learned(site).await.0, 1);
    }

    async fn a_text_can_be_tried_and_nothing_is_kept(site: Site) {
        taught(site).await;
        let before = learned(site).await;
        let page = site.get("/admin/comments/spam").await;
        assert!(page.text_of("#words-spam").contains("‘견적’"), "{}", page.text_of("#words-spam"));
        let csrf = page.field("csrf");
        let tried = site.post("/admin/comments/spam", &[("csrf", &csrf), ("name", "이사왕"), ("body", NEXT_AD)]).await;
        tried.expect(200);
        assert!(tried.text_of("#tried").contains("보류됩니다") && tried.text_of("#tried").contains("‘견적’"), "{}", tried.text_of("#tried"));
        let tried = site.post("/admin/comments/spam", &[("csrf", &csrf), ("name", "박"), ("body", REMARKS[0])]).await;
        assert!(tried.expect(200).contains("스팸으로 보류되지 않습니다"));
        site.post("/admin/comments/spam", &[("csrf", &csrf), ("name", ""), ("body", " ")]).await.expect(422);
        assert_eq!(learned(site).await, before);
    }

    async fn what_was_learned_can_be_taken_out(site: Site) {
        taught(site).await;
        let json = site.get("/admin/comments/spam/export?format=json").await;
        assert!(json.header("content-disposition").contains("spam-filter.json"));
        let all = json.json();
        assert_eq!((all["spam"].as_i64(), all["honest"].as_i64()), (Some(3), Some(3)));
        let features = all["features"].as_array().expect("features");
        let word = features.iter().find(|it| it["feature"] == "견적").expect("a word of all three");
        assert_eq!((word["spam"].as_i64(), word["honest"].as_i64()), (Some(3), Some(0)));
        let csv = site.get("/admin/comments/spam/export?format=csv").await;
        let lines: Vec<&str> = csv.expect(200).lines().collect();
        assert_eq!((lines[0], lines.len()), ("feature,spam,honest", features.len() + 1));
        assert!(lines.contains(&"견적,3,0"));
    }

    async fn an_owner_with_the_password_makes_it_forget_everything(site: Site) {
        let ids = taught(site).await;
        let page = site.get("/admin/comments/spam").await;
        assert_eq!(page.count("#reset"), 0, "a moderator cannot");
        let fields = [("csrf", page.field("csrf")), ("present", PASSWORD.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.post("/admin/comments/spam/reset", &fields).await.expect(403);
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/comments/spam").await.field("csrf");
        site.post("/admin/comments/spam/reset", &[("csrf", &csrf), ("present", "wrong")]).await.expect(422);
        assert_eq!(learned(site).await.0, 3);
        let done = site.post("/admin/comments/spam/reset", &[("csrf", &csrf), ("present", PASSWORD)]).await;
        done.expect(303);
        assert!(site.get(done.header("location")).await.expect(200).contains("모두 지웠습니다"));
        assert_eq!(learned(site).await, (0, 0, 0));
        site.decide(ids[0], "review").await.expect(303);
        assert_eq!(site.numbers("SELECT count(*) FROM spam_features").await, [0], "nothing is left to take back");
        site.decide(ids[0], "spam").await.expect(303);
        assert_eq!(learned(site).await.0, 1, "it learns anew");
    }
}

#[test]
fn numbers_addresses_and_ids_are_no_features_and_of_a_name_its_end_alone() {
    let text = "loan lo4nboy, sky_blue77. moon_light88, v1agra, Call 010-1234-5678 or mail kim@private.example, kakao skyblue77, https://me:pass@home.example/~kim?token=secret";
    let found = features::of("Haneul Kim", text);
    for hidden in [
        "1234", "private", "blue", "haneul", "secret", "pass", "token", "loanboy", "lo4n", "sky",
        "moon", "light", "viagra",
    ] {
        assert!(
            !found.iter().any(|feature| feature.contains(hidden)),
            "{hidden}: {found:?}"
        );
    }
    for sign in [
        "sign:telephone",
        "sign:mail-address",
        "sign:id",
        "sign:link",
    ] {
        assert!(found.contains(&sign.to_owned()), "{sign}: {found:?}");
    }
    let found = features::of("김하늘", "좋네요");
    assert!(found.contains(&"name:하늘".to_owned()), "{found:?}");
    assert!(
        !found.iter().any(|feature| feature.contains("김하")),
        "{found:?}"
    );
}
