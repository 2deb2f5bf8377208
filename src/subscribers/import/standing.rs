//! The standing of a person on a list.

/// The standing of a person on a list. Of two standings the later one here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Gets mail there.
    Subscribed,
    /// Has not confirmed there, or is not asked to get mail.
    Unconfirmed,
    /// Mail to them did not arrive.
    Bounced,
    /// Left, complained, or was taken off.
    Left,
}

crate::text_enum!(Standing {
    Subscribed => "subscribed", Unconfirmed => "unconfirmed", Bounced => "bounced", Left => "left",
});
