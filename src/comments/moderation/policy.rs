//! A moderator's rule for one thread.

use super::queries;
use crate::admin::AuditedValues;
use crate::admin::audit::{self, Actor};
use crate::app::App;
use crate::comments::model::ThreadPolicy;
use crate::comments::thread_key::ThreadKey;
use crate::store::{Result, Tx};

/// The policy of a thread; `None` when there is no such thread.
pub async fn policy(tx: &mut Tx, thread: &ThreadKey) -> Result<Option<ThreadPolicy>> {
    queries::policy(tx, thread).await
}

/// Sets the policy of a thread; false when there is no such thread.
pub async fn set_policy(
    tx: &mut Tx,
    app: &App,
    by: impl Into<Actor<'_>>,
    thread: &ThreadKey,
    policy: ThreadPolicy,
) -> Result<bool> {
    let before = queries::policy(tx, thread).await?;
    if !queries::set_policy(tx, thread, policy).await? {
        return Ok(false);
    }
    let subject = format!("{policy} {thread}");
    let values = AuditedValues {
        before: before.map(ThreadPolicy::as_str),
        after: Some(policy.as_str()),
    };
    audit::record_values(tx, by, "thread-policy", &subject, values, app.now()).await?;
    Ok(true)
}
