//! `/comments/mine`: what is stored with the address of comments, for its reader. A mailed link opens it, and only a button erases.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use askama::Template;
use serde::{Deserialize, Serialize};

use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{HOUR, Timestamp};
use crate::comments::display::thread_name;
use crate::comments::model::CommentId;
use crate::comments::paths::permalink;
use crate::comments::privacy::{self, AuthorData, CommentAuthor, MyComment};
use crate::comments::thread_key::ThreadKey;
use crate::comments::votes::Vote;
use crate::i18n::Phrase;
use crate::rate_limits::Limit;
use crate::store::Tx;
use crate::subscribers::http::private;
use crate::subscribers::{self, links};
use crate::token::SignatureError;
use crate::web::form_token::{self, FormToken};
use crate::web::{ClientIp, HandlerResult, PageContext, WebError, download, email_field};

/// Posts of one client that can cause a mail. Several people may share an address.
const POSTS: Limit = Limit {
    bucket: "data-posts",
    most: 30,
    window: HOUR,
};

/// Entries of each list on the page; the file has all.
const SHOWN: usize = 100;

/// Mounts the request of a link, and the pages behind it.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments/mine")
                .route(web::get().to(ask))
                .route(web::post().to(send)),
        )
        .route("/comments/mine/{token}", web::get().to(show))
        .route("/comments/mine/{token}/export", web::get().to(export))
        .service(
            web::resource("/comments/mine/{token}/erasure")
                .route(web::get().to(ask_erasure))
                .route(web::post().to(erase)),
        );
}

#[derive(Template)]
#[template(path = "pages/comments/my-data/ask.html")]
struct AskPage {
    page: PageContext,
    guard: String,
    /// The link that led here has expired, or its comment is erased.
    expired: bool,
    /// The form came back because of its token.
    again: bool,
    email: String,
    error: Option<Phrase<'static>>,
}

#[derive(Template)]
#[template(path = "pages/comments/my-data/sent.html")]
struct SentPage {
    page: PageContext,
}

#[derive(Template)]
#[template(path = "pages/comments/my-data/show.html")]
struct ShowPage {
    page: PageContext,
    token: String,
    email: String,
    comments: Vec<CommentLine>,
    votes: Vec<ChoiceLine>,
    reports: Vec<ChoiceLine>,
    /// One of the lists is longer than the page.
    has_more: bool,
    /// The preferences, for who subscribes too.
    preferences: Option<String>,
}

/// A comment of the person.
struct CommentLine {
    title: String,
    link: String,
    body: String,
    /// The phrase for its state.
    state: &'static str,
    created_at: Timestamp,
}

/// A vote or a report of the person.
struct ChoiceLine {
    link: String,
    /// The phrase for what was chosen.
    choice: &'static str,
    at: Timestamp,
}

#[derive(Template)]
#[template(path = "pages/comments/my-data/erase.html")]
struct ErasePage {
    page: PageContext,
    token: String,
    email: String,
    comments: i64,
}

