//! Whether a comment may appear at once: signs of advertising are weighed and summed, and the moderator reads the sum and each sign.
//! A sum only holds a comment; nothing but the field that people never see calls it spam.

mod lists;
mod names;
mod words;

use serde::{Deserialize, Serialize};

use super::Status;
use crate::config::CommentModeration;
use crate::i18n::Translator;
use words::Words;

/// What is known of a comment when it arrives.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; none excludes another"
)]
pub struct Evidence<'a> {
    /// The author's name.
    pub name: &'a str,
    /// The Markdown.
    pub body: &'a str,
    /// Links in it.
    pub links: usize,
    /// The field that people never see was filled in.
    pub trapped: bool,
    /// The same text came lately, from somebody else or to another thread.
    pub repeated: bool,
    /// A comment of this author was approved before, and the browser proves that it is theirs.
    pub known: bool,
    /// The name passes for the site's or for one of its people.
    pub official_name: bool,
    /// The thread gets more comments than people write.
    pub crowded: bool,
}

/// Why a comment is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Reason {
    /// The site reviews every comment.
    Everyone,
    /// Nothing of this author was approved yet, as far as the browser proves.
    FirstComment,
    /// The thread gets more comments than people write.
    Crowded,
    /// The name passes for the site's or for one of its people.
    OfficialName,
    /// The field that people never see was filled in.
    Trap,
    /// The signs of advertising weigh together what follows.
    Score {
        /// The sum of their weights.
        sum: i64,
        /// The sum from which a comment is held.
        threshold: i64,
    },
    /// Links.
    Links {
        /// How many.
        count: usize,
    },
    /// The same text came lately.
    Repeated,
    /// A word for what honest sites don't sell.
    Word {
        /// The word.
        word: String,
    },
    /// A word of money and offers.
    Offer {
        /// The word.
        word: String,
    },
    /// A way to reach the advertiser.
    Contact {
        /// The word.
        word: String,
    },
    /// A call to act.
    Call {
        /// The word.
        word: String,
    },
    /// A request to visit or to follow the author.
    Promotion {
        /// The word.
        word: String,
    },
    /// A way to reach the advertiser together with what they sell.
    ContactAndOffer,
    /// What they sell with a call to act right beside it.
    OfferAndCall,
    /// Words of somebody who talks about such advertising.
    Talk {
        /// The word.
        word: String,
        /// By how much they lower the sum.
        #[serde(default = "most_for_talk")]
        by: i64,
    },
    /// HTML or forum code for a link, which programs write.
    ForeignMarkup,
    /// The name is an address.
    LinkedName,
    /// The name holds code.
    CodeInName,
}

/// The sum of weights from which a comment is held.
pub const THRESHOLD: i64 = 10;

/// Links that an honest remark may have.
const MOST_LINKS: usize = 2;

/// Letters from which the same text twice is no coincidence; many people write "좋은 글 감사합니다".
const TELLING_LENGTH: usize = 30;

/// Words of one list that count in one comment.
const MOST_WORDS: usize = 3;

/// By how much talk about advertising lowers the sum at most.
const MOST_FOR_TALK: i64 = 4;

fn most_for_talk() -> i64 {
    MOST_FOR_TALK
}

/// Words between which a call to act still belongs to an offer.
const NEAR: usize = 2;

impl Reason {
    /// What it adds to the sum; reasons that are no sign of advertising add nothing.
    pub fn weight(&self) -> i64 {
        match self {
            Self::Links { count } if *count <= MOST_LINKS => 2,
            Self::Links { .. } | Self::Repeated | Self::ForeignMarkup | Self::LinkedName => {
                THRESHOLD
            }
            Self::CodeInName => 6,
            Self::Promotion { .. } | Self::Word { .. } => 5,
            Self::ContactAndOffer | Self::OfferAndCall => 4,
            Self::Offer { .. } | Self::Contact { .. } => 3,
            Self::Call { .. } => 2,
            Self::Talk { by, .. } => -by,
            Self::Everyone
            | Self::FirstComment
            | Self::Crowded
            | Self::OfficialName
            | Self::Trap
            | Self::Score { .. } => 0,
        }
    }

