//! The demo's mailbox: every mail that Gudok sent, as its reader would see it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::web::{self, Data};
use askama::Template;
use mail_parser::{Message, MessageParser};

use super::deliver::deliver_next;
use super::site::Blog;
use crate::app::App;
use crate::clock::Timestamp;
use crate::delivery::transport::SentMail;
use crate::web::csp::MAIL_POLICY;
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// Mounts the mailbox and the button that publishes the next post.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/demo", web::get().to(mailbox))
        .route("/demo/mailbox", web::get().to(mailbox))
        .route("/demo/mailbox/{number}", web::get().to(mail))
        .route("/demo/mailbox/{number}/html", web::get().to(mail_html))
        .route("/demo/posts", web::post().to(publish));
}

#[derive(Template)]
#[template(path = "pages/demo/mailbox.html")]
struct MailboxPage {
    page: PageContext,
    mails: Vec<MailLine>,
    unpublished: usize,
}

struct MailLine {
    number: usize,
    recipient: String,
    subject: String,
    date: Timestamp,
}

async fn mailbox(page: PageContext, app: Data<App>, blog: Data<Blog>) -> HandlerResult {
    let mails = sent(&app);
    let lines = mails
        .iter()
        .enumerate()
        .rev()
        .map(|(index, mail)| line(index + 1, mail));
    html(
        StatusCode::OK,
        &MailboxPage {
            page,
            mails: lines.collect(),
            unpublished: blog.unpublished(),
        },
    )
}

#[derive(Template)]
#[template(path = "pages/demo/mail.html")]
struct MailPage {
    page: PageContext,
    mail: MailLine,
    text: String,
    headers: String,
}

async fn mail(page: PageContext, number: web::Path<usize>, app: Data<App>) -> HandlerResult {
    let mails = sent(&app);
    let found = find(&mails, *number)?;
    let message = read(found)?;
    let head = String::from_utf8_lossy(&found.bytes);
    let headers = head.split("\r\n\r\n").next().unwrap_or_default().to_owned();
    let text = message.body_text(0).unwrap_or_default().into_owned();
    html(
        StatusCode::OK,
        &MailPage {
            page,
            mail: line(*number, found),
            text,
            headers,
        },
    )
}

/// The HTML part, for the frame; its links open outside of the frame.
async fn mail_html(number: web::Path<usize>, app: Data<App>) -> HandlerResult {
    let mails = sent(&app);
    let message = read(find(&mails, *number)?)?;
    let body = message.body_html(0).unwrap_or_default().replacen(
        "<head>",
        "<head><base target=\"_blank\">",
        1,
    );
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_SECURITY_POLICY, MAIL_POLICY))
        .content_type("text/html; charset=utf-8")
        .body(body))
}

/// Publishes the next post, and sends what is due because of it.
async fn publish(app: Data<App>, blog: Data<Blog>) -> HandlerResult {
    if blog.publish_next().is_some() {
        deliver_next(&app).await.map_err(|failure| {
            tracing::error!(%failure, "the demo could not deliver its next post");
            WebError::Internal
        })?;
    }
    Ok(see_other("/demo/mailbox"))
}

fn sent(app: &App) -> Vec<SentMail> {
    app.mailbox()
        .map(crate::delivery::transport::MemoryMailbox::mails)
        .unwrap_or_default()
}

fn find(mails: &[SentMail], number: usize) -> Result<&SentMail, WebError> {
    number
        .checked_sub(1)
        .and_then(|index| mails.get(index))
        .ok_or(WebError::NotFound)
}

fn read(mail: &SentMail) -> Result<Message<'_>, WebError> {
    MessageParser::default()
        .parse(&*mail.bytes)
        .ok_or(WebError::Internal)
}

fn line(number: usize, mail: &SentMail) -> MailLine {
    let message = MessageParser::default().parse(&*mail.bytes);
    let subject = message
        .as_ref()
        .and_then(Message::subject)
        .unwrap_or_default()
        .to_owned();
    let date = message
        .as_ref()
        .and_then(Message::date)
        .map_or(0, mail_parser::DateTime::to_timestamp);
    MailLine {
        number,
        recipient: mail.recipient.clone(),
        subject,
        date: Timestamp::from_unix(date),
    }
}
