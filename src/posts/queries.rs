//! SQL of feeds and posts.

use sqlx::types::Json;

use super::feed::EntrySource;
use super::model::{FeedId, Post, PostId, SummaryBy};
use super::records::{PostArrival, StoredPost, SummarisedPost, UnreadPost};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::topics::{Topic, TopicId};
use crate::{changed, on};

/// A row of a post, its topics as ids.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct PostRow {
    id: PostId,
    feed_id: FeedId,
    feed_title: String,
    url: String,
    title: String,
    author: Option<String>,
    summary: String,
    summary_by: Option<SummaryBy>,
    published_at: Option<Timestamp>,
    arrived_at: Timestamp,
    dated_at: Timestamp,
    ready_at: Option<Timestamp>,
    mailable: bool,
    number: Option<i64>,
    is_protected: bool,
    held_at: Option<Timestamp>,
    mailed_at: Option<Timestamp>,
    first_mailed_at: Option<Timestamp>,
    topic_ids: Option<String>,
}

impl PostRow {
    pub(super) fn into_post(self, topics: &[Topic]) -> Post {
        let ids: Vec<TopicId> = self
            .topic_ids
            .iter()
            .flat_map(|ids| ids.split(','))
            .filter_map(|id| id.parse().ok().map(TopicId))
            .collect();
        let topics = topics.iter().filter(|topic| ids.contains(&topic.id));
        Post {
            topics: topics.cloned().collect(),
            id: self.id,
            feed_id: self.feed_id,
            feed_title: self.feed_title,
            url: self.url,
            title: self.title,
            author: self.author,
            summary: self.summary,
            summary_by: self.summary_by,
            published_at: self.published_at,
            arrived_at: self.arrived_at,
            dated_at: self.dated_at,
            ready_at: self.ready_at,
            mailable: self.mailable,
            number: self.number,
            is_protected: self.is_protected,
            held_at: self.held_at,
            mailed_at: self.mailed_at,
            first_mailed_at: self.first_mailed_at,
        }
    }
}

/// A query for the columns of [`PostRow`]; the argument chooses the posts.
macro_rules! select_posts {
    ($rest:literal) => {
        concat!(
            "SELECT posts.id, feed_id, feeds.title AS feed_title, posts.url, posts.title, author, summary, summary_by,
                    published_at, arrived_at, dated_at, ready_at, mailable, number,
                    is_protected, held_at, mailed_at, first_mailed_at,
                    (SELECT string_agg(CAST(topic_id AS TEXT), ',') FROM post_topics WHERE post_id = posts.id) AS topic_ids
             FROM posts JOIN feeds ON feeds.id = posts.feed_id ",
            $rest
        )
    };
}

/// Returns the newest number, and the last number before a post that was corrected after `bound` and is unread.
pub(super) async fn newest(tx: &mut Tx, bound: Timestamp) -> Result<(i64, Option<i64>)> {
    const SQL: &str = "
        SELECT newest, (SELECT min(number) - 1 FROM posts
                        WHERE is_unread AND mailed_at IS NULL AND number IS NOT NULL AND held_at IS NULL
                          AND is_protected = $2 AND corrected_at > $1
                          AND feed_id IN (SELECT id FROM feeds WHERE removed_at IS NULL))
        FROM post_numbers WHERE id = 1";
    on!(tx, conn => sqlx::query_as(SQL).bind(bound).bind(false).fetch_one(conn))
}

