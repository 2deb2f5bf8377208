//! The buttons of an import. Each is a form.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::choices_form::{self, Pairs};
use super::done::{ImportDone, back};
use super::show::ImportPage;
use crate::admin::{AdminForm, audit};
use crate::app::App;
use crate::imports::{ImportError, ImportId, RunKind, find, remove, resume, start, stop};
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// POST /admin/imports/{id}/run
pub(super) async fn start_run(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm {
        session,
        fields: pairs,
    }: AdminForm<Pairs>,
) -> HandlerResult {
    let import = find(&mut app.read().await?, ImportId(*id)).await?;
    let import = import.ok_or(WebError::NotFound)?;
    let is_real = pairs.contains(&("run".to_owned(), RunKind::Real.to_string()));
    let run = if is_real { RunKind::Real } else { RunKind::Dry };
    let (choices, wrong) = choices_form::read(&pairs, import.kind, run);
    if !wrong.is_empty() {
        let shown = ImportPage::of(session, page, &app, *id).await?;
        let template = shown.with(choices, wrong);
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    let mut tx = app.write().await?;
    let import = match start(&mut tx, &app, import.id, run, &choices).await {
        Ok(import) => import,
        Err(refusal) => return refused(&page, import.id, refusal),
    };
    let done = match run {
        RunKind::Dry => ImportDone::Checking,
        RunKind::Real => {
            audit::record(
                &mut tx,
                &session,
                "import-start",
                &import.label(),
                app.now(),
            )
            .await?;
            ImportDone::Running
        }
    };
    tx.commit().await?;
    Ok(back(&page, import.id, done))
}

/// POST /admin/imports/{id}/stop
pub(super) async fn stop_run(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let import = match stop(&mut tx, &app, ImportId(*id)).await {
        Ok(import) => import,
        Err(refusal) => return refused(&page, ImportId(*id), refusal),
    };
    audit::record(&mut tx, &session, "import-stop", &import.label(), app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, import.id, ImportDone::Stopped))
}

/// POST /admin/imports/{id}/resumption
pub(super) async fn go_on(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let import = match resume(&mut tx, &app, ImportId(*id)).await {
        Ok(import) => import,
        Err(refusal) => return refused(&page, ImportId(*id), refusal),
    };
    audit::record(
        &mut tx,
        &session,
        "import-resume",
        &import.label(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, import.id, ImportDone::Resumed))
}

/// POST /admin/imports/{id}/removal
pub(super) async fn remove_it(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let import = match remove(&mut tx, ImportId(*id)).await {
        Ok(import) => import,
        Err(refusal) => return refused(&page, ImportId(*id), refusal),
    };
    audit::record(
        &mut tx,
        &session,
        "import-remove",
        &import.label(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    let list = format!("/admin/imports?done={}", ImportDone::Removed);
    Ok(see_other(&page.link(&list)))
}

fn refused(
    page: &PageContext,
    id: ImportId,
    refusal: ImportError,
) -> Result<HttpResponse, WebError> {
    match refusal {
        ImportError::Missing => Err(WebError::NotFound),
        ImportError::State(_) => Ok(back(page, id, ImportDone::Stale)),
        ImportError::Store(error) => Err(error.into()),
    }
}
