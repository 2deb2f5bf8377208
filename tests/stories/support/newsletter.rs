//! Posts that are out and readers who want them, without the roads that bring them: those have stories of their own.

use gudok::address::EmailAddress;
use gudok::changed;
use gudok::clock::Timestamp;
use gudok::digests::{self, Planned};
use gudok::on;
use gudok::posts::PostId;
use gudok::subscribers::{self, Cadence, Subscriber};
use gudok::topics::{self, TopicId};

use super::Site;

/// A reader to be made.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    pub email: &'a str,
    pub cadence: Cadence,
    pub topics: &'a [&'a str],
    pub locale: &'a str,
    pub hour: i64,
    pub zone: &'a str,
}

impl<'a> Reader<'a> {
    /// A Korean reader of every topic, at 7 in the morning in Seoul.
    pub fn new(email: &'a str, cadence: Cadence) -> Self {
        Self {
            email,
            cadence,
            topics: &[],
            locale: "ko",
            hour: 7,
            zone: "Asia/Seoul",
        }
    }
}

impl Site {
    /// A post that has just come out, summarised.
    pub async fn publish(&self, title: &str, summary: &str, about: &[&str]) -> PostId {
        const FEED: &str = "
            INSERT INTO feeds (id, url, title, next_poll_at, added_at)
            VALUES (1, 'https://blog.example.org/feed', '인공지능 읽기', $1, $1) ON CONFLICT DO NOTHING";
        const NUMBER: &str =
            "UPDATE post_numbers SET newest = newest + 1 WHERE id = 1 RETURNING newest";
        const POST: &str = "
            INSERT INTO posts (feed_id, guid, url, url_key, title, text, fingerprint, wants_page, is_unread, summary,
                               summary_by, published_at, arrived_at, dated_at, ready_at, mailable, number)
            VALUES (1, $1, $1, $1, $2, $3, $1, $4, $4, $3, 'extract', $5, $5, $5, $5, $6, $7) RETURNING id";
        const TOPIC: &str = "INSERT INTO post_topics (post_id, topic_id) VALUES ($1, $2)";
        let now = self.app.now();
        let mut tx = self.app.write().await.expect("a transaction");
        changed!(tx, conn => sqlx::query(FEED).bind(now).execute(conn)).expect("a feed");
        let number: i64 =
            on!(tx, conn => sqlx::query_scalar(NUMBER).fetch_one(conn)).expect("a number");
        let url = format!("https://blog.example.org/{number}");
        let post: PostId = on!(tx, conn => sqlx::query_scalar(POST)
            .bind(&url).bind(title).bind(summary).bind(false).bind(now).bind(true).bind(number).fetch_one(conn))
        .expect("a post");
        for name in about {
            let topic = topics::offer(&mut tx, name, now).await.expect("a topic");
            changed!(tx, conn => sqlx::query(TOPIC).bind(post).bind(topic).execute(conn))
                .expect("its topic");
        }
        tx.commit().await.expect("committed");
        post
    }

    /// A reader who has just confirmed.
    pub async fn reader(&self, reader: Reader<'_>) -> Subscriber {
        const SQL: &str = "
            INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone,
                                     created_at, confirmed_at)
            VALUES ($1, $2, $2, 'confirmed', $3, $4, $5, $6, $7, $7)";
        let email: EmailAddress = reader.email.parse().expect("an address");
        let mut tx = self.app.write().await.expect("a transaction");
        changed!(tx, conn => sqlx::query(SQL)
            .bind(&email).bind(email.key()).bind(reader.locale).bind(reader.cadence).bind(reader.hour).bind(reader.zone)
            .bind(self.app.now()).execute(conn))
        .expect("a subscriber");
        tx.commit().await.expect("committed");
        self.choose(reader.email, reader.cadence, reader.topics)
            .await;
        // The planner computes their first moment.
        self.plan().await;
        self.subscriber(reader.email).await
    }

    /// A reader's new choice, as the preferences page makes it.
    pub async fn choose(&self, email: &str, cadence: Cadence, about: &[&str]) {
        const CHOICE: &str =
            "UPDATE subscribers SET cadence = $2, next_digest_at = NULL WHERE id = $1";
        const FORGET: &str = "DELETE FROM subscriber_topics WHERE subscriber_id = $1";
        const TOPIC: &str =
            "INSERT INTO subscriber_topics (subscriber_id, topic_id) VALUES ($1, $2)";
        let id = self.subscriber(email).await.id;
        let mut tx = self.app.write().await.expect("a transaction");
        changed!(tx, conn => sqlx::query(CHOICE).bind(id).bind(cadence).execute(conn))
            .expect("a cadence");
        changed!(tx, conn => sqlx::query(FORGET).bind(id).execute(conn)).expect("no topics");
        for name in about {
            let topic: TopicId = topics::offer(&mut tx, name, self.app.now())
                .await
                .expect("a topic");
            changed!(tx, conn => sqlx::query(TOPIC).bind(id).bind(topic).execute(conn))
                .expect("a choice");
        }
        tx.commit().await.expect("committed");
    }

    pub async fn subscriber(&self, email: &str) -> Subscriber {
        let mut tx = self.app.read().await.expect("a connection");
        let email = email.parse().expect("an address");
        let found = subscribers::find_by_email(&mut tx, &email).await;
        found.expect("read").expect("a subscriber")
    }

    /// Plans what is due now.
    pub async fn plan(&self) -> Planned {
        digests::plan_all(&self.app, self.app.now())
            .await
            .expect("planned")
    }

    /// Lets time pass until this moment (RFC 3339), and plans.
    pub async fn plan_at(&self, moment: &str) -> Planned {
        let moment: Timestamp = moment.parse().expect("a moment");
        assert!(moment >= self.app.now(), "time goes forward");
        self.wait(moment.since(self.app.now()));
        self.plan().await
    }

    /// The subjects of the digests that this reader got so far, oldest first.
    pub async fn digests_of(&self, email: &str) -> Vec<String> {
        let mails = self.mails().await;
        let theirs = mails.iter().filter(|mail| mail.recipient.as_str() == email);
        let letters = theirs.map(|mail| super::Letter::read(&mail.bytes));
        letters
            .filter(|letter| !letter.header("List-Id").is_empty())
            .map(|letter| letter.subject)
            .collect()
    }
}
