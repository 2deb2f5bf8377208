//! Recognition of known posts: by id, by address, by text, or by title and date.
//! Invariant: a reused id makes a new post; a post that moved is never new.

use super::records::{PostArrival, StoredPost};
use crate::clock::{DAY, Timestamp};

/// Characters of text from which two posts with equal text are one.
const SHORTEST_SAME_TEXT: usize = 100;

impl StoredPost {
    /// Returns true if the arriving entry differs from it.
    pub(super) fn is_changed_by(&self, arrival: &PostArrival<'_>) -> bool {
        let is_opened = self.is_protected && !arrival.is_protected;
        let is_closed = !self.is_protected && arrival.is_protected;
        if is_closed || is_opened && arrival.may_open(self.is_locked) {
            return true;
        }
        match &self.carried {
            Some(carried) => *carried != arrival.carried,
            None => self.fingerprint != arrival.fingerprint || self.url != arrival.url,
        }
    }

    /// Returns true if only the id is the same: an engine restarted its ids, or counts places in the feed. The date replaces a
    /// missing address.
    fn is_another(&self, arrival: &PostArrival<'_>) -> bool {
        let has_other_link = match (&self.url_key, &arrival.url_key) {
            (Some(known), Some(key)) => known != key,
            _ => match (self.published_at, arrival.published_at) {
                (Some(known), Some(date)) => known != date,
                _ => false,
            },
        };
        let has_other_words = match &self.words {
            Some(words) => *words != arrival.words,
            None => self.fingerprint != arrival.fingerprint,
        };
        has_other_link && has_other_words && self.title != arrival.title
    }

    fn has_id_of(&self, arrival: &PostArrival<'_>) -> bool {
        self.feed_id == arrival.feed_id && self.guid == arrival.guid
    }

    /// Returns true if text and day are the same. A weekly thread may have the same text each week.
    fn says_the_same(&self, arrival: &PostArrival<'_>) -> bool {
        let is_near = match (self.published_at, arrival.published_at) {
            (Some(one), Some(other)) => one.since(other).abs() <= DAY,
            _ => true,
        };
        is_near
            && self.fingerprint == arrival.fingerprint
            && arrival.text.chars().count() >= SHORTEST_SAME_TEXT
    }

    fn has_title_and_date_of(&self, arrival: &PostArrival<'_>) -> bool {
        self.feed_id == arrival.feed_id
            && self.title == arrival.title
            && self.published_at.is_some()
            && self.published_at == arrival.published_at
    }
}

/// Returns the candidate that the entry is. `is_elsewhere` is true for a candidate that has another entry in the feed.
pub(super) fn recognised<'a>(
    arrival: &PostArrival<'_>,
    candidates: &'a [StoredPost],
    is_elsewhere: impl Fn(&StoredPost) -> bool,
) -> Option<&'a StoredPost> {
    let by = |is_it: &dyn Fn(&StoredPost) -> bool| candidates.iter().find(|known| is_it(known));
    by(&|known| known.has_id_of(arrival) && !known.is_another(arrival))
        .or_else(|| by(&|known| arrival.url_key.is_some() && known.url_key == arrival.url_key))
        .or_else(|| by(&|known| known.says_the_same(arrival)))
        .or_else(|| by(&|known| known.has_title_and_date_of(arrival) && !is_elsewhere(known)))
}

