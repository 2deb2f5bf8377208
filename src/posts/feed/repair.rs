//! Feeds as strangers write them, rewritten as the parser takes them: broken ends, loose ampersands, old dialects.
//! Invariant: what leaves here is well-formed; what was well-formed says the same.

mod dialect;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::WINDOWS_1252;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};

use crate::posts::problem::Problem;
use dialect::{Dialect, Manner};

/// No feed of a person nests deeper, XHTML content included.
const DEEPEST: usize = 256;
/// No post holds another: one that begins within one of its kind shows that the end of that one is missing or misspelt.
const POSTS: [&str; 2] = ["item", "entry"];
/// What the reader took for the inside of a `<!` that begins nothing is read anew, up to the end where `<![` has no `]]>`:
/// octets that are read so at most, since hostile feeds have many.
const MOST_READ_ANEW: usize = 100_000_000;

/// A feed in XML, rewritten.
pub(super) struct Repaired {
    pub text: String,
    /// What could not be mended: nobody knows what the feed says from there on.
    pub fault: Option<Problem>,
}

/// Rewrites a feed in XML whose first line has the number `first_line`; what was left open is ended.
pub(super) fn repaired(xml: &str, first_line: usize) -> Repaired {
    let mut repair = Repair::default();
    let mut at = 0;
    let mut read_anew = 0;
    let fault = loop {
        let Err(stop) = repair.read(&xml[at..]) else {
            // It broke off before its outermost element ended.
            break (!repair.open.is_empty()).then_some(Problem::Cut);
        };
        at += stop.at;
        read_anew += stop.read;
        if is_loose_mark(&xml[at..]) && read_anew <= MOST_READ_ANEW {
            repair.text("<");
            at += 1;
            continue;
        }
        let line = first_line + xml[..at].matches('\n').count();
        break repair.fault(&xml[at..], line, stop.why);
    };
    while repair.end_last() {}
    Repaired {
        text: repair.out,
        fault,
    }
}

/// "<!" of words, or of what only browsers know, such as `<![if mso]>`.
fn is_loose_mark(rest: &str) -> bool {
    let Some(mark) = rest.strip_prefix("<!") else {
        return false;
    };
    let is_doctype = mark
        .get(..7)
        .is_some_and(|name| name.eq_ignore_ascii_case("doctype"));
    !(is_doctype || mark.starts_with("--") || mark.starts_with("[CDATA["))
}

/// Where the reader could not go on, how many octets from there it read in vain, and why.
struct Stop {
    at: usize,
    read: usize,
    why: String,
}

#[derive(Default)]
struct Repair {
    out: String,
    /// The names of the open elements: as they were found, and as they were written.
    open: Vec<(String, String)>,
    dialect: Dialect,
    /// The octets of an element that is in base64, and how deep it stands.
    encoded: Option<(usize, String)>,
}

