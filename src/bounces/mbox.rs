//! Mails of a file: one, or many in an mbox (RFC 4155). A file is read mail by mail, never as a whole.

use std::io::{self, BufRead, Read};

/// Bytes of a mail that are kept; the rest is read and forgotten. A report stands at a mail's beginning.
const LONGEST_MAIL: usize = 4_000_000;

/// The mails of a file, one after the other.
pub(super) struct Mails<R> {
    from: R,
    is_mbox: bool,
    is_begun: bool,
    is_ended: bool,
}

impl<R: BufRead> Mails<R> {
    pub(super) fn of(from: R) -> Self {
        Self {
            from,
            is_mbox: false,
            is_begun: false,
            is_ended: false,
        }
    }

    /// The next mail's bytes; `None` at the end.
    pub(super) fn next_mail(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.is_ended {
            return Ok(None);
        }
        let mut mail = Vec::new();
        let mut was_empty_line = true;
        let mut is_line_start = true;
        loop {
            // A line in pieces: an endless one takes no memory.
            let mut piece = Vec::new();
            let read = self
                .from
                .by_ref()
                .take(64 * 1024)
                .read_until(b'\n', &mut piece)?;
            if read == 0 {
                self.is_ended = true;
                break;
            }
            if !self.is_begun {
                self.is_begun = true;
                self.is_mbox = piece.starts_with(b"From ");
                if self.is_mbox {
                    continue;
                }
            }
            let is_separator =
                is_line_start && self.is_mbox && was_empty_line && piece.starts_with(b"From ");
            if is_separator && !mail.is_empty() {
                break;
            }
            was_empty_line = is_line_start && matches!(piece.as_slice(), b"\n" | b"\r\n");
            let line = if is_line_start && self.is_mbox {
                unquoted(&piece)
            } else {
                &piece
            };
            is_line_start = piece.ends_with(b"\n");
            let room = LONGEST_MAIL - mail.len();
            mail.extend_from_slice(&line[..line.len().min(room)]);
        }
        Ok((!mail.is_empty()).then_some(mail))
    }
}

/// `>From ` and `>>From ` lose one mark: mbox writers quote what would look like a beginning.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") {
        &line[1..]
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mails(text: &str) -> Vec<String> {
        let mut mails = Mails::of(text.as_bytes());
        std::iter::from_fn(|| mails.next_mail().unwrap())
            .map(|mail| String::from_utf8(mail).unwrap())
            .collect()
    }

    #[test]
    fn a_file_without_a_from_line_is_one_mail() {
        assert_eq!(
            mails("Subject: a\n\n>From here\n\nFrom there\n"),
            ["Subject: a\n\n>From here\n\nFrom there\n"]
        );
    }

    #[test]
    fn an_mbox_is_cut_at_its_from_lines_and_unquoted() {
        let text = "From a Thu\nSubject: a\n\n>From here\n>>From there\nFrom no empty line before\n\nFrom b Fri\nSubject: b\n";
        let expected = [
            "Subject: a\n\nFrom here\n>From there\nFrom no empty line before\n\n",
            "Subject: b\n",
        ];
        assert_eq!(mails(text), expected);
    }

    #[test]
    fn nothing_is_no_mail() {
        assert!(mails("").is_empty());
    }
}
