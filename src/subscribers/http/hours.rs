//! Hours of the day in words.

use crate::i18n::{Phrase, Translator};

/// An hour of the day as people say it: 오전 7시, 7 am.
pub(super) fn hour_of(t: Translator, hour: i64) -> Phrase<'static> {
    let half = if hour < 12 { "am" } else { "pm" };
    t.say("subscribers-preferences-hour-of")
        .with("hour", hour)
        .with("half", half)
        .with("hour12", (hour + 11) % 12 + 1)
}
