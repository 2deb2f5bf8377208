//! The permissions of the panel: which role holds them, and which route needs them. A route without a row here answers nobody.

use super::model::Role;

/// A permission in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Moderate comments.
    Comments,
    /// See and unsubscribe subscribers.
    Subscribers,
    /// Erase a person.
    Erasure,
    /// Manage feeds, posts and topics.
    Posts,
    /// See the next digests.
    Digests,
    /// Write and send campaigns.
    Campaigns,
    /// See the outbox, repeat and cancel mails.
    Outbox,
    /// See bounces.
    Bounces,
    /// Allow mail again to an address that bounced or complained.
    BounceLifting,
    /// Run the checks of mail delivery.
    Doctor,
    /// Say where the forms stand, and see the secret of publishing.
    Embedding,
    /// See what the law of the readers asks for, and answer requests about personal data.
    Compliance,
    /// Import files, export everything, move comments.
    Imports,
    /// Make and download backups, which hold everything.
    Backups,
    /// Change settings and accounts.
    Settings,
}

crate::text_enum!(Permission {
    Comments => "comments", Subscribers => "subscribers", Erasure => "erasure", Posts => "posts", Digests => "digests",
    Campaigns => "campaigns", Outbox => "outbox", Bounces => "bounces", BounceLifting => "bounce-lifting",
    Doctor => "doctor", Embedding => "embedding", Compliance => "compliance", Imports => "imports", Backups => "backups", Settings => "settings",
});

impl Permission {
    /// The phrase that says what it allows.
    pub fn key(self) -> &'static str {
        match self {
            Self::Comments => "admin-may-comments",
            Self::Subscribers => "admin-may-subscribers",
            Self::Erasure => "admin-may-erasure",
            Self::Posts => "admin-may-posts",
            Self::Digests => "admin-may-digests",
            Self::Campaigns => "admin-may-campaigns",
            Self::Outbox => "admin-may-outbox",
            Self::Bounces => "admin-may-bounces",
            Self::BounceLifting => "admin-may-bounce-lifting",
            Self::Doctor => "admin-may-doctor",
            Self::Embedding => "admin-may-embedding",
            Self::Compliance => "admin-may-compliance",
            Self::Imports => "admin-may-imports",
            Self::Backups => "admin-may-backups",
            Self::Settings => "admin-may-settings",
        }
    }
}

impl Role {
    /// Whether accounts of this role hold `permission`.
    pub fn allows(self, permission: Permission) -> bool {
        match self {
            Self::Owner => true,
            Self::Editor => !matches!(
                permission,
                Permission::Erasure
                    | Permission::BounceLifting
                    | Permission::Doctor
                    | Permission::Embedding
                    | Permission::Compliance
                    | Permission::Imports
                    | Permission::Backups
                    | Permission::Settings
            ),
            Self::Moderator => permission == Permission::Comments,
        }
    }
}

/// Who may use a route of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Everybody, as for the sign-in page.
    Anyone,
    /// Every account.
    SignedIn,
    /// Accounts whose role holds the permission.
    Holders(Permission),
}

use Access::{Anyone, Holders, SignedIn};

