//! The outcome of checks, and the report over all of them.

use std::fmt::Display;

use serde::{Serialize, Serializer};

use crate::fetch::dns::DnsFailure;
use crate::i18n::Translator;

/// The outcome of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckState {
    /// Nothing is wrong, or there is nothing to check.
    Ok,
    /// Something works worse than it should, or the check could not be made.
    Warning,
    /// Mail is lost or refused because of this.
    Fail,
}

crate::text_enum!(CheckState { Ok => "ok", Warning => "warning", Fail => "fail" });

impl Serialize for CheckState {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

/// A check with its outcome.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The name, which scripts may rely on.
    pub name: &'static str,
    /// The outcome.
    pub state: CheckState,
    /// The finding, as a sentence.
    pub found: String,
    /// The way out, as a sentence.
    pub fix: Option<String>,
    /// The part of the way out that is copied as it is, such as a record or a command.
    #[serde(rename = "copy")]
    pub to_copy: Option<String>,
}

/// All checks, in the order of reading.
#[derive(Clone, Debug, Serialize)]
pub struct DoctorReport {
    /// The checks.
    pub checks: Vec<Check>,
}

impl DoctorReport {
    /// True when a check failed.
    pub fn has_failed(&self) -> bool {
        self.checks
            .iter()
            .any(|check| check.state == CheckState::Fail)
    }
}

impl Check {
    pub(super) fn new(
        name: &'static str,
        state: CheckState,
        found: impl Display,
        fix: Option<String>,
    ) -> Self {
        // Words of relays and engines may hold line breaks; a check is one line.
        let found = found.to_string();
        Self {
            name,
            state,
            found: found.split_whitespace().collect::<Vec<_>>().join(" "),
            fix,
            to_copy: None,
        }
    }

    pub(super) fn ok(name: &'static str, found: impl Display) -> Self {
        Self::new(name, CheckState::Ok, found, None)
    }

    pub(super) fn warning(name: &'static str, found: impl Display, fix: impl Display) -> Self {
        Self::new(name, CheckState::Warning, found, Some(fix.to_string()))
    }

    pub(super) fn fail(name: &'static str, found: impl Display, fix: impl Display) -> Self {
        Self::new(name, CheckState::Fail, found, Some(fix.to_string()))
    }

    /// The same with a text to copy.
    pub(super) fn with_copy(mut self, text: impl Into<String>) -> Self {
        self.to_copy = Some(text.into());
        self
    }

    /// The outcome where the DNS did not answer.
    pub(super) fn unseen(name: &'static str, words: Translator, failure: &DnsFailure) -> Self {
        Self::warning(
            name,
            words
                .say("doctor-dns-silent")
                .with("name", &failure.name)
                .with("why", &failure.why),
            words.say("doctor-dns-silent-fix"),
        )
    }
}

/// A check of a kept report.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptCheck {
    /// The name.
    pub name: String,
    /// The outcome.
    pub state: CheckState,
    /// The finding, as a sentence.
    pub found: String,
    /// The way out, as a sentence.
    pub fix: Option<String>,
    /// The part of the way out that is copied as it is.
    pub to_copy: Option<String>,
}

impl From<Check> for KeptCheck {
    fn from(check: Check) -> Self {
        Self {
            name: check.name.to_owned(),
            state: check.state,
            found: check.found,
            fix: check.fix,
            to_copy: check.to_copy,
        }
    }
}

/// A TXT record to publish: its name without a dot at its end, and its text.
pub type TxtRecord = (String, String);
