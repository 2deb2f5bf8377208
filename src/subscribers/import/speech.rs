//! How headings speak of a state, whatever the words below them are.

use super::standing::{Standing, end_in};

/// How a heading speaks of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speech {
    /// Of an end: what is filled or true says so of the person.
    End(Standing),
    /// Why or through what something ended: any text says that it did.
    Why(Standing),
    /// Of a subscription: what is false says that there is none.
    Consent {
        /// What a person is of whom it is denied.
        denied: Standing,
    },
    /// Of a state whose words say it.
    State,
    /// Mailchimp's files of those who left or were cleaned: the heading itself says it of every row.
    Everybody(Standing),
    /// When somebody confirmed: where it is empty, they did not.
    Proof,
}

/// Headings of numbers, links and codes say nothing of a person's state.
const SILENT_ENDS: &[&str] = &[
    "url",
    "link",
    "token",
    "hash",
    "key",
    "code",
    "count",
    "counts",
    "rate",
    "횟수",
    "링크",
    "주소",
    "번호",
    "명",
    "수신자",
    "수신인",
];
const WHY_ENDS: &[&str] = &[
    "reason",
    "reasonother",
    "why",
    "campaign",
    "campaigntitle",
    "campaignid",
    "title",
    "사유",
    "이유",
];
const TIME_ENDS: &[&str] = &[
    "at",
    "date",
    "time",
    "on",
    "timestamp",
    "일",
    "일시",
    "일자",
    "날짜",
    "시각",
    "시간",
];

impl Speech {
    /// What a heading's key speaks of; `None` when of no state.
    pub(super) fn of(key: &str) -> Option<Self> {
        let ends_with = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
        match key {
            "unsubtime" => return Some(Self::Everybody(Standing::Left)),
            "cleantime" => return Some(Self::Everybody(Standing::Bounced)),
            _ => {}
        }
        // Whether the mail or the paying for it was cancelled, the heading does not say: its words have to.
        let end = (!key.contains("cancel")).then(|| end_in(key)).flatten();
        if let Some(end) = end {
            return if ends_with(WHY_ENDS) {
                Some(Self::Why(end))
            } else {
                (!ends_with(SILENT_ENDS)).then_some(Self::End(end))
            };
        }
        let holds = |words: &[&str]| words.iter().any(|word| key.contains(word));
        let is_time =
            ends_with(TIME_ENDS) && !key.ends_with("subscription") && !key.contains("cancel");
        let is_silent = ends_with(SILENT_ENDS) || is_time;
        if is_silent {
            return None;
        }
        if holds(&["state", "status", "상태", "cancel"]) && !holds(&["statement", "realestate"]) {
            return Some(Self::State);
        }
        if holds(&["subscribed", "optin", "optedin", "수신", "구독여부"])
            || ["구독", "subscription"].contains(&key)
        {
            return Some(Self::Consent {
                denied: Standing::Left,
            });
        }
        let is_whole = ["active", "enabled", "confirmed", "verified", "activated"]
            .iter()
            .any(|word| key.ends_with(word));
        if is_whole || holds(&["consent", "permission", "동의", "인증여부", "확인여부"]) {
            return Some(Self::Consent {
                denied: if ["active", "enabled"].iter().any(|word| key.ends_with(word)) {
                    Standing::Left
                } else {
                    Standing::Unconfirmed
                },
            });
        }
        None
    }
}
