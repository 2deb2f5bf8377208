//! Whether a comment may appear at once: a verdict with its reasons, which the moderator reads.

use serde::{Deserialize, Serialize};

use super::Status;
use crate::config::CommentModeration;
use crate::i18n::Translator;

/// What is known of a comment when it arrives.
#[derive(Clone, Copy, Debug)]
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
    /// A comment of this address was approved before.
    pub known: bool,
}

/// Why a comment is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Reason {
    /// The site reviews every comment.
    Everyone,
    /// Nothing of this author was approved yet.
    FirstComment,
    /// More links than a remark needs.
    Links {
        /// How many.
        count: usize,
    },
    /// The same text came lately.
    Repeated,
    /// A word that advertisers use.
    Word {
        /// The word.
        word: String,
    },
    /// HTML or forum code for a link, which programs write.
    ForeignMarkup,
    /// The name is an address.
    LinkedName,
    /// The field that people never see was filled in.
    Trap,
}

impl Reason {
    /// The reason in the moderator's language.
    pub fn text(&self, t: Translator) -> String {
        match self {
            Self::Everyone => t.say("comments-reason-everyone").to_string(),
            Self::FirstComment => t.say("comments-reason-first").to_string(),
            Self::Links { count } => t
                .say("comments-reason-links")
                .with("count", count)
                .to_string(),
            Self::Repeated => t.say("comments-reason-repeated").to_string(),
            Self::Word { word } => t.say("comments-reason-word").with("word", word).to_string(),
            Self::ForeignMarkup => t.say("comments-reason-markup").to_string(),
            Self::LinkedName => t.say("comments-reason-name").to_string(),
            Self::Trap => t.say("comments-reason-trap").to_string(),
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

/// Links that an honest remark may have.
const MOST_LINKS: usize = 2;

/// Words that a reader of a blog rarely needs and an advertiser always; a hit only asks a moderator to look.
const WORDS: &[&str] = &[
    "casino",
    "viagra",
    "cialis",
    "porn",
    "payday loan",
    "backlink",
    "카지노",
    "바카라",
    "토토사이트",
    "먹튀",
    "슬롯사이트",
    "출장안마",
    "비아그라",
    "대출상담",
    "당일대출",
    "성인용품",
];

/// Judges a comment under the site's rule.
pub fn judge(evidence: &Evidence<'_>, rule: CommentModeration) -> Verdict {
    let mut reasons = suspicions(evidence);
    if evidence.trapped {
        reasons.insert(0, Reason::Trap);
        return Verdict {
            status: Status::Spam,
            reasons,
        };
    }
    if rule != CommentModeration::None && !evidence.known {
        reasons.push(Reason::FirstComment);
    }
    if rule == CommentModeration::All && reasons.is_empty() {
        reasons.push(Reason::Everyone);
    }
    let status = if reasons.is_empty() {
        Status::Approved
    } else {
        Status::Pending
    };
    Verdict { status, reasons }
}

fn suspicions(evidence: &Evidence<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if evidence.links > MOST_LINKS {
        reasons.push(Reason::Links {
            count: evidence.links,
        });
    }
    if evidence.repeated {
        reasons.push(Reason::Repeated);
    }
    if let Some(word) = listed_word(evidence) {
        reasons.push(Reason::Word { word: word.into() });
    }
    let body = evidence.body.to_lowercase();
    if ["<a href", "[url=", "[url]", "[link="]
        .iter()
        .any(|mark| body.contains(mark))
    {
        reasons.push(Reason::ForeignMarkup);
    }
    let name = evidence.name.to_lowercase();
    if ["http://", "https://", "www.", ".com", ".net"]
        .iter()
        .any(|part| name.contains(part))
    {
        reasons.push(Reason::LinkedName);
    }
    reasons
}

/// Advertisers part Korean words by spaces and marks, so those are left out before looking.
fn listed_word(evidence: &Evidence<'_>) -> Option<&'static str> {
    let text = format!("{}\n{}", evidence.name, evidence.body).to_lowercase();
    let joined: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    WORDS.iter().copied().find(|word| {
        if word.is_ascii() {
            holds_word(&text, word)
        } else {
            joined.contains(word)
        }
    })
}

/// An English word stands alone: "specialist" is no advertisement.
fn holds_word(text: &str, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(start, _)| {
        let rest = text[start + word.len()..].trim_start_matches('s');
        !is_letter(text[..start].chars().next_back()) && !is_letter(rest.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence<'a>(name: &'a str, body: &'a str) -> Evidence<'a> {
        Evidence {
            name,
            body,
            links: 0,
            trapped: false,
            repeated: false,
            known: true,
        }
    }

    #[test]
    fn a_plain_remark_appears_as_the_sites_rule_says() {
        let remark = evidence("김하늘", "좋은 글 감사합니다");
        let of = |rule, known| judge(&Evidence { known, ..remark }, rule);
        assert_eq!(of(CommentModeration::All, true).reasons, [Reason::Everyone]);
        assert_eq!(of(CommentModeration::First, true).status, Status::Approved);
        assert_eq!(
            of(CommentModeration::First, false).reasons,
            [Reason::FirstComment]
        );
        assert_eq!(of(CommentModeration::None, false).status, Status::Approved);
    }

    #[test]
    fn a_suspicious_comment_waits_under_every_rule() {
        let ad = evidence("김하늘", "바 카 라 추천합니다");
        let verdict = judge(&ad, CommentModeration::None);
        assert_eq!(verdict.status, Status::Pending);
        assert_eq!(
            verdict.reasons,
            [Reason::Word {
                word: "바카라".into()
            }]
        );
        let links = Evidence {
            links: 3,
            ..evidence("김하늘", "보세요")
        };
        assert_eq!(
            judge(&links, CommentModeration::None).reasons,
            [Reason::Links { count: 3 }]
        );
        for (name, body) in [
            ("www.shop.com", "hello"),
            ("Kim", "see [url=https://x.example]this[/url]"),
            ("Kim", "best CASINOS here"),
        ] {
            assert_eq!(
                judge(&evidence(name, body), CommentModeration::None).status,
                Status::Pending,
                "{name} {body}"
            );
        }
    }

    #[test]
    fn words_inside_other_words_are_no_hit() {
        let remark = evidence("Kim", "The specialist was in Encasinoed");
        assert_eq!(
            judge(&remark, CommentModeration::None).status,
            Status::Approved
        );
    }

    #[test]
    fn what_fills_in_the_hidden_field_is_spam() {
        let trapped = Evidence {
            trapped: true,
            ..evidence("Kim", "hello")
        };
        assert_eq!(
            judge(&trapped, CommentModeration::None).status,
            Status::Spam
        );
    }
}
