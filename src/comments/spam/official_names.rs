//! Names that imitate the site: its name, the sender of its e-mails, the authors of its posts, and words for administrators. Confusable
//! letters (Unicode UTS #39), other widths and styles, marks and decomposed Hangul make no difference.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

use crate::invisible::is_visible;
use crate::language::{hangul, jamo};

/// Words that are, or end, a word of a name: 사이트관리자, `blog_admin`.
const ROLES: &[&str] = &[
    "관리자",
    "운영자",
    "운영진",
    "운영팀",
    "관리팀",
    "관리인",
    "주인장",
    "쥔장",
    "블로그지기",
    "사이트지기",
    "카페지기",
    "매니저",
    "管理人",
    "管理者",
    "站长",
    "편집자",
    "편집장",
    "편집부",
    "어드민",
    "모더레이터",
    "웹마스터",
    "시삽",
    "admin",
    "administrator",
    "moderator",
    "webmaster",
    "sysadmin",
    "sysop",
];
/// Words that count only as a whole word of a name.
const WHOLE_ROLES: &[&str] = &[
    "owner",
    "staff",
    "editor",
    "official",
    "support",
    "root",
    "system",
    "mod",
    "공식",
    "공지",
    "공지사항",
    "시스템",
    "고객센터",
    "블로그주인",
    "글쓴이",
    "작성자",
    "스태프",
    "대표",
    "本人",
    "主人",
];
/// Letters of the shortest site name that is searched inside longer words.
const TELLING: usize = 4;
/// Titles that people write behind a name without a space: 박하나님, 박하나기자.
const TITLES: &[&str] = &["", "님", "기자", "작가", "저자"];

/// True when `name` imitates the site, one of its authors, or an administrator.
pub fn is_official<'a>(name: &str, site: &str, people: impl IntoIterator<Item = &'a str>) -> bool {
    let words = words(name);
    has_role(name)
        || is_of_site(&words, site)
        || people.into_iter().any(|own| names_person(&words, own))
}

fn has_role(name: &str) -> bool {
    // Digits go before look-alike letters are folded: 운영자1, `admin_02`.
    let bare: Vec<&str> = name
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| c.is_ascii_digit()))
        .collect();
    let words = words(&bare.join(" "));
    let whole = words.concat();
    let ends = |role: String| {
        let is_role = |word: &String| {
            let tails = ["", "님", "입니다", "이에요"];
            tails.iter().any(|tail| {
                word.strip_suffix(tail)
                    .is_some_and(|word| word.ends_with(&role))
            })
        };
        whole == role || words.iter().any(is_role)
    };
    let is_whole = |role: String| whole == role || words.contains(&role);
    ROLES.iter().copied().map(folded).any(ends)
        || WHOLE_ROLES.iter().copied().map(folded).any(is_whole)
}

fn is_of_site(words: &[String], site: &str) -> bool {
    let (whole, site) = (words.concat(), self::words(site).concat());
    let is_telling = site.chars().count() >= TELLING;
    !site.is_empty() && (whole == site || (is_telling && whole.contains(&site)))
}

/// True when adjacent whole words are the person's name: 박하나 is in `박 하나 기자`, and Anna is not in Johanna.
fn names_person(words: &[String], person: &str) -> bool {
    // "박하나 (기자)" in a feed names 박하나.
    let person = person.split(['(', '（', '[']).next().unwrap_or(person);
    let person = self::words(person).concat();
    let is_person = |text: &str| {
        text.strip_prefix(&person)
            .is_some_and(|rest| TITLES.contains(&rest))
    };
    let is_run_from = |first: usize| {
        let mut run = String::new();
        words[first..].iter().any(|word| {
            run.push_str(word);
            is_person(&run)
        })
    };
    !person.is_empty() && (0..words.len()).any(is_run_from)
}

/// A whole name as it looks, with letters and digits only.
pub fn folded(name: &str) -> String {
    words(name).concat()
}

