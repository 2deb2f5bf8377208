//! The words of a digest and of the welcome mail. Everything here is the same for all who share an edition; what is one
//! reader's own stands in marked places.

use askama::Template;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::selection::Digest;
use crate::app::App;
use crate::clock::Zone;
use crate::delivery::edition::{PREFERENCES_PLACE, UNSUBSCRIBE_PLACE};
use crate::delivery::letter::{inline_styles, one_line};
use crate::delivery::{Letter, NewEdition, Personal, SiteFrame};
use crate::i18n::Translator;
use crate::posts::{Post, PostId};
use crate::subscribers::{Cadence, Subscriber};
use crate::token::hex;

/// A title in a subject that goes on ("… and 3 more") has this many columns at most, a Hangul syllable taking two, so that
/// the rest is not cut off in a list of mails.
const TITLE_COLUMNS: usize = 64;
/// What a list of mails shows beside the subject.
const PREHEADER_COLUMNS: usize = 140;

/// A post as a mail shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PostView {
    title: String,
    url: String,
    summary: String,
    topics: String,
    date: String,
}

impl PostView {
    pub(super) fn of(post: &Post, t: Translator, zone: &Zone) -> Self {
        let names: Vec<&str> = post
            .topics
            .iter()
            .map(|topic| topic.name.as_str())
            .collect();
        Self {
            title: one_line(&post.title),
            url: post.url.clone(),
            summary: one_line(&post.summary),
            topics: names.join(", "),
            date: t.date(post.dated_at, zone),
        }
    }
}

/// A digest as its readers see it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DigestView {
    locale: &'static str,
    /// The phrases that say how often and since when.
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
    t: Translator,
    #[serde(skip)]
    frame: SiteFrame,
}

impl DigestView {
    /// The view of `digest`, whose posts are among `posts`; `slug` is its name in the archive.
    pub(super) fn new(app: &App, digest: &Digest, posts: &[Post], slug: String) -> Self {
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
            t,
            frame,
        }
    }

    /// The same for two digests exactly when their readers see the same.
    pub(super) fn content_key(&self) -> String {
        let seen = serde_json::to_vec(self).unwrap_or_default();
        hex(&Sha256::digest(seen))
    }

    /// The edition: rendered once, its styles moved into the elements once.
    pub(super) fn render(self) -> askama::Result<NewEdition> {
        let (t, site, view) = (self.t, &self.frame, &self);
        let (preferences, unsubscribe) = (PREFERENCES_PLACE, UNSUBSCRIBE_PLACE);
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
        })
    }

    fn others(&self) -> usize {
        self.count.saturating_sub(1)
    }
}

/// The phrase that names a digest of this cadence.
pub(super) fn cadence_key(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::EachPost => "digests-each-post",
        Cadence::Daily => "digests-daily",
        Cadence::Weekly => "digests-weekly",
        Cadence::Monthly => "digests-monthly",
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

/// What follows the subject in a list of mails: the other titles, or of a single post its summary.
fn preheader(posts: &[PostView]) -> String {
    let text = match posts {
        [only] => only.summary.clone(),
        _ => {
            let titles: Vec<&str> = posts
                .iter()
                .skip(1)
                .map(|post| post.title.as_str())
                .collect();
            titles.join(" · ")
        }
    };
    shortened(&text, PREHEADER_COLUMNS)
}

/// The beginning of a text that fits into so many columns, ended at a word where there is one.
pub(super) fn shortened(text: &str, columns: usize) -> String {
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    if text.chars().map(width).sum::<usize>() <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let mut fits = |c: char| {
        let is_room = width(c) <= room;
        room = room.saturating_sub(width(c));
        is_room
    };
    let cut: String = text.chars().take_while(|c| fits(*c)).collect();
    let words = match cut.rsplit_once(' ') {
        // A language without spaces, or one very long word.
        Some((words, _)) if words.len() * 2 > cut.len() => words,
        _ => &cut,
    };
    format!("{}…", words.trim_end_matches([' ', ',', ':', '·', '-']))
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

/// The welcome mail of a subscriber who has just confirmed, with `posts` to begin with.
pub(super) fn welcome(
    app: &App,
    subscriber: &Subscriber,
    posts: &[Post],
    links: &Personal,
) -> askama::Result<Letter> {
    let t = subscriber.locale.translator();
    let zone = &app.config().site.time_zone;
    let site = &app.site_frame();
    let promise = promise(t, subscriber.cadence, subscriber.delivery_hour);
    let archive = &app.url("/archive");
    let posts: &Vec<PostView> = &posts
        .iter()
        .map(|post| PostView::of(post, t, zone))
        .collect();
    let promise = &promise;
    let html = WelcomeHtml {
        t,
        site,
        posts,
        promise,
        archive,
        links,
    };
    let text = WelcomeText {
        t,
        site,
        posts,
        promise,
        archive,
        links,
    };
    let mut letter = Letter::render(&WelcomeSubject { t, site }, &text, &html)?;
    letter.unsubscribe = Some(links.unsubscribe.clone());
    Ok(letter)
}

/// When mail will come: "from now on every Monday at 7 am".
fn promise(t: Translator, cadence: Cadence, hour: i64) -> String {
    let (half, clock_hour) = match hour {
        0 => ("am", 12),
        1..12 => ("am", hour),
        12 => ("pm", 12),
        _ => ("pm", hour - 12),
    };
    let time = t
        .say("digests-hour")
        .with("half", half)
        .with("hour", clock_hour);
    let key = match cadence {
        Cadence::EachPost => "digests-welcome-each-post",
        Cadence::Daily => "digests-welcome-daily",
        Cadence::Weekly => "digests-welcome-weekly",
        Cadence::Monthly => "digests-welcome-monthly",
    };
    t.say(key).with("time", time.to_string()).to_string()
}

#[derive(Template)]
#[template(path = "emails/welcome/subject.txt")]
struct WelcomeSubject<'a> {
    t: Translator,
    site: &'a SiteFrame,
}

#[derive(Template)]
#[template(path = "emails/welcome/body.html")]
struct WelcomeHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    posts: &'a Vec<PostView>,
    promise: &'a str,
    archive: &'a str,
    links: &'a Personal,
}

#[derive(Template)]
#[template(path = "emails/welcome/body.txt")]
struct WelcomeText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    posts: &'a Vec<PostView>,
    promise: &'a str,
    archive: &'a str,
    links: &'a Personal,
}
