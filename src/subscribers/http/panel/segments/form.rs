//! The form of a segment as it was typed, and its conditions as the page shows them.

use crate::i18n::Locale;
use crate::subscribers::consent::Channel;
use crate::subscribers::fields::FieldKind;
use crate::subscribers::http::form_fields::FormFields;
use crate::subscribers::segments::{
    Comparison, Condition, Faults, Filter, Join, Known, MOST_CONDITIONS, Property, comparisons,
};
use crate::subscribers::{Cadence, SubscriberState};
use crate::web::{PageContext, WebError};

/// The ways by which somebody can come first.
const SOURCES: [Channel; 7] = [
    Channel::Form,
    Channel::Element,
    Channel::Api,
    Channel::Import,
    Channel::Panel,
    Channel::Token,
    Channel::Other,
];

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct SegmentForm {
    pub name: String,
    pub filter: Filter,
}

/// The button that was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pressed {
    Add(Property),
    Remove(usize),
    Count,
    Save,
}

impl Pressed {
    pub fn read(fields: &FormFields) -> Result<Self, WebError> {
        match fields.text("op") {
            "add" => {
                let what = fields.text("new").parse().map_err(WebError::Malformed)?;
                Ok(Self::Add(what))
            }
            "save" => Ok(Self::Save),
            other => {
                let place = other.strip_prefix("remove-").map(str::parse);
                match place {
                    Some(Ok(place)) => Ok(Self::Remove(place)),
                    Some(Err(_)) => Err(WebError::Malformed(format!("op `{other}`"))),
                    None => Ok(Self::Count),
                }
            }
        }
    }
}

impl SegmentForm {
    /// The rows of the form. One row too many is kept, so that the page can say so.
    pub fn read(fields: &FormFields) -> Result<Self, WebError> {
        let of: Join = fields.text("of").parse().map_err(WebError::Malformed)?;
        let rows = fields.all("what").zip(fields.all("how"));
        let rows = rows.zip(fields.all("value")).take(MOST_CONDITIONS + 1);
        let conditions = rows.map(|((what, how), value)| {
            Ok(Condition {
                what: what.parse().map_err(WebError::Malformed)?,
                how: how.parse().map_err(WebError::Malformed)?,
                value: value.to_owned(),
            })
        });
        let conditions = conditions.collect::<Result<_, WebError>>()?;
        Ok(Self {
            name: fields.text("name").to_owned(),
            filter: Filter { of, conditions },
        })
    }

    /// Adds a condition with its first comparison and its first value. Returns false when there are enough.
    pub fn add(&mut self, what: Property, known: &Known, page: &PageContext) -> bool {
        if self.filter.conditions.len() >= MOST_CONDITIONS {
            return false;
        }
        let how = comparisons(&what, known).first().copied();
        let first = values(&what, known, page).into_iter().next();
        self.filter.conditions.push(Condition {
            how: how.unwrap_or(Comparison::Is),
            value: first.map_or_else(String::new, |(word, _)| word),
            what,
        });
        true
    }

    /// Takes a condition away.
    pub fn remove(&mut self, place: usize) {
        if place < self.filter.conditions.len() {
            self.filter.conditions.remove(place);
        }
    }
}

/// An option of a list.
pub(super) struct Entry {
    pub word: String,
    pub label: String,
    pub is_chosen: bool,
}

/// A condition as the page shows it.
pub(super) struct ConditionRow {
    pub place: usize,
    pub what: String,
    pub label: String,
    pub hows: Vec<Entry>,
    /// Empty where the value is typed.
    pub values: Vec<Entry>,
    pub value: String,
    pub error: Option<String>,
}

impl ConditionRow {
    pub fn number(&self) -> usize {
        self.place + 1
    }

    pub fn all(filter: &Filter, known: &Known, faults: &Faults, page: &PageContext) -> Vec<Self> {
        let rows = filter.conditions.iter().enumerate();
        let rows = rows.map(|(place, condition)| {
            let Condition { what, how, value } = condition;
            let error = faults.of_row(place);
            Self {
                place,
                label: label(what, known, page),
                hows: hows(what, *how, known, page),
                values: chosen(values(what, known, page), value),
                what: what.to_string(),
                value: value.clone(),
                error: error.map(|key| page.say(key).to_string()),
            }
        });
        rows.collect()
    }
}

