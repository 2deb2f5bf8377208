//! Threads that become one: spellings that an older version told apart, and pages that moved.

use gudok::background::finish_migrations;
use gudok::comments::merging::{PageMove, move_pages};
use gudok::config::CommentModeration;

use crate::stories;
use crate::support::{Remark, Site};

const KIM: (&str, &str) = ("김하늘", "sky@example.org");

async fn said(site: &Site, thread: &str, body: &str) -> i64 {
    let remark = Remark::by(KIM.0, KIM.1, body);
    site.said(Remark { thread, ..remark }).await
}

async fn moved(site: &Site, old: &str, new: &str) -> usize {
    let mut tx = site.app.write().await.expect("a transaction");
    let moved = PageMove::parse(old, new).expect("two addresses");
    let threads = move_pages(&mut tx, &moved).await.expect("moved");
    tx.commit().await.expect("committed");
    threads
}

stories! {
    async fn threads_of_one_page_from_an_older_database_are_merged_once(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let first = said(site, "https://blog.example.org/one", "첫째").await;
        said(site, "https://blog.example.org/two", "둘째").await;
        said(site, "https://blog.example.org/three", "셋째").await;
        said(site, "guestbook", "넷째").await;
        site.change("UPDATE threads SET key = 'http://blog.example.org/%ea%b8%80/?NaPm=1', title = '' WHERE key LIKE '%one'").await;
        site.change("UPDATE threads SET key = 'https://blog.example.org/%EA%B8%80', title = '글' WHERE key LIKE '%two'").await;
        site.change("UPDATE threads SET key = 'http://www.blog.example.org/three/' WHERE key LIKE '%three'").await;
        site.change("INSERT INTO reply_opt_outs (thread_id, email_key, created_at) SELECT id, 'sky@example.org', 0 FROM threads WHERE id <= 2").await;
        finish_migrations(&site.app).await.expect("merged");
        let keys = site.texts("SELECT key FROM threads ORDER BY key").await;
        assert_eq!(keys, ["guestbook", "https://blog.example.org/%EA%B8%80", "https://blog.example.org/three"]);
        let page = site.thread("https://blog.example.org/글/", "").await;
        assert_eq!(page.count(".comment"), 2);
        assert_eq!(page.text_of("#comments"), "댓글 2개");
        assert_eq!(page.text_of("h1"), "글");
        assert_eq!(page.count(&format!("#comment-{first}")), 1, "comments keep their numbers");
        assert_eq!(site.numbers("SELECT count(*) FROM reply_opt_outs").await, [1]);

        site.change("UPDATE threads SET key = 'http://blog.example.org/three' WHERE key LIKE '%three'").await;
        finish_migrations(&site.app).await.expect("nothing to do");
        assert_eq!(site.texts("SELECT key FROM threads WHERE key LIKE 'http://%'").await.len(), 1, "a step is taken once");
    }

    async fn posts_keep_their_identity_under_the_new_spelling(site: Site) {
        site.change("INSERT INTO feeds (url, title, next_poll_at, added_at) VALUES ('https://blog.example.org/feed', 'x', 0, 0)").await;
        site.change("INSERT INTO posts (feed_id, guid, url, url_key, title, text, fingerprint, wants_page, is_unread, arrived_at, dated_at, mailable)
                     SELECT id, 'g', 'https://blog.example.org/%ea%b8%80/index.html?gclid=2', 'blog.example.org/%ea%b8%80/index.html?gclid=2', '아는 글', '', '', wants, wants, 0, 0, wants
                     FROM feeds, (SELECT url = '' AS wants FROM feeds) AS w").await;
        finish_migrations(&site.app).await.expect("done");
        assert_eq!(site.texts("SELECT url_key FROM posts").await, ["blog.example.org/%EA%B8%80"]);
        assert_eq!(site.thread("http://blog.example.org/글?msclkid=1", "").await.text_of("h1"), "아는 글");
    }

    async fn comments_move_with_their_page_their_folder_or_their_host(site: Site) {
        site.restart(|config| {
            config.comments.moderation = CommentModeration::None;
            config.server.allowed_origins = vec!["https://new.example.org".parse().expect("a URL")];
        }).await;
        said(site, "https://blog.example.org/2026/a/", "가").await;
        said(site, "https://blog.example.org/2026/b/", "나").await;
        said(site, "https://blog.example.org/c", "다").await;
        said(site, "https://new.example.org/p/a", "라").await;
        assert_eq!(moved(site, "https://blog.example.org/2026/", "https://new.example.org/p/").await, 2);
        let page = site.thread("https://new.example.org/p/a", "").await;
        assert_eq!(page.count(".comment"), 2);
        let alone = site.thread("https://new.example.org/p/b", "").await;
        assert_eq!(alone.count("a[href='https://new.example.org/p/b']"), 1, "the link back leads to the new page");
        assert_eq!(moved(site, "https://blog.example.org/c", "https://new.example.org/d").await, 1);
        assert_eq!(moved(site, "new.example.org", "blog.example.org").await, 3);
        assert_eq!(moved(site, "new.example.org", "blog.example.org").await, 0);
        assert_eq!(site.thread("https://blog.example.org/p/a", "").await.count(".comment"), 2);
    }

    async fn a_move_below_the_old_place_may_be_run_again(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        said(site, "https://blog.example.org/a", "가").await;
        said(site, "https://blog.example.org/blog/b", "나").await;
        for moves in [1, 0] {
            assert_eq!(moved(site, "blog.example.org", "https://blog.example.org/blog/").await, moves);
            let keys = site.texts("SELECT key FROM threads ORDER BY key").await;
            assert_eq!(keys, ["https://blog.example.org/blog/a", "https://blog.example.org/blog/b"]);
        }
    }

    async fn a_mailed_link_to_a_comment_leads_to_its_page_after_a_move(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let old = "https://blog.example.org/2026/a";
        let id = said(site, old, "가").await;
        moved(site, old, "https://blog.example.org/p/a").await;
        let redirect = site.thread(old, &format!("&comment={id}&title=x")).await;
        redirect.expect(302);
        let location = redirect.header("location").to_owned();
        assert!(location.ends_with(&format!("&comment={id}#comment-{id}")) && !location.contains("title"), "{location}");
        let page = site.get(location.split('#').next().expect("a path")).await;
        assert_eq!(Site::ids_on(&page), [id]);
        site.thread(old, "").await.expect(200);
        site.thread(old, "&comment=999").await.expect(200);

        moved(site, "https://blog.example.org/p/a", "https://elsewhere.example/a").await;
        site.thread(old, &format!("&comment={id}")).await.expect(200);
        moved(site, "https://elsewhere.example/a", old).await;
        site.change("UPDATE comments SET status = 'pending'").await;
        site.thread("guestbook", &format!("&comment={id}")).await.expect(200);
    }
}
