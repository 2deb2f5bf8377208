//! A token of the API and its scopes.

use crate::clock::{MINUTE, Timestamp};

/// The row id of a token. It is never given to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct TokenId(pub i64);

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Send sign-ups of the site's own forms, without a stranger's limits.
    SignUps,
    /// See subscribers.
    SubscribersRead,
    /// Add, change and unsubscribe subscribers.
    SubscribersWrite,
    /// Erase a person.
    SubscribersErase,
}

crate::text_enum!(Scope {
    SignUps => "sign-ups", SubscribersRead => "subscribers:read", SubscribersWrite => "subscribers:write",
    SubscribersErase => "subscribers:erase",
});

impl Scope {
    /// The phrase that says what it allows.
    pub fn key(self) -> &'static str {
        match self {
            Self::SignUps => "admin-scope-sign-ups",
            Self::SubscribersRead => "admin-scope-subscribers-read",
            Self::SubscribersWrite => "admin-scope-subscribers-write",
            Self::SubscribersErase => "admin-scope-subscribers-erase",
        }
    }
}

/// The scopes of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeList(pub Vec<Scope>);

impl std::fmt::Display for ScopeList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|scope| scope.as_str()).collect();
        f.write_str(&words.join(" "))
    }
}

/// For rows of the database. A word of a later release allows nothing here.
impl From<String> for ScopeList {
    fn from(words: String) -> Self {
        let scopes = words.split_whitespace();
        Self(scopes.filter_map(|word| word.parse().ok()).collect())
    }
}

/// A token, without its secret.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ApiToken {
    /// The id.
    pub id: TokenId,
    /// The name that its owner gave it.
    pub name: String,
    /// The first letters of its secret.
    pub hint: String,
    /// What it allows.
    #[sqlx(try_from = "String")]
    pub scopes: ScopeList,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; `None` when it does not end by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

impl ApiToken {
    /// Whether it allows this.
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.0.contains(&scope)
    }

    /// True once it has ended.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// True when its last use is to be written anew.
    pub(super) fn is_to_be_noted(&self, now: Timestamp) -> bool {
        self.last_used_at
            .is_none_or(|used| now.since(used) >= MINUTE)
    }
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The name.
    pub name: String,
    /// What it allows.
    pub scopes: ScopeList,
    /// Days after which it ends.
    pub days: Option<i64>,
}