/// What a new condition can look at: the properties, without those that have nothing to choose, and the fields.
pub(super) fn properties(known: &Known, page: &PageContext) -> Vec<Entry> {
    let is_empty = |what: &Property| match what {
        Property::Tag => known.tags.is_empty(),
        Property::Topic => known.topics.is_empty(),
        _ => false,
    };
    let fixed = Property::FIXED.into_iter().filter(|what| !is_empty(what));
    let fields = known.fields.iter();
    let all = fixed.chain(fields.map(|field| Property::Field(field.slug.clone())));
    let entries = all.map(|what| Entry {
        word: what.to_string(),
        label: label(&what, known, page),
        is_chosen: false,
    });
    entries.collect()
}

fn label(what: &Property, known: &Known, page: &PageContext) -> String {
    match what {
        Property::Field(slug) => known
            .field(slug)
            .map_or_else(|| slug.clone(), |field| field.name.clone()),
        other => page
            .say("segments-what")
            .with("what", other.word())
            .to_string(),
    }
}

fn hows(what: &Property, present: Comparison, known: &Known, page: &PageContext) -> Vec<Entry> {
    let mut words = comparisons(what, known).to_vec();
    if !words.contains(&present) {
        words.push(present);
    }
    let entries = words.into_iter().map(|how| Entry {
        word: how.to_string(),
        label: page
            .say("segments-how")
            .with("how", how.as_str())
            .to_string(),
        is_chosen: how == present,
    });
    entries.collect()
}

/// The values to choose from, each a word with its label; none where the value is typed.
fn values(what: &Property, known: &Known, page: &PageContext) -> Vec<(String, String)> {
    let yes_no = || {
        ["yes", "no"].map(|word| {
            let label = page.say("segments-yes-no").with("word", word);
            (word.to_owned(), label.to_string())
        })
    };
    match what {
        Property::State => {
            let all = SubscriberState::ALL.iter().map(|state| {
                let label = page.say("subscribers-state").with("state", state.as_str());
                (state.to_string(), label.to_string())
            });
            all.collect()
        }
        Property::Cadence => {
            let all = Cadence::ALL.iter().map(|cadence| {
                let label = page
                    .say("subscribers-cadence-word")
                    .with("cadence", cadence.as_str());
                (cadence.to_string(), label.to_string())
            });
            all.collect()
        }
        Property::Language => vec![
            (
                Locale::Ko.as_str().to_owned(),
                page.say("campaigns-locale-ko").to_string(),
            ),
            (
                Locale::En.as_str().to_owned(),
                page.say("campaigns-locale-en").to_string(),
            ),
        ],
        Property::Source => {
            let all = SOURCES.iter().map(|source| {
                let label = page.say("segments-source").with("channel", source.as_str());
                (source.to_string(), label.to_string())
            });
            all.collect()
        }
        Property::Tag => {
            let all = known.tags.iter();
            all.map(|tag| (tag.slug.clone(), tag.name.clone()))
                .collect()
        }
        Property::Topic => {
            let all = known.topics.iter();
            all.map(|topic| (topic.slug.clone(), topic.name.clone()))
                .collect()
        }
        Property::Bounced => yes_no().into(),
        Property::Joined | Property::Confirmed | Property::Left => Vec::new(),
        Property::Field(slug) => match known.field(slug) {
            Some(field) if field.kind == FieldKind::YesNo => yes_no().into(),
            Some(field) => {
                let all = field.choices.0.iter();
                all.map(|choice| (choice.clone(), choice.clone())).collect()
            }
            None => Vec::new(),
        },
    }
}

/// The values with the present one chosen. One that is gone stays in the list, so that the page shows what is wrong.
fn chosen(values: Vec<(String, String)>, present: &str) -> Vec<Entry> {
    let is_typed = values.is_empty();
    let mut entries: Vec<Entry> = values
        .into_iter()
        .map(|(word, label)| Entry {
            is_chosen: word == present,
            word,
            label,
        })
        .collect();
    if !is_typed && !entries.iter().any(|entry| entry.is_chosen) {
        entries.push(Entry {
            word: present.to_owned(),
            label: present.to_owned(),
            is_chosen: true,
        });
    }
    entries
}
