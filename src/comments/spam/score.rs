//! The verdict on a comment. Signs of advertising have weights, and their sum can hold a comment. Only the honeypot field makes it spam.

use super::reason::{HoldReason, MOST_FOR_TALK, ODD, THRESHOLD};
use super::words::{self, CommentWords};
use super::{lists, name_signs, word_lists};
use crate::challenges::Proof;
use crate::comments::akismet::verdict::AkismetVerdict;
use crate::comments::model::CommentStatus;
use crate::config::{CommentModeration, CommentsConfig};
use crate::spam::LearnedVerdict;

/// The facts of a new comment.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; none excludes another"
)]
pub struct SpamEvidence<'a> {
    /// The author's name.
    pub name: &'a str,
    /// The Markdown.
    pub body: &'a str,
    /// The number of links.
    pub links: usize,
    /// The number that an honest comment may have.
    pub most_links: usize,
    /// True when the honeypot field has a value.
    pub honeypot_filled: bool,
    /// Whether it brought a proof of work, or is asked for one.
    pub proof: Proof,
    /// What Akismet says, where it was asked.
    pub akismet: Option<AkismetVerdict>,
    /// True when another author or thread had the same text recently.
    pub repeated: bool,
    /// True when the browser proves an approved comment of this author.
    pub known: bool,
    /// The name imitates the site or one of its authors.
    pub official_name: bool,
    /// The thread gets more comments than people can write.
    pub crowded: bool,
    /// The address is of a service for throw-away addresses.
    pub disposable: bool,
    /// What the filter learned of such texts; `None` before it learned enough.
    pub learned: Option<&'a LearnedVerdict>,
}

/// Letters of the shortest repeated text that counts; many people write "좋은 글 감사합니다".
const TELLING_LENGTH: usize = 30;

/// The most words of one list that count in one comment.
const MOST_WORDS: usize = 3;

/// Words between an offer and a call to act that belongs to it.
const NEAR: usize = 2;

/// The state of a new comment, and the reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpamVerdict {
    /// The state of the comment.
    pub status: CommentStatus,
    /// The reasons to hold it; empty for an approved comment.
    pub reasons: Vec<HoldReason>,
}

impl SpamVerdict {
    /// The verdict where the owner listed words.
    #[must_use]
    pub fn with_lists(mut self, evidence: &SpamEvidence<'_>, rules: &CommentsConfig) -> Self {
        let listed = |list| word_lists::find(evidence.name, evidence.body, list);
        if let Some(word) = listed(&rules.spam_words) {
            self.status = CommentStatus::Spam;
            self.reasons.insert(0, HoldReason::SpamWord { word });
        } else if let Some(word) = listed(&rules.held_words) {
            if self.status == CommentStatus::Approved {
                self.status = CommentStatus::Pending;
            }
            self.reasons.insert(0, HoldReason::HeldWord { word });
        }
        self
    }

    /// The verdict on an answer by mail whose sender is not proved.
    #[must_use]
    pub fn unproved_mail(mut self) -> Self {
        if self.status == CommentStatus::Approved {
            self.status = CommentStatus::Pending;
        }
        self.reasons.insert(0, HoldReason::UnprovedMail);
        self
    }

    /// The verdict on a comment whose address is another's: a moderator decides, whatever the site's rule.
    #[must_use]
    pub fn of_claimed_address(mut self) -> Self {
        if self.status == CommentStatus::Approved {
            self.status = CommentStatus::Pending;
        }
        self.reasons.insert(0, HoldReason::ClaimedAddress);
        self
    }

    /// Whether Akismet's word may change it: not where a comment is spam, scores enough already, or lacks its proof.
    pub fn is_open_to_akismet(&self) -> bool {
        let is_settled =
            |reason: &HoldReason| matches!(reason, HoldReason::Score { .. } | HoldReason::NoProof);
        self.status != CommentStatus::Spam && !self.reasons.iter().any(is_settled)
    }

    /// The verdict on an author under a shadow ban.
    #[must_use]
    pub fn banned(mut self) -> Self {
        self.status = CommentStatus::Spam;
        self.reasons.insert(0, HoldReason::Banned);
        self
    }
}

