//! What the cells of a column say of a state. Every cell of the file is looked at before the first row is taken, so that an
//! import stops at once or not at all.

use std::collections::{BTreeSet, HashMap};

use super::headings::plain;
use super::meaning::{holds_end, is_blank, is_date, truth};
use super::speech::{Question, Speech};
use super::standing::Standing;

/// Different words that are looked at in one column; a column with more is no state's.
const MOST_WORDS: usize = 64;
/// Octets of the longest word of a state.
const LONGEST_WORD: usize = 80;
/// Octets of the longest cell that may be a plain word of an end, with its spaces.
const LONGEST_PLAIN_END: usize = 32;

/// What stands in the cells of one column.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    blank: usize,
    dates: usize,
    /// Cells as they stand, each once.
    words: BTreeSet<Vec<u8>>,
    has_more_words: bool,
    /// A word of [`Standing::is_plain_end`], when there is one.
    plain_end: Option<String>,
    /// A longer text with an end in it, such as a note, when there is one.
    end_in_text: Option<String>,
}

impl Tally {
    /// Looks at one more cell.
    pub(super) fn add(&mut self, cell: &[u8]) {
        if self.words.contains(cell) {
            return;
        }
        let text = String::from_utf8_lossy(cell);
        if self.end_in_text.is_none() && holds_end(&plain(&text)) {
            self.end_in_text = Some(text.chars().take(LONGEST_WORD).collect());
        }
        if is_blank(&text) {
            self.blank += 1;
        } else if is_date(&text) {
            self.dates += 1;
        } else if cell.len() > LONGEST_WORD {
            self.has_more_words = true;
        } else {
            if self.plain_end.is_none()
                && cell.len() <= LONGEST_PLAIN_END
                && Standing::is_plain_end(&plain(&text))
            {
                self.plain_end = Some(text.clone().into_owned());
            }
            if self.words.len() < MOST_WORDS {
                self.words.insert(cell.to_vec());
            } else {
                self.has_more_words = true;
            }
        }
    }

    /// True when the cells are nothing but yes and no: without a heading nobody knows to which question.
    pub(super) fn is_truth(&self) -> bool {
        let is_truth = |word: String| truth(&plain(&word)).is_some();
        !self.words.is_empty() && !self.has_more_words && self.words().all(is_truth)
    }

    /// True when a cell is yes or no.
    fn has_truth(&self) -> bool {
        self.words().any(|word| truth(&plain(&word)).is_some())
    }

    /// True when the cells are yes and no in some spelling, `O` and `X` among them.
    fn is_yes_or_no(&self) -> bool {
        let is_one = |word: String| {
            let word = plain(&word);
            truth(&word).is_some() || word == "x"
        };
        self.dates == 0
            && !self.words.is_empty()
            && !self.has_more_words
            && self.words().all(is_one)
    }

    /// True when every word is known as one of a state, some of a subscription and some of an end. A country or a note that
    /// only holds a piece of such a word is none.
    fn is_of_states(&self) -> bool {
        let standings = || {
            self.words()
                .map(|word| Standing::of_known_word(&plain(&word)))
        };
        self.dates == 0
            && !self.has_more_words
            && standings().all(|standing| standing.is_some())
            && standings().any(|standing| standing == Some(Standing::Subscribed))
            && standings().any(|standing| standing > Some(Standing::Unconfirmed))
    }

    fn is_empty(&self) -> bool {
        self.dates == 0 && self.words.is_empty() && !self.has_more_words
    }

    fn words(&self) -> impl Iterator<Item = String> {
        let words = self.words.iter();
        words.map(|word| String::from_utf8_lossy(word).trim().to_owned())
    }
}

/// A column that says of each row where the person stands.
#[derive(Clone, Debug)]
pub(super) struct StateColumn {
    /// Its place in a row.
    pub(super) at: usize,
    words: HashMap<String, Standing>,
    blank: Standing,
    date: Standing,
    other: Standing,
    /// True when a cell of the file says that somebody left or bounced.
    pub(super) tells_of_ends: bool,
}

impl StateColumn {
    /// What a cell says.
    pub(super) fn read(&self, cell: &str) -> Standing {
        let cell = cell.trim();
        if let Some(standing) = self.words.get(cell) {
            *standing
        } else if is_blank(cell) {
            self.blank
        } else if is_date(cell) {
            self.date
        } else {
            self.other
        }
    }
}

/// Words of a state that nobody can be sure of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclear(pub(super) Vec<String>);

/// What words mean beyond the common vocabulary, by their letters alone; the empty one stands for an empty cell.
pub(super) type Meanings = HashMap<String, Standing>;

/// How a column speaks of a state whose heading says nothing certain: by its cells.
pub(super) fn speech_of_cells(heading: &str, tally: &Tally) -> Result<Option<Speech>, Unclear> {
    if tally.plain_end.is_some() || tally.is_of_states() {
        return Ok(Some(Speech::State));
    }
    if tally.is_yes_or_no() {
        return match Speech::of_question(heading) {
            Some(Question::Consent) => Ok(Some(Speech::Consent {
                denied: Standing::Left,
            })),
            Some(Question::AboutMail) => Err(Unclear(tally.words().collect())),
            None => Ok(None),
        };
    }
    match &tally.end_in_text {
        Some(text) => Err(Unclear(vec![text.clone()])),
        None => Ok(None),
    }
}