/// Takes the next number. Other transactions that take one wait until this one ends.
pub(super) async fn next_number(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "UPDATE post_numbers SET newest = newest + 1 WHERE id = 1 RETURNING newest";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

pub(super) async fn mailable_after(tx: &mut Tx, number: i64, limit: i64) -> Result<Vec<PostRow>> {
    const SQL: &str = select_posts!(
        "WHERE number > $1 AND held_at IS NULL AND is_protected = $3 ORDER BY number LIMIT $2"
    );
    on!(tx, conn => sqlx::query_as(SQL).bind(number).bind(limit).bind(false).fetch_all(conn))
}

pub(super) async fn latest(tx: &mut Tx, limit: i64) -> Result<Vec<PostRow>> {
    const SQL: &str = select_posts!(
        "WHERE ready_at IS NOT NULL AND held_at IS NULL AND is_protected = $2
         ORDER BY dated_at DESC, posts.id DESC LIMIT $1"
    );
    on!(tx, conn => sqlx::query_as(SQL).bind(limit).bind(false).fetch_all(conn))
}

pub(super) async fn list(tx: &mut Tx, skipped: i64, limit: i64) -> Result<Vec<PostRow>> {
    const SQL: &str = select_posts!("ORDER BY dated_at DESC, posts.id DESC LIMIT $1 OFFSET $2");
    on!(tx, conn => sqlx::query_as(SQL).bind(limit).bind(skipped).fetch_all(conn))
}

pub(super) async fn find(tx: &mut Tx, id: PostId) -> Result<Option<PostRow>> {
    const SQL: &str = select_posts!("WHERE posts.id = $1");
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// Posts that have a key of their own, with their addresses.
pub(super) async fn keys_after(
    tx: &mut Tx,
    id: PostId,
    limit: i64,
) -> Result<Vec<(PostId, String, String)>> {
    const SQL: &str = "
        SELECT id, url, url_key FROM posts WHERE id > $1 AND url_key IS NOT NULL ORDER BY id LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(limit).fetch_all(conn))
}

pub(super) async fn set_key(tx: &mut Tx, id: PostId, key: &str) -> Result<()> {
    const SQL: &str = "UPDATE posts SET url_key = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(key).execute(conn))?;
    Ok(())
}

/// Inserts an alias of a post, unless it is a post's own address; returns false if nothing was inserted.
pub(super) async fn add_alias(tx: &mut Tx, alias: &str, post: PostId) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO post_aliases (key, post_id)
        SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT) WHERE NOT EXISTS (SELECT 1 FROM posts WHERE url_key = $1)
        ON CONFLICT (key) DO NOTHING";
    let added = changed!(tx, conn => sqlx::query(SQL).bind(alias).bind(post).execute(conn))?;
    Ok(added > 0)
}

/// Returns those of the keys that are aliases of posts, with the posts' keys.
pub(super) async fn posts_of_aliases(
    tx: &mut Tx,
    keys: &[String],
) -> Result<Vec<(String, String)>> {
    const ON_SQLITE: &str = "
        SELECT key, url_key FROM post_aliases JOIN posts ON posts.id = post_id
        WHERE key IN (SELECT value FROM json_each($1)) AND url_key IS NOT NULL";
    const ON_POSTGRES: &str = "
        SELECT key, url_key FROM post_aliases JOIN posts ON posts.id = post_id
        WHERE key IN (SELECT jsonb_array_elements_text($1)) AND url_key IS NOT NULL";
    of_keys(tx, ON_SQLITE, ON_POSTGRES, keys).await
}

/// Runs a statement over a list of keys, which the engines word differently. It gives a key and a text a row.
async fn of_keys(
    tx: &mut Tx,
    on_sqlite: &'static str,
    on_postgres: &'static str,
    keys: &[String],
) -> Result<Vec<(String, String)>> {
    let sql = tx.either(on_sqlite, on_postgres);
    on!(tx, conn => sqlx::query_as(sql).bind(Json(keys)).fetch_all(conn))
}

pub(super) async fn key_of(tx: &mut Tx, post: PostId) -> Result<Option<String>> {
    const SQL: &str = "SELECT url_key FROM posts WHERE id = $1 AND url_key IS NOT NULL";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(post).fetch_optional(conn))
}

pub(super) async fn aliases_of(tx: &mut Tx, post: PostId) -> Result<Vec<String>> {
    const SQL: &str = "SELECT key FROM post_aliases WHERE post_id = $1 ORDER BY key";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(post).fetch_all(conn))
}

