//! A change of a subscriber by an owner, for whoever asks by mail or telephone.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::address::DisplayName;
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::http::form_fields::FormFields;
use crate::subscribers::http::preferences_form;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::preferences::change;
use crate::subscribers::{Cadence, Subscriber, SubscriberId, find, lock, rename, topic_choices};
use crate::topics::{self, Topic};
use crate::web::{HandlerResult, PageContext, WebError, see_other};

#[derive(Template)]
#[template(path = "pages/subscribers/edit.html")]
struct EditPage {
    page: PageContext,
    session: AdminSession,
    subscriber: Subscriber,
    topics: Vec<Topic>,
    chosen: Vec<Topic>,
    cadences: &'static [Cadence],
}

impl EditPage {
    fn is_chosen(&self, topic: &Topic) -> bool {
        self.chosen.contains(topic)
    }

    fn is_locale(&self, locale: &str) -> bool {
        self.subscriber.locale.as_str() == locale
    }

    fn name(&self) -> String {
        let name = self.subscriber.name.as_ref();
        name.map_or_else(String::new, ToString::to_string)
    }

    fn path(&self) -> String {
        format!("/admin/subscribers/{}", self.subscriber.id.0)
    }
}

pub(super) async fn form(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let subscriber = find(&mut tx, SubscriberId(*id)).await?;
    let subscriber = subscriber.ok_or(WebError::NotFound)?;
    let template = EditPage {
        topics: topics::all(&mut tx).await?,
        chosen: topic_choices::chosen(&mut tx, subscriber.id).await?,
        cadences: Cadence::ALL,
        page,
        session,
        subscriber,
    };
    not_stored(StatusCode::OK, &template)
}

pub(super) async fn save(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, fields }: AdminForm<FormFields>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let subscriber = lock(&mut tx, SubscriberId(*id)).await?;
    let subscriber = subscriber.ok_or(WebError::NotFound)?;
    let known = topics::all(&mut tx).await?;
    let wanted = preferences_form::read(&fields, &subscriber, &known).map_err(WebError::Invalid)?;
    let name = DisplayName::parse(fields.text("name"))
        .map_err(|_| WebError::field("name", "subscribers-name-too-long"))?;
    let evidence = ConsentEvidence::of(Channel::Panel).by(session.email());
    let now = app.now();
    let is_renamed = rename(&mut tx, &subscriber, name.as_ref(), &evidence, now).await?;
    let is_changed = change(&mut tx, &subscriber, &wanted, &evidence, now).await?;
    if is_renamed || is_changed {
        let about = format!("subscriber:{id}");
        audit::record(&mut tx, &session, "subscriber-change", &about, now).await?;
    }
    tx.commit().await?;
    Ok(see_other(
        &page.link(&format!("/admin/subscribers/{id}?done=saved")),
    ))
}
