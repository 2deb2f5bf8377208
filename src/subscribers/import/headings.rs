//! What a column holds, by its heading: the words that products and people export lists with.

/// A fact that a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The address.
    Email,
    /// The whole name.
    Name,
    /// The given name.
    FirstName,
    /// The family name.
    LastName,
    /// Topics that the person chose.
    Topics,
    /// Tags that the owner gives the person.
    Tags,
    /// How often they get mail.
    Cadence,
    /// The language of their mails.
    Locale,
    /// Whether they are subscribed.
    State,
    /// When they agreed.
    OptedInAt,
    /// From where they agreed.
    OptedInIp,
    /// When they confirmed the address.
    ConfirmedAt,
    /// From where they confirmed it.
    ConfirmedIp,
    /// Nothing that matters here.
    Ignore,
}

crate::text_enum!(Field {
    Email => "email", Name => "name", FirstName => "first_name", LastName => "last_name", Topics => "topics",
    Tags => "tags", Cadence => "cadence", Locale => "locale", State => "state", OptedInAt => "opted_in_at", OptedInIp => "opted_in_ip",
    ConfirmedAt => "confirmed_at", ConfirmedIp => "confirmed_ip", Ignore => "ignore",
});

/// The words of each fact, those that are preferred first. Tags are no topics, since nobody chose them; whose tags they are, only
/// the owner knows.
const WORDS: &[(Field, &[&str])] = &[
    (
        Field::Email,
        &[
            "email",
            "emailaddress",
            "useremail",
            "subscriberemail",
            "contactemail",
            "memberemail",
            "primaryemail",
            "emailaddresses",
            "emails",
            "mail",
            "mailaddress",
            "address",
            "이메일",
            "이메일주소",
            "전자우편",
            "전자우편주소",
            "메일",
            "메일주소",
            "구독자이메일",
            "수신이메일",
            "emailadresse",
            "emailadressen",
            "mailadresse",
            "adresseemail",
            "adressemail",
            "courriel",
            "correo",
            "correoelectronico",
            "correoelectrónico",
            "メールアドレス",
            "メール",
            "电子邮件",
            "邮箱",
        ],
    ),
    (
        Field::Name,
        &[
            "name",
            "fullname",
            "displayname",
            "subscribername",
            "contactname",
            "membername",
            "nickname",
            "이름",
            "성명",
            "성함",
            "닉네임",
            "구독자이름",
            "구독자명",
            "회원명",
            "고객명",
            "별명",
            "nomcomplet",
            "nombrecompleto",
            "氏名",
            "名前",
            "姓名",
        ],
    ),
    (
        Field::FirstName,
        &[
            "firstname",
            "givenname",
            "fname",
            "forename",
            "vorname",
            "prenom",
            "prénom",
            "nombre",
        ],
    ),
    (
        Field::LastName,
        &[
            "lastname",
            "surname",
            "familyname",
            "lname",
            "nachname",
            "nomdefamille",
            "nom",
            "apellido",
            "apellidos",
            "성",
        ],
    ),
    (Field::Topics, &["topics", "topic", "주제"]),
    (
        Field::Cadence,
        &["cadence", "frequency", "주기", "받는주기"],
    ),
    (Field::Locale, &["locale", "language", "lang", "언어"]),
    (
        Field::OptedInAt,
        &[
            "optintime",
            "optedinat",
            "optindate",
            "subscribedat",
            "datesubscribed",
            "subscribedate",
            "subscribeddate",
            "subscribedon",
            "subscriptiondate",
            "signupdate",
            "signedupat",
            "joinedat",
            "joindate",
            "createdat",
            "created",
            "creationdate",
            "createddate",
            "datecreated",
            "dateadded",
            "addedat",
            "registeredat",
            "registrationdate",
            "startdate",
            "anmeldedatum",
            "구독일",
            "구독일시",
            "구독일자",
            "구독신청일",
            "구독시작일",
            "가입일",
            "가입일시",
            "가입일자",
            "등록일",
            "등록일시",
            "추가일",
            "신청일",
            "신청일시",
            "동의일",
            "동의일시",
            "수신동의일",
            "수신동의일시",
            "타임스탬프",
            "timestamp",
        ],
    ),
    (
        Field::OptedInIp,
        &[
            "optinip",
            "optedinip",
            "ip",
            "ipaddress",
            "signupip",
            "subscribedip",
            "subscriptionip",
            "ip주소",
            "아이피",
            "가입ip",
        ],
    ),
    (
        Field::ConfirmedAt,
        &[
            "confirmtime",
            "confirmedat",
            "confirmationdate",
            "confirmationtime",
            "confirmdate",
            "confirmeddate",
            "verifiedat",
            "emailverifiedat",
            "emailconfirmedat",
            "인증일",
            "인증일시",
            "확인일",
            "확인일시",
        ],
    ),
    (
        Field::ConfirmedIp,
        &["confirmip", "confirmedip", "confirmationip"],
    ),
    (
        Field::Ignore,
        // What Substack says of paying, and of another mail than the posts; consents to advertising, which no list brings.
        &[
            "advertisingat",
            "nightadvertisingat",
            "activesubscription",
            "digestenabled",
            "subscriptionid",
            "statusid",
        ],
    ),
];

