//! The POST of a rule for one thread.

use actix_web::web::Data;
use serde::Deserialize;

use super::queue_query::{QueueQuery, RULED};
use crate::admin::AdminForm;
use crate::app::App;
use crate::comments::model::ThreadPolicy;
use crate::comments::moderation;
use crate::comments::thread_key::ThreadKey;
use crate::web::{HandlerResult, WebError, see_other};

#[derive(Debug, Deserialize)]
pub(super) struct PolicyForm {
    #[serde(default)]
    policy: String,
    #[serde(flatten)]
    query: QueueQuery,
}

pub(super) async fn set_policy(
    app: Data<App>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<PolicyForm>,
) -> HandlerResult {
    let thread: ThreadKey = form.query.thread.parse().map_err(|_| WebError::NotFound)?;
    let policy = form.policy.parse::<ThreadPolicy>();
    let policy = policy.map_err(WebError::Malformed)?;
    let mut tx = app.write().await?;
    if !moderation::set_policy(&mut tx, &app, &session, &thread, policy).await? {
        return Err(WebError::NotFound);
    }
    tx.commit().await?;
    Ok(see_other(&form.query.after(RULED, &[])))
}
