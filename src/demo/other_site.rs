//! A page on another port that stands for the owner's own site: one post with both elements in it, under a strict policy.

use std::net::TcpListener;

use actix_web::App as HttpApp;
use actix_web::HttpServer;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::error::DemoError;
use super::site::{DemoPost, POSTS};
use crate::app::App;
use crate::config::{Bind, Config};
use crate::i18n::Locale;
use crate::web::{HandlerResult, PageContext, WebError, assets, html};

/// Listens beside the demo's own port, or on any free one, and lets its pages embed the elements.
pub(super) fn listen(config: &mut Config) -> Result<TcpListener, DemoError> {
    let beside = match &config.server.bind {
        Bind::Tcp { port, .. } => port.wrapping_add(1),
        Bind::Unix(_) => 0,
    };
    let listener = TcpListener::bind(("127.0.0.1", beside))
        .or_else(|_| TcpListener::bind(("127.0.0.1", 0)))?;
    let origin = format!("http://{}", listener.local_addr()?);
    config.server.allowed_origins.extend(origin.parse());
    Ok(listener)
}

/// Serves the page until the process ends.
pub(super) fn serve(app: &App, listener: TcpListener) -> Result<(), DemoError> {
    let app = app.clone();
    let server = HttpServer::new(move || {
        HttpApp::new()
            .app_data(Data::new(app.clone()))
            .app_data(Data::new(app.live_config().clone()))
            .route("/", web::get().to(post))
            .route("/site.{kind}", web::get().to(file))
    })
    .workers(1)
    .disable_signals()
    .listen(listener)?;
    tokio::spawn(server.run());
    Ok(())
}

#[derive(Template)]
#[template(path = "pages/demo/other-site.html")]
struct OtherSitePage {
    page: PageContext,
    post: DemoPost,
    content: String,
    gudok: String,
}

async fn post(app: Data<App>, request: HttpRequest) -> HandlerResult {
    let page = PageContext::of(&request, &app.config());
    let post = POSTS[match page.locale() {
        Locale::Ko => 0,
        Locale::En => 1,
    }];
    let gudok = app.config().server.base_url();
    let policy = format!(
        "default-src 'none'; script-src 'self' {gudok}; connect-src {gudok}; style-src 'self'; img-src {gudok}; form-action {gudok}; base-uri 'none'; require-trusted-types-for 'script'; trusted-types gudok"
    );
    let content = post.content.replace("src=\"/", &format!("src=\"{gudok}/"));
    let page = OtherSitePage {
        page,
        post,
        content,
        gudok,
    };
    let mut answer = html(StatusCode::OK, &page)?;
    let policy = policy.parse().map_err(|_| WebError::Internal)?;
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}

/// The page's own style sheet and its switch of colours.
async fn file(kind: web::Path<String>) -> HandlerResult {
    let (name, content_type) = match kind.as_str() {
        "css" => ("demo-site.css", "text/css; charset=utf-8"),
        "js" => ("demo-site.js", "text/javascript; charset=utf-8"),
        _ => return Err(WebError::NotFound),
    };
    Ok(HttpResponse::Ok()
        .content_type(content_type)
        .body(assets::text(name)))
}
