//! How headings speak of a state, whatever the words below them are.

use super::headings::{key, outside_brackets};
use super::meaning::end_in;
use super::standing::Standing;
use super::words::Words;

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
    /// Of the state of a subscription, whose words say it; yes and no say whether there is one.
    Status {
        /// True where 1 and 0 are yes and no. Below `status` alone they may be numbers of any states.
        counts: bool,
    },
    /// Mailchimp's files of those who left or were cleaned: the heading itself says it of every row.
    Everybody(Standing),
    /// When somebody confirmed: where it is empty, they did not.
    Proof,
}

/// What a heading asks whose cells are yes and no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether mail is wanted.
    Consent,
    /// Something about mail: nobody knows whether no means that none is wanted.
    AboutMail,
}

/// Beginnings of words of consent.
const CONSENT_WORDS: &[&str] = &["accept", "allow", "agree", "receive", "valid"];
const CONSENTS: &[&str] = &[
    "wantsemail",
    "wantsmail",
    "emailmarketing",
    "newsletter",
    "mailinglist",
    "sendemail",
    "emailok",
    "mailok",
    "onlist",
    "deliverable",
    "emailvalid",
    "validemail",
    "뉴스레터",
    "소식지",
    "발송여부",
    "발송동의",
    "유효",
    "활성",
    "구독",
    "허용",
];
const ABOUT_MAIL: &[&str] = &[
    "mail",
    "contact",
    "list",
    "send",
    "market",
    "메일",
    "레터",
    "발송",
    "알림",
    "광고",
    "마케팅",
    "連絡",
    "配信",
];
/// Other channels than mail.
const OTHER_CHANNELS: &[&str] = &[
    "sms",
    "phone",
    "call",
    "push",
    "문자",
    "전화",
    "카카오",
    "알림톡",
    "푸시",
];

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
    "edon",
    "outon",
    "inon",
    "timestamp",
    "일",
    "일시",
    "일자",
    "날짜",
    "시각",
    "시간",
];

impl Speech {
    /// What a heading asks, where the cells are yes and no.
    pub(super) fn of_question(heading: &str) -> Option<Question> {
        let key = key(heading);
        let holds = |words: &[&str]| words.iter().any(|word| key.contains(word));
        let is_of_mail = key.contains("mail") || key.contains("메일");
        if holds(OTHER_CHANNELS) && !is_of_mail {
            None
        } else if holds(CONSENTS) || Words::of(&outside_brackets(heading)).begin_with(CONSENT_WORDS)
        {
            Some(Question::Consent)
        } else {
            holds(ABOUT_MAIL).then_some(Question::AboutMail)
        }
    }

    /// What a heading speaks of; `None` when of no state.
    pub(super) fn of(heading: &str) -> Option<Self> {
        let words = Words::of(&outside_brackets(heading));
        let key = key(heading);
        let key = key.as_str();
        let ends_with = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
        match key {
            "unsubtime" => return Some(Self::Everybody(Standing::Left)),
            "cleantime" => return Some(Self::Everybody(Standing::Bounced)),
            "dnc" | "spam" | "abuse" | "ended" | "expired" | "lefton" | "leftat" | "stopdate"
            | "stop" => {
                return Some(Self::End(Standing::Left));
            }
            "estado" | "statut" | "état" | "etat" | "stato" | "situação" | "状态"
            | "ステータス" => {
                return Some(Self::State);
            }
            _ => {}
        }
        // Whether the mail or the paying for it was cancelled, the heading does not say: its words have to.
        let end = (!key.contains("cancel"))
            .then(|| end_in(key, &words))
            .flatten();
        // A period that ends on a day may end in the future.
        let is_period = ["종료", "만료", "expir"]
            .iter()
            .any(|word| key.contains(word))
            || ["enddate", "endsat", "endson"]
                .iter()
                .any(|word| key.ends_with(word));
        if is_period && ends_with(TIME_ENDS) {
            return Some(Self::State);
        }
        if let Some(end) = end {
            return if ends_with(WHY_ENDS) {
                Some(Self::Why(end))
            } else {
                (!ends_with(SILENT_ENDS)).then_some(Self::End(end))
            };
        }
        let holds = |words: &[&str]| words.iter().any(|word| key.contains(word));
        let is_time = ends_with(TIME_ENDS) && !key.ends_with("메일") && !key.contains("cancel");
        let is_silent = ends_with(SILENT_ENDS) || is_time;
        if is_silent {
            return None;
        }
        if holds(&["status", "상태", "cancel"]) || words.has(&["state", "states"]) {
            return Some(of_status(key));
        }
        let is_opt_in =
            words.begin_with(&["optin", "optedin"]) || words.has_pair(&["opt", "opted"], "in");
        if is_opt_in
            || holds(&["subscribed", "수신", "구독여부"])
            || key == "구독"
            || key.ends_with("subscription")
        {
            return Some(Self::Consent {
                denied: Standing::Left,
            });
        }
        let is_whole = words.end_with(&["active", "enabled", "confirmed", "verified", "activated"]);
        let of_consent = [
            "consent",
            "permission",
            "confirmation",
            "동의",
            "인증여부",
            "확인여부",
        ];
        if is_whole || holds(&of_consent) {
            return Some(Self::Consent {
                denied: if words.end_with(&["active", "enabled"]) {
                    Standing::Left
                } else {
                    Standing::Unconfirmed
                },
            });
        }
        None
    }
}

/// How a heading with a word for a state speaks. Yes may mean that something was paid or cancelled, unless the state is of a
/// subscription or of nothing that is named.
fn of_status(key: &str) -> Speech {
    let holds = |words: &[&str]| words.iter().any(|word| key.contains(word));
    if holds(&["cancel", "pay", "paid", "billing", "결제"]) {
        Speech::State
    } else if ["status", "state", "상태"].contains(&key) {
        Speech::Status { counts: false }
    } else if holds(&["subscri", "newsletter", "구독", "수신", "뉴스레터"]) {
        Speech::Status { counts: true }
    } else {
        Speech::State
    }
}
