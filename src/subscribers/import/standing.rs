//! The standing of a person on a list, and the words for it. A state word outside this vocabulary stops an import.

/// The standing of a person on a list. Of two standings the later one here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Gets mail there.
    Subscribed,
    /// Has not confirmed there, or is not asked to get mail.
    Unconfirmed,
    /// Mail to them did not arrive.
    Bounced,
    /// Left, complained, or was taken off.
    Left,
}

crate::text_enum!(Standing {
    Subscribed => "subscribed", Unconfirmed => "unconfirmed", Bounced => "bounced", Left => "left",
});

const SUBSCRIBED: &[&str] = &[
    "subscribed",
    "subscriber",
    "subscribe",
    "confirmed",
    "active",
    "enabled",
    "verified",
    "regular",
    "premium",
    "gifted",
    "gift",
    "trialed",
    "trialing",
    "trial",
    "churning",
    "pastdue",
    "unpaid",
    "free",
    "paid",
    "comped",
    "complimentary",
    "optedin",
    "optin",
    "valid",
    "normal",
    "current",
    "member",
    "구독",
    "구독중",
    "구독함",
    "구독자",
    "구독완료",
    "수신",
    "수신중",
    "수신함",
    "수신동의",
    "수신동의함",
    "동의",
    "동의함",
    "정상",
    "활성",
    "활성화",
    "확인됨",
    "확인완료",
    "인증됨",
    "인증완료",
    "인증",
    "승인",
    "승인됨",
    "승인완료",
    "유지",
    "abonniert",
    "angemeldet",
    "aktiv",
    "bestätigt",
    "suscrito",
    "activo",
    "inscrit",
    "abonné",
    "actif",
    "inscrito",
    "ativo",
    "iscritto",
    "attivo",
    "已订阅",
    "配信中",
    "登録済み",
    "유효",
];
const UNCONFIRMED: &[&str] = &[
    "unconfirmed",
    "notconfirmed",
    "unactivated",
    "notactivated",
    "unverified",
    "notverified",
    "pending",
    "pendingconfirmation",
    "waiting",
    "awaitingconfirmation",
    "invited",
    "validating",
    "needsattention",
    "transactional",
    "nonsubscribed",
    "unknown",
    "paused",
    "expired",
    "휴면",
    "만료",
    "optinpending",
    "unbestätigt",
    "대기",
    "대기중",
    "승인대기",
    "인증대기",
    "확인대기",
    "구독대기",
    "미인증",
    "미확인",
    "미승인",
    "확인전",
    "인증전",
];
const BOUNCED: &[&str] = &[
    "bounced",
    "bounce",
    "hardbounce",
    "hardbounced",
    "softbounce",
    "softbounced",
    "cleaned",
    "clean",
    "undeliverable",
    "undelivered",
    "invalid",
    "failed",
    "notdeliverable",
    "반송",
    "반송됨",
    "바운스",
    "하드바운스",
    "소프트바운스",
    "자동삭제",
    "autodeleted",
    "발송실패",
    "전송실패",
    "발송불가",
    "수신불가",
    "오류",
    "잘못된주소",
];
const LEFT: &[&str] = &[
    "unsubscribed",
    "unsubscribe",
    "notsubscribed",
    "notsending",
    "left",
    "inactive",
    "disabled",
    "deleted",
    "removed",
    "blocked",
    "blocklisted",
    "blocklist",
    "blacklisted",
    "blacklist",
    "denylisted",
    "suppressed",
    "suppress",
    "banned",
    "archived",
    "cancelled",
    "canceled",
    "complained",
    "complaint",
    "spam",
    "spammy",
    "spamcomplaint",
    "abuse",
    "abusecomplaint",
    "optedout",
    "optout",
    "donotemail",
    "donotcontact",
    "held",
    "deactivated",
    "ended",
    "stopped",
    "수신거부",
    "거부",
    "거부함",
    "거절",
    "해지",
    "구독해지",
    "해지됨",
    "구독취소",
    "수신취소",
    "취소",
    "취소됨",
    "철회",
    "동의철회",
    "탈퇴",
    "차단",
    "차단됨",
    "신고",
    "스팸",
    "스팸신고",
    "삭제",
    "삭제됨",
    "비활성",
    "비활성화",
    "미동의",
    "동의안함",
    "수신안함",
    "미수신",
    "미구독",
    "구독안함",
    "중지",
    "정지",
    "구독중지",
    "수신중지",
    "구독종료",
    "종료",
    "abgemeldet",
    "abbestellt",
    "ausgetragen",
    "inaktiv",
    "gelöscht",
    "gesperrt",
];

