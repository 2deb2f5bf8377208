//! Feeds as they are written, and the posts that came of them.

use gudok::posts::problem::FeedProblem;
use gudok::posts::{self, PollError, Post};
use gudok::store::Tx;

use super::Site;
use super::feed_server::FeedServer;

/// A blog's feed as `WordPress` writes it.
pub const WORDPRESS: &str = include_str!("../../samples/feeds/wordpress.xml");
/// A JSON Feed.
pub const JSON: &str = include_str!("../../samples/feeds/feed.json");

pub async fn read(site: &Site) -> Tx {
    site.app.read().await.expect("a connection")
}

pub async fn latest(site: &Site) -> Vec<Post> {
    posts::latest(&mut read(site).await, 100)
        .await
        .expect("posts")
}

pub async fn mailable(site: &Site) -> Vec<Post> {
    posts::mailable_after(&mut read(site).await, 0, 100)
        .await
        .expect("posts")
}

pub async fn problem_of(site: &Site, address: &str) -> FeedProblem {
    match posts::add(&site.app, address).await {
        Err(PollError::Problem(problem)) => problem,
        other => panic!("{address} is no problem: {other:?}"),
    }
}

/// An item of RSS; `more` holds further elements.
pub fn item(id: &str, title: &str, text: &str, more: &str) -> String {
    format!(
        "<item><title>{title}</title><link>http://HOST/{id}</link><guid isPermaLink=\"false\">{id}</guid>{more}\
         <content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )
}

pub fn rss(items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>소식</title><link>http://HOST/</link>{}</channel></rss>",
        items.concat()
    )
}

pub fn long_text(about: &str) -> String {
    let sentence = format!(
        "{about} 이야기는 지난주에 시작되었습니다. {about}의 값은 석 달 사이에 두 배로 올랐습니다."
    );
    format!(
        "<p>{sentence} 시장 상인들은 비가 잦았던 탓이라고 말합니다.</p><p>그러나 농사를 짓는 사람들의 말은 다릅니다. \
         {about}을 심는 밭이 절반으로 줄었고, 그 자리에는 창고가 들어섰습니다. 창고는 겨울에도 일거리를 주지만 {about}은 그렇지 않기 \
         때문이라고 했습니다.</p><p>값은 내년 봄까지 내리지 않을 것으로 보입니다. 조합은 다음 달에 대책을 내놓겠다고 밝혔습니다.</p>"
    )
}

/// Adds a feed of one old post at `/feed`.
pub async fn subscribed(site: &Site, server: &FeedServer) -> posts::Feed {
    let old = item("old", "묵은 글", &long_text("배추"), "");
    server.serve("/feed", "application/rss+xml", &rss(&[old]));
    let added = posts::add(&site.app, &server.url("/feed")).await;
    added.expect("the feed is read").feed
}

pub fn with_old(new: &[String]) -> String {
    let mut items = new.to_vec();
    items.push(item("old", "묵은 글", &long_text("배추"), ""));
    rss(&items)
}
