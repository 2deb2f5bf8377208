//! Whether an arriving entry is a post that is known: by its id, its address, its words, or its title and date.
//! Invariant: an id that is used again for something else makes a new post; a post that moved is never a new one.

use super::queries::Arrival;
use super::{FeedId, PostId};
use crate::clock::{DAY, Timestamp};

/// Characters of text from which two posts that say the same are the same.
const TELLING: usize = 100;

/// A post that may be the arriving one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Known {
    pub id: PostId,
    pub feed_id: FeedId,
    pub guid: String,
    pub url: String,
    pub url_key: Option<String>,
    pub title: String,
    pub fingerprint: String,
    /// Of the text alone; `None` for posts that came before this was kept.
    pub words: Option<String>,
    /// Of everything that the feed carried; `None` likewise.
    pub carried: Option<String>,
    pub published_at: Option<Timestamp>,
    pub is_protected: bool,
    /// Its page or the REST API asked for the password; the feed's words alone do not open it.
    pub is_locked: bool,
}

impl Known {
    /// Whether the feed carries it otherwise now.
    pub(super) fn is_changed_by(&self, arrival: &Arrival<'_>) -> bool {
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

    /// Whether nothing but the id is the same: an engine that counts its posts anew, or by their place in the feed. A post
    /// without an own address is told by its date.
    fn is_another(&self, arrival: &Arrival<'_>) -> bool {
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

    fn has_id_of(&self, arrival: &Arrival<'_>) -> bool {
        self.feed_id == arrival.feed_id && self.guid == arrival.guid
    }

    /// Whether it says the same on the same day; a weekly thread may say the same each week.
    fn says_the_same(&self, arrival: &Arrival<'_>) -> bool {
        let is_near = match (self.published_at, arrival.published_at) {
            (Some(one), Some(other)) => one.since(other).abs() <= DAY,
            _ => true,
        };
        is_near
            && self.fingerprint == arrival.fingerprint
            && arrival.text.chars().count() >= TELLING
    }

    fn has_title_and_date_of(&self, arrival: &Arrival<'_>) -> bool {
        self.feed_id == arrival.feed_id
            && self.title == arrival.title
            && self.published_at.is_some()
            && self.published_at == arrival.published_at
    }
}

/// The post among the candidates that the entry is. `is_elsewhere` says that the feed has another entry for one.
pub(super) fn recognised<'a>(
    arrival: &Arrival<'_>,
    candidates: &'a [Known],
    is_elsewhere: impl Fn(&Known) -> bool,
) -> Option<&'a Known> {
    let by = |is_it: &dyn Fn(&Known) -> bool| candidates.iter().find(|known| is_it(known));
    by(&|known| known.has_id_of(arrival) && !known.is_another(arrival))
        .or_else(|| by(&|known| arrival.url_key.is_some() && known.url_key == arrival.url_key))
        .or_else(|| by(&|known| known.says_the_same(arrival)))
        .or_else(|| by(&|known| known.has_title_and_date_of(arrival) && !is_elsewhere(known)))
}

/// The id under which a new post is stored: its own, unless another post has it.
pub(super) fn free_id(arrival: &Arrival<'_>, candidates: &[Known], now: Timestamp) -> String {
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
    use crate::posts::feed::ToldBy;
    use crate::posts::identity;

    /// An entry by its id, link, title, text and date.
    fn arrival<'a>(
        id: &str,
        link: &'a str,
        title: &'a str,
        text: &'a str,
        date: Option<i64>,
    ) -> Arrival<'a> {
        Arrival {
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
            told_by: ToldBy::Feed,
        }
    }

    fn known(arrival: &Arrival<'_>) -> Known {
        Known {
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
        }
    }

    fn is_known(old: &Arrival<'_>, new: &Arrival<'_>) -> bool {
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
        let elsewhere = Arrival {
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
