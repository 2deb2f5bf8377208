//! The page of a thread with its form.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue};
use askama::Template;

use super::thread_query::ThreadQuery;
use crate::app::App;
use crate::comments::display::{avatar, thread_name};
use crate::comments::model::{Comment, CommentId};
use crate::comments::thread::{ThreadEntry, ThreadView, order::Sort};
use crate::comments::thread_key::ThreadKey;
use crate::comments::write::form::{self, CommentDraft};
use crate::config::Config;
use crate::i18n::FieldError;
use crate::web::csp::embeddable_policy;
use crate::web::{HandlerResult, PageContext, form_token, html};

/// The notice at the top of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormNotice {
    /// The comment waits for a moderator.
    Held,
    /// The comment is public.
    Posted,
    /// The form is from another page; its button must be pressed once more.
    PressAgain,
    /// The form was sent faster than a person can read it.
    TooFast,
    /// The form was served too long ago.
    Stale,
    /// The client is over its limit.
    TooMany,
    /// A field that the form does not show is wrong.
    Wrong(&'static str),
}

impl FormNotice {
    pub(super) fn of_word(word: &str) -> Option<Self> {
        match word {
            "held" => Some(Self::Held),
            "posted" => Some(Self::Posted),
            _ => None,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Held => "comments-held",
            Self::Posted => "comments-posted",
            Self::PressAgain => "comments-press-again",
            Self::TooFast => "comments-too-fast",
            Self::Stale => "comments-stale",
            Self::TooMany => "comments-too-many",
            Self::Wrong(key) => key,
        }
    }

    fn is_good(self) -> bool {
        matches!(self, Self::Held | Self::Posted)
    }
}

/// The values of the form, and its errors.
#[derive(Clone, Debug, Default)]
pub(super) struct FormState {
    pub draft: CommentDraft,
    pub wrong: Vec<FieldError>,
    pub notice: Option<FormNotice>,
    /// The answered comment, and its author's name.
    pub answers: Option<(CommentId, String)>,
    /// Comments of this browser that wait for a moderator.
    pub waiting: Vec<Comment>,
}

#[derive(Template)]
#[template(path = "pages/comments/thread.html")]
struct ThreadPage {
    page: PageContext,
    is_embedded: bool,
    title: String,
    url: Option<String>,
    total: i64,
    entries: Vec<EntryLine>,
    feed: String,
    oldest: String,
    newest: String,
    is_newest: bool,
    previous: Option<String>,
    next: Option<String>,
    whole: Option<String>,
    notice: Option<&'static str>,
    is_good: bool,
    token: String,
    draft: CommentDraft,
    answers: Option<(CommentId, String)>,
    waiting: Vec<Comment>,
    cancel: String,
    body_error: Option<String>,
    name_error: Option<String>,
    email_error: Option<String>,
    url_error: Option<String>,
}

/// An entry with the values for its markup.
struct EntryLine {
    entry: ThreadEntry,
    /// A list of replies begins below it.
    opens: bool,
    /// Lists of replies that end with it.
    closes: usize,
    letter: String,
    colour: u32,
    permalink: String,
    reply: String,
    answered: String,
    rest: String,
}