/// Understands the column at this place, which speaks so; `None` when its cells say nothing of anybody.
pub(super) fn understand(
    at: usize,
    speech: Speech,
    tally: &Tally,
    meanings: &Meanings,
) -> Result<Option<StateColumn>, Unclear> {
    if tally.is_empty() && !matches!(speech, Speech::Everybody(_)) {
        return Ok(None);
    }
    let reading = StateReading::of(speech, tally, meanings);
    let mut unclear = Vec::new();
    let mut words = HashMap::new();
    for word in tally.words() {
        match reading.word(&word) {
            Some(standing) => {
                words.insert(word, standing);
            }
            None => unclear.push(word),
        }
    }
    if tally.dates > 0 && reading.date.is_none() {
        unclear.push("a date".to_owned());
    }
    if tally.has_more_words && reading.other.is_none() {
        unclear.push("…".to_owned());
    }
    if tally.blank > 0 && reading.blank(tally).is_none() {
        unclear.push(String::new());
    }
    if !unclear.is_empty() {
        return Err(Unclear(unclear));
    }
    // What the file did not hold a moment ago is not believed.
    let unsure = Standing::Unconfirmed;
    let mut column = StateColumn {
        at,
        words,
        blank: reading.blank(tally).unwrap_or(unsure),
        date: reading.date.unwrap_or(unsure),
        other: reading.other.unwrap_or(unsure),
        tells_of_ends: false,
    };
    let is_end = |standing: Standing| standing > unsure;
    column.tells_of_ends = column.words.values().copied().any(is_end)
        || (tally.blank > 0 && is_end(column.blank))
        || (tally.dates > 0 && is_end(column.date))
        || (tally.has_more_words && is_end(column.other));
    Ok(Some(column))
}

/// How the cells below a heading are read.
struct StateReading<'a> {
    speech: Speech,
    meanings: &'a Meanings,
    yes: Option<Standing>,
    no: Option<Standing>,
    /// True where `O` stands for yes, and so `X` for no.
    has_circles: bool,
    date: Option<Standing>,
    other: Option<Standing>,
    /// Some row says by a word that the person is subscribed: then an empty cell does not.
    has_subscribed: bool,
}

impl<'a> StateReading<'a> {
    fn of(speech: Speech, tally: &Tally, meanings: &'a Meanings) -> Self {
        let subscribed = Some(Standing::Subscribed);
        let (yes, no, date, other) = match speech {
            Speech::End(end) => (Some(end), subscribed, Some(end), None),
            Speech::Why(end) | Speech::Everybody(end) => {
                (Some(end), Some(end), Some(end), Some(end))
            }
            Speech::Consent { denied } => (subscribed, Some(denied), subscribed, None),
            Speech::Proof => (subscribed, Some(Standing::Unconfirmed), subscribed, None),
            Speech::Status { .. } => (subscribed, Some(Standing::Left), None, None),
            Speech::State => (None, None, None, None),
        };
        let mut reading = Self {
            speech,
            meanings,
            yes,
            no,
            has_circles: tally.words().any(|word| plain(&word) == "o"),
            date,
            other,
            has_subscribed: false,
        };
        reading.has_subscribed = tally.words().any(|word| reading.word(&word) == subscribed);
        reading
    }

    fn word(&self, cell: &str) -> Option<Standing> {
        let word = plain(cell);
        if let Some(standing) = self.meanings.get(&word) {
            return Some(*standing);
        }
        match truth(&word) {
            Some(_) if self.speech == (Speech::Status { counts: false }) && is_number(&word) => {
                return None;
            }
            Some(true) => return self.yes,
            Some(false) => return self.no,
            None if word == "x" && self.has_circles => return self.no,
            None => {}
        }
        match self.speech {
            Speech::Why(end) | Speech::Everybody(end) => Some(end),
            // `clean` below a heading of cleaning, `subscribed` below one of leaving.
            _ => Standing::of_cell(cell),
        }
    }

    fn blank(&self, tally: &Tally) -> Option<Standing> {
        if let Some(standing) = self.meanings.get("") {
            return Some(*standing);
        }
        let unconfirmed = Some(Standing::Unconfirmed);
        match self.speech {
            Speech::Consent { .. } | Speech::Proof => unconfirmed,
            Speech::State | Speech::Status { .. } if self.has_subscribed => unconfirmed,
            // Of whom it says no yes, it says nothing.
            Speech::Status { .. } if tally.has_truth() => unconfirmed,
            Speech::End(_) | Speech::Why(_) | Speech::State | Speech::Status { .. } => {
                Some(Standing::Subscribed)
            }
            // Filled for some alone: others were put into this file, and nobody knows which.
            Speech::Everybody(end) => tally.is_empty().then_some(end),
        }
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}
