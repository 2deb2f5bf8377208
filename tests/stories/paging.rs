//! Lists are read page by page: whatever the size of a page, each row comes once, in the order of the whole list.

use gudok::config::CommentModeration;

use crate::stories;
use crate::support::{PAGE, Remark, Site, encode};

/// The ids of the thread's comments, read in pages of this size.
async fn walk(site: &Site, sort: &str, limit: usize) -> Vec<i64> {
    let (limit, mut cursor, mut ids) = (limit.to_string(), String::new(), Vec::new());
    loop {
        let mut query = vec![("thread", PAGE), ("sort", sort), ("limit", &limit)];
        if !cursor.is_empty() {
            query.push(("cursor", &cursor));
        }
        let reply = site
            .get(&format!("/api/v1/comments?{}", encode(&query)))
            .await;
        reply.expect(200);
        let page = reply.json();
        let items = page["items"].as_array().expect("a list").clone();
        ids.extend(items.iter().filter_map(|item| item["id"].as_i64()));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return ids,
        }
    }
}

stories! {
    async fn every_size_of_a_page_gives_each_comment_once_in_one_order(site: Site) {
        const COUNT: usize = 11;
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        for number in 0..COUNT {
            let body = format!("{number} 번째 이야기");
            site.said(Remark { notify: false, ..Remark::by("독자", "reader@example.org", &body) }).await;
        }
        // Several of one second.
        site.change("UPDATE comments SET created_at = created_at / 60 * 60").await;
        for sort in ["oldest", "newest"] {
            let whole = walk(site, sort, 200).await;
            let mut sorted = whole.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), COUNT, "{sort}");
            for limit in 1..=COUNT + 1 {
                assert_eq!(walk(site, sort, limit).await, whole, "{sort} by {limit}");
            }
        }
    }
}