impl Repair {
    /// Reads to the end, or to where that cannot go on.
    fn read(&mut self, xml: &str) -> Result<(), Stop> {
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let place = |at: u64| usize::try_from(at).unwrap_or(xml.len());
        while self.open.len() <= DEEPEST {
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.open(&tag, false),
                Ok(Event::Empty(tag)) => self.open(&tag, true),
                Ok(Event::End(tag)) => self.close(tag.name().as_ref()),
                Ok(Event::Text(text)) => self.text(&text),
                Ok(Event::CData(text)) => self.text(&text),
                Ok(Event::GeneralRef(reference)) => self.reference(&reference),
                // Declarations, comments and instructions say nothing about posts, and the reader goes on behind ill-formed ones.
                Ok(Event::Comment(_) | Event::Decl(_) | Event::DocType(_) | Event::PI(_))
                | Err(Error::IllFormed(_)) => {}
                Ok(Event::Eof) => return Ok(()),
                Err(error) => {
                    let at = place(reader.error_position());
                    return Err(Stop {
                        at,
                        read: place(reader.buffer_position()).saturating_sub(at),
                        why: error.to_string(),
                    });
                }
            }
        }
        Err(Stop {
            at: place(reader.buffer_position()),
            read: 0,
            why: format!("more than {DEEPEST} elements stand within each other"),
        })
    }

    /// What it means that nothing behind the beginning of `rest` could be read: where the outermost element ends there, the
    /// document is whole and broken. Nothing is lost where only the last ">" is.
    fn fault(&self, rest: &str, line: usize, why: String) -> Option<Problem> {
        let (outermost, _) = self.open.first()?;
        let end = format!("</{outermost}");
        let rest = rest.trim_end().as_bytes();
        let is_end = |octets: &[u8]| octets.eq_ignore_ascii_case(end.as_bytes());
        match rest.windows(end.len()).rposition(is_end) {
            None => Some(Problem::Cut),
            Some(0) if rest.len() == end.len() => None,
            Some(_) => Some(Problem::BrokenAt(line, why)),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        let qualified = tag.name();
        let name: &str = qualified.as_ref();
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            // "a < b" in words is no tag.
            self.text("<");
            self.text(tag);
            self.text(">");
            return;
        }
        let mut attributes: Vec<(String, String)> = Vec::new();
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            let key: &str = attribute.key.as_ref();
            if !attributes.iter().any(|(known, _)| known == key) {
                attributes.push((key.to_owned(), attribute.value.into_owned()));
            }
        }
        if POSTS.contains(&name) {
            self.close(name);
        }
        let is_root = self.open.is_empty();
        let manner = if is_root {
            self.dialect = Dialect::of_root(name, &mut attributes);
            Manner::AsIs
        } else {
            self.dialect.manner(name, &mut attributes)
        };
        let written = self.dialect.name(name);
        self.out.push('<');
        self.out.push_str(written);
        for (key, value) in &attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            push_value(&mut self.out, value);
            self.out.push('"');
        }
        self.out.push('>');
        self.open.push((name.to_owned(), written.to_owned()));
        if manner == Manner::Base64 {
            self.encoded = Some((self.open.len(), String::new()));
        }
        if is_empty {
            self.end_last();
        }
    }

    /// Ends an element with those in it that were left open; an end without a beginning is nothing.
    fn close(&mut self, name: &str) {
        let is_it = |found: &str| found.eq_ignore_ascii_case(name);
        if let Some(at) = self.open.iter().rposition(|(found, _)| is_it(found)) {
            while self.open.len() > at {
                self.end_last();
            }
        }
    }

    fn end_last(&mut self) -> bool {
        let depth = self.open.len();
        let Some((_, written)) = self.open.pop() else {
            return false;
        };
        if let Some((_, octets)) = self.encoded.take_if(|(at, _)| *at == depth) {
            let octets: String = octets.split_whitespace().collect();
            let octets = STANDARD.decode(octets).unwrap_or_default();
            self.text(&String::from_utf8_lossy(&octets));
        }
        self.out.push_str("</");
        self.out.push_str(&written);
        self.out.push('>');
        true
    }

    fn text(&mut self, text: &str) {
        if let Some((_, octets)) = &mut self.encoded {
            octets.push_str(text);
            return;
        }
        for c in text.chars() {
            push_escaped(&mut self.out, c);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        if reference.is_char_ref() {
            if let Some(c) = character(reference) {
                push_escaped(&mut self.out, c);
            }
            return;
        }
        let name: &str = reference;
        if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
            self.out.push('&');
        } else {
            // One of HTML's, which is read with the words around it.
            self.out.push_str("&amp;");
        }
        self.out.push_str(name);
        self.out.push(';');
    }
}

/// The character of `#8217` or `#x2019`; `#146` means what Windows means by it.
fn character(reference: &str) -> Option<char> {
    let number = reference.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    if let Ok(octet @ 0x80..=0x9f) = u8::try_from(code) {
        let octet = [octet];
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(&octet);
        return text.chars().next();
    }
    char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        c => out.push(c),
    }
}

/// A value as it stood between its quotation marks; a loose ampersand in an address is common.
fn push_value(out: &mut String, value: &str) {
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '"' => out.push_str("&quot;"),
            '&' if is_reference(after) => out.push('&'),
            c => push_escaped(out, c),
        }
        rest = after;
    }
}

fn is_reference(after: &str) -> bool {
    let Some(end) = after.bytes().take(12).position(|b| b == b';') else {
        return false;
    };
    let name = &after[..end];
    matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || character(name).is_some()
}
