//! The meaning of words: which phrases of the table they have.

use super::meanings::{MEANINGS, Meaning, NO_DIRECTION, SENDERS, TO_SENDER};
use crate::bounces::model::BounceReason;

/// Bytes that a `*` spans at most: the words of a phrase belong to one clause.
const GAP: usize = 40;
/// Bytes of a text whose meaning is looked for: a refusal is a few lines, and its words come first.
const LONGEST: usize = 16_000;

/// The meaning of these words (in lower case); nothing when they say nothing that is known.
pub(super) fn meaning(words: &str) -> Option<BounceReason> {
    let words = &on_one_line(words);
    let found = MEANINGS.iter().find(|meaning| meaning.is_in(words));
    found.map(|meaning| meaning.reason)
}

/// Whether the words (in lower case) give this reason in so many words.
pub(super) fn says_plainly(words: &str, reason: BounceReason) -> bool {
    let words = &on_one_line(words);
    let mut plain = MEANINGS.iter().filter(|meaning| meaning.is_plain);
    plain.any(|meaning| meaning.reason == reason && meaning.is_in(words))
}

/// Whether the words (in lower case) mean only that the mailbox is not there. Words that name the sender beside do not.
pub(super) fn is_plainly_unknown(words: &str) -> bool {
    meaning(words) == Some(BounceReason::UserUnknown)
        && says_plainly(words, BounceReason::UserUnknown)
        && !says(words, SENDERS)
}

impl Meaning {
    /// Whether the words, which stand on one line, have a phrase of this meaning.
    fn is_in(&self, words: &str) -> bool {
        self.phrases.split('|').any(|phrase| says(words, phrase))
    }
}

/// The words as they would stand without line breaks, which fall anywhere in a phrase. To whom a mail went back is left out:
/// it says nothing of the sender.
fn on_one_line(words: &str) -> String {
    let mut end = words.len().min(LONGEST);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let mut words = words[..end]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for direction in TO_SENDER {
        words = without(direction, &words);
    }
    words
}

/// The words without this direction, wherever it is one.
fn without(direction: &str, words: &str) -> String {
    let (before, after) = NO_DIRECTION;
    let mut kept = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((head, tail)) = rest.split_once(direction) {
        kept.push_str(head);
        let is_part = before.iter().any(|word| kept.ends_with(word))
            || after.iter().any(|word| tail.starts_with(word));
        if is_part {
            kept.push_str(direction);
        }
        rest = tail;
    }
    kept + rest
}

/// Whether the words contain this phrase.
pub(super) fn says(words: &str, phrase: &str) -> bool {
    let is_there = |part: &str| part.split('/').any(|word| words.contains(word));
    if !phrase.split('*').all(is_there) {
        return false;
    }
    let (first, rest) = phrase.split_once('*').unwrap_or((phrase, ""));
    first.split('/').any(|first| {
        let mut from = 0;
        while let Some(at) = words[from..].find(first) {
            let end = from + at + first.len();
            if follows(&words[end..], rest) {
                return true;
            }
            from = end;
        }
        false
    })
}

/// Whether these words go on with the rest of a phrase.
fn follows(words: &str, rest: &str) -> bool {
    if rest.is_empty() {
        return true;
    }
    let (next, rest) = rest.split_once('*').unwrap_or((rest, ""));
    next.split('/').any(|next| {
        let mut reach = words.len().min(GAP + next.len());
        while !words.is_char_boundary(reach) {
            reach -= 1;
        }
        words[..reach]
            .find(next)
            .is_some_and(|at| follows(&words[at + next.len()..], rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_cannot_be_sent_says_nothing_of_the_mailbox() {
        assert!(is_plainly_unknown("그런 사용자가 없습니다"));
        assert!(is_plainly_unknown("받는 사람의 메일 주소가 없습니다"));
        assert!(!is_plainly_unknown("이 주소로 메일을 보낼 수 없습니다"));
        assert!(!is_plainly_unknown(
            "이 계정은 지금 메일을 받을 수 없습니다"
        ));
    }

    #[test]
    fn what_may_be_said_of_a_sender_is_not_plain() {
        for words in [
            "unknown address",
            "no such address",
            "the address does not exist",
            "invalid user",
            "주소가 존재하지 않습니다",
            "없는 메일 주소입니다",
            "そのアドレスは存在しません",
            "адрес не существует",
            "cette adresse n'existe pas",
        ] {
            assert!(!is_plainly_unknown(words), "{words}");
        }
    }

    #[test]
    fn a_mail_that_went_back_to_its_sender_says_nothing_of_the_sender() {
        for words in [
            "returned to originator: user unknown",
            "user unknown, returned to\n the sender",
            "mail was sent back to sender because the mailbox does not exist",
            "수신자를 찾을 수 없어 발신자에게 반송되었습니다",
            "받는 사람의 주소가 존재하지 않아 보낸 사람에게 반송합니다",
            "존재하지 않는 계정이므로 발신인에게 되돌려 보냅니다",
            "宛先のユーザーが存在しないため差出人に返送します",
            "メールボックスが見つかりません。送信者に返送されました",
        ] {
            assert_eq!(meaning(words), Some(BounceReason::UserUnknown), "{words}");
        }
        for words in [
            "보낸 사람의 주소가 존재하지 않습니다",
            "존재하지 않는 발신자에게서 온 메일입니다",
            "rejected due to sender address: it does not exist",
            "cannot connect to sender domain: sender does not exist",
            "差出人によるアドレスは存在しません",
        ] {
            assert_eq!(meaning(words), Some(BounceReason::Sender), "{words}");
        }
    }

    #[test]
    fn a_sender_who_is_not_there_is_told_from_a_recipient_in_every_language() {
        for words in [
            "the sender does not exist",
            "sender's mailbox does not exist",
            "no such sender",
            "the return address is not valid",
            "보낸 사람의 메일 주소가 존재하지 않습니다",
            "존재하지 않는 발신자입니다",
            "발신자 도메인을 찾을 수 없습니다",
            "差出人のアドレスは存在しません",
            "送信者が見つかりません",
            "发件人不存在",
            "l'adresse de l'expéditeur n'existe pas",
            "unbekannter absender",
            "el remitente no existe",
            "mittente sconosciuto",
            "remetente desconhecido",
            "адрес отправителя не существует",
        ] {
            assert_eq!(meaning(words), Some(BounceReason::Sender), "{words}");
            assert!(!is_plainly_unknown(words), "{words}");
        }
        for words in [
            "user unknown, returned to sender",
            "받는 사람의 메일 주소가 존재하지 않습니다",
            "宛先のユーザーは存在しません",
            "收件人不存在",
            "unbekannter empfänger",
            "получатель не найден",
        ] {
            assert_eq!(meaning(words), Some(BounceReason::UserUnknown), "{words}");
        }
    }
}
