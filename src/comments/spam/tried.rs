//! A text that a moderator tries: its signs and the owner's lists of words, without the author, the thread and the site's rule.

use super::reason::{HoldReason, THRESHOLD};
use super::score::{SpamEvidence, signs};
use super::word_lists;
use crate::challenges::Proof;
use crate::comments::write::content::CommentBody;
use crate::config::CommentsConfig;
use crate::spam;
use crate::store::{Result, Tx};

/// The signs of advertising in a text.
#[derive(Clone, Debug)]
pub struct TriedText {
    /// The sum of their weights.
    pub sum: i64,
    /// The signs, behind a word of the owner's lists.
    pub signs: Vec<HoldReason>,
}

impl TriedText {
    /// True when a comment with this text would become spam by the owner's list.
    pub fn has_spam_word(&self) -> bool {
        matches!(self.signs.first(), Some(HoldReason::SpamWord { .. }))
    }

    /// True when a comment with this text would be held by the owner's list.
    pub fn has_held_word(&self) -> bool {
        matches!(self.signs.first(), Some(HoldReason::HeldWord { .. }))
    }

    /// True when a comment with this text would be held.
    pub fn is_held(&self) -> bool {
        self.sum >= THRESHOLD
    }

    /// The sum at which a comment is held.
    pub fn threshold(&self) -> i64 {
        THRESHOLD
    }
}

/// Weighs a text; nothing is stored.
pub async fn try_text(
    tx: &mut Tx,
    name: &str,
    body: &CommentBody,
    rules: &CommentsConfig,
) -> Result<TriedText> {
    let learned = spam::judge(tx, name, body.source()).await?;
    let mut signs = signs(&SpamEvidence {
        name,
        body: body.source(),
        links: body.links(),
        most_links: rules.most_links,
        honeypot_filled: false,
        proof: Proof::Given,
        akismet: None,
        repeated: false,
        known: false,
        official_name: false,
        crowded: false,
        disposable: false,
        learned: learned.as_ref(),
    });
    let sum = signs.iter().map(HoldReason::weight).sum();
    let listed = |list| word_lists::find(name, body.source(), list);
    if let Some(word) = listed(&rules.spam_words) {
        signs.insert(0, HoldReason::SpamWord { word });
    } else if let Some(word) = listed(&rules.held_words) {
        signs.insert(0, HoldReason::HeldWord { word });
    }
    Ok(TriedText { sum, signs })
}
