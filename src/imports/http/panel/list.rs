//! The list of imports, and the upload of a file.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::done::{ImportDone, back};
use crate::admin::{AdminFormWithFile, AdminSession, audit};
use crate::app::App;
use crate::imports::{Import, ImportKind, Upload, latest};
use crate::web::headers::declared_length;
use crate::web::{HandlerResult, PageContext, WebError, csp, html};

/// Imports on the page.
const SHOWN: i64 = 50;
/// Octets of a form around its file.
const FORM: u64 = 64 * 1024;

#[derive(Template)]
#[template(path = "pages/imports/list.html")]
struct ImportsPage {
    page: PageContext,
    session: AdminSession,
    rows: Vec<Import>,
    kinds: &'static [ImportKind],
    /// Megabytes of the largest file.
    megabytes: i64,
    done: Option<ImportDone>,
    /// The phrase of what is wrong with the last upload.
    error: Option<&'static str>,
}

impl ImportsPage {
    async fn of(session: AdminSession, page: PageContext, app: &App) -> Result<Self, WebError> {
        Ok(Self {
            page: page.at("/admin/imports"),
            session,
            rows: latest(&mut app.read().await?, SHOWN).await?,
            kinds: ImportKind::ALL,
            megabytes: i64::from(app.config().server.largest_upload),
            done: None,
            error: None,
        })
    }

    /// Octets of the largest file.
    fn most(&self) -> i64 {
        self.megabytes * 1024 * 1024
    }

    fn answer(&self, status: StatusCode) -> HandlerResult {
        let mut answer = html(status, self)?;
        csp::set(&mut answer, csp::PANEL_POLICY);
        Ok(answer)
    }
}

#[derive(Deserialize)]
pub(super) struct ListQuery {
    #[serde(default)]
    done: String,
}

pub(super) async fn page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<ListQuery>,
) -> HandlerResult {
    let template = ImportsPage {
        done: query.done.parse().ok(),
        ..ImportsPage::of(session, page, &app).await?
    };
    template.answer(StatusCode::OK)
}

/// POST /admin/imports
pub(super) async fn upload(
    page: PageContext,
    app: Data<App>,
    request: HttpRequest,
    mut form: AdminFormWithFile,
) -> HandlerResult {
    let kind: ImportKind = form.field("kind").parse().map_err(WebError::Malformed)?;
    let session = form.session.clone();
    let most = app.config().server.largest_upload_bytes();
    if declared_length(request.headers()).is_some_and(|length| length > most + FORM) {
        return too_large(session, page, &app).await;
    }
    if form.file_name.is_empty() {
        return refused(session, page, &app, "imports-upload-missing").await;
    }
    let mut tx = app.write().await?;
    let mut upload = Upload::begin(&mut tx, &app, kind, &form.file_name).await?;
    let subject = format!("import:{}", upload.id().0);
    audit::record(&mut tx, &session, "import-upload", &subject, app.now()).await?;
    tx.commit().await?;
    loop {
        match form.next().await {
            Ok(Some(octets)) if upload.take(&app, &octets).await? => {}
            Ok(Some(_)) => return Err(WebError::NotFound),
            Ok(None) => break,
            Err(error) => {
                upload.cancel(&app).await?;
                return Err(error);
            }
        }
        if upload.octets() > most {
            upload.cancel(&app).await?;
            return too_large(session, page, &app).await;
        }
    }
    if upload.octets() == 0 {
        upload.cancel(&app).await?;
        return refused(session, page, &app, "imports-upload-empty").await;
    }
    let id = upload.id();
    if !upload.finish(&app).await? {
        return Err(WebError::NotFound);
    }
    Ok(back(&page, id, ImportDone::Uploaded))
}

async fn too_large(session: AdminSession, page: PageContext, app: &App) -> HandlerResult {
    let template = ImportsPage {
        error: Some("imports-upload-too-large"),
        ..ImportsPage::of(session, page, app).await?
    };
    template.answer(StatusCode::PAYLOAD_TOO_LARGE)
}

async fn refused(
    session: AdminSession,
    page: PageContext,
    app: &App,
    error: &'static str,
) -> HandlerResult {
    let template = ImportsPage {
        error: Some(error),
        ..ImportsPage::of(session, page, app).await?
    };
    template.answer(StatusCode::UNPROCESSABLE_ENTITY)
}
