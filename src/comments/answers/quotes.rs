//! The words that somebody wrote in an answer, without the mail that it quotes and without a signature: as Gmail, Naver, Daum,
//! Outlook and Apple Mail write them, in Korean and English.

/// Lines over which a program may divide the sentence before a quotation.
const MOST_LINES: usize = 4;

/// Characters of the longest such sentence.
const LONGEST_SENTENCE: usize = 400;

/// Lines after the first in which the fields of a quoted mail are looked for.
const MOST_FIELDS: usize = 6;

/// The ends of sentences before a quotation, such as "On Tue, Dec 1, 2026 at 9:00 AM Kim wrote:".
const SENTENCE_ENDS: &[&str] = &[
    "wrote:",
    "작성:",
    "작성함:",
    "작성했습니다:",
    "썼습니다:",
    "쓴 글:",
    "님의 말:",
    "님의 메시지:",
    "보낸 메시지:",
];

/// Words between rules above a quoted mail.
const RULED_TITLES: &[&str] = &[
    "original message",
    "original mail",
    "original email",
    "원본 메시지",
    "원본메시지",
    "원본 메일",
    "원본메일",
    "원본 이메일",
    "forwarded message",
    "전달된 메시지",
    "전달된 메일",
];

/// The first fields of a quoted mail.
const SENDER_FIELDS: &[&str] = &[
    "from",
    "보낸 사람",
    "보낸사람",
    "보낸이",
    "보낸 이",
    "발신자",
    "발신",
];

/// The other fields of a quoted mail.
const OTHER_FIELDS: &[&str] = &[
    "sent",
    "date",
    "to",
    "cc",
    "subject",
    "보낸 날짜",
    "보낸날짜",
    "보낸 시간",
    "날짜",
    "받는 사람",
    "받는사람",
    "받는이",
    "받는 이",
    "수신자",
    "수신",
    "참조",
    "제목",
];

/// The beginnings of lines that programs on telephones add.
const PROGRAM_LINES: &[&str] = &[
    "sent from ",
    "sent via ",
    "get outlook for",
    "나의 iphone에서",
    "나의 ipad에서",
    "내 iphone에서",
    "iphone에서 보",
    "ipad에서 보",
    "나의 galaxy에서",
    "내 galaxy에서",
    "galaxy에서 보",
    "samsung galaxy",
    "outlook for ",
    "ios용 outlook",
    "android용 outlook",
    "windows용 메일에서",
    "네이버 메일 앱에서",
    "네이버메일 앱에서",
    "다음메일 앱에서",
    "다음 메일 앱에서",
    "daum 메일 앱에서",
    "카카오메일 앱에서",
];

/// Characters of the longest line that a program adds.
const LONGEST_PROGRAM_LINE: usize = 80;

/// Returns the words of an answer that are its author's own.
pub fn own_words(text: &str) -> String {
    let text = text
        .replace(['\u{a0}', '\u{3000}'], " ")
        .replace('\u{feff}', "");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut own: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = &lines[at..];
        if is_end(rest) {
            break;
        }
        if let Some(length) = sentence(rest) {
            let after = rest[length..].iter().find(|line| !line.is_empty());
            // A quotation without marks goes on to the end.
            if !after.is_some_and(|line| is_quoted(line)) {
                break;
            }
            at += length;
        } else {
            own.push(if is_quoted(line) { "" } else { line });
            at += 1;
        }
    }
    while own.last().is_some_and(|line| is_of_program(line)) {
        own.pop();
    }
    let mut words = String::new();
    for line in own {
        // Quotations leave one empty line.
        if !line.is_empty() || !words.ends_with("\n\n") {
            words.push_str(line);
            words.push('\n');
        }
    }
    words.trim().to_owned()
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// True where the signature or a quoted mail begins that goes on to the end.
fn is_end(rest: &[&str]) -> bool {
    let line = rest[0].trim();
    if line == "--" || is_ruled_title(line) {
        return true;
    }
    // Outlook writes a rule above the fields.
    let fields = if is_rule(line) {
        let next = rest.iter().skip(1).position(|line| !line.is_empty());
        next.map_or(&[][..], |next| &rest[next + 1..])
    } else {
        rest
    };
    are_fields(fields)
}