/// Words that say the same wherever they stand, so that no heading is needed to understand them.
const PLAIN: &[&str] = &[
    "unsubscribed",
    "unsubscribe",
    "notsubscribed",
    "optedout",
    "blocklisted",
    "blacklisted",
    "unconfirmed",
    "notconfirmed",
    "unactivated",
    "bounced",
    "hardbounced",
    "softbounced",
    "undeliverable",
    "complained",
    "cleaned",
    "수신거부",
    "구독해지",
    "구독취소",
    "수신취소",
    "자동삭제",
    "구독중지",
    "수신중지",
    "반송됨",
    "동의철회",
    "미동의",
    "수신안함",
    "abgemeldet",
    "abbestellt",
];

/// Pieces of words and headings that speak of an end, whatever stands around them.
const ENDS: &[(&str, Standing)] = &[
    ("unsub", Standing::Left),
    ("optout", Standing::Left),
    ("optedout", Standing::Left),
    ("donot", Standing::Left),
    ("disabl", Standing::Left),
    ("delet", Standing::Left),
    ("remov", Standing::Left),
    ("block", Standing::Left),
    ("blacklist", Standing::Left),
    ("suppress", Standing::Left),
    ("complain", Standing::Left),
    ("inactive", Standing::Left),
    ("deactivat", Standing::Left),
    ("cancel", Standing::Left),
    ("withdr", Standing::Left),
    ("abgemeld", Standing::Left),
    ("abbestell", Standing::Left),
    ("abmeld", Standing::Left),
    ("desabon", Standing::Left),
    ("désabon", Standing::Left),
    ("거부", Standing::Left),
    ("해지", Standing::Left),
    ("탈퇴", Standing::Left),
    ("취소", Standing::Left),
    ("철회", Standing::Left),
    ("삭제", Standing::Left),
    ("차단", Standing::Left),
    ("비활성", Standing::Left),
    ("미동의", Standing::Left),
    ("bounce", Standing::Bounced),
    ("clean", Standing::Bounced),
    ("undeliver", Standing::Bounced),
    ("반송", Standing::Bounced),
    ("바운스", Standing::Bounced),
    ("unconfirm", Standing::Unconfirmed),
    ("unverif", Standing::Unconfirmed),
    ("invalid", Standing::Bounced),
    ("undeliver", Standing::Bounced),
    ("notdeliver", Standing::Bounced),
    ("무효", Standing::Bounced),
    ("비활성", Standing::Left),
    ("disagree", Standing::Left),
    ("disallow", Standing::Left),
    ("notreceiv", Standing::Left),
    ("notaccept", Standing::Left),
    ("notallow", Standing::Left),
    ("notagree", Standing::Left),
    ("거절", Standing::Left),
    ("금지", Standing::Left),
    ("중단", Standing::Left),
    ("이탈", Standing::Left),
    ("그만", Standing::Left),
    ("끊기", Standing::Left),
    ("원하지않", Standing::Left),
    ("비구독", Standing::Left),
    ("휴면", Standing::Unconfirmed),
    ("exclud", Standing::Left),
    ("declin", Standing::Left),
    ("revok", Standing::Left),
    ("banned", Standing::Left),
    ("quit", Standing::Left),
    ("churned", Standing::Left),
    ("lapsed", Standing::Left),
    ("archived", Standing::Left),
    ("leave", Standing::Left),
    ("noemail", Standing::Left),
    ("nomail", Standing::Left),
    ("nonewsletter", Standing::Left),
    ("notinterested", Standing::Left),
    ("désinscri", Standing::Left),
    ("debaja", Standing::Left),
    ("disiscri", Standing::Left),
    ("descadastr", Standing::Left),
    ("退订", Standing::Left),
    ("退会", Standing::Left),
    ("解除", Standing::Left),
    ("停止", Standing::Left),
    ("notsubscri", Standing::Left),
    ("nonsubscri", Standing::Left),
    ("neversubscri", Standing::Left),
    ("nolonger", Standing::Left),
    ("stopp", Standing::Left),
    ("중지", Standing::Left),
    ("정지", Standing::Left),
    ("종료", Standing::Left),
    ("제외", Standing::Left),
    ("안함", Standing::Left),
    ("불가", Standing::Left),
    ("미수신", Standing::Left),
    ("미구독", Standing::Left),
    ("미동의", Standing::Left),
    ("비동의", Standing::Left),
    ("부동의", Standing::Left),
    ("pending", Standing::Unconfirmed),
    ("미인증", Standing::Unconfirmed),
    ("미확인", Standing::Unconfirmed),
];

