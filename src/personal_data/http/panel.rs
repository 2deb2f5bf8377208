//! Pages on which an owner exports and erases a person: from a subscriber, or from a comment.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;

use crate::address::EmailAddress;
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::comments::{CommentId, privacy};
use crate::personal_data::{erase, gather};
use crate::store::Tx;
use crate::subscribers::http::not_stored;
use crate::subscribers::http::ticked::Ticked;
use crate::subscribers::{self, SubscriberId};
use crate::web::{HandlerResult, PageContext, WebError, download};

/// Mounts the pages of erasure and the files.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/subscribers/bulk/erasure")
                .route(web::get().to(ask_for_ticked))
                .route(web::post().to(erase_ticked)),
        )
        .service(
            web::resource("/subscribers/{id}/erasure")
                .route(web::get().to(ask_for_subscriber))
                .route(web::post().to(erase_subscriber)),
        )
        .route(
            "/subscribers/{id}/export",
            web::post().to(export_subscriber),
        )
        .route("/comments/{id}/export", web::post().to(export_author))
        .service(
            web::resource("/comments/{id}/erasure")
                .route(web::get().to(ask_for_author))
                .route(web::post().to(erase_author)),
        );
}

/// GET /admin/subscribers/bulk/erasure: says whose data would be erased.
async fn ask_for_ticked(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    query: Query<Vec<(String, String)>>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let ticked = Ticked::read(&mut tx, &query).await?;
    drop(tx);
    ticked.ask(page, session, "erase", "/admin/subscribers/bulk/erasure")
}

/// POST /admin/subscribers/bulk/erasure: erases the ticked subscribers with their comments.
async fn erase_ticked(
    app: Data<App>,
    page: PageContext,
    AdminForm {
        session,
        fields: pairs,
    }: AdminForm<Vec<(String, String)>>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let ticked = Ticked::read(&mut tx, &pairs).await?;
    for person in &ticked.people {
        erase(&mut tx, &app, &person.email).await?;
        let about = PersonBy::Subscriber(person.id).label();
        audit::record(&mut tx, &session, "person-erase", &about, app.now()).await?;
    }
    tx.commit().await?;
    Ok(ticked.done(&page, "erase", ticked.people.len()))
}

async fn ask_for_subscriber(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    id: Path<i64>,
) -> HandlerResult {
    ask(app, page, session, PersonBy::Subscriber(SubscriberId(*id))).await
}

async fn ask_for_author(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    id: Path<CommentId>,
) -> HandlerResult {
    ask(app, page, session, PersonBy::Comment(*id)).await
}

async fn erase_subscriber(
    app: Data<App>,
    page: PageContext,
    id: Path<i64>,
    form: AdminForm,
) -> HandlerResult {
    act(app, page, PersonBy::Subscriber(SubscriberId(*id)), form).await
}

async fn erase_author(
    app: Data<App>,
    page: PageContext,
    id: Path<CommentId>,
    form: AdminForm,
) -> HandlerResult {
    act(app, page, PersonBy::Comment(*id), form).await
}

async fn export_subscriber(app: Data<App>, id: Path<i64>, form: AdminForm) -> HandlerResult {
    export(app, PersonBy::Subscriber(SubscriberId(*id)), form).await
}

async fn export_author(app: Data<App>, id: Path<CommentId>, form: AdminForm) -> HandlerResult {
    export(app, PersonBy::Comment(*id), form).await
}

/// The record from which the owner came. Its id stands in the address of the page, since servers log addresses.
#[derive(Clone, Copy, Debug)]
enum PersonBy {
    Subscriber(SubscriberId),
    Comment(CommentId),
}

impl PersonBy {
    async fn email(self, tx: &mut Tx) -> Result<EmailAddress, WebError> {
        let email = match self {
            Self::Subscriber(id) => subscribers::find(tx, id).await?.map(|found| found.email),
            Self::Comment(id) => privacy::author(tx, id).await?.map(|found| found.email),
        };
        email.ok_or(WebError::NotFound)
    }

    /// The record's name in the audit log, which must not keep the address.
    fn label(self) -> String {
        match self {
            Self::Subscriber(id) => format!("subscriber:{}", id.0),
            Self::Comment(id) => format!("comment:{id}"),
        }
    }

    /// The path of an act on the person.
    fn path(self, act: &str) -> String {
        match self {
            Self::Subscriber(id) => format!("/admin/subscribers/{}/{act}", id.0),
            Self::Comment(id) => format!("/admin/comments/{id}/{act}"),
        }
    }

    fn list(self) -> &'static str {
        match self {
            Self::Subscriber(_) => "/admin/subscribers",
            Self::Comment(_) => "/admin/comments",
        }
    }
}

#[derive(Template)]
#[template(path = "pages/personal_data/erase.html")]
struct ErasePage {
    page: PageContext,
    session: AdminSession,
    email: String,
    is_subscriber: bool,
    comments: i64,
    action: String,
    export: String,
    back: &'static str,
}

#[derive(Template)]
#[template(path = "pages/personal_data/erased.html")]
struct ErasedPage {
    page: PageContext,
    session: AdminSession,
    email: String,
    back: &'static str,
}

/// The data of the person as a file, for who asks the owner and not the program. The audit log has who took it.
async fn export(app: Data<App>, person: PersonBy, form: AdminForm) -> HandlerResult {
    let mut tx = app.write().await?;
    let email = person.email(&mut tx).await?;
    let data = gather(&mut tx, &app, &email).await?;
    let (session, label) = (form.session, person.label());
    audit::record(&mut tx, &session, "person-export", &label, app.now()).await?;
    tx.commit().await?;
    download("personal-data.json", &data)
}

async fn ask(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    person: PersonBy,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let email = person.email(&mut tx).await?;
    let template = ErasePage {
        is_subscriber: subscribers::find_by_email(&mut tx, &email).await?.is_some(),
        comments: privacy::count(&mut tx, &email).await?,
        action: person.path("erasure"),
        export: person.path("export"),
        back: person.list(),
        email: email.to_string(),
        page,
        session,
    };
    not_stored(StatusCode::OK, &template)
}

async fn act(
    app: Data<App>,
    page: PageContext,
    person: PersonBy,
    form: AdminForm,
) -> HandlerResult {
    let session = form.session;
    let mut tx = app.write().await?;
    let email = person.email(&mut tx).await?;
    erase(&mut tx, &app, &email).await?;
    audit::record(
        &mut tx,
        &session,
        "person-erase",
        &person.label(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    let template = ErasedPage {
        back: person.list(),
        email: email.to_string(),
        page,
        session,
    };
    not_stored(StatusCode::OK, &template)
}
