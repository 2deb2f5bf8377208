//! A text that a moderator tries: its signs, without the author, the thread and the site's rule.

use super::reason::{HoldReason, THRESHOLD};
use super::score::{SpamEvidence, signs};
use crate::comments::write::content::CommentBody;
use crate::spam;
use crate::store::{Result, Tx};

/// The signs of advertising in a text.
#[derive(Clone, Debug)]
pub struct TriedText {
    /// The sum of their weights.
    pub sum: i64,
    /// The signs.
    pub signs: Vec<HoldReason>,
}

impl TriedText {
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
    most_links: usize,
) -> Result<TriedText> {
    let learned = spam::judge(tx, name, body.source()).await?;
    let signs = signs(&SpamEvidence {
        name,
        body: body.source(),
        links: body.links(),
        most_links,
        honeypot_filled: false,
        repeated: false,
        known: false,
        official_name: false,
        crowded: false,
        disposable: false,
        learned: learned.as_ref(),
    });
    Ok(TriedText {
        sum: signs.iter().map(HoldReason::weight).sum(),
        signs,
    })
}
