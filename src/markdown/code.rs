//! Code with the marks of its language: comments, strings, numbers and keywords. One walk over the text, which never goes back, so its
//! time grows with the length alone. Only a language that the fence names is marked.

/// Marks at most; a text with more goes on without any.
const MOST_MARKS: usize = 2_000;

/// The words and signs of a language.
#[derive(Debug)]
pub(super) struct Language {
    /// The words with blanks between them.
    names: &'static str,
    words: &'static str,
    /// Signs of a comment up to the end of its line.
    line: &'static [&'static str],
    /// The signs around a longer comment.
    block: Option<(&'static str, &'static str)>,
    quotes: &'static str,
    /// The quotes that may go over several lines.
    long_quotes: &'static [&'static str],
    ignores_case: bool,
}

const PLAIN: Language = Language {
    names: "",
    words: "",
    line: &[],
    block: None,
    quotes: "\"'",
    long_quotes: &[],
    ignores_case: false,
};
const C_COMMENT: Option<(&str, &str)> = Some(("/*", "*/"));

const LANGUAGES: &[Language] = &[
    Language {
        names: "rust rs",
        words: "as async await break const continue crate dyn else enum extern false fn for if impl in let loop \
                match mod move mut pub ref return self Self static struct super trait true type unsafe use where \
                while",
        line: &["//"],
        block: C_COMMENT,
        // A single quote begins a lifetime as well.
        quotes: "\"",
        ..PLAIN
    },
    Language {
        names: "js javascript jsx ts typescript tsx",
        words: "async await break case catch class const continue default delete do else enum export extends false \
                finally for from function if implements import in instanceof interface let new null of private \
                public readonly return static super switch this throw true try type typeof undefined var void while \
                yield",
        line: &["//"],
        block: C_COMMENT,
        long_quotes: &["`"],
        ..PLAIN
    },
    Language {
        names: "python py",
        words: "and as assert async await break class continue def del elif else except False finally for from \
                global if import in is lambda None nonlocal not or pass raise return True try while with yield",
        line: &["#"],
        long_quotes: &["\"\"\"", "'''"],
        ..PLAIN
    },
    Language {
        names: "c h cpp c++ cc hpp java cs csharp c# kotlin kt swift go golang dart scala",
        words: "abstract auto bool boolean break byte case catch chan char class const continue data default defer \
                delete do double else enum extends extension false final finally float for fun func go goto guard if \
                implements import in int interface is let long map namespace new nil null nullptr object override \
                package private protected public range return self short signed sizeof static string struct super \
                switch template this throw throws true try type typedef union unsigned using val var virtual void \
                when while",
        line: &["//"],
        block: C_COMMENT,
        long_quotes: &["\"\"\"", "`"],
        ..PLAIN
    },
    Language {
        names: "php",
        words: "abstract array as break case catch class const continue default echo else elseif extends false final \
                finally fn for foreach function global if implements interface match namespace new null private \
                protected public return static switch throw true try use while",
        line: &["//", "#"],
        block: C_COMMENT,
        ..PLAIN
    },
    Language {
        names: "ruby rb",
        words: "and begin break case class def do else elsif end ensure false for if in module next nil not or redo \
                require rescue return self super then true unless until when while yield",
        line: &["#"],
        ..PLAIN
    },
    Language {
        names: "sh bash shell zsh console",
        words: "case do done elif else esac exit export fi for function if in local return then until while",
        line: &["#"],
        ..PLAIN
    },
    Language {
        names: "sql",
        words: "all alter and as asc begin between by case commit create default delete desc distinct drop else end \
                exists false foreign from group having in index inner insert into is join key left like limit not \
                null on or order outer primary references returning right rollback select set table then true union \
                unique update values when where with",
        line: &["--"],
        block: C_COMMENT,
        ignores_case: true,
        ..PLAIN
    },
    Language {
        names: "json jsonc",
        words: "false null true",
        line: &["//"],
        quotes: "\"",
        ..PLAIN
    },
    Language {
        names: "yaml yml toml ini",
        words: "false null true",
        line: &["#"],
        ..PLAIN
    },
    Language {
        names: "css scss",
        block: C_COMMENT,
        ..PLAIN
    },
    Language {
        names: "html xml svg",
        block: Some(("<!--", "-->")),
        // A single quote stands in the text as well.
        quotes: "\"",
        ..PLAIN
    },
];