    /// The reason in the moderator's language, a sign with its weight.
    pub fn text(&self, t: Translator) -> String {
        let word = |key, word: &String| t.say(key).with("word", word).to_string();
        let said = match self {
            Self::Everyone => t.say("comments-reason-everyone").to_string(),
            Self::FirstComment => t.say("comments-reason-first").to_string(),
            Self::Crowded => t.say("comments-reason-crowded").to_string(),
            Self::OfficialName => t.say("comments-reason-official").to_string(),
            Self::Trap => t.say("comments-reason-trap").to_string(),
            Self::Score { sum, threshold } => t
                .say("comments-reason-score")
                .with("sum", sum)
                .with("threshold", threshold)
                .to_string(),
            Self::Links { count } => t
                .say("comments-reason-links")
                .with("count", count)
                .to_string(),
            Self::Repeated => t.say("comments-reason-repeated").to_string(),
            Self::Word { word: it } => word("comments-reason-word", it),
            Self::Offer { word: it } => word("comments-reason-offer", it),
            Self::Contact { word: it } => word("comments-reason-contact", it),
            Self::Call { word: it } => word("comments-reason-call", it),
            Self::Promotion { word: it } => word("comments-reason-promotion", it),
            Self::ContactAndOffer => t.say("comments-reason-contact-and-offer").to_string(),
            Self::OfferAndCall => t.say("comments-reason-offer-and-call").to_string(),
            Self::Talk { word: it, .. } => word("comments-reason-talk", it),
            Self::ForeignMarkup => t.say("comments-reason-markup").to_string(),
            Self::LinkedName => t.say("comments-reason-name").to_string(),
            Self::CodeInName => t.say("comments-reason-code").to_string(),
        };
        match self.weight() {
            0 => said,
            weight => format!("{said} ({weight:+})"),
        }
    }
}

/// What is done with a comment, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Where the comment goes.
    pub status: Status,
    /// Why it is held; empty for one that is approved.
    pub reasons: Vec<Reason>,
}

/// Judges a comment under the site's rule.
pub fn judge(evidence: &Evidence<'_>, rule: CommentModeration) -> Verdict {
    let mut reasons = Vec::new();
    if evidence.official_name {
        reasons.push(Reason::OfficialName);
    }
    let signs = signs(evidence);
    let sum = signs.iter().map(Reason::weight).sum();
    if sum >= THRESHOLD {
        reasons.push(Reason::Score {
            sum,
            threshold: THRESHOLD,
        });
    }
    if evidence.crowded {
        reasons.push(Reason::Crowded);
    }
    if rule != CommentModeration::None && !evidence.known {
        reasons.push(Reason::FirstComment);
    }
    if rule == CommentModeration::All && reasons.is_empty() {
        reasons.push(Reason::Everyone);
    }
    if evidence.trapped {
        reasons.insert(0, Reason::Trap);
    }
    let status = match reasons.first() {
        None => Status::Approved,
        Some(Reason::Trap) => Status::Spam,
        Some(_) => Status::Pending,
    };
    if status != Status::Approved {
        reasons.extend(signs);
    }
    Verdict { status, reasons }
}

/// The signs of advertising, whatever they weigh together.
fn signs(evidence: &Evidence<'_>) -> Vec<Reason> {
    let mut signs = Vec::new();
    if evidence.links > 0 {
        signs.push(Reason::Links {
            count: evidence.links,
        });
    }
    let letters = evidence
        .body
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count();
    if evidence.repeated && (letters >= TELLING_LENGTH || evidence.links > 0) {
        signs.push(Reason::Repeated);
    }
    if words::has_foreign_markup(evidence.body) {
        signs.push(Reason::ForeignMarkup);
    }
    if names::is_address(evidence.name) {
        signs.push(Reason::LinkedName);
    }
    if names::has_code(evidence.name) {
        signs.push(Reason::CodeInName);
    }
    signs.extend(of_words(&Words::read(evidence.name, evidence.body)));
    signs
}

fn of_words(words: &Words) -> Vec<Reason> {
    let vices = words.found(lists::VICES);
    let offers = words.found(lists::OFFERS);
    let calls = words.found(lists::CALLS);
    let mut contacts = words.found(lists::CONTACTS);
    contacts.extend(words.contact());
    let promotions = words.found(lists::PROMOTIONS);
    let sold: Vec<usize> = vices.iter().chain(&offers).map(|hit| hit.place).collect();
    let are_near = calls
        .iter()
        .any(|call| sold.iter().any(|place| place.abs_diff(call.place) <= NEAR));
    let mut signs = Vec::new();
    let mut add = |hits: &[words::Hit], sign: fn(String) -> Reason| {
        let counted = hits.iter().take(MOST_WORDS);
        signs.extend(counted.map(|hit| sign(hit.word.clone())));
    };
    add(&vices, |word| Reason::Word { word });
    add(&offers, |word| Reason::Offer { word });
    add(&contacts, |word| Reason::Contact { word });
    add(&calls, |word| Reason::Call { word });
    add(&promotions, |word| Reason::Promotion { word });
    if !contacts.is_empty() && !sold.is_empty() {
        signs.push(Reason::ContactAndOffer);
    }
    if are_near {
        signs.push(Reason::OfferAndCall);
    }
    // Talk explains words alone: links, repetition and markup weigh what they weigh.
    let sum: i64 = signs.iter().map(Reason::weight).sum();
    if let Some(talk) = words.found(lists::TALK).first()
        && sum > 0
    {
        signs.push(Reason::Talk {
            word: talk.word.clone(),
            by: sum.min(MOST_FOR_TALK),
        });
    }
    signs
}

#[cfg(test)]
mod tests;