pub(super) async fn newest_authors(tx: &mut Tx, posts: i64) -> Result<Vec<String>> {
    const SQL: &str = "
        SELECT DISTINCT author FROM (SELECT author FROM posts ORDER BY id DESC LIMIT $1) AS newest
        WHERE author IS NOT NULL";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(posts).fetch_all(conn))
}

/// The title of the newest post with this address, also of one that waits for its summary.
pub(super) async fn title_of_url_key(tx: &mut Tx, url_key: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT title FROM posts WHERE url_key = $1 ORDER BY id DESC LIMIT 1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(url_key).fetch_optional(conn))
}

pub(super) async fn page_of_url_key(
    tx: &mut Tx,
    url_key: &str,
) -> Result<Option<(String, Timestamp)>> {
    const SQL: &str =
        "SELECT title, dated_at FROM posts WHERE url_key = $1 ORDER BY id DESC LIMIT 1";
    on!(tx, conn => sqlx::query_as(SQL).bind(url_key).fetch_optional(conn))
}

/// The titles of the posts with these addresses, oldest first.
pub(super) async fn titles_of_url_keys(
    tx: &mut Tx,
    keys: &[String],
) -> Result<Vec<(String, String)>> {
    const ON_SQLITE: &str = "
        SELECT url_key, title FROM posts WHERE url_key IN (SELECT value FROM json_each($1)) ORDER BY id";
    const ON_POSTGRES: &str = "
        SELECT url_key, title FROM posts WHERE url_key IN (SELECT jsonb_array_elements_text($1)) ORDER BY id";
    of_keys(tx, ON_SQLITE, ON_POSTGRES, keys).await
}

/// Posts that an entry may be, and posts whose ids it must not take.
pub(super) async fn candidates(tx: &mut Tx, arrival: &PostArrival<'_>) -> Result<Vec<StoredPost>> {
    const SQL: &str = "
        SELECT id, feed_id, guid, url, url_key, title, fingerprint, words, carried, published_at, is_protected, is_locked,
               (mailable AND mailed_at IS NULL) AS is_before_mail
        FROM posts
        WHERE (feed_id = $1 AND guid IN ($2, $4, $5)) OR url_key = $3 OR fingerprint = $5
           OR (title = $6 AND published_at = $7 AND feed_id = $1)
        ORDER BY id LIMIT 100";
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(arrival.feed_id).bind(&arrival.guid).bind(&arrival.url_key).bind(arrival.url).bind(&arrival.fingerprint)
        .bind(arrival.title).bind(arrival.published_at)
        .fetch_all(conn))
}

/// Inserts a new post; returns `None` if another poll was faster.
pub(super) async fn insert(
    tx: &mut Tx,
    arrival: &PostArrival<'_>,
    now: Timestamp,
) -> Result<Option<PostId>> {
    const SQL: &str = "
        INSERT INTO posts (feed_id, guid, url, url_key, title, author, text, excerpt, fingerprint, words, carried, wants_page,
                           is_unread, published_at, arrived_at, dated_at, mailable, is_protected, is_locked)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        ON CONFLICT (feed_id, guid) DO NOTHING RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(arrival.feed_id).bind(&arrival.guid).bind(arrival.url).bind(&arrival.url_key).bind(arrival.title)
        .bind(arrival.author).bind(arrival.text).bind(arrival.excerpt).bind(&arrival.fingerprint).bind(&arrival.words)
        .bind(&arrival.carried).bind(arrival.wants_page).bind(!arrival.is_protected).bind(arrival.published_at).bind(now)
        .bind(arrival.dated_at).bind(arrival.mailable).bind(arrival.is_protected)
        .bind(arrival.is_protected && arrival.source == EntrySource::Api)
        .fetch_optional(conn))
}

