//! One subscriber with their mails and their consent record, asking them again, and unsubscribing them.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::event_words;
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::outbox::{self, SubscriberMail};
use crate::subscribers::consent::{self, Change, Channel, ConsentEvent, ConsentEvidence};
use crate::subscribers::http::hours::hour_of;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::{
    self, Cadence, Subscriber, SubscriberId, SubscriberState, confirmation, find, lock,
    topic_choices,
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
    mails: Vec<SubscriberMail>,
    done: String,
}

impl DetailPage {
    fn erasure(&self) -> String {
        format!("/admin/subscribers/{}/erasure", self.subscriber.id.0)
    }

    fn proof(&self) -> String {
        format!("/admin/subscribers/{}/proof", self.subscriber.id.0)
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
    let id = SubscriberId(*id);
    let subscriber = find(&mut tx, id).await?.ok_or(WebError::NotFound)?;
    let topics = topic_choices::chosen(&mut tx, id).await?;
    let names: Vec<String> = topics.into_iter().map(|topic| topic.name).collect();
    let template = DetailPage {
        history: consent::history(&mut tx, id).await?,
        topics: names.join(", "),
        mails: outbox::of_subscriber(&mut tx, id, MAILS).await?,
        done: shown.into_inner().done,
        page,
        session,
        subscriber,
    };
    not_stored(StatusCode::OK, &template)
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
