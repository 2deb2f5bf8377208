//! What mail systems write when they don't deliver: each kind of refusal and each kind of report is read for what it means.
//! The samples are our own writing, after manuals, sources and reply lists of the systems that the file names.

use gudok::address::EmailAddress;
use gudok::bounces::reading::{Class, Finding, read, read_answer};

const ADDRESS: &str = "jeong@mailbox.example";

fn sample(name: &str) -> String {
    let path = format!(
        "{}/tests/samples/bounces/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).expect("a sample")
}

/// Only these say that an address is dead.
fn class_of(reason: &str) -> Class {
    match reason {
        "userunknown" | "hostunknown" | "nomail" | "moved" => Class::Hard,
        _ => Class::Soft,
    }
}

#[test]
fn a_refusal_is_read_for_its_meaning_whatever_system_words_it() {
    let address: EmailAddress = ADDRESS.parse().expect("an address");
    let mut wrong = Vec::new();
    for line in sample("answers.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let (reasons, words) = line.split_once('\t').expect("reasons and words");
        let found = read_answer(&address, &format!("{words} (in reply to RCPT TO command)"));
        let is_right = reasons.split(',').any(|reason| {
            found.reason.as_str() == reason
                && (found.class == class_of(reason) || words.starts_with('4'))
        });
        if !is_right {
            wrong.push(format!("{words}: {}, {}", found.class, found.reason));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_full_mailbox_and_no_policy_is_ever_a_dead_address_not_even_for_good_and_in_answer_to_rcpt() {
    let address: EmailAddress = ADDRESS.parse().expect("an address");
    for line in sample("answers.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let (reasons, words) = line.split_once('\t').expect("reasons and words");
        // Words that say nothing leave the word to the code.
        let is_told = |reason| class_of(reason) == Class::Soft && reason != "unknown";
        if !reasons.split(',').all(is_told) {
            continue;
        }
        for said in [
            words.to_owned(),
            format!("550 5.1.1 <{ADDRESS}>: {words} (in reply to RCPT TO command)"),
        ] {
            assert_ne!(read_answer(&address, &said).class, Class::Hard, "{said}");
        }
    }
}

#[test]
fn a_report_is_read_whatever_system_writes_it_and_in_whatever_tongue() {
    let mut wrong = Vec::new();
    let all = sample("reports.mbox");
    for (name, mail) in all
        .split("\nFrom ")
        .filter_map(|mail| mail.split_once('\n'))
    {
        // Mails of this file are told apart by what is expected of them; a header "From: …" parts nothing.
        let expected = mail
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("X-Expect: "));
        let [class, reasons, recipient] = expected
            .map(|line| line.split(' ').collect::<Vec<_>>())
            .and_then(|words| words.try_into().ok())
            .unwrap_or_else(|| panic!("{name} says what it expects"));
        let findings = read(mail.as_bytes()).findings;
        let is_right = |found: &Finding| {
            found.class.as_str() == class
                && reasons
                    .split(',')
                    .any(|reason| found.reason.as_str() == reason)
                && found.recipient.as_ref().map_or("-", EmailAddress::as_str) == recipient
        };
        if findings.len() != 1 || !findings.iter().all(is_right) {
            wrong.push(format!("{name}: {findings:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
