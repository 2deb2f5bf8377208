//! What the exports of single products need beyond the common vocabulary.

use super::standing::Standing;
use super::states::Meanings;

/// The product that wrote a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// To be found out.
    #[default]
    Auto,
    /// A table of one's own.
    Csv,
    /// Mailchimp, a file for those who are subscribed, who left, who were cleaned.
    Mailchimp,
    /// Substack.
    Substack,
    /// Ghost.
    Ghost,
    /// Buttondown.
    Buttondown,
    /// listmonk.
    Listmonk,
    /// `MailPoet`.
    Mailpoet,
    /// Jetpack and WordPress.com.
    Jetpack,
    /// Stibee (스티비).
    Stibee,
    /// beehiiv.
    Beehiiv,
    /// Mailman: a member a line.
    Mailman,
}

crate::text_enum!(ListFormat {
    Auto => "auto", Csv => "csv", Mailchimp => "mailchimp", Substack => "substack", Ghost => "ghost",
    Buttondown => "buttondown", Listmonk => "listmonk", Mailpoet => "mailpoet", Jetpack => "jetpack", Stibee => "stibee",
    Beehiiv => "beehiiv", Mailman => "mailman",
});

impl ListFormat {
    /// The keys of the headings under which this product says who is subscribed. A file without one of them is another than
    /// its owner thinks. Empty where the product says it in no column.
    pub(super) const fn state_headings(self) -> &'static [&'static str] {
        match self {
            Self::Auto | Self::Csv | Self::Mailchimp | Self::Mailman => &[],
            Self::Substack => &["emaildisabled"],
            Self::Ghost => &["subscribedtoemails", "subscribed"],
            Self::Buttondown => &["type", "subscribertype"],
            Self::Listmonk => &["status", "subscriptionstatus"],
            Self::Mailpoet => &["globalstatus", "liststatus", "status"],
            Self::Jetpack => &["subscriptionstatus", "emailsubscription", "status"],
            Self::Stibee => &["구독상태", "상태"],
            Self::Beehiiv => &["status", "state"],
        }
    }

    /// The product whose headings these are, where that matters.
    pub(super) fn told_by(self, keys: &[String]) -> Self {
        let has = |key: &str| keys.iter().any(|other| other == key);
        match self {
            Self::Auto if has("globalstatus") && has("liststatus") => Self::Mailpoet,
            Self::Auto if has("type") && has("emailaddress") && has("creationdate") => {
                Self::Buttondown
            }
            named => named,
        }
    }

    /// Words that mean another thing in this product than elsewhere.
    pub(super) fn meanings(self) -> Meanings {
        let words: &[(&str, Standing)] = match self {
            // Has read nothing for long: not asked to leave, and not written to either.
            Self::Mailpoet => &[("inactive", Standing::Unconfirmed)],
            // Their paying rests, not their mails.
            Self::Buttondown => &[("paused", Standing::Subscribed)],
            _ => &[],
        };
        let words = words.iter();
        words
            .map(|(word, standing)| ((*word).to_owned(), *standing))
            .collect()
    }
}
