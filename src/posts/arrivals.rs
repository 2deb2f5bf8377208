//! Entries of a feed become posts.
//! Invariants: a known post is not stored again, an edit never counts as new, and the archive is never mailed.

use std::collections::HashMap;

use super::feed::{EntrySource, FeedEntry, ParsedFeed};
use super::model::{ArrivalCounts, Feed, PostId};
use super::records::{PostArrival, StoredPost};
use super::withholding::mails_known_since;
use super::{aliases, identity, known, queries};
use crate::clock::{DAY, Timestamp};
use crate::store::{Result, Tx};
use crate::topics;

/// A post that is older than its feed by more than this belongs to the archive, even if it arrives later.
const DATE_FLOOR: i64 = 2 * DAY;
/// Topics that one feed brings at most; a blog with a category for each post would fill the owner's list.
const MOST_TOPICS: usize = 30;
/// Categories of one post that become its topics.
const TOPICS_A_POST: usize = 5;

/// The context that all entries of one poll share.
#[derive(Clone, Copy, Debug)]
pub(super) struct PollContext<'a> {
    /// The feed of the entries.
    pub feed: &'a Feed,
    /// True if the entries are the feed's archive.
    pub is_archive: bool,
    /// The address for a post without a link in a feed that names no site. The feed's own address may hold a secret.
    pub site: &'a str,
    /// The time of the poll.
    pub now: Timestamp,
}

/// Inserts unknown entries as posts, and updates known posts that changed.
pub(super) async fn store_entries(
    tx: &mut Tx,
    context: PollContext<'_>,
    read: &ParsedFeed,
) -> Result<ArrivalCounts> {
    let entries = &read.entries;
    let counts = EntryCounts::of(context.feed, entries);
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut arrival = arrival_of(context, entry, &counts);
        let candidates = queries::candidates(tx, &arrival).await?;
        let is_elsewhere = |known: &StoredPost| counts.has_another(known, &arrival);
        let known = known::recognised(&arrival, &candidates, is_elsewhere).cloned();
        if known.is_none() {
            arrival.guid = known::free_id(&arrival, &candidates, context.now);
        }
        found.push((arrival, known));
    }
    if !context.is_archive {
        archive_undated(&mut found, context.feed);
    }
    let mut slugs = slugs_of(tx, context.feed).await?;
    let mut arrived = ArrivalCounts {
        unreadable: read.unreadable,
        ..ArrivalCounts::default()
    };
    // The oldest first, as the rows would have come one by one.
    for (entry, (arrival, known)) in entries.iter().zip(&found).rev() {
        let post = match known {
            None => queries::insert(tx, arrival, context.now)
                .await?
                .inspect(|_| arrived.new += 1),
            Some(known) => change(tx, known, arrival, &mut arrived, context.now).await?,
        };
        let is_of_address = |known: &&StoredPost| known.url_key == arrival.url_key;
        let named = post.or_else(|| known.as_ref().filter(is_of_address).map(|known| known.id));
        if let (Some(post), Some(key)) = (named, &arrival.url_key) {
            aliases::learn(tx, post, key, &entry.aliases, context.now).await?;
        }
        // Categories are no part of `carried`: those of a known post are compared here, up to its mail.
        let of_feed = |known: &&StoredPost| known.feed_id == arrival.feed_id;
        let known = known.as_ref().filter(of_feed);
        let is_short = entry.is_short_of_categories && known.is_some();
        let before_mail = known
            .filter(|known| known.is_before_mail)
            .map(|known| known.id);
        if let Some(post) = post.or(before_mail).filter(|_| !is_short) {
            set_topics(tx, post, entry, &mut slugs, context.now).await?;
        }
    }
    Ok(arrived)
}

