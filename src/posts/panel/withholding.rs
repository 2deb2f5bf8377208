//! The panel's word on one post's mail: keep it back, let it go, send it again.

use actix_web::web::{Data, Path};

use super::{Done, back};
use crate::admin::{AdminForm, audit};
use crate::app::App;
use crate::posts::{self, PostId};
use crate::web::{HandlerResult, PageContext, WebError};

/// POST /admin/posts/{id}/withholding
pub(super) async fn withhold(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !posts::hold(&mut tx, PostId(*id), app.now()).await? {
        return Err(WebError::NotFound);
    }
    audit::record(
        &mut tx,
        &session,
        "post-withheld",
        &id.to_string(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, Done::Withheld))
}

/// POST /admin/posts/{id}/release
pub(super) async fn release(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !posts::release(&mut tx, PostId(*id), app.now()).await? {
        return Err(WebError::NotFound);
    }
    audit::record(
        &mut tx,
        &session,
        "post-released",
        &id.to_string(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, Done::Released))
}

/// POST /admin/posts/{id}/resending
pub(super) async fn resend(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !posts::send_again(&mut tx, PostId(*id), app.now()).await? {
        return Err(WebError::NotFound);
    }
    audit::record(&mut tx, &session, "post-resent", &id.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, Done::Resent))
}