/// Returns the id of a new post: its own, unless another post has it.
pub(super) fn free_id(
    arrival: &PostArrival<'_>,
    candidates: &[StoredPost],
    now: Timestamp,
) -> String {
    let is_taken = |id: &str| {
        let mut in_feed = candidates
            .iter()
            .filter(|known| known.feed_id == arrival.feed_id);
        in_feed.any(|known| known.guid == id)
    };
    let own = [
        arrival.guid.as_str(),
        arrival.url,
        arrival.fingerprint.as_str(),
    ];
    let free = own.into_iter().find(|id| !is_taken(id));
    free.map_or_else(
        || format!("{} {}", arrival.fingerprint, now.unix()),
        str::to_owned,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::posts::feed::EntrySource;
    use crate::posts::identity;
    use crate::posts::model::{FeedId, PostId};

    /// An entry by its id, link, title, text and date.
    fn arrival<'a>(
        id: &str,
        link: &'a str,
        title: &'a str,
        text: &'a str,
        date: Option<i64>,
    ) -> PostArrival<'a> {
        PostArrival {
            feed_id: FeedId(1),
            guid: id.to_owned(),
            url: link,
            url_key: (!link.is_empty()).then(|| identity::url_key(link)),
            title,
            author: None,
            text,
            excerpt: None,
            fingerprint: identity::fingerprint(&[title, text]),
            words: identity::fingerprint(&[text]),
            carried: identity::fingerprint(&[title, text, "", "", link]),
            wants_page: false,
            published_at: date.map(Timestamp::from_unix),
            dated_at: Timestamp::from_unix(0),
            mailable: true,
            is_protected: false,
            source: EntrySource::Feed,
        }
    }

    fn known(arrival: &PostArrival<'_>) -> StoredPost {
        StoredPost {
            id: PostId(7),
            feed_id: arrival.feed_id,
            guid: arrival.guid.clone(),
            url: arrival.url.to_owned(),
            url_key: arrival.url_key.clone(),
            title: arrival.title.to_owned(),
            fingerprint: arrival.fingerprint.clone(),
            words: Some(arrival.words.clone()),
            carried: Some(arrival.carried.clone()),
            published_at: arrival.published_at,
            is_protected: false,
            is_locked: false,
            is_before_mail: true,
        }
    }

    fn is_known(old: &PostArrival<'_>, new: &PostArrival<'_>) -> bool {
        recognised(new, &[known(old)], |_| false).is_some()
    }

    const OLD: &str = "https://old.example/a/1";
    const NEW: &str = "https://new.example/a/1";

    #[test]
    fn an_id_alone_is_no_post() {
        let old = arrival("1", OLD, "첫 글", "옛 본문", Some(1_000_000));
        assert!(!is_known(
            &old,
            &arrival("1", NEW, "다른 글", "새 본문", Some(2_000_000))
        ));
        assert!(!is_known(
            &old,
            &arrival("1", NEW, "다른 글", "새 본문", None)
        ));
        for (link, title, text, date) in [
            (OLD, "다른 글", "새 본문", 2_000_000),
            (NEW, "첫 글", "새 본문", 2_000_000),
            (NEW, "다른 글", "옛 본문", 2_000_000),
        ] {
            assert!(
                is_known(&old, &arrival("1", link, title, text, Some(date))),
                "{link} {title} {text} {date}"
            );
        }
        // Engines give all their posts one date, and the id again: that is no sign.
        assert!(!is_known(
            &old,
            &arrival("1", NEW, "다른 글", "새 본문", Some(1_000_000))
        ));
        let dated = |date| arrival("1", "", "고친 쪽지", "고친 쪽지입니다", Some(date));
        let note = arrival("1", "", "첫 쪽지", "첫 쪽지입니다", Some(1_000_000));
        assert!(is_known(&note, &dated(1_000_000)) && !is_known(&note, &dated(2_000_000)));
        let note = arrival("1", "", "첫 쪽지", "첫 쪽지입니다", None);
        assert!(
            is_known(
                &note,
                &arrival("1", "", "고친 쪽지", "고친 쪽지입니다", None)
            ),
            "an edited note without a link or a date"
        );
    }

    #[test]
    fn a_post_that_moved_is_known_by_its_title_and_date() {
        let old = arrival(
            "https://old.example/?p=1",
            OLD,
            "첫 글",
            "발췌는 짧습니다",
            Some(1_000_000),
        );
        let moved = arrival(
            "https://new.example/?p=1",
            NEW,
            "첫 글",
            "발췌는 짧습니다",
            Some(1_000_000),
        );
        assert!(is_known(&old, &moved));
        assert!(
            recognised(&moved, &[known(&old)], |_| true).is_none(),
            "the feed still has the old one too"
        );
        assert!(!is_known(
            &old,
            &arrival("x", NEW, "첫 글", "발췌는 짧습니다", Some(1_000_001))
        ));
        let elsewhere = PostArrival {
            feed_id: FeedId(2),
            ..moved
        };
        assert!(
            !is_known(&old, &elsewhere),
            "two feeds name two posts of one second alike"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_a_feed_carried_before_is_known_and_unchanged(
            id in "\\PC{0,20}", link in "(https://[a-z]{1,5}\\.example/[a-z가-힣0-9?=&]{0,10})?", title in "\\PC{0,20}",
            text in "\\PC{0,200}", date in proptest::option::of(0_i64..4_000_000_000)
        ) {
            let entry = arrival(&id, &link, &title, &text, date);
            let stored = known(&entry);
            prop_assert!(!stored.is_changed_by(&entry));
            let candidates = [stored];
            let found = recognised(&entry, &candidates, |_| false);
            prop_assert_eq!(found.map(|known| known.id), Some(PostId(7)));
            let free = free_id(&entry, &candidates, Timestamp::from_unix(0));
            prop_assert_ne!(free, id);
        }

        #[test]
        fn the_key_of_an_address_is_the_same_for_its_spellings(path in "[a-z0-9/]{0,20}", query in "[a-z]{0,5}") {
            let address = format!("https://site.example/{path}?q={query}");
            let key = identity::url_key(&address);
            prop_assert_eq!(&key, &identity::url_key(&format!("{}#more", address.replace("https", "http"))));
            prop_assert_eq!(&key, &identity::url_key(&format!("{address}&utm_source=feed")));
        }
    }
}