impl Field {
    /// The fact that a heading's [`key`] names.
    pub(super) fn of(key: &str) -> Option<Self> {
        let named = WORDS.iter().find(|(_, words)| words.contains(&key));
        named.map(|(field, _)| *field)
    }

    /// The column of this fact whose heading is preferred.
    pub(super) fn column(self, keys: &[String]) -> Option<usize> {
        let (_, words) = WORDS.iter().find(|(field, _)| *field == self)?;
        words
            .iter()
            .find_map(|word| keys.iter().position(|key| key == word))
    }
}

/// `E-mail Address`, `email_address` and `Email address (required)` are one word.
pub(super) fn key(heading: &str) -> String {
    plain(&outside_brackets(heading))
}

/// The heading without what stands in brackets; whole if nothing else is there.
pub(super) fn outside_brackets(heading: &str) -> String {
    let outside = without_brackets(heading);
    if plain(&outside).is_empty() {
        heading.to_owned()
    } else {
        outside
    }
}

fn without_brackets(heading: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(heading.len());
    for c in heading.chars() {
        match c {
            '(' | '[' | '（' | '{' => depth += 1,
            ')' | ']' | '）' | '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

/// Letters and digits alone, in lower case; composed, since macOS writes Hangul in pieces. Circles, ticks and crosses are read as
/// letters: a mark of no never vanishes.
pub(super) fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let marked;
    let text = match marks_as_letters(text) {
        Some(text) => {
            marked = text;
            marked.as_str()
        }
        None => text,
    };
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return letters
            .map(|c| char::from(c.to_ascii_lowercase()))
            .collect();
    }
    let letters = text.nfkc().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The text with its marks of yes and no as words, if it has some. A mark of yes beside words says nothing more than they do.
fn marks_as_letters(text: &str) -> Option<String> {
    if text.is_ascii() || !text.contains(|c| mark_of(c).is_some()) {
        return None;
    }
    let is_alone = !text
        .chars()
        .any(|c| c.is_alphanumeric() && mark_of(c).is_none());
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        match mark_of(c) {
            None => letters.push(c),
            Some(mark) if is_alone || !matches!(mark, "o" | "yes") => letters.push_str(mark),
            Some(_) => letters.push(' '),
        }
    }
    Some(letters)
}

/// What a circle, a tick or a cross stands for. A multiplication sign is a cross only beside circles, as the letter x is.
fn mark_of(c: char) -> Option<&'static str> {
    match c {
        '○' | '◯' | '〇' | '⭕' | '◎' | '⚪' => Some("o"),
        '✓' | '✔' | '☑' | '✅' | '🗸' | '🗹' | '√' => Some("yes"),
        '×' | '✕' | '✖' | '╳' | '⨯' | '☓' => Some("x"),
        '✗' | '✘' | '❌' | '❎' | '☒' | '☐' | '🗴' | '🗵' | '🗶' | '🗷' => {
            Some("no")
        }
        _ => None,
    }
}

/// True for a heading that may be one of addresses in a language that the table does not know.
pub(super) fn speaks_of_mail(key: &str) -> bool {
    ["mail", "메일", "correo", "courriel"]
        .iter()
        .any(|word| key.contains(word))
}