/// A thread's page with its form.
pub(super) fn thread_page(
    status: StatusCode,
    app: &App,
    page: PageContext,
    query: &ThreadQuery,
    key: &ThreadKey,
    view: ThreadView,
    mut form: FormState,
) -> HandlerResult {
    let config = app.config();
    form.draft.thread.clone_from(&query.thread);
    form.draft.title.clone_from(&query.title);
    form.draft.page_url.clone_from(&query.url);
    form.draft.embed.clone_from(&query.embed);
    form.draft.parent = form
        .answers
        .as_ref()
        .map_or(String::new(), |(id, _)| id.to_string());
    let links = ThreadLinks { page: &page, query };
    let is_embedded = query.is_embedded();
    // A link to a thread may have any address and any title, so only pages of the site count.
    let asked = [&query.thread, &query.url];
    let mut asked = asked.into_iter().filter_map(|text| form::page_url(text));
    let error_at = |name: &str| {
        let error = form.wrong.iter().find(|error| error.field == name)?;
        Some(page.say(error.key).to_string())
    };
    let forward = match view.branch {
        Some(root) => vec![("branch", root.to_string())],
        None => Vec::new(),
    };
    let template = ThreadPage {
        is_embedded,
        title: thread_name(view.title, page.translator(), page.site_name()),
        url: view.url.or_else(|| {
            asked
                .find(|url| config.is_of_the_site(url))
                .map(String::from)
        }),
        total: view.total,
        entries: lines(view.entries, links),
        feed: format!("/comments.atom?{}", encoded(key)),
        oldest: links.to(&[("sort", Sort::Oldest.to_string())]),
        newest: links.to(&[("sort", Sort::Newest.to_string())]),
        is_newest: query.sort() == Sort::Newest,
        previous: view
            .previous
            .map(|cursor| links.to(&[("back", cursor.to_string())])),
        next: view.next.map(|cursor| {
            let mut more = forward.clone();
            more.push(("cursor", cursor.to_string()));
            links.to(&more)
        }),
        whole: view.branch.map(|root| links.around(root)),
        notice: form.notice.map(FormNotice::key),
        is_good: form.notice.is_some_and(FormNotice::is_good),
        token: form_token::reissue(app.signer(), &form.draft.form_token, app.now()),
        cancel: format!("{}#reply", links.to(&[])),
        body_error: error_at("body"),
        name_error: error_at("name"),
        email_error: error_at("email"),
        url_error: error_at("url"),
        answers: form.answers,
        waiting: form.waiting,
        draft: form.draft,
        page,
    };
    let is_personal = !template.waiting.is_empty();
    let mut answer = html(status, &template)?;
    if is_personal {
        let private = HeaderValue::from_static("private, no-store");
        answer.headers_mut().insert(CACHE_CONTROL, private);
    }
    if is_embedded {
        frame(&mut answer, config);
    }
    Ok(answer)
}

fn encoded(key: &ThreadKey) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("thread", key.as_str())
        .finish()
}

/// Other pages of the thread, in the language of this one.
#[derive(Clone, Copy)]
struct ThreadLinks<'a> {
    page: &'a PageContext,
    query: &'a ThreadQuery,
}

impl ThreadLinks<'_> {
    fn to(self, more: &[(&str, String)]) -> String {
        self.page.link(&self.query.with(more))
    }

    /// The link to a comment on its page.
    fn around(self, id: CommentId) -> String {
        format!("{}#comment-{id}", self.to(&[("comment", id.to_string())]))
    }
}

fn lines(entries: Vec<ThreadEntry>, links: ThreadLinks<'_>) -> Vec<EntryLine> {
    let levels: Vec<usize> = entries.iter().map(|entry| entry.level).collect();
    let drawn = entries.into_iter().enumerate().map(|(place, entry)| {
        let following = levels.get(place + 1).copied().unwrap_or(0);
        let name = entry.comment.as_ref().map_or("", |comment| &comment.name);
        let (letter, colour) = avatar(name);
        EntryLine {
            opens: following > entry.level,
            closes: entry.level.saturating_sub(following),
            letter,
            colour,
            permalink: links.around(entry.id),
            reply: format!("{}#reply", links.to(&[("reply", entry.id.to_string())])),
            answered: entry
                .answers
                .as_ref()
                .map_or(String::new(), |(id, _)| links.around(*id)),
            rest: links.to(&[("branch", entry.id.to_string())]),
            entry,
        }
    });
    drawn.collect()
}

/// Lets the site's own pages show this one in a frame.
fn frame(answer: &mut HttpResponse, config: &Config) {
    if let Ok(policy) = HeaderValue::from_str(&embeddable_policy(config)) {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
}