#[derive(Template)]
#[template(path = "pages/comments/my-data/erased.html")]
struct ErasedPage {
    page: PageContext,
    comments: usize,
    preferences: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct AskFields {
    #[serde(default)]
    email: String,
    #[serde(default)]
    form_token: String,
    /// The honeypot.
    #[serde(default)]
    website_url: String,
}

async fn ask(app: Data<App>, page: PageContext) -> HandlerResult {
    ask_page(&app, page, StatusCode::OK, &AskFields::default(), None)
}

/// Answers the same for every address: what is known of it is looked up, and mailed by a job.
async fn send(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    fields: Form<AskFields>,
) -> HandlerResult {
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    if !fields.website_url.is_empty() {
        return private(StatusCode::OK, &SentPage { page });
    }
    if form_token::check(app.signer(), &fields.form_token, app.now()) != FormToken::Good {
        return ask_page(&app, page, refused, &fields, None);
    }
    let email: EmailAddress = match fields.email.parse() {
        Ok(email) => email,
        Err(error) => {
            let problem = Some(email_field::problem(error));
            return ask_page(&app, page, refused, &fields, problem);
        }
    };
    let mut tx = app.write().await?;
    POSTS
        .hit_mailing_client(&mut tx, ip.0, app.now())
        .await?
        .or_refuse()?;
    privacy::send_link(&mut tx, &app, &email).await?;
    tx.commit().await?;
    private(StatusCode::OK, &SentPage { page })
}

async fn show(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let Some(person) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let data = privacy::newest(&mut tx, &app, &person.email, SHOWN + 1).await?;
    let preferences = preferences(&mut tx, &app, &person.email).await?;
    drop(tx);
    let page = page.in_locale(person.locale);
    let longest = data.comments.len().max(data.votes.len());
    let template = ShowPage {
        has_more: longest.max(data.reports.len()) > SHOWN,
        comments: comment_lines(&page, &data.comments),
        votes: vote_lines(&data),
        reports: report_lines(&data),
        preferences,
        email: person.email.to_string(),
        token: token.into_inner(),
        page,
    };
    private(StatusCode::OK, &template)
}

#[derive(Serialize)]
struct ExportedData {
    email: String,
    #[serde(flatten)]
    data: AuthorData,
}

async fn export(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let Some(person) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let data = privacy::collect(&mut tx, &app, &person.email).await?;
    let email = person.email.to_string();
    download("comments.json", &ExportedData { email, data })
}

async fn ask_erasure(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let Some(person) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let template = ErasePage {
        comments: privacy::count(&mut tx, &person.email).await?,
        page: page.in_locale(person.locale),
        token: token.into_inner(),
        email: person.email.to_string(),
    };
    private(StatusCode::OK, &template)
}

async fn erase(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.write().await?;
    let Some(person) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let comments = privacy::erase_by_author(&mut tx, &app, &person.email).await?;
    let preferences = preferences(&mut tx, &app, &person.email).await?;
    tx.commit().await?;
    let template = ErasedPage {
        page: page.in_locale(person.locale),
        comments,
        preferences,
    };
    private(StatusCode::OK, &template)
}

/// The person behind a link; `None` when it has expired, or its comment is erased.
async fn owner(tx: &mut Tx, app: &App, token: &str) -> Result<Option<CommentAuthor>, WebError> {
    match privacy::comment_of(app.signer(), token, app.now()) {
        Ok(comment) => Ok(privacy::author(tx, comment).await?),
        Err(SignatureError::Expired) => Ok(None),
        Err(SignatureError::Forged) => Err(WebError::Forged),
    }
}

/// The page of preferences, when the person subscribes too: the link proved the mailbox.
async fn preferences(
    tx: &mut Tx,
    app: &App,
    email: &EmailAddress,
) -> Result<Option<String>, WebError> {
    let subscriber = subscribers::find_by_email(tx, email).await?;
    Ok(subscriber.map(|subscriber| links::preferences_url(app, subscriber.id)))
}

fn comment_lines(page: &PageContext, comments: &[MyComment]) -> Vec<CommentLine> {
    let line = |comment: &MyComment| CommentLine {
        title: thread_name(
            Some(comment.title.clone()),
            page.translator(),
            page.site_name(),
        ),
        link: permalink(&comment.thread, comment.id),
        body: comment.body.clone(),
        state: match comment.status {
            "approved" => "my-data-state-public",
            "pending" => "my-data-state-waiting",
            _ => "my-data-state-hidden",
        },
        created_at: comment.created_at,
    };
    comments.iter().rev().take(SHOWN).map(line).collect()
}

fn vote_lines(data: &AuthorData) -> Vec<ChoiceLine> {
    let votes = data.votes.iter().rev().take(SHOWN);
    let lines = votes.map(|vote| {
        let choice = match vote.vote {
            Vote::Up => "my-data-vote-up",
            Vote::Down => "my-data-vote-down",
        };
        choice_line(&vote.thread, vote.comment, choice, vote.voted_at)
    });
    lines.collect()
}

fn report_lines(data: &AuthorData) -> Vec<ChoiceLine> {
    let reports = data.reports.iter().rev().take(SHOWN);
    let lines = reports.map(|report| {
        let choice = report.reason.key();
        choice_line(&report.thread, report.comment, choice, report.created_at)
    });
    lines.collect()
}

fn choice_line(
    thread: &ThreadKey,
    comment: CommentId,
    choice: &'static str,
    at: Timestamp,
) -> ChoiceLine {
    ChoiceLine {
        link: permalink(thread, comment),
        choice,
        at,
    }
}

/// The page for a link that leads nowhere any more. It offers a new one.
fn expired(app: &App, page: PageContext) -> HandlerResult {
    ask_page(app, page, StatusCode::GONE, &AskFields::default(), None)
}

fn ask_page(
    app: &App,
    page: PageContext,
    status: StatusCode,
    fields: &AskFields,
    problem: Option<&'static str>,
) -> HandlerResult {
    let template = AskPage {
        guard: form_token::reissue(app.signer(), &fields.form_token, app.now()),
        expired: status == StatusCode::GONE,
        again: status == StatusCode::UNPROCESSABLE_ENTITY && problem.is_none(),
        email: fields.email.clone(),
        error: problem.map(|key| page.translator().say(key)),
        page,
    };
    private(status, &template)
}
