//! One subscriber with their mails and their consent record, asking them again, and unsubscribing them.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::event_words;
use crate::admin::{AdminForm, AdminSession, AuditedValues, audit};
use crate::app::App;
use crate::i18n::{FieldError, Phrase};
use crate::outbox::{self, SubscriberMail};
use crate::store::Tx;
use crate::subscribers::consent::{self, Change, Channel, ConsentEvent, ConsentEvidence};
use crate::subscribers::fields::{self, ReaderField};
use crate::subscribers::http::field_input::FieldInput;
use crate::subscribers::http::form_fields::FormFields;
use crate::subscribers::http::hours::hour_of;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::{
    self, Cadence, Subscriber, SubscriberId, SubscriberState, confirmation, describe_subscriber,
    find, lock, tags, topic_choices,
};
use crate::web::{HandlerResult, PageContext, WebError, see_other};

/// Mails that the page shows.
const MAILS: i64 = 20;

#[derive(Template)]
#[template(path = "pages/subscribers/detail.html")]
struct DetailPage {
    page: PageContext,
    session: AdminSession,
    subscriber: Subscriber,
    topics: String,
    history: Vec<ConsentEvent>,
    fields: Vec<ReaderField>,
    /// The answers as they are stored or, with an error, as they were typed.
    answers: Vec<(String, String)>,
    tags: String,
    errors: Vec<FieldError>,
    mails: Vec<SubscriberMail>,
    done: String,
}

impl DetailPage {
    async fn read(
        tx: &mut Tx,
        page: PageContext,
        session: AdminSession,
        id: SubscriberId,
    ) -> Result<Self, WebError> {
        let subscriber = find(tx, id).await?.ok_or(WebError::NotFound)?;
        let topics = topic_choices::chosen(tx, id).await?;
        let names: Vec<String> = topics.into_iter().map(|topic| topic.name).collect();
        let fields = fields::all(tx).await?;
        let values = fields::of(tx, id).await?;
        Ok(Self {
            history: consent::history(tx, id).await?,
            topics: names.join(", "),
            answers: fields::named(&fields, values.iter()).into_iter().collect(),
            tags: tags::of(tx, id).await?.join(", "),
            errors: Vec::new(),
            mails: outbox::of_subscriber(tx, id, MAILS).await?,
            done: String::new(),
            fields,
            page,
            session,
            subscriber,
        })
    }

    fn erasure(&self) -> String {
        format!("/admin/subscribers/{}/erasure", self.subscriber.id.0)
    }

    fn proof(&self) -> String {
        format!("/admin/subscribers/{}/proof", self.subscriber.id.0)
    }

    fn inputs(&self) -> Vec<FieldInput> {
        let is_wrong = self.errors.iter().any(|error| error.field == "fields");
        FieldInput::all(&self.fields, &self.answers, is_wrong)
    }

    fn wrong_tags(&self) -> Option<Phrase<'static>> {
        let error = self.errors.iter().find(|error| error.field == "tags")?;
        Some(self.page.say(error.key))
    }

    fn edit(&self) -> String {
        format!("/admin/subscribers/{}/edit", self.subscriber.id.0)
    }

    /// The comments that were written with the address.
    fn comments(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("author", &self.subscriber.email.key());
        format!("/admin/comments?{}", query.finish())
    }

    fn is_pending(&self) -> bool {
        self.subscriber.state == SubscriberState::Pending
    }

    /// What was done just now, and whether it went well.
    fn done(&self) -> Option<(&'static str, bool)> {
        Some(match self.done.as_str() {
            "true" => ("subscribers-detail-left", true),
            "described" => ("fields-described", true),
            "saved" => ("subscribers-preferences-saved", true),
            "asked" => ("subscribers-detail-asked-again", true),
            "not-asked" => ("subscribers-detail-not-asked", false),
            "known" => ("subscribers-detail-known", false),
            _ => return None,
        })
    }

    fn mail_kind(&self, mail: &SubscriberMail) -> String {
        let key = format!("panel-mail-{}", mail.kind);
        self.page.say(&key).to_string()
    }

    fn mail_state(&self, mail: &SubscriberMail) -> String {
        let key = format!("panel-state-{}", mail.state);
        self.page.say(&key).to_string()
    }

    fn may_erase(&self) -> bool {
        self.session.may("erasure")
    }

    fn may_leave(&self) -> bool {
        matches!(
            self.subscriber.state,
            SubscriberState::Pending | SubscriberState::Confirmed | SubscriberState::Bounced
        )
    }

    fn is_weekly(&self) -> bool {
        self.subscriber.cadence == Cadence::Weekly
    }

    fn hour(&self) -> String {
        hour_of(self.page.translator(), self.subscriber.delivery_hour).to_string()
    }

    fn source(&self, event: &ConsentEvent) -> String {
        event_words::source(&self.page, event.channel.as_str(), event.actor.as_deref())
    }

    fn change(&self, change: &Change) -> String {
        event_words::change(&self.page, change)
    }
}