impl Standing {
    /// What a word says, given as letters alone in lower case.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        let tables = [
            (SUBSCRIBED, Self::Subscribed),
            (UNCONFIRMED, Self::Unconfirmed),
            (BOUNCED, Self::Bounced),
            (LEFT, Self::Left),
        ];
        let exact = tables.iter().find(|(words, _)| words.contains(&word));
        exact.map(|(_, standing)| *standing).or_else(|| {
            // `not bounced` and `never bounced` say the opposite of what they hold.
            let denies = ["not", "no", "never", "안", "미"]
                .iter()
                .any(|no| word.starts_with(no));
            (!denies).then(|| end_in(word)).flatten()
        })
    }

    /// True for a word that says that somebody gets no mail, whatever its column is called.
    pub(super) fn is_plain_end(word: &str) -> bool {
        PLAIN.contains(&word)
    }
}

/// Phrases that say of a person, wherever they stand in a text, that no mail is wanted.
const UNMISTAKABLE: &[&str] = &[
    "수신거부",
    "수신거절",
    "구독해지",
    "구독취소",
    "수신취소",
    "동의철회",
    "unsubscrib",
    "optedout",
    "donotcontact",
    "donotemail",
    "donotmail",
];

/// True for a text, given as letters alone, that holds an unmistakable phrase of an end.
pub(super) fn holds_end(text: &str) -> bool {
    UNMISTAKABLE.iter().any(|phrase| text.contains(phrase))
}

pub(super) fn end_in(text: &str) -> Option<Standing> {
    let end = ENDS.iter().find(|(piece, _)| text.contains(piece));
    end.map(|(_, standing)| *standing)
}

/// True, false or nothing at all, as spreadsheets write it.
pub(super) fn truth(word: &str) -> Option<bool> {
    match word {
        "true" | "yes" | "y" | "1" | "on" | "t" | "o" | "예" | "네" | "참" | "ja" | "oui"
        | "si" | "sí" | "はい" => Some(true),
        "false" | "no" | "n" | "0" | "off" | "f" | "아니오" | "아니요" | "거짓" | "nein"
        | "non" | "いいえ" => Some(false),
        _ => None,
    }
}

/// True for a cell that says nothing: empty, or one of the words for nothing.
pub(super) fn is_blank(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['"', '\'']);
    cell.is_empty()
        || cell.starts_with("0000-00-00") // MySQL's empty date
        || ["-", "—", "\\N", "없음"].contains(&cell)
        || ["null", "none", "nil", "nan", "n/a", "na", "undefined"]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word))
}

/// True for a date or a time of any common spelling.
pub(super) fn is_date(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let rest: String = cell.chars().filter(|c| !c.is_ascii_digit()).collect();
    let is_ours = |c: char| " -/.:+,TZUTCGMAPampKS년월일시분초오전후()".contains(c);
    digits >= 6 && rest.chars().all(is_ours)
}
