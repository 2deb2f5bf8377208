//! What commenters do.

use super::http::Reply;
use super::site::Site;

/// The page under which the stories' readers talk.
pub const PAGE: &str = "https://blog.example.org/2026/summaries/";

/// A comment, filled in as a reader would.
#[derive(Clone, Copy, Debug)]
pub struct Remark<'a> {
    pub thread: &'a str,
    pub parent: Option<i64>,
    pub name: &'a str,
    pub email: &'a str,
    pub body: &'a str,
    pub notify: bool,
}

impl<'a> Remark<'a> {
    pub fn by(name: &'a str, email: &'a str, body: &'a str) -> Self {
        Self {
            thread: PAGE,
            parent: None,
            name,
            email,
            body,
            notify: true,
        }
    }

    pub fn answering(self, parent: i64) -> Self {
        Self {
            parent: Some(parent),
            ..self
        }
    }
}

impl Site {
    /// The thread's page, with more of a query behind its name.
    pub async fn thread(&self, thread: &str, more: &str) -> Reply {
        self.get(&format!("{}{more}", thread_path(thread))).await
    }

    /// Opens the thread, takes the time that a person takes, and posts the form.
    pub async fn say(&self, remark: Remark<'_>) -> Reply {
        let page = self.thread(remark.thread, "").await;
        let token = page.field("form_token");
        self.wait(20);
        let parent = remark.parent.map_or(String::new(), |id| id.to_string());
        let mut fields = vec![
            ("form_token", token.as_str()),
            ("website_url", ""),
            ("thread", remark.thread),
            ("parent", &parent),
            ("name", remark.name),
            ("email", remark.email),
            ("url", ""),
            ("body", remark.body),
            ("notify_shown", "1"),
        ];
        if remark.notify {
            fields.push(("notify", "yes"));
        }
        self.post("/comments", &fields).await
    }

    /// A comment that appears at once, and its id; the site must not hold comments.
    pub async fn said(&self, remark: Remark<'_>) -> i64 {
        let reply = self.say(remark).await;
        reply.expect(303);
        let location = reply.header("location").to_owned();
        let id = location
            .rsplit_once("#comment-")
            .and_then(|(_, id)| id.parse().ok());
        id.unwrap_or_else(|| panic!("the comment was held: {location}"))
    }

    /// Presses a button of the queue for a comment.
    pub async fn decide(&self, id: i64, noun: &str) -> Reply {
        let queue = self.get("/admin/comments?state=all").await;
        let csrf = queue.field("csrf");
        self.post(&format!("/admin/comments/{id}/{noun}"), &[("csrf", &csrf)])
            .await
    }

    /// The ids of the comments on a page, in the order of reading.
    pub fn ids_on(reply: &Reply) -> Vec<i64> {
        let page = dom_query::Document::from(reply.body.as_str());
        let comments = page.select("[id^='comment-']");
        let ids = comments
            .nodes()
            .iter()
            .filter_map(|node| node.attr("id")?.strip_prefix("comment-")?.parse().ok());
        ids.collect()
    }
}

pub fn thread_path(thread: &str) -> String {
    let query = super::encode(&[("thread", thread)]);
    format!("/comments?{query}")
}
