//! `/comments/author`: a reader asks for the mailed link that claims an address, and presses its button. Only the button acts.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Json, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::errors::thread_or_refuse;
use super::pages::own_origin;
use super::{author_cookie, author_token};
use crate::app::App;
use crate::comments::paths::{author_path, thread_path};
use crate::comments::thread_key::ThreadKey;
use crate::comments::verification::{AskedLink, AuthorLink, ask, claim, code};
use crate::web::form_token::{self, FormToken};
use crate::web::{
    ClientIp, HandlerResult, PageContext, WebError, csp, email_field, html, is_from_us, return_to,
    see_other,
};

/// Mounts the pages.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments/author")
                .route(web::get().to(form))
                .route(web::post().to(send_link)),
        )
        .service(
            web::resource("/comments/author/{token}")
                .route(web::get().to(question))
                .route(web::post().to(press)),
        );
}

/// Mounts the JSON route of the elements.
pub(super) fn api_routes(config: &mut ServiceConfig) {
    config.route("/author-tokens", web::post().to(exchange));
}

/// The fields of the form, and the query of its page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AuthorForm {
    thread: String,
    /// The page of the site that the link leads back to.
    #[serde(rename = "return")]
    return_to: String,
    email: String,
    form_token: String,
    /// The honeypot.
    website_url: String,
}

#[derive(Template)]
#[template(path = "pages/comments/author.html")]
struct AuthorPage {
    page: PageContext,
    /// The thread's page.
    back: String,
    fields: AuthorForm,
    error: Option<String>,
    /// What stands above the form after a refused post.
    refusal: Option<&'static str>,
    is_sent: bool,
}

impl AuthorPage {
    /// The form. A page of another site is no page to lead back to, nor one whose address is longer than a thread's.
    fn of(app: &App, page: PageContext, mut fields: AuthorForm) -> Result<Self, WebError> {
        let config = app.config();
        let key = thread_or_refuse(&fields.thread, &config)?;
        let back = return_to::page_of_an_origin(&config, &fields.return_to);
        let back = back.filter(|back| back.as_str().len() <= ThreadKey::LONGEST);
        fields.return_to = back.map_or_else(String::new, String::from);
        fields.form_token = form_token::reissue(app.signer(), &fields.form_token, app.now());
        Ok(Self {
            page: page.at(&author_path(&key, &fields.return_to)),
            back: thread_path(&key),
            fields,
            error: None,
            refusal: None,
            is_sent: false,
        })
    }

    /// The page; its form says whose it is.
    fn shown(&self, status: StatusCode) -> HandlerResult {
        let mut answer = html(status, self)?;
        let (name, value) = own_origin();
        answer.headers_mut().insert(name, value);
        Ok(answer)
    }
}

async fn form(app: Data<App>, page: PageContext, query: Query<AuthorForm>) -> HandlerResult {
    AuthorPage::of(&app, page, query.into_inner())?.shown(StatusCode::OK)
}

async fn send_link(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    request: HttpRequest,
    form: Form<AuthorForm>,
) -> HandlerResult {
    if !is_from_us(&request, &app.config()) {
        return Err(WebError::StaleForm);
    }
    let form = form.into_inner();
    let token = form_token::check(app.signer(), &form.form_token, app.now());
    let mut template = AuthorPage::of(&app, page, form)?;
    let fields = &template.fields;
    if token != FormToken::Good {
        template.refusal = Some("verification-again");
        return template.shown(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let email = match email_field::read(&fields.email) {
        Ok(email) => email,
        Err(key) => {
            template.error = Some(template.page.say(key).to_string());
            return template.shown(StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    // Whoever fills in the honeypot learns nothing of it.
    if fields.website_url.is_empty() {
        let asked = AskedLink {
            email,
            locale: template.page.locale(),
            thread: thread_or_refuse(&fields.thread, &app.config())?,
            return_to: Some(fields.return_to.clone()).filter(|page| !page.is_empty()),
        };
        let mut tx = app.write().await?;
        ask::ask(&mut tx, &app, &asked, ip.0).await?;
        tx.commit().await?;
    }
    template.is_sent = true;
    template.shown(StatusCode::OK)
}

#[derive(Template)]
#[template(path = "pages/comments/author-link.html")]
struct AuthorLinkPage {
    page: PageContext,
    path: String,
    back: String,
    is_claimed: bool,
}

/// The page behind a mailed link. Its button may lead to a page of the site.
async fn question(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    token: Path<String>,
) -> HandlerResult {
    let browser = author_cookie::known(&app, &request);
    let mut tx = app.read().await?;
    let link = claim::link(&mut tx, &token, browser.as_ref(), app.now()).await?;
    drop(tx);
    let mut answer = link_page(page, &token, &link, false)?;
    if link.return_to.is_some() {
        csp::let_lead_back(&mut answer, &app.config());
    }
    Ok(answer)
}

async fn press(
    app: Data<App>,
    page: PageContext,
    request: HttpRequest,
    token: Path<String>,
) -> HandlerResult {
    // Another site must not make a reader's browser that of its own address.
    if !is_from_us(&request, &app.config()) {
        return Err(WebError::StaleForm);
    }
    let (browser, cookie) = author_cookie::keep(&app, &request);
    let mut tx = app.write().await?;
    let (link, code) = claim::claim(&mut tx, &app, &token, &browser).await?;
    tx.commit().await?;
    let page_of_the_site = link.return_to.as_deref();
    let back = page_of_the_site.and_then(|page| return_to::page_of_an_origin(&app.config(), page));
    let answer = match back {
        Some(mut back) => {
            // A fragment stays in the browser: no server, log or referrer has it.
            back.set_fragment(Some(&format!("gudok-code={}", code.as_str())));
            see_other(back.as_str())
        }
        None => link_page(page, &token, &link, true)?,
    };
    with_cookie(answer, &cookie)
}

fn link_page(page: PageContext, token: &str, link: &AuthorLink, is_claimed: bool) -> HandlerResult {
    let template = AuthorLinkPage {
        page: page.in_locale(link.locale),
        path: format!("/comments/author/{token}"),
        back: thread_path(&link.thread_key),
        is_claimed,
    };
    let mut answer = html(StatusCode::OK, &template)?;
    let (name, value) = own_origin();
    answer.headers_mut().insert(name, value);
    Ok(answer)
}

fn with_cookie(mut answer: HttpResponse, cookie: &Cookie<'_>) -> HandlerResult {
    answer.add_cookie(cookie).map_err(|error| {
        tracing::error!(%error, "a cookie could not be written");
        WebError::Internal
    })?;
    Ok(answer)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeJson {
    code: String,
}

#[derive(Serialize)]
struct AuthorTokenJson {
    /// What proves the author, as the header `Gudok-Author`.
    author_token: String,
}

/// Gives the page of the site the token of an author whose address is claimed.
async fn exchange(app: Data<App>, request: HttpRequest, json: Json<CodeJson>) -> HandlerResult {
    let (author, author_token) = author_token::keep(&app, &request);
    let mut tx = app.write().await?;
    code::exchange(&mut tx, &app, &json.code, &author).await?;
    tx.commit().await?;
    Ok(HttpResponse::Ok().json(AuthorTokenJson { author_token }))
}
