//! Akismet, by a stand-in of its wire format: what it says is one sign of spam, it hears what moderators decide otherwise, and
//! its failures lose no comment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use gudok::admin::Role;
use gudok::config::CommentModeration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::stories;
use crate::support::{PAGE, Remark, Site};

/// What the stand-in answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Honest,
    Spam,
    Discard,
    WrongKey,
    Fails,
    HangsUp,
    Nothing,
}

/// The path of a call, and its fields.
type Call = (String, HashMap<String, String>);

/// A server that speaks as Akismet does.
#[derive(Clone, Debug)]
struct Akismet {
    url: String,
    says: Arc<Mutex<Says>>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Akismet {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = Self {
            url: format!("http://{}/", listener.local_addr().expect("its address")),
            says: Arc::new(Mutex::new(Says::Honest)),
            calls: Arc::default(),
        };
        let running = server.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let server = running.clone();
                tokio::spawn(async move { server.answer(socket).await.ok() });
            }
        });
        server
    }

    fn will_say(&self, says: Says) {
        *self.says.lock().expect("the answer") = says;
    }

    /// The paths that were called so far, with their fields.
    fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("the calls").clone()
    }

    async fn answer(&self, mut socket: TcpStream) -> std::io::Result<()> {
        let mut read = Vec::new();
        let (head, length) = loop {
            let mut piece = [0; 4096];
            let bytes = socket.read(&mut piece).await?;
            if bytes == 0 {
                return Ok(());
            }
            read.extend_from_slice(&piece[..bytes]);
            let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
                continue;
            };
            let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
            let mut lines = head.lines().filter_map(|line| line.split_once(':'));
            let length = lines.find(|(name, _)| *name == "content-length");
            let length: usize = length.map_or(0, |(_, value)| value.trim().parse().unwrap_or(0));
            if read.len() >= end + 4 + length {
                break (head, end + 4);
            }
        };
        assert!(head.contains("application/x-www-form-urlencoded"), "{head}");
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let fields = url::form_urlencoded::parse(&read[length..]);
        let fields = fields.into_owned().collect();
        self.calls.lock().expect("the calls").push((path, fields));
        let says = *self.says.lock().expect("the answer");
        let (status, tip, word) = match says {
            Says::Honest => ("200 OK", "", "false"),
            Says::Spam => ("200 OK", "", "true"),
            Says::Discard => ("200 OK", "X-akismet-pro-tip: discard\r\n", "true"),
            Says::WrongKey => ("200 OK", "", "invalid"),
            Says::Fails => ("500 Internal Server Error", "", "oops"),
            Says::HangsUp => return Ok(()),
            // Until the other side has waited enough.
            Says::Nothing => return socket.read(&mut [0]).await.map(|_| ()),
        };
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n{tip}Connection: close\r\n\r\n{word}",
            word.len()
        );
        socket.write_all(answer.as_bytes()).await?;
        socket.shutdown().await
    }
}

/// A site that shows comments at once and asks this server.
async fn asks(site: &mut Site, akismet: &Akismet) {
    let url = akismet.url.parse().expect("an address");
    site.restart(|config| {
        config.comments.moderation = CommentModeration::None;
        config.akismet.key = Some("123abc456def".into());
        config.akismet.url = url;
    })
    .await;
    site.sign_in(Role::Moderator).await;
}

fn remark(body: &str) -> Remark<'_> {
    Remark {
        notify: false,
        ..Remark::by("김하늘", "sky@example.org", body)
    }
}

async fn states(site: &Site) -> Vec<String> {
    site.texts("SELECT status FROM comments ORDER BY id").await
}

