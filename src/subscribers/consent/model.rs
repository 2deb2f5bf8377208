//! An event of the record of consent, and the evidence for it.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::token::hex;
use crate::web::Caller;

/// The row id of an event. A later event has a higher one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct EventId(pub i64);

/// An act that the record keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Asked for mail.
    Requested,
    /// Confirmed that the address is theirs.
    Confirmed,
    /// Changed what they get.
    Changed,
    /// Left.
    Left,
    /// Was imported from a list on which they had agreed.
    Imported,
    /// Agreed to advertising.
    AdvertisingGiven,
    /// Refused advertising from now on.
    AdvertisingWithdrawn,
    /// Answered that the consent to advertising still stands.
    AdvertisingKept,
    /// Agreed to advertising at night.
    NightGiven,
    /// Refused advertising at night from now on.
    NightWithdrawn,
}

crate::text_enum!(Action {
    Requested => "requested", Confirmed => "confirmed", Changed => "changed", Left => "left",
    Imported => "imported", AdvertisingGiven => "advertising-given", AdvertisingWithdrawn => "advertising-withdrawn",
    AdvertisingKept => "advertising-kept", NightGiven => "night-given", NightWithdrawn => "night-withdrawn",
});

/// The way by which an act came, which says who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// The person, by the form of the sign-up page.
    Form,
    /// The person, by an element or a plain form in a page of the site.
    Element,
    /// A program, by the JSON API without a token.
    Api,
    /// The person, by the link of the confirmation mail.
    Confirmation,
    /// The person, by the link to their preferences.
    Preferences,
    /// The person, by the button of the page that unsubscribes.
    Unsubscribe,
    /// The mailbox provider or the mail program, by one click for the person (RFC 8058, or a mail as RFC 2369 has it).
    OneClick,
    /// The owner, by importing a list; the actor is the list.
    Import,
    /// The owner, in the panel; the actor is their address.
    Panel,
    /// A program of the site, by an API token; the actor is the token's name.
    Token,
    /// A mail server, by a bounce or a complaint.
    Bounce,
    /// Another way of an earlier release; the actor is its name.
    Other,
}

crate::text_enum!(Channel {
    Form => "form", Element => "element", Api => "api", Confirmation => "confirmation",
    Preferences => "preferences", Unsubscribe => "unsubscribe", OneClick => "one-click",
    Import => "import", Panel => "panel", Token => "token", Bounce => "bounce", Other => "other",
});

/// Characters of the longest user agent that is kept.
const LONGEST_USER_AGENT: usize = 300;
/// Bytes of the longest page that is kept.
const LONGEST_PAGE: usize = 300;

/// Evidence of an act: the channel, the actor, the connection, the page, and the words beside the button.
#[derive(Clone, Debug)]
pub struct ConsentEvidence {
    /// The channel.
    pub channel: Channel,
    /// The owner who acted, the list that was imported, or the token.
    pub actor: Option<String>,
    /// The address of the connection, when there was one.
    pub ip: Option<IpAddr>,
    /// How the browser names itself.
    pub user_agent: Option<String>,
    /// The page of the site on which the form stood, without its query.
    pub page: Option<String>,
    /// The words that were agreed to, when there were any.
    pub wording: Option<Wording>,
    /// The language of the page.
    pub locale: Option<Locale>,
}

impl ConsentEvidence {
    /// Evidence of the channel alone.
    pub const fn of(channel: Channel) -> Self {
        Self {
            channel,
            actor: None,
            ip: None,
            user_agent: None,
            page: None,
            wording: None,
            locale: None,
        }
    }

    /// Evidence of a request to a page in this language.
    pub fn of_request(channel: Channel, caller: &Caller, locale: Locale) -> Self {
        let user_agent = caller.user_agent.as_deref();
        Self {
            ip: Some(caller.ip.0),
            user_agent: user_agent.map(|name| name.chars().take(LONGEST_USER_AGENT).collect()),
            locale: Some(locale),
            ..Self::of(channel)
        }
    }

    /// The same by this actor.
    #[must_use]
    pub fn by(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// The same with the page on which the form stood.
    #[must_use]
    pub fn on_page(mut self, page: Option<&Url>) -> Self {
        let bare = |page: &Url| format!("{}{}", page.origin().ascii_serialization(), page.path());
        self.page = page.map(bare).filter(|page| page.len() <= LONGEST_PAGE);
        self
    }

    /// The same with the words that were shown.
    #[must_use]
    pub fn with_wording(self, key: &'static str, locale: Locale) -> Self {
        let text = locale.translator().say(key).to_string();
        self.with_words(text, locale)
    }

    /// The same with words of several phrases.
    #[must_use]
    pub fn with_words(mut self, text: String, locale: Locale) -> Self {
        self.locale = Some(locale);
        self.wording = Some(Wording { text });
        self
    }
}

/// Words that were shown.
#[derive(Clone, Debug)]
pub struct Wording {
    /// The words.
    pub text: String,
}

impl Wording {
    /// A hash of the words.
    pub fn version(&self) -> String {
        hex(&Sha256::digest(self.text.as_bytes())[..4])
    }
}

/// One changed value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The name: `cadence`, `topics`, `locale`, `delivery_hour`, `time_zone`, `name`.
    pub field: String,
    /// Its value before, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its value now.
    pub to: String,
}

impl Change {
    /// A value that was given.
    pub fn to(field: &str, to: &str) -> Self {
        Self {
            field: field.to_owned(),
            from: None,
            to: to.to_owned(),
        }
    }

    /// A value that became another.
    pub fn between(field: &str, from: String, to: String) -> Self {
        Self {
            field: field.to_owned(),
            from: Some(from),
            to,
        }
    }
}

/// The changed values of one event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeList(pub Vec<Change>);

/// For rows of the database.
impl TryFrom<String> for ChangeList {
    type Error = serde_json::Error;

    fn try_from(json: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&json)
    }
}

/// An event of the record.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ConsentEvent {
    /// Its number.
    pub id: EventId,
    /// What was done.
    pub action: Action,
    /// The channel.
    pub channel: Channel,
    /// The page on which the form stood.
    pub page: Option<String>,
    /// The words that were shown.
    pub wording: Option<String>,
    /// Their version.
    pub wording_version: Option<String>,
    /// The language of the page.
    pub locale: Option<Locale>,
    /// The network address.
    pub ip: Option<String>,
    /// How the browser named itself.
    pub user_agent: Option<String>,
    /// Who acted, where the channel alone does not say it.
    pub actor: Option<String>,
    /// The changed values.
    #[sqlx(try_from = "String")]
    pub changes: ChangeList,
    /// When.
    pub at: Timestamp,
}