/// Updates a post that its author changed. It is unread again.
pub(super) async fn edit(
    tx: &mut Tx,
    id: PostId,
    arrival: &PostArrival<'_>,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        UPDATE posts SET url = $2, url_key = $3, title = $4, author = $5, excerpt = $6, fingerprint = $7, words = $8,
               carried = $9, text = $10, wants_page = $11, is_unread = $12,
               corrected_at = CASE WHEN is_unread THEN COALESCE(corrected_at, $13) ELSE $13 END
        WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(arrival.url).bind(&arrival.url_key).bind(arrival.title).bind(arrival.author).bind(arrival.excerpt)
        .bind(&arrival.fingerprint).bind(&arrival.words).bind(&arrival.carried).bind(arrival.text).bind(arrival.wants_page)
        .bind(true).bind(now)
        .execute(conn))?;
    Ok(())
}

/// Clears the text of a post that needs a password now. `is_locked` is true if the page or the API asked for it.
pub(super) async fn protect(tx: &mut Tx, id: PostId, is_locked: bool) -> Result<()> {
    const SQL: &str = "
        UPDATE posts SET is_protected = $2, text = '', excerpt = NULL, summary = '', summary_by = NULL, wants_page = $3,
               is_unread = $3, is_locked = $4
        WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(true).bind(false).bind(is_locked).execute(conn))?;
    Ok(())
}

/// The moment since which readers may have got a post: that of its first digests, however often it was let go since then.
macro_rules! first_mailed {
    () => {
        "COALESCE(first_mailed_at, mailed_at)"
    };
}

/// Opens a post that was read at `read_at`, or is not read yet. It is new from now on, unless digests first showed it
/// before `since`. Whoever got it before it was closed gets it no more. Returns true if it needs a number once it is read.
pub(super) async fn unprotect(
    tx: &mut Tx,
    id: PostId,
    read_at: Option<Timestamp>,
    since: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = concat!(
        "UPDATE posts SET is_protected = $2, is_locked = $2, arrived_at = $3,
                number = CASE WHEN ",
        first_mailed!(),
        " < $4 THEN number END,
                ready_at = CASE WHEN ",
        first_mailed!(),
        " IS NULL THEN $5 ELSE ready_at END,
                mailed_at = CASE WHEN ",
        first_mailed!(),
        " < $4 THEN mailed_at END,
                first_mailed_at = CASE WHEN ",
        first_mailed!(),
        " < $4 THEN first_mailed_at ELSE ",
        first_mailed!(),
        " END
         WHERE id = $1
         RETURNING (mailable AND number IS NULL)"
    );
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(id).bind(false).bind(now).bind(since).bind(read_at).fetch_one(conn))
}

pub(super) async fn withhold(tx: &mut Tx, id: PostId, now: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE posts SET held_at = $2 WHERE id = $1 AND held_at IS NULL";
    let held = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(held > 0)
}

/// Releases a post; returns whether it needs a new number, or `None` if it was not withheld. One that digests first showed
/// since `since` gets a number too, and whoever got it gets it no more.
pub(super) async fn release(tx: &mut Tx, id: PostId, since: Timestamp) -> Result<Option<bool>> {
    const SQL: &str = concat!(
        "UPDATE posts SET held_at = NULL,
                first_mailed_at = CASE WHEN ",
        first_mailed!(),
        " < $2 THEN first_mailed_at ELSE ",
        first_mailed!(),
        " END
         WHERE id = $1 AND held_at IS NOT NULL
         RETURNING (number IS NOT NULL AND (",
        first_mailed!(),
        " IS NULL OR ",
        first_mailed!(),
        " >= $2))"
    );
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).bind(since).fetch_optional(conn))
}

pub(super) async fn released_since(tx: &mut Tx, since: Timestamp) -> Result<Vec<PostId>> {
    const SQL: &str = "SELECT id FROM posts WHERE first_mailed_at >= $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(since).fetch_all(conn))
}

/// Makes a post new to everybody: what was mailed before counts no more.
pub(super) async fn send_again(tx: &mut Tx, id: PostId) -> Result<bool> {
    const SQL: &str = "
        UPDATE posts SET mailable = $2, held_at = NULL, first_mailed_at = NULL
        WHERE id = $1 AND ready_at IS NOT NULL AND is_protected = $3";
    let sent =
        changed!(tx, conn => sqlx::query(SQL).bind(id).bind(true).bind(false).execute(conn))?;
    Ok(sent > 0)
}