stories! {
    async fn akismet_is_asked_with_what_it_wants_to_know(site: Site) {
        let akismet = Akismet::start().await;
        asks(site, &akismet).await;
        site.said(remark("잘 읽었습니다")).await;
        let calls = akismet.calls();
        assert_eq!(calls.len(), 1);
        let (path, fields) = &calls[0];
        assert_eq!(path, "/1.1/comment-check");
        for (name, value) in [
            ("api_key", "123abc456def"),
            ("blog_charset", "UTF-8"),
            ("blog_lang", "ko"),
            ("comment_author", "김하늘"),
            ("comment_author_email", "sky@example.org"),
            ("comment_content", "잘 읽었습니다"),
            ("comment_type", "comment"),
            ("user_ip", "127.0.0.1"),
        ] {
            assert_eq!(fields.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert!(fields["permalink"].contains("blog.example.org/2026/summaries"), "{PAGE}: {fields:?}");
    }

    async fn what_akismet_calls_spam_waits_with_the_reason(site: Site) {
        let akismet = Akismet::start().await;
        asks(site, &akismet).await;
        akismet.will_say(Says::Spam);
        site.say(remark("첫 댓글입니다")).await.expect(303);
        akismet.will_say(Says::Discard);
        site.say(remark("둘째 댓글입니다")).await.expect(303);
        assert_eq!(states(site).await, ["pending", "pending"], "nothing is thrown away unseen");
        for reasons in site.texts("SELECT CAST(reasons AS TEXT) FROM comments").await {
            assert!(reasons.contains("akismet"), "{reasons}");
        }
        let queue = site.get("/admin/comments?reason=akismet").await;
        queue.expect(200);
        assert_eq!(Site::ids_on(&queue).len(), 2);
    }

    async fn a_failure_of_akismet_loses_no_comment(site: Site) {
        let akismet = Akismet::start().await;
        asks(site, &akismet).await;
        for (says, body) in [(Says::WrongKey, "하나"), (Says::Fails, "둘"), (Says::HangsUp, "셋"), (Says::Nothing, "넷")] {
            akismet.will_say(says);
            site.said(remark(body)).await;
        }
        site.restart(|config| {
            config.comments.moderation = CommentModeration::None;
                config.akismet.key = Some("123abc456def".into());
            config.akismet.url = "http://127.0.0.1:1/".parse().expect("an address");
        })
        .await;
        site.said(remark("아무도 듣지 않습니다")).await;
        assert_eq!(states(site).await, ["approved"; 5]);
    }

    async fn akismet_hears_what_moderators_decide_otherwise(site: Site) {
        let akismet = Akismet::start().await;
        asks(site, &akismet).await;
        let missed = site.said(remark("놓친 광고입니다")).await;
        akismet.will_say(Says::Spam);
        site.say(remark("광고가 아닙니다")).await.expect(303);
        site.say(remark("이것은 정말 광고입니다")).await.expect(303);
        let ids = site.numbers("SELECT id FROM comments ORDER BY id").await;
        assert_eq!(ids[0], missed);
        site.decide(missed, "spam").await.expect(303);
        site.decide(ids[1], "approval").await.expect(303);
        site.decide(ids[2], "spam").await.expect(303);
        site.mails().await;
        let mut reports: Vec<(String, String)> = akismet.calls()[3..]
            .iter()
            .map(|(path, fields)| (path.clone(), fields["comment_content"].clone()))
            .collect();
        reports.sort();
        assert_eq!(reports, [
            ("/1.1/submit-ham".to_owned(), "광고가 아닙니다".to_owned()),
            ("/1.1/submit-spam".to_owned(), "놓친 광고입니다".to_owned()),
        ]);
    }

    async fn a_decision_is_told_where_it_differs_from_the_last_word_of_akismet(site: Site) {
        let akismet = Akismet::start().await;
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let silent = site.said(remark("키가 없을 때 썼습니다")).await;
        asks(site, &akismet).await;
        let asked = site.said(remark("물어본 댓글입니다")).await;
        for decision in ["spam", "approval"] {
            site.decide(silent, decision).await.expect(303);
        }
        for decision in ["spam", "approval", "spam"] {
            site.decide(asked, decision).await.expect(303);
            site.mails().await;
        }
        let paths: Vec<String> = akismet.calls().into_iter().skip(1).map(|(path, _)| path).collect();
        assert_eq!(paths, ["/1.1/submit-spam", "/1.1/submit-ham", "/1.1/submit-spam"]);
    }

    async fn nobody_is_asked_about_what_other_rules_have_settled(site: Site) {
        let akismet = Akismet::start().await;
        asks(site, &akismet).await;
        let token = site.thread(PAGE, "").await.field("form_token");
        site.wait(20);
        let trapped = [("form_token", &*token), ("website_url", "x"), ("thread", PAGE), ("name", "김"), ("email", "kim@example.org"), ("body", "하나")];
        site.post("/comments", &trapped).await.expect(303);
        site.say(remark("카지노 바카라 먹튀 https://a.example https://b.example https://c.example")).await.expect(303);
        assert_eq!(akismet.calls().len(), 0, "a trapped one and an obvious one");
        for (is_shadow, address) in [("FALSE", "sky@example.org"), ("TRUE", "park@example.org")] {
            let ban = format!("INSERT INTO comment_bans (kind, pattern, is_shadow, created_at) VALUES ('address', '{address}', {is_shadow}, 0)");
            site.change(ban.leak()).await;
        }
        site.say(remark("막힌 사람입니다")).await.expect(422);
        site.say(Remark { email: "park@example.org", ..remark("모르게 막힌 사람입니다") }).await.expect(303);
        assert_eq!(akismet.calls().len(), 0, "banned ones");
        let known = Remark { email: "lee@example.org", ..remark("처음 씁니다") };
        akismet.will_say(Says::Spam);
        let first = site.say(known).await;
        let id = site.numbers("SELECT max(id) FROM comments").await[0];
        site.decide(id, "approval").await.expect(303);
        assert_eq!(akismet.calls().len(), 1);
        site.cookie = Some(first.cookie());
        site.said(Remark { body: "다시 씁니다", ..known }).await;
        assert_eq!(akismet.calls().len(), 1, "a known author");
    }

    async fn without_a_key_nobody_is_asked(site: Site) {
        let akismet = Akismet::start().await;
        let url = akismet.url.parse().expect("an address");
        site.restart(|config| {
            config.comments.moderation = CommentModeration::None;
                config.akismet.url = url;
        })
        .await;
        site.said(remark("잘 읽었습니다")).await;
        assert_eq!(akismet.calls().len(), 0);
    }
}
