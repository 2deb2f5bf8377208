//! The newest lines of the log, kept in memory.

use std::collections::VecDeque;
use std::fmt::{self, Write};
use std::sync::{LazyLock, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::clock::{Clock, Timestamp};

/// Lines that are kept.
const MOST_LINES: usize = 1_000;
/// Characters of a line that are kept: the bound of what the lines hold together.
const LONGEST_LINE: usize = 2_000;

static LINES: LazyLock<Mutex<VecDeque<LogLine>>> = LazyLock::new(Mutex::default);

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LogLine {
    pub(super) at: Timestamp,
    pub(super) level: Level,
    /// The message and its fields.
    pub(super) text: String,
}

/// Keeps what the log says at the levels error, warn and info. Install it beside the layer that prints.
#[derive(Debug)]
pub struct RecentLines {
    clock: Clock,
}

impl RecentLines {
    /// The layer, whose lines have the time of this clock.
    pub fn new(clock: Clock) -> Self {
        Self { clock }
    }
}

impl<S: Subscriber> Layer<S> for RecentLines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let level = *event.metadata().level();
        if level > Level::INFO {
            return;
        }
        let mut text = Words(String::new());
        event.record(&mut text);
        let text: String = without_secrets(&text.0)
            .chars()
            .take(LONGEST_LINE)
            .collect();
        let at = self.clock.now();
        let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == MOST_LINES {
            lines.pop_front();
        }
        lines.push_back(LogLine { at, level, text });
    }
}

/// The kept lines of this level and graver ones, newest first.
pub(super) fn lines(level: Level) -> Vec<LogLine> {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    let wanted = lines.iter().rev().filter(|line| line.level <= level);
    wanted.cloned().collect()
}

/// The message, and each field as `name=value`.
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // A String takes all that is written.
        let _ = match field.name() {
            "message" => {
                let fields = std::mem::take(&mut self.0);
                write!(self.0, "{value:?}{fields}")
            }
            name => write!(self.0, " {name}={value:?}"),
        };
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

/// What the log says holds no secret. Should an error of a library quote an address with a password or a token of ours, it goes no
/// further than the machine's own log.
fn without_secrets(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        match (word.find("://"), word.rfind('@')) {
            (Some(scheme), Some(at)) if scheme + 3 < at => {
                shown.push_str(&word[..scheme + 3]);
                shown.push('…');
                shown.push_str(&word[at..]);
            }
            _ if word.contains("gudok_") => shown.push('…'),
            _ => shown.push_str(word),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::prelude::*;

    use super::*;

    #[test]
    fn lines_are_kept_with_their_fields_up_to_a_bound_and_without_secrets() {
        let layer = RecentLines::new(Clock::system());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            tracing::debug!("too fine");
            tracing::warn!(relay = "main", count = 3, "the relay is down");
            tracing::error!("smtp://news:secret@mail.example.org:587 refused gudok_abc123");
            for _ in 0..MOST_LINES {
                tracing::info!("a calm line");
            }
        });
        assert_eq!(lines(Level::INFO).len(), MOST_LINES);
        assert!(lines(Level::WARN).is_empty(), "the oldest go");
        let layer = RecentLines::new(Clock::system());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            tracing::warn!(relay = "main", count = 3, "the relay is down");
            tracing::error!("smtp://news:secret@mail.example.org:587 refused gudok_abc123");
        });
        let kept: Vec<String> = lines(Level::WARN)
            .into_iter()
            .map(|line| line.text)
            .collect();
        assert_eq!(
            kept,
            [
                "smtp://…@mail.example.org:587 refused …",
                "the relay is down relay=main count=3"
            ]
        );
    }
}