fn is_ruled_title(line: &str) -> bool {
    let title = line.trim_matches(['-', '_', '=', '*', ' ']).to_lowercase();
    line.starts_with("--") && RULED_TITLES.contains(&title.as_str())
        || title == "begin forwarded message:"
}

fn is_rule(line: &str) -> bool {
    line.len() >= 5 && line.chars().all(|c| "-_=─━".contains(c))
}

/// True for the fields of a quoted mail: its sender, and at least two others below.
fn are_fields(lines: &[&str]) -> bool {
    let Some((first, others)) = lines.split_first() else {
        return false;
    };
    let others = others.iter().take(MOST_FIELDS);
    is_field(first, SENDER_FIELDS)
        && others.filter(|line| is_field(line, OTHER_FIELDS)).count() >= 2
}

fn is_field(line: &str, names: &[&str]) -> bool {
    let line = line.trim_start_matches(['*', ' ']).to_lowercase();
    let name = line.split([':', '：']).next().unwrap_or_default();
    name.len() < line.len() && names.contains(&name.trim_matches(['*', ' ']))
}

/// The number of lines of the sentence before a quotation, if one begins here.
fn sentence(lines: &[&str]) -> Option<usize> {
    let mut joined = String::new();
    for (index, line) in lines.iter().take(MOST_LINES).enumerate() {
        if line.is_empty() || is_quoted(line) || joined.len() + line.len() > LONGEST_SENTENCE {
            return None;
        }
        joined.push_str(line.trim());
        if is_sentence(&joined) {
            return Some(index + 1);
        }
        joined.push(' ');
    }
    None
}

/// True for a sentence that names a day and ends as programs end it. What begins in the middle of somebody's words is none.
fn is_sentence(text: &str) -> bool {
    let is_dated = text.starts_with("On ")
        || text.starts_with(|c: char| c.is_ascii_digit())
        || text.starts_with("보낸 사람:");
    is_dated
        && text.contains(|c: char| c.is_ascii_digit())
        && SENTENCE_ENDS.iter().any(|end| text.ends_with(end))
}

/// True for an empty line at the end, a rule, and a line that a program adds.
fn is_of_program(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.is_empty()
        || is_rule(&line)
        || line.chars().count() <= LONGEST_PROGRAM_LINE
            && PROGRAM_LINES.iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_that_only_look_like_a_quotation_stay() {
        for text in [
            "On Monday he wrote:\nnothing.",
            "From: 이라는 낱말로 시작하는 문장입니다.\n다음 줄.",
            "제목: 이 글의 제목이 좋습니다.",
            "a\n\n---\n\nb",
            "Sent from nowhere, I write to you.\nReally.",
            "1. 하나\n2. 둘",
        ] {
            assert_eq!(own_words(text), text);
        }
    }

    #[test]
    fn answers_between_the_quoted_lines_stay() {
        let text = "On Tue, Dec 1, 2026 at 9:00 AM Lee\n<lee@example.org> wrote:\n\n> Is it so?\n\nYes.\n\n> And this?\nNo.\n\n-- \nKim";
        assert_eq!(own_words(text), "Yes.\n\nNo.");
    }

    proptest! {
        #[test]
        fn each_own_line_stands_in_the_mail(text in "(On 1 x wrote:|> a|--|From: a|To: b|제목: c|가나|[a-z >:-]{0,9}|\n){0,40}") {
            let own = own_words(&text);
            for line in own.lines().filter(|line| !line.is_empty()) {
                prop_assert!(text.contains(line), "{line}");
                prop_assert!(!is_quoted(line));
            }
            prop_assert_eq!(own.trim(), &own);
        }

        #[test]
        fn plain_words_before_a_quotation_stay_whole(words in "[가-힣a-z]{1,20}( [가-힣a-z]{1,20}){0,5}") {
            prop_assume!(!is_of_program(&words));
            for quotation in [
                "2026년 12월 1일 (화) 오전 9:00, 인공지능 읽기 <a@example.org>님이 작성:\n\n> 글\n",
                "-----Original Message-----\nFrom: a\n",
                "\n________________________________\n보낸 사람: a\n보낸 날짜: b\n받는 사람: c\n제목: d\n\n글",
            ] {
                prop_assert_eq!(own_words(&format!("{words}\n\n{quotation}")), words.clone());
            }
        }
    }
}