impl Language {
    /// The language that a fence names with its first word.
    pub(super) fn of_fence(info: &str) -> Option<&'static Self> {
        let name = info.split([' ', ',', '{']).next()?.to_ascii_lowercase();
        LANGUAGES
            .iter()
            .find(|language| has_word(language.names, &name))
    }

    /// The code as HTML, with its marks.
    pub(super) fn mark(&self, code: &str) -> String {
        let mut out = String::with_capacity(code.len() * 2);
        let (mut rest, mut marks, mut before) = (code, 0, None);
        while let Some(first) = rest.chars().next() {
            let (length, class) = if marks < MOST_MARKS {
                self.next(rest, first, before)
            } else {
                (rest.len(), None)
            };
            let (piece, after) = rest.split_at(length);
            if let Some(class) = class {
                marks += 1;
                out.push_str("<span class=\"");
                out.push_str(class);
                out.push_str("\">");
                escape(piece, &mut out);
                out.push_str("</span>");
            } else {
                escape(piece, &mut out);
            }
            before = piece.chars().next_back();
            rest = after;
        }
        out
    }

    /// The length of the next piece, and its class.
    fn next(&self, rest: &str, first: char, before: Option<char>) -> (usize, Option<&'static str>) {
        let to_line_end = || rest.find('\n').unwrap_or(rest.len());
        // In a shell `$#` and `a#b` are no comments.
        let may_comment = first != '#' || before.is_none_or(char::is_whitespace);
        if may_comment && self.line.iter().any(|sign| rest.starts_with(sign)) {
            return (to_line_end(), Some("co"));
        }
        if let Some((open, close)) = self.block
            && rest.starts_with(open)
        {
            let end = rest[open.len()..].find(close);
            let length = end.map_or(rest.len(), |end| open.len() + end + close.len());
            return (length, Some("co"));
        }
        let long = self.long_quotes.iter();
        if let Some(quote) = long.into_iter().find(|quote| rest.starts_with(**quote)) {
            let end = rest[quote.len()..].find(quote);
            let length = end.map_or(rest.len(), |end| 2 * quote.len() + end);
            return (length, Some("st"));
        }
        if self.quotes.contains(first) {
            return (string(rest, first), Some("st"));
        }
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        if !is_part(first) {
            return (first.len_utf8(), None);
        }
        let is_number = first.is_ascii_digit();
        let end = rest.find(|c| !(is_part(c) || is_number && c == '.'));
        let length = end.unwrap_or(rest.len());
        let class = match &rest[..length] {
            _ if is_number => Some("nu"),
            word if self.is_keyword(word) => Some("kw"),
            _ => None,
        };
        (length, class)
    }

    fn is_keyword(&self, word: &str) -> bool {
        if self.ignores_case {
            has_word(self.words, &word.to_ascii_lowercase())
        } else {
            has_word(self.words, word)
        }
    }
}

fn has_word(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split(' ').any(|known| known == word)
}

/// The length of a string with its quotes. It ends with its line where the other quote is missing.
fn string(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == '\n' {
            return at;
        }
        if c == quote && !is_escaped {
            return at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    rest.len()
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn marked(fence: &str, code: &str) -> String {
        Language::of_fence(fence).unwrap().mark(code)
    }

    #[test]
    fn comments_strings_numbers_and_keywords_are_marked() {
        assert_eq!(
            marked("rust", "let a = \"<b>\"; // 1"),
            "<span class=\"kw\">let</span> a = <span class=\"st\">&quot;&lt;b&gt;&quot;</span>; <span class=\"co\">// 1</span>"
        );
        assert_eq!(
            marked("py", "x = 1.5 # 값\n'''a\nb'''"),
            "x = <span class=\"nu\">1.5</span> <span class=\"co\"># 값</span>\n<span class=\"st\">'''a\nb'''</span>"
        );
        assert_eq!(
            marked("SQL", "SELECT 'it' FROM t"),
            "<span class=\"kw\">SELECT</span> <span class=\"st\">'it'</span> <span class=\"kw\">FROM</span> t"
        );
        assert_eq!(marked("sh", "echo $# a#b"), "echo $# a#b");
        assert_eq!(
            marked("html", "<!-- x"),
            "<span class=\"co\">&lt;!-- x</span>"
        );
    }

    #[test]
    fn a_language_that_nobody_knows_is_none() {
        for fence in ["", "klingon", " rust-ish", "<script>"] {
            assert!(Language::of_fence(fence).is_none(), "{fence}");
        }
    }

    #[test]
    fn the_text_stays_whatever_is_marked() {
        let hostile = [
            "\"\\\"\\\"\\\"",
            "'''",
            "/*/*",
            "`${`",
            "\\\\\"",
            "#!",
            "1.1.1",
            "<!---",
            "한글\u{301}",
        ];
        for language in LANGUAGES {
            for pattern in hostile {
                let code = pattern.repeat(5_000);
                let begin = Instant::now();
                let html = language.mark(&code);
                let time = begin.elapsed();
                assert!(time < Duration::from_secs(1), "{pattern}: {time:?}");
                let text: String = html
                    .split('<')
                    .enumerate()
                    .map(|(place, part)| match place {
                        0 => part,
                        _ => part.split_once('>').unwrap().1,
                    })
                    .collect();
                let text = text
                    .replace("&quot;", "\"")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
                assert_eq!(text, code);
            }
        }
    }
}
