//! The page `/admin/embedding` and its forms.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::check::{self, CheckReport};
use super::preview::preview;
use super::snippets::{self, LinkTexts, SystemSnippets};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::panel::done::{Done, DoneQuery};
use crate::panel::options::{self, OptionsForm, Pairs};
use crate::subscribers::sign_up_places::{self, SignUpPlace};
use crate::web::{HandlerResult, PageContext, WebError, csp, html, see_other};
use crate::webhooks;

const PATH: &str = "/admin/embedding";
/// The options of the page.
const OPTIONS: &[&str] = &["site.url", "server.allowed_origins"];

/// Mounts the page.
pub(in crate::panel) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/embedding")
                .route(web::get().to(show))
                .route(web::post().to(save)),
        )
        .route("/embedding/preview", web::get().to(preview))
        .route("/embedding/check", web::post().to(check_page))
        .route("/embedding/secret", web::post().to(reveal_secret))
        .route("/embedding/secret/renewal", web::post().to(renew_secret));
}

#[derive(Template)]
#[template(path = "pages/panel/embedding/page.html")]
struct EmbeddingPage {
    page: PageContext,
    session: AdminSession,
    form: OptionsForm,
    done: Option<Done>,
    base: String,
    systems: Vec<SystemSnippets>,
    /// The page to check, as it was typed.
    address: String,
    report: Option<CheckReport>,
    /// The secret of publishing, where it was asked for.
    secret: Option<String>,
    /// What sets the secret instead of the panel.
    secret_lock: Option<String>,
    places: Vec<SignUpPlace>,
}

impl EmbeddingPage {
    async fn of(session: AdminSession, page: PageContext, app: &App) -> Result<Self, WebError> {
        let config = app.config();
        let base = config.server.base_url();
        let lock = config.given.place(webhooks::PUBLISH_SECRET);
        let texts = LinkTexts {
            subscribe: page.say("layout-subscribe").to_string(),
            comments: page.say("layout-section-comments").to_string(),
        };
        let site = config.site.url.as_ref();
        let post = site.and_then(|site| site.join("/this-post").ok());
        let post = post.map_or_else(|| "https://example.org/this-post".into(), String::from);
        let mut tx = app.read().await?;
        Ok(Self {
            places: sign_up_places::most_used(&mut tx).await?,
            form: OptionsForm::of(OPTIONS, app),
            done: None,
            systems: snippets::all(&base, &post, &texts),
            base,
            address: config
                .site
                .url
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            report: None,
            secret: None,
            secret_lock: lock.map(ToString::to_string),
            page: page.at(PATH),
            session,
        })
    }

    fn answer(&self, status: StatusCode) -> HandlerResult {
        let mut answer = html(status, self)?;
        csp::set(&mut answer, csp::PANEL_POLICY);
        Ok(answer)
    }
}

async fn show(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    done: Query<DoneQuery>,
) -> HandlerResult {
    let template = EmbeddingPage {
        done: done.done(),
        ..EmbeddingPage::of(session, page, &app).await?
    };
    template.answer(StatusCode::OK)
}

async fn save(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<Pairs>,
) -> HandlerResult {
    match options::save(&app, &session, &page, OPTIONS, &fields).await? {
        Ok(()) => Ok(see_other(
            &page.link(&format!("{PATH}?done={}", Done::Saved)),
        )),
        Err(form) => {
            let status = form.status();
            let template = EmbeddingPage {
                form,
                ..EmbeddingPage::of(session, page, &app).await?
            };
            template.answer(status)
        }
    }
}

#[derive(Deserialize)]
struct CheckForm {
    address: String,
}

async fn check_page(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<CheckForm>,
) -> HandlerResult {
    let report = check::check(&app, &page, &fields.address).await;
    let template = EmbeddingPage {
        address: fields.address,
        report: Some(report),
        ..EmbeddingPage::of(session, page, &app).await?
    };
    template.answer(StatusCode::OK)
}

async fn reveal_secret(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let secret = webhooks::publish_secret(&app).await?;
    let template = EmbeddingPage {
        secret: Some(secret.as_text().to_owned()),
        ..EmbeddingPage::of(session, page, &app).await?
    };
    template.answer(StatusCode::OK)
}

async fn renew_secret(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    if app.config().given.place(webhooks::PUBLISH_SECRET).is_some() {
        return Err(WebError::Forbidden);
    }
    let mut tx = app.write().await?;
    let secret = webhooks::renew_publish_secret(&mut tx, app.random()).await?;
    audit::record(
        &mut tx,
        &session,
        "secret-renew",
        webhooks::PUBLISH_SECRET,
        app.now(),
    )
    .await?;
    tx.commit().await?;
    let template = EmbeddingPage {
        secret: Some(secret.as_text().to_owned()),
        ..EmbeddingPage::of(session, page, &app).await?
    };
    template.answer(StatusCode::OK)
}
