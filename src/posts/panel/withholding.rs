//! The panel's word on one post's mail: keep it back, let it go, send it again.

use actix_web::web::{Data, Form, Path};

use super::{Csrf, Done, back};
use crate::admin::{Desk, Room, audit};
use crate::app::App;
use crate::posts::{self, PostId};
use crate::web::{Answer, Page, WebError};

/// POST /admin/posts/{id}/withholding
pub(super) async fn withhold(
    desk: Desk,
    page: Page,
    app: Data<App>,
    id: Path<i64>,
    form: Form<Csrf>,
) -> Answer {
    let desk = desk.in_room(Room::Posts)?;
    desk.check(&form.csrf)?;
    let mut tx = app.write().await?;
    if !posts::hold(&mut tx, PostId(*id), app.now()).await? {
        return Err(WebError::NotFound);
    }
    audit::record(&mut tx, &desk, "post-withheld", &id.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, Done::Withheld))
}

/// POST /admin/posts/{id}/release
pub(super) async fn release(
    desk: Desk,
    page: Page,
    app: Data<App>,
    id: Path<i64>,
    form: Form<Csrf>,
) -> Answer {
    let desk = desk.in_room(Room::Posts)?;
    desk.check(&form.csrf)?;
    let mut tx = app.write().await?;
    if !posts::release(&mut tx, PostId(*id), app.now()).await? {
        return Err(WebError::NotFound);
    }
    audit::record(&mut tx, &desk, "post-released", &id.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, Done::Released))
}

/// POST /admin/posts/{id}/resending
pub(super) async fn resend(
    desk: Desk,
    page: Page,
    app: Data<App>,
    id: Path<i64>,
    form: Form<Csrf>,
) -> Answer {
    let desk = desk.in_room(Room::Posts)?;
    desk.check(&form.csrf)?;
    let mut tx = app.write().await?;
    if !posts::send_again(&mut tx, PostId(*id), app.now()).await? {
        return Err(WebError::NotFound);
    }
    audit::record(&mut tx, &desk, "post-resent", &id.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, Done::Resent))
}
