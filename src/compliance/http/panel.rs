//! `/admin/compliance`: the options that the law needs, the notices about advertising, and the requests about personal data.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::clock::Timestamp;
use crate::config::Compliance;
use crate::personal_data::{DataRequest, RequestKind, requests};
use crate::subscribers::advertising::{self, AdvertisingReport, Notice};
use crate::web::{HandlerResult, PageContext, WebError, email_field, html, see_other};

/// Requests that the page lists.
const LISTED: i64 = 100;

/// Mounts the page and its forms.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/compliance", web::get().to(show))
        .route("/compliance/requests", web::post().to(write_down))
        .route("/compliance/requests/{id}/answer", web::post().to(finish));
}

#[derive(Template)]
#[template(path = "pages/compliance/compliance.html")]
struct CompliancePage {
    page: PageContext,
    session: AdminSession,
    now: Timestamp,
    /// The options that the law needs, and whether each has a value.
    needs: Vec<(&'static str, bool)>,
    advertising: Option<AdvertisingReport>,
    requests: Option<Vec<DataRequest>>,
    /// Today in the site's zone, for the form.
    today: String,
    typed: RequestForm,
    errors: Vec<(&'static str, &'static str)>,
    done: Option<&'static str>,
}

impl CompliancePage {
    async fn of(app: &App, page: PageContext, session: AdminSession) -> Result<Self, WebError> {
        let (config, now) = (app.config(), app.now());
        let site = &config.site;
        let needs = site.compliance.needs().iter();
        let mut tx = app.read().await?;
        // What was agreed and sent under a law stays visible under the next.
        let report = advertising::report(&mut tx, now).await?;
        let has_advertising = site.compliance == Compliance::Kr || !report.newest.is_empty();
        let requests = requests::list(&mut tx, LISTED).await?;
        let has_requests = site.compliance == Compliance::Eu || !requests.is_empty();
        Ok(Self {
            needs: needs.map(|option| (*option, site.has(option))).collect(),
            advertising: has_advertising.then_some(report),
            requests: has_requests.then_some(requests),
            today: now.at(&site.time_zone).strftime("%Y-%m-%d").to_string(),
            typed: RequestForm::default(),
            errors: Vec::new(),
            done: None,
            now,
            page,
            session,
        })
    }

    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|(name, _)| *name == field);
        error.map(|(_, key)| self.page.say(key).to_string())
    }

    fn is_notice_late(&self, notice: &Notice) -> bool {
        notice.is_late(self.now)
    }

    fn is_request_late(&self, request: &DataRequest) -> bool {
        request.is_late(self.now)
    }

    fn day(&self) -> &str {
        if self.typed.day.is_empty() {
            &self.today
        } else {
            &self.typed.day
        }
    }
}

#[derive(Deserialize)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<DoneQuery>,
) -> HandlerResult {
    let mut template = CompliancePage::of(&app, page, session).await?;
    template.done = match query.done.as_str() {
        "written" => Some("compliance-request-written"),
        "answered" => Some("compliance-request-answered"),
        "stale" => Some("compliance-request-stale"),
        _ => None,
    };
    html(StatusCode::OK, &template)
}

/// A request as an owner writes it down.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct RequestForm {
    kind: String,
    email: String,
    /// The day on which it came, such as `2026-11-24`.
    day: String,
}

async fn write_down(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<RequestForm>,
) -> HandlerResult {
    let kind: RequestKind = fields.kind.parse().map_err(WebError::Malformed)?;
    let mut errors = Vec::new();
    let email = email_field::read(&fields.email);
    let email = email.map_err(|key| errors.push(("email", key))).ok();
    let day = fields.day.trim().parse::<jiff::civil::Date>().ok();
    let mut tx = app.write().await?;
    let written = match (&email, day) {
        (Some(email), Some(day)) => {
            let config = app.config();
            let zone = &config.site.time_zone;
            requests::write_down(&mut tx, kind, email, day, zone, app.now()).await?
        }
        _ => None,
    };
    let Some(id) = written else {
        if email.is_some() || day.is_none() {
            errors.push(("day", "compliance-request-day-wrong"));
        }
        drop(tx);
        let page = page.at("/admin/compliance");
        let template = CompliancePage {
            typed: fields,
            errors,
            ..CompliancePage::of(&app, page, session).await?
        };
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    };
    // Never the address: the log outlives the erasure of its person.
    let about = format!("{kind}:{id}");
    audit::record(&mut tx, &session, "data-request", &about, app.now()).await?;
    tx.commit().await?;
    Ok(see_other(&page.link("/admin/compliance?done=written")))
}

async fn finish(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let done = if requests::finish(&mut tx, *id, app.now()).await? {
        let about = format!("request:{id}");
        audit::record(&mut tx, &session, "data-answer", &about, app.now()).await?;
        tx.commit().await?;
        "answered"
    } else {
        "stale"
    };
    Ok(see_other(
        &page.link(&format!("/admin/compliance?done={done}")),
    ))
}
