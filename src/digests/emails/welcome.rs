//! The texts of the welcome mail, with personal links.

use askama::Template;

use super::post_view::PostView;
use crate::app::App;
use crate::i18n::Translator;
use crate::message::{EmailContent, PersonalLinks, SiteFrame};
use crate::posts::Post;
use crate::subscribers::{Cadence, Subscriber};

/// Renders the welcome mail of a subscriber, with `posts`.
pub(in crate::digests) fn welcome(
    app: &App,
    subscriber: &Subscriber,
    posts: &[Post],
    links: &PersonalLinks,
) -> askama::Result<EmailContent> {
    let t = subscriber.locale.translator();
    let zone = &app.config().site.time_zone;
    let site = &app.site_frame();
    let promise = promise(t, subscriber);
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
    let mut letter = EmailContent::render(&WelcomeSubject { t, site }, &text, &html)?;
    letter.unsubscribe = Some(links.unsubscribe.clone());
    Ok(letter)
}

/// Returns the phrase for the time of the mails: "from now on every Monday at 7 am".
fn promise(t: Translator, subscriber: &Subscriber) -> String {
    let hour = subscriber.delivery_hour;
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
    let day = t
        .say("subscribers-weekday")
        .with("day", subscriber.weekly_day.as_str());
    let key = match subscriber.cadence {
        Cadence::EachPost => "digests-welcome-each-post",
        Cadence::Daily => "digests-welcome-daily",
        Cadence::Weekly => "digests-welcome-weekly",
        Cadence::Monthly => "digests-welcome-monthly",
    };
    t.say(key)
        .with("day", day.to_string())
        .with("time", time.to_string())
        .to_string()
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
    links: &'a PersonalLinks,
}

#[derive(Template)]
#[template(path = "emails/welcome/body.txt")]
struct WelcomeText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    posts: &'a Vec<PostView>,
    promise: &'a str,
    archive: &'a str,
    links: &'a PersonalLinks,
}