/// The routes below `/admin`, as the router writes them. Each serves all its methods with one permission.
const ROUTES: &[(&str, Access)] = &[
    ("/sign-in", Anyone),
    ("/sign-in/code", Anyone),
    ("/setup/{token}", Anyone),
    ("/forgotten", Anyone),
    ("/password/{token}", Anyone),
    ("/{nothing:.*}", Anyone), // 404
    ("", SignedIn),
    ("/sign-out", SignedIn),
    ("/account", SignedIn),
    ("/account/password", SignedIn),
    ("/account/language", SignedIn),
    ("/account/other-sessions", SignedIn),
    ("/account/session-end", SignedIn),
    ("/account/second-factor", SignedIn),
    ("/account/second-factor/proof", SignedIn),
    ("/account/second-factor/change", SignedIn),
    ("/comments", Holders(Permission::Comments)),
    ("/comments/spam", Holders(Permission::Comments)),
    ("/comments/spam/export", Holders(Permission::Comments)),
    ("/comments/spam/reset", Holders(Permission::Settings)),
    ("/comments/bans", Holders(Permission::Comments)),
    ("/comments/bans/{id}/removal", Holders(Permission::Comments)),
    ("/comments/bulk", Holders(Permission::Comments)),
    ("/comments/policy", Holders(Permission::Comments)),
    ("/comments/undo", Holders(Permission::Comments)),
    ("/comments/{id}/reply", Holders(Permission::Comments)),
    ("/comments/{id}/text", Holders(Permission::Comments)),
    ("/comments/{id}/approval", Holders(Permission::Comments)),
    ("/comments/{id}/review", Holders(Permission::Comments)),
    ("/comments/{id}/spam", Holders(Permission::Comments)),
    ("/comments/{id}/trash", Holders(Permission::Comments)),
    ("/comments/{id}/erasure", Holders(Permission::Erasure)),
    ("/comments/{id}/export", Holders(Permission::Erasure)),
    ("/subscribers", Holders(Permission::Subscribers)),
    ("/subscribers/new", Holders(Permission::Subscribers)),
    ("/subscribers/bulk", Holders(Permission::Subscribers)),
    ("/subscribers/bulk/erasure", Holders(Permission::Erasure)),
    ("/subscribers/{id}", Holders(Permission::Subscribers)),
    ("/subscribers/{id}/edit", Holders(Permission::Subscribers)),
    (
        "/subscribers/{id}/confirmation",
        Holders(Permission::Subscribers),
    ),
    (
        "/subscribers/{id}/departure",
        Holders(Permission::Subscribers),
    ),
    ("/subscribers/{id}/proof", Holders(Permission::Subscribers)),
    (
        "/subscribers/{id}/proof.json",
        Holders(Permission::Subscribers),
    ),
    ("/subscribers/{id}/erasure", Holders(Permission::Erasure)),
    ("/subscribers/{id}/export", Holders(Permission::Erasure)),
    (
        "/subscribers/{id}/details",
        Holders(Permission::Subscribers),
    ),
    ("/fields", Holders(Permission::Subscribers)),
    ("/fields/{id}", Holders(Permission::Subscribers)),
    ("/fields/{id}/removal", Holders(Permission::Erasure)),
    ("/tags/{id}/removal", Holders(Permission::Subscribers)),
    ("/backups", Holders(Permission::Backups)),
    ("/backups/{name}/download", Holders(Permission::Backups)),
    ("/start", Holders(Permission::Settings)),
    ("/start/test-mail", Holders(Permission::Settings)),
    ("/logs", Holders(Permission::Settings)),
    ("/segments", Holders(Permission::Subscribers)),
    ("/segments/new", Holders(Permission::Subscribers)),
    ("/segments/{id}", Holders(Permission::Subscribers)),
    ("/segments/{id}/removal", Holders(Permission::Subscribers)),
    ("/posts", Holders(Permission::Posts)),
    ("/posts/{id}/withholding", Holders(Permission::Posts)),
    ("/posts/{id}/release", Holders(Permission::Posts)),
    ("/posts/{id}/resending", Holders(Permission::Posts)),
    ("/feeds", Holders(Permission::Posts)),
    ("/feeds/{id}/poll", Holders(Permission::Posts)),
    ("/feeds/{id}/removal", Holders(Permission::Posts)),
    ("/topics/{id}/offer", Holders(Permission::Posts)),
    ("/topics/{id}/withdrawal", Holders(Permission::Posts)),
    ("/digests", Holders(Permission::Digests)),
    ("/digests/preview", Holders(Permission::Digests)),
    ("/campaigns", Holders(Permission::Campaigns)),
    ("/campaigns/new", Holders(Permission::Campaigns)),
    ("/campaigns/{id}", Holders(Permission::Campaigns)),
    ("/campaigns/{id}/edit", Holders(Permission::Campaigns)),
    ("/campaigns/{id}/preview", Holders(Permission::Campaigns)),
    ("/campaigns/{id}/delivery", Holders(Permission::Campaigns)),
    ("/campaigns/{id}/schedule", Holders(Permission::Campaigns)),
    (
        "/campaigns/{id}/schedule/removal",
        Holders(Permission::Campaigns),
    ),
    ("/campaigns/{id}/removal", Holders(Permission::Campaigns)),
    ("/campaigns/{id}/rate", Holders(Permission::Campaigns)),
    ("/campaigns/{id}/test", Holders(Permission::Campaigns)),
    ("/campaigns/{id}/pause", Holders(Permission::Campaigns)),
    ("/campaigns/{id}/resumption", Holders(Permission::Campaigns)),
    (
        "/campaigns/{id}/cancellation",
        Holders(Permission::Campaigns),
    ),
    (
        "/campaigns/{id}/failed/attempt",
        Holders(Permission::Campaigns),
    ),
    (
        "/campaigns/{id}/unknown/attempt",
        Holders(Permission::Campaigns),
    ),
    (
        "/campaigns/{id}/unknown/cancellation",
        Holders(Permission::Campaigns),
    ),
    ("/outbox", Holders(Permission::Outbox)),
    ("/outbox/{id}/attempt", Holders(Permission::Outbox)),
    ("/outbox/{id}/cancellation", Holders(Permission::Outbox)),
    ("/bounces", Holders(Permission::Bounces)),
    ("/bounces/{id}/lifting", Holders(Permission::BounceLifting)),
    ("/doctor", Holders(Permission::Doctor)),
    ("/embedding", Holders(Permission::Embedding)),
    ("/embedding/preview", Holders(Permission::Embedding)),
    ("/embedding/check", Holders(Permission::Embedding)),
    ("/embedding/secret", Holders(Permission::Embedding)),
    ("/embedding/secret/renewal", Holders(Permission::Embedding)),
    ("/attack-mode", Holders(Permission::Settings)),
    ("/compliance", Holders(Permission::Compliance)),
    ("/compliance/requests", Holders(Permission::Compliance)),
    (
        "/compliance/requests/{id}/answer",
        Holders(Permission::Compliance),
    ),
    ("/imports", Holders(Permission::Imports)),
    ("/imports/export", Holders(Permission::Imports)),
    ("/imports/moves", Holders(Permission::Imports)),
    ("/imports/{id}", Holders(Permission::Imports)),
    ("/imports/{id}/run", Holders(Permission::Imports)),
    ("/imports/{id}/stop", Holders(Permission::Imports)),
    ("/imports/{id}/resumption", Holders(Permission::Imports)),
    ("/imports/{id}/removal", Holders(Permission::Imports)),
    ("/imports/{id}/faults", Holders(Permission::Imports)),
    ("/audit", Holders(Permission::Settings)),
    ("/audit/export", Holders(Permission::Settings)),
    ("/settings", Holders(Permission::Settings)),
    ("/settings/options", Holders(Permission::Settings)),
    ("/settings/accounts", Holders(Permission::Settings)),
    ("/settings/accounts/{id}", Holders(Permission::Settings)),
    ("/tokens", Holders(Permission::Settings)),
    ("/tokens/{id}/end", Holders(Permission::Settings)),
];

/// The access of the route with this pattern, such as `/admin/comments/{id}/approval`.
pub(super) fn of_route(pattern: &str) -> Option<Access> {
    let below = pattern.strip_prefix("/admin")?;
    let row = ROUTES.iter().find(|(route, _)| *route == below);
    row.map(|(_, access)| *access)
}
