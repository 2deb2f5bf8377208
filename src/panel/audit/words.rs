//! States and values of the log as people read them.

use crate::admin::{AuditEntry, Role};
use crate::campaigns::CampaignState;
use crate::comments::{CommentStatus, ThreadPolicy};
use crate::config::AttackRule;
use crate::subscribers::SubscriberState;
use crate::web::PageContext;

/// The phrase of what was done.
pub(super) fn act(page: &PageContext, action: &str) -> String {
    page.say(&format!("panel-did-{action}")).to_string()
}

/// A state in the page's language. A value that is no state stays as it was stored.
pub(super) fn value(page: &PageContext, entry: &AuditEntry, stored: &str) -> String {
    let family = entry.action.split('-').next().unwrap_or_default();
    let state = match family {
        "account" => stored
            .parse::<Role>()
            .ok()
            .map(|role| page.say(role.key()).to_string()),
        "comment" => stored
            .parse::<CommentStatus>()
            .ok()
            .map(|status| page.say(&format!("comments-state-{status}")).to_string()),
        "subscriber" => stored.parse::<SubscriberState>().ok().map(|state| {
            let phrase = page.say("subscribers-state").with("state", state.as_str());
            phrase.to_string()
        }),
        "campaign" => stored
            .parse::<CampaignState>()
            .ok()
            .map(|state| page.say(&format!("campaigns-state-{state}")).to_string()),
        "thread" => stored
            .parse::<ThreadPolicy>()
            .ok()
            .map(|policy| page.say(policy.key()).to_string()),
        "attack" => stored
            .parse::<AttackRule>()
            .ok()
            .map(|rule| page.say(rule.key()).to_string()),
        _ => None,
    };
    state.unwrap_or_else(|| stored.to_owned())
}
