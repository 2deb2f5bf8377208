//! One act on the ticked rows of the list: the page that asks once more, and the act.

use actix_web::web::{Data, Query};

use crate::admin::{AdminForm, AdminSession, AuditedValues, audit};
use crate::app::App;
use crate::store::{self, Tx};
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::http::ticked::Ticked;
use crate::subscribers::{self, SubscriberId, SubscriberState, confirmation, lock, tags};
use crate::topics::slug;
use crate::web::{HandlerResult, PageContext, WebError};

const PATH: &str = "/admin/subscribers/bulk";

/// An act on ticked rows. The erasure stands with the other personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TickedAct {
    /// Another confirmation mail.
    Ask,
    /// The end of the subscription.
    Unsubscribe,
    /// Tags are given.
    Tag,
    /// Tags are taken.
    Untag,
}

crate::text_enum!(TickedAct {
    Ask => "ask", Unsubscribe => "unsubscribe", Tag => "tag", Untag => "untag",
});

type Pairs = Vec<(String, String)>;

fn text<'a>(pairs: &'a [(String, String)], wanted: &str) -> &'a str {
    let pair = pairs.iter().find(|(name, _)| name == wanted);
    pair.map_or("", |(_, value)| value.as_str())
}

fn act_of(pairs: &[(String, String)]) -> Result<TickedAct, WebError> {
    text(pairs, "act").parse().map_err(WebError::Malformed)
}

/// GET /admin/subscribers/bulk: says what is to be done, and to whom.
pub(super) async fn ask(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<Pairs>,
) -> HandlerResult {
    let act = act_of(&query)?;
    let mut tx = app.read().await?;
    let ticked = Ticked::read(&mut tx, &query).await?;
    drop(tx);
    ticked.ask(page, session, act.as_str(), PATH)
}

/// POST /admin/subscribers/bulk: does it to all of them, or to none.
pub(super) async fn act(
    page: PageContext,
    app: Data<App>,
    AdminForm {
        session,
        fields: pairs,
    }: AdminForm<Pairs>,
) -> HandlerResult {
    let act = act_of(&pairs)?;
    let wrong = |key| WebError::field("tags", key);
    let named = tags::words([text(&pairs, "tags")]).map_err(wrong)?;
    let evidence = ConsentEvidence::of(Channel::Panel).by(session.email());
    let now = app.now();
    let mut tx = app.write().await?;
    let ticked = Ticked::read(&mut tx, &pairs).await?;
    let mut changed = 0;
    for person in &ticked.people {
        let Some(person) = lock(&mut tx, person.id).await? else {
            continue;
        };
        let is_changed = match act {
            TickedAct::Ask => confirmation::send_again(&mut tx, &app, &person).await?,
            TickedAct::Unsubscribe => {
                subscribers::unsubscribe(&mut tx, &app, person.id, &evidence).await?
            }
            TickedAct::Tag | TickedAct::Untag => {
                let tags = tags_after(&mut tx, person.id, act, &named).await?;
                let tags = tags::words(tags.iter().map(String::as_str)).map_err(wrong)?;
                tags::replace(&mut tx, person.id, &tags, now).await?
            }
        };
        if is_changed {
            changed += 1;
            let word = match act {
                TickedAct::Ask => "subscriber-ask",
                TickedAct::Unsubscribe => "subscriber-unsubscribe",
                TickedAct::Tag | TickedAct::Untag => "subscriber-details",
            };
            // Never the address: the log outlives the erasure of its person.
            let about = format!("subscriber:{}", person.id.0);
            let values = match act {
                TickedAct::Unsubscribe => AuditedValues::between(
                    person.state.as_str(),
                    SubscriberState::Unsubscribed.as_str(),
                ),
                TickedAct::Ask | TickedAct::Tag | TickedAct::Untag => AuditedValues::default(),
            };
            audit::record_values(&mut tx, &session, word, &about, values, now).await?;
        }
    }
    tx.commit().await?;
    Ok(ticked.done(&page, act.as_str(), changed))
}

/// The tags that a reader has afterwards.
async fn tags_after(
    tx: &mut Tx,
    id: SubscriberId,
    act: TickedAct,
    named: &[String],
) -> store::Result<Vec<String>> {
    let mut tags = tags::of(tx, id).await?;
    if act == TickedAct::Tag {
        tags.extend_from_slice(named);
    } else {
        tags.retain(|tag| named.iter().all(|other| slug(other) != slug(tag)));
    }
    Ok(tags)
}