/// Keeps old posts without a date from being mailed. Below all known posts such a post is older: it moved into the feed when
/// another one was removed. Below some of them it may be new, since pinned posts are on top. Only a feed that grew and has no
/// dates may list the oldest first.
fn archive_undated(found: &mut [(PostArrival<'_>, Option<StoredPost>)], feed: &Feed) {
    let unknown = found.iter().filter(|(_, known)| known.is_none()).count();
    let has_grown = feed
        .entries
        .and_then(|before| usize::try_from(before).ok())
        .is_some_and(|before| found.len() >= before + unknown);
    let has_dates = found
        .iter()
        .any(|(arrival, _)| arrival.published_at.is_some());
    if has_grown && !has_dates {
        return;
    }
    let Some(last_known) = found.iter().rposition(|(_, known)| known.is_some()) else {
        return;
    };
    let mut date_above = feed.added_at;
    for (at, (arrival, _)) in found.iter_mut().enumerate() {
        if let Some(date) = arrival.published_at {
            date_above = date;
        } else if at > last_known {
            arrival.mailable = false;
            arrival.dated_at = arrival.dated_at.min(date_above);
        }
    }
}

/// Counts of entries by address and by id. An address or id that several entries share identifies none of them.
struct EntryCounts<'a> {
    addresses: HashMap<String, usize>,
    guids: HashMap<&'a str, usize>,
}

impl<'a> EntryCounts<'a> {
    fn of(feed: &Feed, entries: &'a [FeedEntry]) -> Self {
        let (mut addresses, mut guids) = (HashMap::new(), HashMap::new());
        for entry in entries {
            *guids.entry(entry.guid.as_str()).or_insert(0) += 1;
            if let Some(url) = &entry.url {
                *addresses.entry(identity::url_key(url)).or_insert(0) += 1;
            }
        }
        // The site's own address does not identify a post.
        for url in feed.site_url.iter().chain([&feed.url]) {
            addresses.insert(identity::url_key(url), usize::MAX);
        }
        Self { addresses, guids }
    }

    fn own_address(&self, entry: &FeedEntry) -> Option<String> {
        let key = identity::url_key(entry.url.as_deref()?);
        (self.addresses.get(&key) == Some(&1)).then_some(key)
    }

    /// The id, if it identifies this entry. The id of a whole site does not.
    fn own_guid(&self, entry: &'a FeedEntry) -> Option<&'a str> {
        let guid = entry.guid.as_str();
        let is_of_site = self.addresses.get(&identity::url_key(guid)) == Some(&usize::MAX);
        (!guid.is_empty() && !is_of_site && self.guids.get(guid) == Some(&1)).then_some(guid)
    }

    /// Returns true if another entry than the arriving one is this post, by address or id.
    fn has_another(&self, known: &StoredPost, arrival: &PostArrival<'_>) -> bool {
        let key = known.url_key.as_ref();
        let by_address = key.is_some_and(|key| {
            Some(key) != arrival.url_key.as_ref() && self.addresses.contains_key(key)
        });
        by_address || known.guid != arrival.guid && self.guids.contains_key(known.guid.as_str())
    }
}

/// The slugs of the topics that posts of this feed have.
async fn slugs_of(tx: &mut Tx, feed: &Feed) -> Result<Vec<String>> {
    let ids = queries::topics_of_feed(tx, feed.id).await?;
    let mut topics = topics::all(tx).await?;
    topics.retain(|topic| ids.contains(&topic.id));
    Ok(topics.into_iter().map(|topic| topic.slug).collect())
}

fn arrival_of<'a>(
    context: PollContext<'a>,
    entry: &'a FeedEntry,
    counts: &EntryCounts<'a>,
) -> PostArrival<'a> {
    let PollContext { feed, now, .. } = context;
    let site = feed.site_url.as_deref().unwrap_or(context.site);
    let url_key = counts.own_address(entry);
    let own_url = entry.url.as_deref().filter(|_| url_key.is_some());
    let fingerprint = identity::fingerprint(&[&entry.title, &entry.text]);
    let floor = feed.added_at.plus(-DATE_FLOOR);
    let title = if entry.title.is_empty() {
        first_words(&entry.text)
    } else {
        &entry.title
    };
    let url = entry.url.as_deref().unwrap_or(site);
    let guid = counts.own_guid(entry).or(own_url).unwrap_or(&fingerprint);
    PostArrival {
        feed_id: feed.id,
        guid: guid.to_owned(),
        url,
        title,
        author: entry.author.as_deref(),
        text: &entry.text,
        excerpt: entry.excerpt.as_deref(),
        words: identity::fingerprint(&[&entry.text]),
        carried: identity::fingerprint(&[
            title,
            &entry.text,
            entry.excerpt.as_deref().unwrap_or_default(),
            entry.author.as_deref().unwrap_or_default(),
            url,
        ]),
        fingerprint,
        wants_page: !entry.is_whole && url_key.is_some() && !entry.is_protected,
        url_key,
        published_at: entry.published_at,
        dated_at: entry.published_at.map_or(now, |date| date.min(now)),
        mailable: !context.is_archive && entry.published_at.is_none_or(|date| date >= floor),
        is_protected: entry.is_protected,
        source: entry.source,
    }
}

/// Returns the beginning of a text, as the title of a note that has none.
fn first_words(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    let Some((limit, _)) = line.char_indices().nth(60) else {
        return line;
    };
    line[..limit]
        .rfind(' ')
        .map_or(&line[..limit], |at| &line[..at])
}

/// Updates a known post. Returns `None` if nothing changed, or if only another feed than the post's carries the change.
async fn change(
    tx: &mut Tx,
    known: &StoredPost,
    arrival: &PostArrival<'_>,
    arrived: &mut ArrivalCounts,
    now: Timestamp,
) -> Result<Option<PostId>> {
    // A password counts whichever feed tells it; any other change is its own feed's.
    let is_closed = arrival.is_protected && !known.is_protected;
    if !is_closed && (known.feed_id != arrival.feed_id || !known.is_changed_by(arrival)) {
        return Ok(None);
    }
    match (known.is_protected, arrival.is_protected) {
        (true, true) => return Ok(None),
        (false, true) => {
            queries::protect(tx, known.id, arrival.source == EntrySource::Api).await?;
            arrived.edited += 1;
        }
        (true, false) if !arrival.may_open(known.is_locked) => {
            if arrival.url_key.is_none() {
                return Ok(None);
            }
            let asking = PostArrival {
                wants_page: true,
                ..arrival.clone()
            };
            queries::edit(tx, known.id, &asking, now).await?;
            arrived.edited += 1;
        }
        (true, false) => {
            queries::edit(tx, known.id, arrival, now).await?;
            // It is new whatever its date, since readers could not read it before.
            queries::unprotect(tx, known.id, None, mails_known_since(now), now).await?;
            arrived.new += 1;
        }
        (false, false) => {
            queries::edit(tx, known.id, arrival, now).await?;
            arrived.edited += 1;
        }
    }
    Ok(Some(known.id))
}

async fn set_topics(
    tx: &mut Tx,
    post: PostId,
    entry: &FeedEntry,
    slugs: &mut Vec<String>,
    now: Timestamp,
) -> Result<()> {
    let mut chosen = Vec::new();
    for name in entry.categories.iter().take(TOPICS_A_POST) {
        let slug = topics::slug(name);
        let is_known = slugs.contains(&slug);
        if is_known || slugs.len() < MOST_TOPICS {
            chosen.push(topics::find_or_insert(tx, name, now).await?);
        }
        if !is_known && slugs.len() < MOST_TOPICS {
            slugs.push(slug);
        }
    }
    queries::set_topics(tx, post, &chosen).await
}
