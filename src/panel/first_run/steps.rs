//! The steps of a new site, and which of them are done.

use crate::app::App;
use crate::config::SiteConfig;
use crate::doctor::{self, CheckState};
use crate::i18n::Locale;
use crate::outbox::{self, MailState};
use crate::posts::{self, feeds};
use crate::store::Result;
use crate::subscribers::{SubscriberState, list, sign_up_places};

/// The checks of doctor that records in the DNS answer.
const RECORDS: [&str; 3] = ["spf", "dkim", "dmarc"];

/// Titles of posts that are shown as read.
const TITLES: usize = 3;

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Name and address of the site, sender of the mails.
    Site,
    /// A relay that takes mail.
    Mail,
    /// SPF, DKIM and DMARC.
    Records,
    /// A feed with posts.
    Feed,
    /// The forms in the site's pages.
    Pages,
    /// The first confirmed reader.
    Reader,
}

crate::text_enum!(Step {
    Site => "site", Mail => "mail", Records => "records", Feed => "feed", Pages => "pages", Reader => "reader",
});

/// How far a new site is.
#[derive(Debug, Default)]
pub(super) struct Progress {
    done: Vec<Step>,
    /// The newest titles of the feeds.
    pub(super) titles: Vec<String>,
}

impl Progress {
    /// Reads it from the database.
    pub(super) async fn read(app: &App, locale: Locale) -> Result<Self> {
        let mut tx = app.read().await?;
        let config = app.config();
        let mails = outbox::count_by_state(&mut tx).await?;
        let readers = list::count_by_state(&mut tx).await?;
        let report = doctor::newest(&mut tx, locale).await?;
        let has_records = report.is_some_and(|report| {
            let of_records = report.checks.iter();
            let of_records = of_records.filter(|check| RECORDS.contains(&check.name.as_str()));
            let states: Vec<CheckState> = of_records.map(|check| check.state).collect();
            states.len() == RECORDS.len() && states.iter().all(|state| *state == CheckState::Ok)
        });
        let has_feed = !feeds::all(&mut tx).await?.is_empty();
        let newest = posts::list(&mut tx, 0, TITLES).await?;
        let titles: Vec<String> = newest.into_iter().map(|post| post.title).collect();
        let is_on_pages = !sign_up_places::most_used(&mut tx).await?.is_empty();
        let steps = [
            (Step::Site, is_named(&config.site)),
            (
                Step::Mail,
                mails
                    .iter()
                    .any(|mails| mails.state == MailState::Sent && mails.count > 0),
            ),
            (Step::Records, has_records),
            (Step::Feed, has_feed && !titles.is_empty()),
            (Step::Pages, is_on_pages),
            (
                Step::Reader,
                readers
                    .iter()
                    .any(|of| of.state == SubscriberState::Confirmed && of.count > 0),
            ),
        ];
        let done = steps.into_iter().filter(|(_, is_done)| *is_done);
        Ok(Self {
            done: done.map(|(step, _)| step).collect(),
            titles,
        })
    }

    pub(super) fn is_done(&self, step: Step) -> bool {
        self.done.contains(&step)
    }

    /// How many steps are done.
    pub(super) fn count(&self) -> usize {
        self.done.len()
    }
}

/// True when the site has an address and a name of its own.
fn is_named(site: &SiteConfig) -> bool {
    site.url.is_some() && site.name != SiteConfig::default().name
}