/// Gives a post a new number, so that it is new to all present readers.
pub(super) async fn renumber(tx: &mut Tx, id: PostId, number: i64, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE posts SET number = $2, ready_at = $3, mailed_at = NULL WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(number).bind(now).execute(conn))?;
    Ok(())
}

/// Marks the posts after one number up to another as mailed.
pub(super) async fn note_mailed(tx: &mut Tx, after: i64, up_to: i64, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        UPDATE posts SET mailed_at = $3
        WHERE number > $1 AND number <= $2 AND mailed_at IS NULL AND held_at IS NULL AND is_protected = $4";
    changed!(tx, conn => sqlx::query(SQL).bind(after).bind(up_to).bind(now).bind(false).execute(conn))?;
    Ok(())
}

pub(super) async fn set_topics(tx: &mut Tx, post: PostId, topics: &[TopicId]) -> Result<()> {
    const CLEAR: &str = "DELETE FROM post_topics WHERE post_id = $1";
    const ADD: &str =
        "INSERT INTO post_topics (post_id, topic_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    changed!(tx, conn => sqlx::query(CLEAR).bind(post).execute(conn))?;
    for topic in topics {
        changed!(tx, conn => sqlx::query(ADD).bind(post).bind(topic).execute(conn))?;
    }
    Ok(())
}

/// Topics of the feed's posts.
pub(super) async fn topics_of_feed(tx: &mut Tx, feed: FeedId) -> Result<Vec<TopicId>> {
    const SQL: &str = "
        SELECT DISTINCT topic_id FROM post_topics JOIN posts ON posts.id = post_topics.post_id WHERE feed_id = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(feed).fetch_all(conn))
}

/// Unread posts of a feed: first those to be mailed, by date, with those that digests wait for on top; then the archive,
/// newest first.
pub(super) async fn unread(tx: &mut Tx, feed: FeedId) -> Result<Vec<UnreadPost>> {
    const SQL: &str = "
        SELECT id, url, title, text, excerpt, COALESCE(carried, fingerprint) AS carried, wants_page, is_protected FROM posts
        WHERE feed_id = $1 AND is_unread = $2
        ORDER BY mailable DESC, CASE WHEN number IS NOT NULL AND mailed_at IS NULL THEN 0 ELSE 1 END, CASE WHEN mailable THEN dated_at ELSE -dated_at END, id";
    on!(tx, conn => sqlx::query_as(SQL).bind(feed).bind(true).fetch_all(conn))
}

/// Records the summary; returns whether the post needs a number, or `None` if it was edited meanwhile.
pub(super) async fn finish(
    tx: &mut Tx,
    post: &UnreadPost,
    read: &SummarisedPost,
    now: Timestamp,
) -> Result<Option<bool>> {
    const SQL: &str = "
        UPDATE posts SET text = $3, excerpt = $4, summary = $5, summary_by = $6, wants_page = $8, is_unread = $8,
               ready_at = COALESCE(ready_at, $7), is_protected = $9, is_locked = $9
        WHERE id = $1 AND COALESCE(carried, fingerprint) = $2 AND is_unread AND is_protected = $10
        RETURNING (mailable AND number IS NULL AND NOT is_protected)";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(post.id).bind(&post.carried).bind(&read.text).bind(&read.excerpt).bind(&read.summary)
        .bind(read.summary_by).bind(now).bind(false).bind(read.is_protected).bind(post.is_protected)
        .fetch_optional(conn))
}

pub(super) async fn set_number(tx: &mut Tx, id: PostId, number: i64) -> Result<()> {
    const SQL: &str = "UPDATE posts SET number = $2 WHERE id = $1 AND number IS NULL";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(number).execute(conn))?;
    Ok(())
}