/// The words of a name as they look, with letters and digits only.
fn words(name: &str) -> Vec<String> {
    let composed = jamo::compose(&name.chars().map(plain_letter).collect::<String>());
    let bare: String = composed
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && (c.is_whitespace() || is_visible(&c.to_string())))
        .nfc()
        .collect();
    let seen: String = bare
        .chars()
        .flat_map(look)
        .flat_map(char::to_lowercase)
        // Again, since the table has look-alikes of `m` but not of `M`.
        .flat_map(look)
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'l' | '1' | 'ı' => 'i',
            '0' => 'o',
            other => other,
        })
        .collect();
    seen.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The letters that this one looks like. A Hangul syllable stays whole, since its parts look like others.
fn look(c: char) -> Vec<char> {
    if hangul::is_syllable(c) {
        return vec![c];
    }
    skeleton(c.encode_utf8(&mut [0; 4])).collect()
}

/// Letters of styles that Unicode's compatibility forms leave out.
fn plain_letter(c: char) -> char {
    const SMALL_CAPITALS: &str = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡ-ʏᴢ";
    if let Some(place) = SMALL_CAPITALS
        .chars()
        .position(|small| small == c && c != '-')
    {
        return nth_letter(place);
    }
    let base = match c {
        '\u{1f150}'..='\u{1f169}' => 0x1f150,
        '\u{1f170}'..='\u{1f189}' => 0x1f170,
        '\u{1f1e6}'..='\u{1f1ff}' => 0x1f1e6,
        _ => return c,
    };
    usize::try_from(u32::from(c) - base).map_or(c, nth_letter)
}

fn nth_letter(place: usize) -> char {
    ('a'..='z').nth(place).unwrap_or('a')
}

#[cfg(test)]
mod tests {
    use super::is_official;

    fn is_held(name: &str) -> bool {
        let people = ["박하나", "Anna", "읽는 밤"];
        is_official(name, "AI Sparkup", people)
    }

    #[test]
    fn names_that_pass_for_the_sites_are_found_in_any_letters() {
        for name in [
            "관리자",
            "관 리 자",
            "사이트 관리자",
            "관리자님",
            "ㄱㅗㅏㄴㄹㅣㅈㅏ",
            "운영자1",
            "블로그운영팀",
            "Admin",
            "ADMIN_2",
            "site-admin",
            "A d m i n",
            "Moderator",
            "аdmin",      // Cyrillic а
            "ａｄｍｉｎ", // full width
            "𝐚𝐝𝐦𝐢𝐧",      // mathematical
            "admın",      // dotless
            "ad\u{34f}min",
            "a\u{301}dmin",
            "ᴀᴅᴍɪɴ",
            "🅰🅳🅼🅸🅽",
            "ⓐⓓⓜⓘⓝ",
            "adm1n",
            "Staff",
            "AI Sparkup",
            "ai sparkup",
            "Al Sparkup", // l for I
            "АІ Ѕраrkuр", // Cyrillic
            "ＡＩ　Ｓｐａｒｋｕｐ",
            "AI-Sparkup 편집",
            "AISparkup Official",
            "읽는밤",
            "읽는 밤",
            "박하나",
            "박 하 나",
            "박하나 기자",
            "박하나기자",
            "박하나님",
            "박하나 (저자)",
            "글쓴이: 박하나",
            "Anna",
            "anna (author)",
            "Αnna", // Greek
            "AISparkup지기",
        ] {
            assert!(is_held(name), "{name}");
        }
    }

    #[test]
    fn readers_keep_their_names() {
        for name in [
            "김하늘",
            "박하나린",
            "박하나린 기자",
            "박하",
            "하나",
            "Johanna",
            "Annabel",
            "Susanna Kim",
            "Ann",
            "Badminton Kim",
            "Modesto",
            "Ada Minh",
            "Systema",
            "Иван",
            "Ольга Петрова",
            "Ødegård",
            "밤에 읽는 사람",
            "관리 잘하는 사람",
            "Kim",
            "AI 좋아",
            "독자",
            "Downer",
        ] {
            assert!(!is_held(name), "{name}");
        }
    }
}
