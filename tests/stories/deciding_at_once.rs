//! Moderators decide while others decide, a person is erased, or the filter forgets: none of them fails, and the numbers are right.

use gudok::admin::Role;
use gudok::admin::audit::Actor;
use gudok::comments::moderation::lessons;
use gudok::comments::{CommentId, CommentStatus, moderation, privacy};
use gudok::config::CommentModeration;
use gudok::store::Tx;

use crate::stories;
use crate::support::waiting::until_held_up;
use crate::support::{Remark, Site};

async fn decide(site: &Site, tx: &mut Tx, id: i64, status: CommentStatus) {
    moderation::decide(tx, &site.app, Actor::Command, CommentId(id), status)
        .await
        .expect("decided");
}

/// Decides in a transaction of its own.
async fn decided(site: &Site, id: i64, status: CommentStatus) {
    let mut tx = begin(site).await;
    decide(site, &mut tx, id, status).await;
    tx.commit().await.expect("committed");
}

async fn begin(site: &Site) -> Tx {
    site.app.write().await.expect("a transaction")
}

async fn shows_at_once(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

stories! {
    async fn a_reply_and_its_root_are_decided_on_at_once(site: Site) {
        shows_at_once(site).await;
        let other = site.said(Remark::by("박", "park@example.org", "다른 댓글입니다")).await;
        let root = site.said(Remark::by("김하늘", "sky@example.org", "첫 댓글입니다")).await;
        let reply = site.said(Remark::by("이", "lee@example.org", "답글입니다").answering(root)).await;
        // Both wait for a decision in the same thread.
        let mut first = begin(site).await;
        decide(site, &mut first, other, CommentStatus::Trashed).await;
        let on_reply = decided(site, reply, CommentStatus::Trashed);
        let on_root = async {
            until_held_up(site, 1).await;
            decided(site, root, CommentStatus::Trashed).await;
        };
        let going_on = async {
            until_held_up(site, 2).await;
            first.commit().await.expect("committed");
        };
        tokio::join!(on_reply, on_root, going_on);
        assert_eq!(site.numbers("SELECT approved FROM threads").await, [0]);
    }

    async fn a_person_is_erased_while_a_moderator_decides_in_the_same_thread(site: Site) {
        shows_at_once(site).await;
        let other = site.said(Remark::by("박", "park@example.org", "다른 댓글입니다")).await;
        let erased = site.said(Remark::by("김하늘", "sky@example.org", "좋은 글 고맙습니다")).await;
        let ad = site.said(Remark::by("이", "lee@example.org", "포장이사 견적 보내 드립니다")).await;
        decided(site, erased, CommentStatus::Pending).await;
        decided(site, erased, CommentStatus::Approved).await;
        let mut deciding = begin(site).await;
        decide(site, &mut deciding, other, CommentStatus::Trashed).await;
        let erasing = async {
            let mut tx = begin(site).await;
            let email = "sky@example.org".parse().expect("an address");
            privacy::erase(&mut tx, &site.app, &email).await.expect("erased");
            tx.commit().await.expect("committed");
        };
        let going_on = async {
            until_held_up(site, 1).await;
            decide(site, &mut deciding, ad, CommentStatus::Spam).await;
            deciding.commit().await.expect("committed");
        };
        tokio::join!(erasing, going_on);
        assert_eq!(site.texts("SELECT CAST(spam AS TEXT) || ' ' || honest FROM spam_features WHERE feature = ''").await, ["1 0"]);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE email = ''").await, [1]);
    }

    async fn a_comment_that_somebody_decides_on_meanwhile_is_in_no_mail(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(Remark::by("박", "park@example.org", "첫 댓글입니다")).await.expect(303);
        for body in ["승인될 댓글입니다", "기다릴 댓글입니다"] {
            site.say(Remark { notify: false, ..Remark::by("이", "lee@example.org", body) }).await.expect(303);
        }
        let ids = site.numbers("SELECT id FROM comments ORDER BY id").await;
        site.wait(600);
        let mut deciding = begin(site).await;
        decide(site, &mut deciding, ids[1], CommentStatus::Trashed).await;
        if deciding.is_on_sqlite() {
            deciding.commit().await.expect("committed");
            site.run_schedule("tell-moderators").await;
        } else {
            site.run_schedule("tell-moderators").await;
            deciding.commit().await.expect("committed");
        }
        assert_eq!(site.count_mails_to("moderator@example.org").await, 2);
        let mail = site.newest_mail_to("moderator@example.org").await;
        assert!(mail.text.contains("기다릴 댓글입니다") && !mail.text.contains("승인될"), "{}", mail.text);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE is_untold").await, [0]);
    }

    async fn what_a_moderator_teaches_meanwhile_is_forgotten_too(site: Site) {
        shows_at_once(site).await;
        let one = site.said(Remark::by("이", "lee@example.org", "포장이사 견적 보내 드립니다")).await;
        let other = site.said(Remark::by("박", "park@example.org", "탈모 치료제 최저가로 드려요")).await;
        decided(site, one, CommentStatus::Spam).await;
        let mut deciding = begin(site).await;
        decide(site, &mut deciding, other, CommentStatus::Spam).await;
        let forgetting = async {
            let mut tx = begin(site).await;
            lessons::forget_all(&mut tx, &site.app, Actor::Command).await.expect("forgotten");
            tx.commit().await.expect("committed");
        };
        let going_on = async {
            until_held_up(site, 1).await;
            deciding.commit().await.expect("committed");
        };
        tokio::join!(forgetting, going_on);
        assert_eq!(site.texts("SELECT feature FROM spam_features").await, [""; 0]);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE learned IS NOT NULL").await, [0]);
    }
}
