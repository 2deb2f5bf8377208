//! Past changes of options, and how each is undone.

use super::field::phrase;
use super::groups::GROUPS;
use crate::admin::{AuditEntry, audit};
use crate::config::Config;
use crate::store::{Result, Tx};
use crate::web::PageContext;

/// Changes on the page.
const CHANGES: i64 = 20;

/// A change of an option.
pub(in crate::panel) struct PastChange {
    /// The entry of the audit log.
    pub entry: AuditEntry,
    /// The word of the group whose form undoes it; `None` where the option is locked or gone.
    pub group: Option<&'static str>,
}

impl PastChange {
    /// The option's label; its name where this release does not know it.
    pub(in crate::panel) fn label(&self, page: &PageContext) -> String {
        let name = self.entry.subject.as_str();
        let is_known = GROUPS.iter().any(|group| group.names.contains(&name));
        if is_known {
            page.say(&phrase(name, "label")).to_string()
        } else {
            name.to_owned()
        }
    }
}

/// The newest changes.
pub(in crate::panel) async fn newest(tx: &mut Tx, config: &Config) -> Result<Vec<PastChange>> {
    let entries = audit::of_action(tx, super::form::CHANGE, CHANGES).await?;
    let change = |entry: AuditEntry| {
        let name = entry.subject.as_str();
        let is_open = config.given.place(name).is_none();
        let mut groups = GROUPS.iter().filter(|_| is_open);
        let group = groups.find(|group| group.names.contains(&name));
        PastChange {
            group: group.map(|group| group.word),
            entry,
        }
    };
    Ok(entries.into_iter().map(change).collect())
}
