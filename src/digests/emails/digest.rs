//! The mail of a digest. Digests with equal content are one edition.

use askama::Template;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::phrases::{cadence_key, shortened};
use super::post_view::PostView;
use crate::app::App;
use crate::digests::model::Digest;
use crate::i18n::Translator;
use crate::message::content::{inline_styles, one_line};
use crate::message::{PREFERENCES_PLACEHOLDER, SiteFrame, UNSUBSCRIBE_PLACEHOLDER};
use crate::outbox::NewEdition;
use crate::posts::{Post, PostId};
use crate::subscribers::Cadence;
use crate::token::hex;

/// Columns of a title in a subject that goes on ("… and 3 more"), so that a list of mails does not cut off the rest. A
/// Hangul syllable takes two.
const TITLE_COLUMNS: usize = 64;
/// Columns of the text that a list of mails shows beside the subject.
const PREHEADER_COLUMNS: usize = 140;

/// The content of a digest's mail.
#[derive(Clone, Debug, Serialize)]
pub(in crate::digests) struct DigestView {
    locale: &'static str,
    /// Phrases for the cadence and its period.
    cadence: &'static str,
    title: &'static str,
    posts: Vec<PostView>,
    count: usize,
    more: usize,
    more_url: String,
    headline: String,
    preheader: String,
    site: [String; 3],
    #[serde(skip)]
    web_url: String,
    #[serde(skip)]
    slug: String,
    #[serde(skip)]
    message_domain: String,
    #[serde(skip)]
    t: Translator,
    #[serde(skip)]
    frame: SiteFrame,
}

impl DigestView {
    /// Returns the view of `digest`, whose posts are among `posts`. `slug` is its name in the archive.
    pub(in crate::digests) fn new(
        app: &App,
        digest: &Digest,
        posts: &[Post],
        slug: String,
    ) -> Self {
        let t = digest.locale.translator();
        let zone = &app.config().site.time_zone;
        let find = |id: &PostId| posts.iter().find(|post| post.id == *id);
        let shown = digest.shown.iter().filter_map(find);
        let posts: Vec<PostView> = shown.map(|post| PostView::of(post, t, zone)).collect();
        let frame = app.site_frame();
        Self {
            locale: digest.locale.as_str(),
            cadence: cadence_key(digest.cadence),
            title: title_key(digest.cadence),
            count: digest.count,
            more: digest.count.saturating_sub(posts.len()),
            more_url: frame.url.clone(),
            headline: headline(&posts, digest.count),
            preheader: preheader(&posts),
            site: [
                frame.name.clone(),
                frame.url.clone(),
                frame.postal_address.clone().unwrap_or_default(),
            ],
            web_url: app.url(&format!("/archive/{slug}")),
            posts,
            slug,
            message_domain: app.message_domain(),
            t,
            frame,
        }
    }

    /// Returns a key that is equal for digests with equal content.
    pub(in crate::digests) fn content_key(&self) -> String {
        let seen = serde_json::to_vec(self).unwrap_or_default();
        hex(&Sha256::digest(seen))
    }

    /// Renders the edition, and moves its styles into the elements.
    pub(in crate::digests) fn render(self) -> askama::Result<NewEdition> {
        let (t, site, view) = (self.t, &self.frame, &self);
        let (preferences, unsubscribe) = (PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER);
        let html = DigestHtml {
            t,
            site,
            view,
            preferences,
            unsubscribe,
        };
        let text = DigestText {
            t,
            site,
            view,
            preferences,
            unsubscribe,
        };
        Ok(NewEdition {
            slug: self.slug.clone(),
            locale: t.locale(),
            subject: one_line(&DigestSubject { t, view }.render()?),
            html: inline_styles(&html.render()?),
            text: text.render()?,
            message_domain: self.message_domain.clone(),
        })
    }

    fn others(&self) -> usize {
        self.count.saturating_sub(1)
    }
}

fn title_key(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::EachPost => "digests-title-each-post",
        Cadence::Daily => "digests-title-daily",
        Cadence::Weekly => "digests-title-weekly",
        Cadence::Monthly => "digests-title-monthly",
    }
}

fn headline(posts: &[PostView], count: usize) -> String {
    let first = posts.first().map_or("", |post| post.title.as_str());
    if count > 1 {
        shortened(first, TITLE_COLUMNS)
    } else {
        first.to_owned()
    }
}

/// Returns the text beside the subject in a list of mails: the other titles, or the summary of a single post.
fn preheader(posts: &[PostView]) -> String {
    if let [only] = posts {
        return shortened(&only.summary, PREHEADER_COLUMNS);
    }
    let others = posts.iter().skip(1);
    let titles: Vec<&str> = others.map(|post| post.title.as_str()).collect();
    shortened(&titles.join(" · "), PREHEADER_COLUMNS)
}

#[derive(Template)]
#[template(path = "emails/digest/subject.txt")]
struct DigestSubject<'a> {
    t: Translator,
    view: &'a DigestView,
}

#[derive(Template)]
#[template(path = "emails/digest/body.html")]
struct DigestHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    view: &'a DigestView,
    preferences: &'a str,
    unsubscribe: &'a str,
}

#[derive(Template)]
#[template(path = "emails/digest/body.txt")]
struct DigestText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    view: &'a DigestView,
    preferences: &'a str,
    unsubscribe: &'a str,
}
