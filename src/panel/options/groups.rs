//! The options of the settings page, in their groups.

use super::form::OptionsForm;
use crate::app::App;

/// Options that are saved together.
pub(in crate::panel) struct OptionsGroup {
    /// The word that its form posts as `group`.
    pub word: &'static str,
    /// The phrase above it.
    pub key: &'static str,
    /// The names of its options.
    pub names: &'static [&'static str],
}

/// Every group.
pub(in crate::panel) const GROUPS: &[OptionsGroup] = &[
    OptionsGroup {
        word: "site",
        key: "panel-config-site",
        names: &[
            "site.name",
            "site.url",
            "server.allowed_origins",
            "site.locale",
            "site.time_zone",
            "site.privacy_url",
        ],
    },
    OptionsGroup {
        word: "sender",
        key: "settings-sender",
        names: &[
            "site.sender",
            "site.reply_to",
            "site.postal_address",
            "site.contact",
        ],
    },
    OptionsGroup {
        word: "subscribers",
        key: "layout-section-subscribers",
        names: &["subscribers.tell_owners", "subscribers.reminder"],
    },
    OptionsGroup {
        word: "comments",
        key: "layout-section-comments",
        names: &[
            "comments.moderation",
            "comments.page_titles",
            "comments.votes",
            "comments.avatars",
            "comments.site_users",
            "comments.require_email",
            "comments.url_field",
            "comments.held_words",
            "comments.spam_words",
            "comments.most_links",
            "comments.close_after_days",
            "comments.flag_threshold",
        ],
    },
];

/// A group with its form.
pub(in crate::panel) struct GroupForm {
    pub group: &'static OptionsGroup,
    pub form: OptionsForm,
}

/// The form of each group.
pub(in crate::panel) fn forms(app: &App) -> Vec<GroupForm> {
    let form = |group: &'static OptionsGroup| GroupForm {
        group,
        form: OptionsForm::of(group.names, app),
    };
    GROUPS.iter().map(form).collect()
}
