//! A segment and its conditions, as they are stored.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use crate::clock::Timestamp;
use crate::subscribers::fields::ReaderField;
use crate::subscribers::tags::TagId;
use crate::topics::Topic;

/// The conditions of one segment at most.
pub const MOST_CONDITIONS: usize = 50;

/// The segments of one site at most: the list counts the readers of each.
pub const MOST_SEGMENTS: usize = 100;

/// What precedes the slug of a field in the word of a property.
const FIELD: &str = "field:";

/// The row id of a segment.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct SegmentId(pub i64);

/// A segment.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Segment {
    /// The id.
    pub id: SegmentId,
    /// Its name, which no other segment has.
    pub name: String,
    /// The conditions.
    pub filter: Json<Filter>,
    /// The time of creation.
    pub created_at: Timestamp,
    /// The time of the last change.
    pub changed_at: Timestamp,
}

/// How the conditions belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// All of them hold.
    #[default]
    All,
    /// At least one holds.
    Any,
}

crate::text_enum!(Join { All => "all", Any => "any" });

/// The conditions of a segment. Without a condition it has no readers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// How they belong together.
    pub of: Join,
    /// The conditions.
    pub conditions: Vec<Condition>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// What is looked at.
    pub what: Property,
    /// How it is compared.
    pub how: Comparison,
    /// With what: a word, a slug, a day, a number or a text, as the property takes it.
    #[serde(default)]
    pub value: String,
}

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Property {
    /// The state.
    State,
    /// How often they get mail.
    Cadence,
    /// The language of their mails.
    Language,
    /// The way by which they came first.
    Source,
    /// A tag.
    Tag,
    /// A topic that they get. A reader who chose none gets every topic.
    Topic,
    /// Whether a mail to them came back.
    Bounced,
    /// The day of the first sign-up.
    Joined,
    /// The day of the last confirmation.
    Confirmed,
    /// The day on which they left.
    Left,
    /// A field of the site's own, by its slug.
    Field(String),
}

impl Property {
    /// Every property but the fields.
    pub const FIXED: [Self; 10] = [
        Self::State,
        Self::Cadence,
        Self::Language,
        Self::Source,
        Self::Tag,
        Self::Topic,
        Self::Bounced,
        Self::Joined,
        Self::Confirmed,
        Self::Left,
    ];

    /// The word of a property; all fields have the same.
    pub fn word(&self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Cadence => "cadence",
            Self::Language => "language",
            Self::Source => "source",
            Self::Tag => "tag",
            Self::Topic => "topic",
            Self::Bounced => "bounced",
            Self::Joined => "joined",
            Self::Confirmed => "confirmed",
            Self::Left => "left",
            Self::Field(_) => "field",
        }
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(slug) => write!(f, "{FIELD}{slug}"),
            other => f.write_str(other.word()),
        }
    }
}

impl FromStr for Property {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if let Some(slug) = word.strip_prefix(FIELD) {
            return Ok(Self::Field(slug.to_owned()));
        }
        let fixed = Self::FIXED.into_iter().find(|known| known.word() == word);
        fixed.ok_or_else(|| format!("`{word}` is no property of a reader"))
    }
}

impl TryFrom<String> for Property {
    type Error = String;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        word.parse()
    }
}

impl From<Property> for String {
    fn from(property: Property) -> Self {
        property.to_string()
    }
}

/// How a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Equal; has the tag; gets the topic.
    Is,
    /// The opposite, which holds without a value too.
    IsNot,
    /// The text has this part, with the same capitals.
    Contains,
    /// A smaller number.
    Less,
    /// A larger number.
    More,
    /// Before this day.
    Before,
    /// On this day or later.
    Since,
    /// In the last so many days.
    Within,
    /// Longer ago than so many days.
    LongerAgo,
    /// Has any value.
    Known,
    /// Has no value.
    Unknown,
}

crate::text_enum!(Comparison {
    Is => "is", IsNot => "is_not", Contains => "contains", Less => "less", More => "more", Before => "before",
    Since => "since", Within => "within", LongerAgo => "longer_ago", Known => "known", Unknown => "unknown",
});

impl Comparison {
    /// True when it needs a value.
    pub fn takes_value(self) -> bool {
        !matches!(self, Self::Known | Self::Unknown)
    }
}

/// What a condition may name.
#[derive(Clone, Debug)]
pub struct Known {
    /// The site's own fields.
    pub fields: Vec<ReaderField>,
    /// The tags, each by slug and name.
    pub tags: Vec<KnownTag>,
    /// The topics.
    pub topics: Vec<Topic>,
}

/// A tag with its slug. Conditions name the slug, since SQLite gives the id of a removed tag to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownTag {
    /// The id.
    pub id: TagId,
    /// The slug.
    pub slug: String,
    /// The name.
    pub name: String,
}
