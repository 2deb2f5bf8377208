//! The reasons to hold a comment. Signs of advertising have weights.

use serde::{Deserialize, Serialize};

use crate::comments::flags::FlagReason;
use crate::i18n::Translator;
use crate::spam::{self, LearnedWord};

/// A reason to hold a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum HoldReason {
    /// The site reviews every comment.
    Everyone,
    /// The browser proves no approved comment of this author.
    FirstComment,
    /// The thread gets more comments than people can write.
    Crowded,
    /// It brought no proof of work, and was asked for one.
    NoProof,
    /// The name imitates the site or one of its authors.
    OfficialName,
    /// The address is claimed, and the browser did not prove it.
    ClaimedAddress,
    /// The author is under a shadow ban.
    Banned,
    /// An answer by mail whose sender is not proved.
    UnprovedMail,
    /// True when the honeypot field has a value.
    #[serde(alias = "trap")]
    Honeypot,
    /// The sum of the signs of advertising.
    Score {
        /// The sum of their weights.
        sum: i64,
        /// The sum at which a comment is held.
        threshold: i64,
    },
    /// Readers reported the public comment.
    Flagged {
        /// The number of reports.
        count: usize,
        /// Their reasons, each once.
        reasons: Vec<FlagReason>,
    },
    /// A word of the owner's list of words that are held.
    HeldWord {
        /// The word.
        word: String,
    },
    /// A word of the owner's list of words that are spam.
    SpamWord {
        /// The word.
        word: String,
    },
    /// Links.
    Links {
        /// The number.
        count: usize,
        /// The number that an honest comment may have.
        #[serde(default = "usual_links")]
        most: usize,
    },
    /// The same text came recently.
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
    /// A contact together with an offer.
    ContactAndOffer,
    /// An offer with a call to act beside it.
    OfferAndCall,
    /// Words that talk about advertising.
    Talk {
        /// The word.
        word: String,
        /// The amount that they subtract from the sum.
        #[serde(default = "most_for_talk")]
        by: i64,
    },
    /// HTML or forum code for a link, which programs write.
    ForeignMarkup,
    /// The name is an address.
    LinkedName,
    /// The name holds code.
    CodeInName,
    /// Letters are hidden: spelt one by one, or replaced by others that look alike.
    HiddenLetters,
    /// Most letters are neither Hangul nor Latin.
    OtherScript,
    /// The address is of a service for throw-away addresses.
    DisposableAddress,
    /// Akismet says that it is spam.
    Akismet {
        /// The weight; twice as much where it would throw the comment away.
        by: i64,
    },
    /// What the filter learned of such texts from the moderators.
    Learned {
        /// Above zero when it looks like spam.
        by: i64,
        /// The words that say most.
        words: Vec<LearnedWord>,
    },
    /// A reason of a newer version, whose nodes write already.
    #[serde(other)]
    Unknown,
}

/// The sum of weights at which a comment is held.
pub const THRESHOLD: i64 = 10;

/// The sum at which a comment is odd enough to be asked for a proof of work.
pub(super) const ODD: i64 = 7;

/// The most that talk about advertising subtracts from the sum.
pub(super) const MOST_FOR_TALK: i64 = 4;

/// Links that an honest comment could have before the number was an option.
fn usual_links() -> usize {
    2
}

fn most_for_talk() -> i64 {
    MOST_FOR_TALK
}

impl HoldReason {
    /// The weight of a sign of advertising; zero for other reasons.
    pub fn weight(&self) -> i64 {
        match self {
            Self::Links { count, most } if count <= most => 2,
            Self::Links { .. } | Self::Repeated | Self::ForeignMarkup | Self::LinkedName => {
                THRESHOLD
            }
            Self::CodeInName => 6,
            Self::Promotion { .. } | Self::Word { .. } => 5,
            Self::ContactAndOffer | Self::OfferAndCall | Self::HiddenLetters => 4,
            Self::OtherScript
            | Self::DisposableAddress
            | Self::Offer { .. }
            | Self::Contact { .. } => 3,
            Self::Call { .. } => 2,
            Self::Talk { by, .. } => -by,
            Self::Learned { by, .. } | Self::Akismet { by } => *by,
            Self::Everyone
            | Self::FirstComment
            | Self::Crowded
            | Self::NoProof
            | Self::OfficialName
            | Self::ClaimedAddress
            | Self::Banned
            | Self::UnprovedMail
            | Self::Flagged { .. }
            | Self::HeldWord { .. }
            | Self::SpamWord { .. }
            | Self::Honeypot
            | Self::Score { .. }
            | Self::Unknown => 0,
        }
    }

    /// The reason in the moderator's language, with the weight of a sign.
    pub fn text(&self, t: Translator) -> String {
        let word = |key, word: &String| t.say(key).with("word", word).to_string();
        let said = match self {
            Self::Everyone => t.say("comments-reason-everyone").to_string(),
            Self::FirstComment => t.say("comments-reason-first").to_string(),
            Self::Crowded => t.say("comments-reason-crowded").to_string(),
            Self::NoProof => t.say("comments-reason-no-proof").to_string(),
            Self::OfficialName => t.say("comments-reason-official").to_string(),
            Self::ClaimedAddress => t.say("verification-reason-claimed").to_string(),
            Self::Banned => t.say("comments-reason-banned").to_string(),
            Self::UnprovedMail => t.say("comments-reason-mail").to_string(),
            Self::Honeypot => t.say("comments-reason-trap").to_string(),
            Self::Score { sum, threshold } => t
                .say("comments-reason-score")
                .with("sum", sum)
                .with("threshold", threshold)
                .to_string(),
            Self::Links { count, .. } => t
                .say("comments-reason-links")
                .with("count", count)
                .to_string(),
            Self::Repeated => t.say("comments-reason-repeated").to_string(),
            Self::Flagged { count, reasons } => {
                let named: Vec<String> = reasons
                    .iter()
                    .map(|reason| t.say(reason.key()).to_string())
                    .collect();
                t.say("comments-reason-flagged")
                    .with("count", count)
                    .with("reasons", named.join(", "))
                    .to_string()
            }
            Self::HeldWord { word: it } => word("comments-reason-held-word", it),
            Self::SpamWord { word: it } => word("comments-reason-spam-word", it),
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
            Self::HiddenLetters => t.say("comments-reason-hidden").to_string(),
            Self::OtherScript => t.say("comments-reason-script").to_string(),
            Self::DisposableAddress => t.say("comments-reason-disposable").to_string(),
            Self::Akismet { .. } => t.say("comments-reason-akismet").to_string(),
            Self::Unknown => t.say("comments-reason-unknown").to_string(),
            Self::Learned { by, words } => {
                let key = if *by > 0 {
                    "comments-reason-learned"
                } else {
                    "comments-reason-learned-honest"
                };
                t.say(key)
                    .with("words", spam::explained(words, t))
                    .to_string()
            }
        };
        match self.weight() {
            0 => said,
            weight => format!("{said} ({weight:+})"),
        }
    }
}
