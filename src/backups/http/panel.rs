//! `/admin/backups`: the backups of the folder, a button for one more, and the download, which asks for the password.

use std::fs::File;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::admin::{AdminForm, AdminSession, Password, Passwords};
use crate::admin::{audit, prove_password, why_not};
use crate::app::App;
use crate::backups::{self, BackupFile, BackupName, BackupRun};
use crate::web::file_download::{file_download, unreadable};
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// Mounts the page, the button and the download.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/backups")
                .route(web::get().to(backups_page))
                .route(web::post().to(make_backup)),
        )
        .route("/backups/{name}/download", web::post().to(download_backup));
}

#[derive(Template)]
#[template(path = "pages/backups/backups.html")]
struct BackupsPage {
    page: PageContext,
    session: AdminSession,
    /// The folder, as it is written in the configuration.
    folder: Option<String>,
    keep: i64,
    files: Vec<BackupFile>,
    /// Why the folder cannot be read.
    unreadable: Option<String>,
    runs: Vec<BackupRun>,
    is_asked: bool,
    password_error: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BackupsQuery {
    done: String,
}

impl BackupsPage {
    async fn of(session: AdminSession, page: PageContext, app: &App) -> Result<Self, WebError> {
        let config = app.config();
        let folder = config.backups.folder.as_deref();
        let (files, unreadable) = match folder.map(backups::list) {
            Some(Ok(files)) => (files, None),
            Some(Err(error)) => (Vec::new(), Some(error.to_string())),
            None => (Vec::new(), None),
        };
        Ok(Self {
            folder: folder.map(|folder| folder.display().to_string()),
            keep: i64::from(config.backups.keep),
            files,
            unreadable,
            runs: backups::runs(&mut app.read().await?).await?,
            is_asked: false,
            password_error: None,
            page,
            session,
        })
    }

    fn run_of(&self, file: &BackupFile) -> Option<&BackupRun> {
        let name = file.name.to_string();
        self.runs.iter().find(|run| run.name == name)
    }

    /// The newest run, where it failed.
    fn failure(&self) -> Option<&BackupRun> {
        self.runs.first().filter(|run| run.problem.is_some())
    }

    /// The size in words, rounded up.
    fn size(&self, file: &BackupFile) -> String {
        let (key, unit) = if file.size < 1 << 20 {
            ("backups-size-kb", 1 << 10)
        } else {
            ("backups-size-mb", 1 << 20)
        };
        let size = i64::try_from(file.size.div_ceil(unit)).unwrap_or(i64::MAX);
        self.page.say(key).with("size", size).to_string()
    }
}

/// GET /admin/backups
async fn backups_page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<BackupsQuery>,
) -> HandlerResult {
    let template = BackupsPage {
        is_asked: query.done == "asked",
        ..BackupsPage::of(session, page, &app).await?
    };
    html(StatusCode::OK, &template)
}

/// POST /admin/backups: a job makes it.
async fn make_backup(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    if app.config().backups.folder.is_none() {
        return Ok(see_other(&page.link("/admin/backups")));
    }
    let mut tx = app.write().await?;
    let now = app.shared_now(&mut tx).await?;
    backups::enqueue(&mut tx, now).await?;
    audit::record(&mut tx, &session, "backup-make", "", app.now()).await?;
    tx.commit().await?;
    Ok(see_other(&page.link("/admin/backups?done=asked")))
}

#[derive(Deserialize)]
struct DownloadForm {
    #[serde(default)]
    password: String,
}

/// POST /admin/backups/{name}/download
async fn download_backup(
    page: PageContext,
    app: Data<App>,
    passwords: Data<Passwords>,
    name: Path<String>,
    AdminForm { session, fields }: AdminForm<DownloadForm>,
) -> HandlerResult {
    let name: BackupName = name.parse().map_err(|_| WebError::NotFound)?;
    let config = app.config();
    let folder = config.backups.folder.as_deref().ok_or(WebError::NotFound)?;
    let present = Password::typed(&fields.password);
    if let Err(refusal) = prove_password(&app, &passwords, &session, &present).await {
        let error = why_not(&page, refusal)?;
        let page = page.at("/admin/backups");
        let template = BackupsPage {
            password_error: Some(error),
            ..BackupsPage::of(session, page, &app).await?
        };
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    let file = match File::open(backups::path(folder, name)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(WebError::NotFound);
        }
        file => file.map_err(|error| unreadable(&error))?,
    };
    let mut tx = app.write().await?;
    audit::record(
        &mut tx,
        &session,
        "backup-download",
        &name.to_string(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    file_download(&name.to_string(), "application/vnd.sqlite3", file)
}