/// Judges a comment by its facts and the site's rule.
pub fn judge(evidence: &SpamEvidence<'_>, rule: CommentModeration) -> SpamVerdict {
    let mut reasons = Vec::new();
    if evidence.official_name {
        reasons.push(HoldReason::OfficialName);
    }
    let signs = signs(evidence);
    let sum = signs.iter().map(HoldReason::weight).sum();
    if sum >= THRESHOLD {
        reasons.push(HoldReason::Score {
            sum,
            threshold: THRESHOLD,
        });
    }
    if evidence.crowded {
        reasons.push(HoldReason::Crowded);
    }
    if rule != CommentModeration::None && !evidence.known {
        reasons.push(HoldReason::FirstComment);
    }
    if rule == CommentModeration::All && reasons.is_empty() {
        reasons.push(HoldReason::Everyone);
    }
    let is_asked = match evidence.proof {
        Proof::Given => false,
        Proof::Missing => true,
        Proof::NotAsked => sum >= ODD,
    };
    if is_asked && !evidence.known && reasons.is_empty() {
        reasons.push(HoldReason::NoProof);
    }
    if evidence.honeypot_filled {
        reasons.insert(0, HoldReason::Honeypot);
    }
    let status = match reasons.first() {
        None => CommentStatus::Approved,
        Some(HoldReason::Honeypot) => CommentStatus::Spam,
        Some(_) => CommentStatus::Pending,
    };
    if status != CommentStatus::Approved {
        reasons.extend(signs);
    }
    SpamVerdict { status, reasons }
}

/// All signs of advertising.
pub(super) fn signs(evidence: &SpamEvidence<'_>) -> Vec<HoldReason> {
    let mut signs = Vec::new();
    if evidence.links > 0 {
        signs.push(HoldReason::Links {
            count: evidence.links,
            most: evidence.most_links,
        });
    }
    let letters = evidence
        .body
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count();
    if evidence.repeated && (letters >= TELLING_LENGTH || evidence.links > 0) {
        signs.push(HoldReason::Repeated);
    }
    if words::has_foreign_markup(evidence.body) {
        signs.push(HoldReason::ForeignMarkup);
    }
    if name_signs::is_address(evidence.name) {
        signs.push(HoldReason::LinkedName);
    }
    if name_signs::has_code(evidence.name) {
        signs.push(HoldReason::CodeInName);
    }
    if evidence.disposable {
        signs.push(HoldReason::DisposableAddress);
    }
    match evidence.akismet {
        Some(AkismetVerdict::Spam) => signs.push(HoldReason::Akismet { by: THRESHOLD }),
        Some(AkismetVerdict::Blatant) => signs.push(HoldReason::Akismet { by: 2 * THRESHOLD }),
        Some(AkismetVerdict::Honest) | None => {}
    }
    let words = CommentWords::read(evidence.name, evidence.body);
    if words.are_hidden {
        signs.push(HoldReason::HiddenLetters);
    }
    if words::is_in_another_script(evidence.body) {
        signs.push(HoldReason::OtherScript);
    }
    let words = of_words(&words);
    let sum_of_words = words.iter().map(HoldReason::weight).sum();
    signs.extend(words);
    signs.extend(evidence.learned.and_then(|it| learned(it, sum_of_words)));
    signs
}

/// What the filter learned. Like talk about advertising, honest words explain listed words, not links, repetition or markup.
fn learned(verdict: &LearnedVerdict, sum_of_words: i64) -> Option<HoldReason> {
    let by = verdict.weight.max(-sum_of_words);
    (by != 0).then(|| HoldReason::Learned {
        by,
        words: verdict.words.clone(),
    })
}

fn of_words(words: &CommentWords) -> Vec<HoldReason> {
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
    let mut add = |hits: &[words::WordHit], sign: fn(String) -> HoldReason| {
        let counted = hits.iter().take(MOST_WORDS);
        signs.extend(counted.map(|hit| sign(hit.word.clone())));
    };
    add(&vices, |word| HoldReason::Word { word });
    add(&offers, |word| HoldReason::Offer { word });
    add(&contacts, |word| HoldReason::Contact { word });
    add(&calls, |word| HoldReason::Call { word });
    add(&promotions, |word| HoldReason::Promotion { word });
    if !contacts.is_empty() && !sold.is_empty() {
        signs.push(HoldReason::ContactAndOffer);
    }
    if are_near {
        signs.push(HoldReason::OfferAndCall);
    }
    // Talk about advertising explains words, not links, repetition or markup.
    let sum: i64 = signs.iter().map(HoldReason::weight).sum();
    if let Some(talk) = words.found(lists::TALK).first()
        && sum > 0
    {
        signs.push(HoldReason::Talk {
            word: talk.word.clone(),
            by: sum.min(MOST_FOR_TALK),
        });
    }
    signs
}
