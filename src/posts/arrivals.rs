//! Entries of a feed become posts: what is known is not stored again, an edit never counts as new, the archive is never mailed.

use std::collections::HashMap;

use super::feed::Entry;
use super::feeds::Feed;
use super::queries::{self, Arrival, Known};
use super::{PostId, identity};
use crate::clock::{DAY, Timestamp};
use crate::store::{Result, Tx};
use crate::subscribers::topics;

/// A post dated longer before its feed was added belongs to the archive, even when it shows up later.
const DATE_FLOOR: i64 = 2 * DAY;
/// Topics that one feed brings at most; a blog with a category for each post would fill the sign-up page.
const MOST_TOPICS: usize = 30;
/// Categories of one post that become its topics; a blog's engine lists categories first, then tags.
const TOPICS_A_POST: usize = 5;
/// Characters of text from which two posts that say the same are the same.
const TELLING: usize = 100;

/// What came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// Posts that were not known.
    pub new: usize,
    /// Posts that their author changed.
    pub edited: usize,
}

/// Stores the entries of `feed` that are not known; `is_archive` when they were there before it. A post without a link leads
/// to the site of its feed, or else to `site`; never to the feed, whose address may open it.
pub(super) async fn take_in(
    tx: &mut Tx,
    feed: &Feed,
    entries: &[Entry],
    is_archive: bool,
    site: &str,
    now: Timestamp,
) -> Result<Arrived> {
    let site = feed.site_url.as_deref().unwrap_or(site);
    let counts = Counts::of(feed, entries);
    let mut slugs = slugs_of(tx, feed).await?;
    let mut arrived = Arrived::default();
    // The oldest first, as the rows would have come one by one.
    for entry in entries.iter().rev() {
        let address = counts.own_address(entry);
        let fingerprint = identity::fingerprint(&entry.title, &entry.text);
        let guid = counts.own_guid(entry);
        let arrival = arrival_of(
            feed,
            entry,
            guid,
            address.as_deref(),
            &fingerprint,
            is_archive,
            site,
        );
        let alike = (entry.text.chars().count() >= TELLING).then_some(fingerprint.as_str());
        let post = match queries::find_known(tx, &arrival, alike).await? {
            None => queries::insert(tx, &arrival, now)
                .await?
                .inspect(|_| arrived.new += 1),
            Some(known) => edit(tx, &known, &arrival)
                .await?
                .inspect(|_| arrived.edited += 1),
        };
        if let Some(post) = post {
            set_topics(tx, post, entry, &mut slugs, now).await?;
        }
    }
    Ok(arrived)
}

/// How many entries have each address and each id: one that several share says nothing about which post it is.
struct Counts<'a> {
    addresses: HashMap<String, usize>,
    guids: HashMap<&'a str, usize>,
}

impl<'a> Counts<'a> {
    fn of(feed: &Feed, entries: &'a [Entry]) -> Self {
        let (mut addresses, mut guids) = (HashMap::new(), HashMap::new());
        for entry in entries {
            *guids.entry(entry.guid.as_str()).or_insert(0) += 1;
            if let Some(url) = &entry.url {
                *addresses.entry(identity::url_key(url)).or_insert(0) += 1;
            }
        }
        // The site's own address is no post's.
        for url in feed.site_url.iter().chain([&feed.url]) {
            addresses.insert(identity::url_key(url), usize::MAX);
        }
        Self { addresses, guids }
    }

    fn own_address(&self, entry: &Entry) -> Option<String> {
        let key = identity::url_key(entry.url.as_deref()?);
        (self.addresses.get(&key) == Some(&1)).then_some(key)
    }

    fn own_guid(&self, entry: &'a Entry) -> Option<&'a str> {
        let guid = entry.guid.as_str();
        (!guid.is_empty() && self.guids.get(guid) == Some(&1)).then_some(guid)
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
    feed: &Feed,
    entry: &'a Entry,
    guid: Option<&'a str>,
    url_key: Option<&'a str>,
    fingerprint: &'a str,
    is_archive: bool,
    site: &'a str,
) -> Arrival<'a> {
    let own_url = entry.url.as_deref().filter(|_| url_key.is_some());
    let floor = feed.added_at.plus(-DATE_FLOOR);
    let title = if entry.title.is_empty() {
        first_words(&entry.text)
    } else {
        &entry.title
    };
    Arrival {
        feed_id: feed.id,
        guid: guid.or(own_url).unwrap_or(fingerprint),
        url: entry.url.as_deref().unwrap_or(site),
        url_key,
        title,
        author: entry.author.as_deref(),
        text: &entry.text,
        excerpt: entry.excerpt.as_deref(),
        fingerprint,
        wants_page: !entry.is_whole && url_key.is_some(),
        published_at: entry.published_at,
        mailable: !is_archive && entry.published_at.is_none_or(|date| date >= floor),
    }
}

/// A note without a title is called by its beginning.
fn first_words(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    let Some((limit, _)) = line.char_indices().nth(60) else {
        return line;
    };
    line[..limit]
        .rfind(' ')
        .map_or(&line[..limit], |at| &line[..at])
}

/// Takes over an edit; `None` when nothing changed, or when the post is another feed's.
async fn edit(tx: &mut Tx, known: &Known, arrival: &Arrival<'_>) -> Result<Option<PostId>> {
    let is_changed = known.fingerprint != arrival.fingerprint || known.url != arrival.url;
    if known.feed_id != arrival.feed_id || !is_changed {
        return Ok(None);
    }
    queries::edit(tx, known.id, arrival).await?;
    Ok(Some(known.id))
}

async fn set_topics(
    tx: &mut Tx,
    post: PostId,
    entry: &Entry,
    slugs: &mut Vec<String>,
    now: Timestamp,
) -> Result<()> {
    let mut chosen = Vec::new();
    for name in entry.categories.iter().take(TOPICS_A_POST) {
        let slug = topics::slug(name);
        let is_known = slugs.contains(&slug);
        if is_known || slugs.len() < MOST_TOPICS {
            chosen.push(topics::offer(tx, name, now).await?);
        }
        if !is_known && slugs.len() < MOST_TOPICS {
            slugs.push(slug);
        }
    }
    queries::set_topics(tx, post, &chosen).await
}
