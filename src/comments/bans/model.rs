//! Plain types of bans.

use super::pattern::{BanKind, BanPattern};
use crate::clock::Timestamp;

/// The row id of a ban.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct BanId(pub i64);

/// A ban to be added.
#[derive(Clone, Debug)]
pub struct NewBan {
    /// Whom it bans.
    pub pattern: BanPattern,
    /// True when the author does not learn of it.
    pub is_shadow: bool,
    /// Its end; `None` for one that lasts.
    pub ends_at: Option<Timestamp>,
}

/// A ban in force.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Ban {
    /// The row id.
    pub id: BanId,
    /// What it looks at.
    pub kind: BanKind,
    /// The pattern, as [`BanPattern::parse`] reads it.
    pub pattern: String,
    /// True when the author does not learn of it.
    pub is_shadow: bool,
    /// Its end; `None` for one that lasts.
    pub ends_at: Option<Timestamp>,
    /// The time of its beginning.
    pub created_at: Timestamp,
}
