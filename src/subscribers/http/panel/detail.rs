//! One subscriber with their consent record, and unsubscribing them.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::event_words;
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::subscribers::consent::{self, Change, Channel, ConsentEvent, ConsentEvidence};
use crate::subscribers::http::hours::hour_of;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::{
    self, Cadence, Subscriber, SubscriberId, SubscriberState, find, topic_choices,
};
use crate::web::{HandlerResult, PageContext, WebError, see_other};

#[derive(Template)]
#[template(path = "pages/subscribers/detail.html")]
struct DetailPage {
    page: PageContext,
    session: AdminSession,
    subscriber: Subscriber,
    topics: String,
    history: Vec<ConsentEvent>,
    done: bool,
}

impl DetailPage {
    fn erasure(&self) -> String {
        format!("/admin/subscribers/{}/erasure", self.subscriber.id.0)
    }

    fn proof(&self) -> String {
        format!("/admin/subscribers/{}/proof", self.subscriber.id.0)
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
    done: bool,
}

pub(super) async fn detail(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    shown: Query<DetailQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let id = SubscriberId(*id);
    let subscriber = find(&mut tx, id).await?.ok_or(WebError::NotFound)?;
    let topics = topic_choices::chosen(&mut tx, id).await?;
    let names: Vec<String> = topics.into_iter().map(|topic| topic.name).collect();
    let template = DetailPage {
        history: consent::history(&mut tx, id).await?,
        topics: names.join(", "),
        done: shown.done,
        page,
        session,
        subscriber,
    };
    not_stored(StatusCode::OK, &template)
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
        audit::record(
            &mut tx,
            &session,
            "subscriber-unsubscribe",
            &about,
            app.now(),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(see_other(
        &page.link(&format!("/admin/subscribers/{id}?done=true")),
    ))
}
