//! The site's own fields and the tags: what exists, a new field, a changed one, and removals.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::i18n::Phrase;
use crate::store::{self, Tx};
use crate::subscribers::fields::{
    self, FieldDraft, FieldForm, FieldId, FieldKind, FieldMistakes, ReaderField,
};
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::tags::{self, ReaderTag, TagId};
use crate::web::{HandlerResult, PageContext, WebError, see_other};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/fields")
                .route(web::get().to(list))
                .route(web::post().to(add)),
        )
        .service(
            web::resource("/fields/{id}")
                .route(web::get().to(one))
                .route(web::post().to(change)),
        )
        .service(web::resource("/fields/{id}/removal").route(web::post().to(remove)))
        .service(web::resource("/tags/{id}/removal").route(web::post().to(remove_tag)));
}

/// What was done; the address of the page carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldsDone {
    Added,
    Changed,
    Removed,
    TagRemoved,
}

crate::text_enum!(FieldsDone {
    Added => "added", Changed => "changed", Removed => "removed", TagRemoved => "tag-removed",
});

impl FieldsDone {
    fn key(self) -> &'static str {
        match self {
            Self::Added => "fields-added",
            Self::Changed => "fields-changed",
            Self::Removed => "fields-removed",
            Self::TagRemoved => "fields-tag-removed",
        }
    }
}

#[derive(Template)]
#[template(path = "pages/subscribers/fields.html")]
struct FieldsPage {
    page: PageContext,
    session: AdminSession,
    fields: Vec<ReaderField>,
    tags: Vec<ReaderTag>,
    /// The field that the form changes; without one it adds a field.
    changed: Option<ReaderField>,
    form: FieldForm,
    mistakes: FieldMistakes,
    kinds: &'static [FieldKind],
    done: Option<FieldsDone>,
}

impl FieldsPage {
    async fn read(tx: &mut Tx, page: PageContext, session: AdminSession) -> store::Result<Self> {
        Ok(Self {
            fields: fields::all(tx).await?,
            tags: tags::all(tx).await?,
            changed: None,
            form: FieldForm {
                on_form: "yes".into(),
                ..FieldForm::default()
            },
            mistakes: FieldMistakes::default(),
            kinds: FieldKind::ALL,
            done: None,
            page,
            session,
        })
    }

    fn action(&self) -> String {
        match &self.changed {
            Some(field) => format!("/admin/fields/{}", field.id.0),
            None => "/admin/fields".into(),
        }
    }

    fn address(&self, field: &ReaderField) -> String {
        self.page.link(&format!("/admin/fields/{}", field.id.0))
    }

    fn may_remove(&self) -> bool {
        self.session.may("erasure")
    }

    /// Whether the form takes choices: a new field may become one of choices.
    fn takes_choices(&self) -> bool {
        let changed = self.changed.as_ref();
        changed.is_none_or(|field| field.kind == FieldKind::Choice)
    }

    fn error(&self, field: &str) -> Option<Phrase<'static>> {
        let key = match field {
            "name" => self.mistakes.name,
            "kind" => self.mistakes.kind,
            "choices" => self.mistakes.choices,
            _ => None,
        };
        key.map(|key| self.page.say(key))
    }
}

#[derive(Deserialize)]
struct FieldsQuery {
    done: Option<String>,
}

/// GET /admin/fields
async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<FieldsQuery>,
) -> HandlerResult {
    let done = query.done.as_deref().and_then(|done| done.parse().ok());
    let mut tx = app.read().await?;
    let template = FieldsPage {
        done,
        ..FieldsPage::read(&mut tx, page, session).await?
    };
    not_stored(StatusCode::OK, &template)
}

/// GET /admin/fields/{id}
async fn one(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let field = field(&mut tx, *id).await?;
    let form = FieldForm {
        name: field.name.clone(),
        kind: field.kind.to_string(),
        choices: field.choices.0.join("\n"),
        on_form: if field.on_form { "yes" } else { "" }.into(),
    };
    let template = FieldsPage {
        changed: Some(field),
        form,
        ..FieldsPage::read(&mut tx, page, session).await?
    };
    not_stored(StatusCode::OK, &template)
}

/// POST /admin/fields
async fn add(
    page: PageContext,
    app: Data<App>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<FieldForm>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let added = match FieldDraft::parse(&form, None) {
        Ok(draft) => fields::add(&mut tx, &draft, app.now()).await?,
        Err(mistakes) => Err(mistakes),
    };
    match added {
        Ok(id) => {
            let about = format!("field:{}", id.0);
            audit::record(&mut tx, &session, "field-added", &about, app.now()).await?;
            tx.commit().await?;
            Ok(back(&page, FieldsDone::Added))
        }
        Err(mistakes) => {
            let template = FieldsPage {
                form,
                mistakes,
                ..FieldsPage::read(&mut tx, page, session).await?
            };
            not_stored(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
    }
}

/// POST /admin/fields/{id}
async fn change(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<FieldForm>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let present = field(&mut tx, *id).await?;
    match FieldDraft::parse(&form, Some(present.kind)) {
        Ok(draft) => {
            fields::change(&mut tx, present.id, &draft).await?;
            let about = format!("field:{id}");
            audit::record(&mut tx, &session, "field-changed", &about, app.now()).await?;
            tx.commit().await?;
            Ok(back(&page, FieldsDone::Changed))
        }
        Err(mistakes) => {
            let template = FieldsPage {
                changed: Some(present),
                form,
                mistakes,
                ..FieldsPage::read(&mut tx, page, session).await?
            };
            not_stored(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
    }
}

/// POST /admin/fields/{id}/removal
async fn remove(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let present = field(&mut tx, *id).await?;
    fields::remove(&mut tx, present.id).await?;
    let about = format!("field:{id}");
    audit::record(&mut tx, &session, "field-removed", &about, app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, FieldsDone::Removed))
}

/// POST /admin/tags/{id}/removal
async fn remove_tag(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let name = tags::remove(&mut tx, TagId(*id)).await?;
    let name = name.ok_or(WebError::NotFound)?;
    audit::record(&mut tx, &session, "tag-removed", &name, app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, FieldsDone::TagRemoved))
}

async fn field(tx: &mut Tx, id: i64) -> Result<ReaderField, WebError> {
    let field = fields::find(tx, FieldId(id)).await?;
    field.ok_or(WebError::NotFound)
}

fn back(page: &PageContext, done: FieldsDone) -> HttpResponse {
    see_other(&page.link(&format!("/admin/fields?done={done}")))
}