#[derive(Deserialize)]
pub(super) struct DetailQuery {
    #[serde(default)]
    done: String,
}

pub(super) async fn detail(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    shown: Query<DetailQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let template = DetailPage {
        done: shown.into_inner().done,
        ..DetailPage::read(&mut tx, page, session, SubscriberId(*id)).await?
    };
    not_stored(StatusCode::OK, &template)
}

/// POST /admin/subscribers/{id}/details: values of the site's own fields, and tags.
pub(super) async fn describe(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, fields }: AdminForm<FormFields>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let id = SubscriberId(*id);
    let present = lock(&mut tx, id).await?.ok_or(WebError::NotFound)?;
    let answers = fields.answers();
    let typed = fields.text("tags");
    let error = match tags::words([typed]) {
        Err(key) => FieldError { field: "tags", key },
        Ok(tags) => {
            let now = app.now();
            match describe_subscriber(&mut tx, present.id, &answers, Some(&tags), now).await? {
                Ok(is_changed) => {
                    if is_changed {
                        let about = format!("subscriber:{}", id.0);
                        audit::record(&mut tx, &session, "subscriber-details", &about, now).await?;
                    }
                    tx.commit().await?;
                    return Ok(see_other(
                        &page.link(&format!("/admin/subscribers/{}?done=described", id.0)),
                    ));
                }
                Err(key) => FieldError {
                    field: "fields",
                    key,
                },
            }
        }
    };
    let template = DetailPage {
        answers,
        tags: typed.to_owned(),
        errors: vec![error],
        ..DetailPage::read(&mut tx, page, session, id).await?
    };
    not_stored(StatusCode::UNPROCESSABLE_ENTITY, &template)
}

pub(super) async fn send_again(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let subscriber = lock(&mut tx, SubscriberId(*id)).await?;
    let subscriber = subscriber.ok_or(WebError::NotFound)?;
    let is_sent = confirmation::send_again(&mut tx, &app, &subscriber).await?;
    if is_sent {
        let about = format!("subscriber:{id}");
        audit::record(&mut tx, &session, "subscriber-ask", &about, app.now()).await?;
    }
    tx.commit().await?;
    let done = if is_sent { "asked" } else { "not-asked" };
    Ok(see_other(
        &page.link(&format!("/admin/subscribers/{id}?done={done}")),
    ))
}

pub(super) async fn unsubscribe(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let subscriber = find(&mut tx, SubscriberId(*id)).await?;
    let subscriber = subscriber.ok_or(WebError::NotFound)?;
    let evidence = ConsentEvidence::of(Channel::Panel).by(session.email());
    if subscribers::unsubscribe(&mut tx, &app, subscriber.id, &evidence).await? {
        // Never the address: the log outlives the erasure of its person.
        let about = format!("subscriber:{}", subscriber.id.0);
        let values = AuditedValues::between(
            subscriber.state.as_str(),
            SubscriberState::Unsubscribed.as_str(),
        );
        audit::record_values(
            &mut tx,
            &session,
            "subscriber-unsubscribe",
            &about,
            values,
            app.now(),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(see_other(
        &page.link(&format!("/admin/subscribers/{id}?done=true")),
    ))
}
