//! What mail systems write when they don't deliver: each kind of refusal and each kind of report is read for what it means.
//! The samples are our own writing, after manuals, sources and reply lists of the systems that the file names.

use std::fmt::Write as _;

use gudok::address::EmailAddress;
use gudok::bounces::reading::{read, read_answer};
use gudok::bounces::{Class, Finding};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

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

/// What holds for now is no end.
fn for_now(reason: &str) -> &str {
    match reason {
        "userunknown" | "moved" => "filtered",
        "hostunknown" | "nomail" => "network",
        other => other,
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
            let reason = if words.starts_with('4') {
                for_now(reason)
            } else {
                reason
            };
            found.reason.as_str() == reason && found.class == class_of(reason)
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

#[test]
fn class_and_reason_never_contradict_each_other() {
    for line in sample("answers.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let words = line.split_once('\t').expect("reasons and words").1;
        // Some quote the command that they answer.
        if words.contains("RCPT") {
            continue;
        }
        let address: EmailAddress = ADDRESS.parse().expect("an address");
        for said in [
            words.to_owned(),
            format!("450 4.1.1 {words}"),
            format!("550 {words} (in reply to end of DATA command)"),
            format!("550 5.1.1 {words} (in reply to MAIL FROM command)"),
        ] {
            let found = read_answer(&address, &said);
            assert_eq!(found.class, found.reason.class(), "{said}");
            let is_about_us = said.starts_with('4') || said.contains("MAIL FROM");
            assert!(
                !is_about_us || found.class == Class::Soft,
                "{said}: {}",
                found.reason
            );
        }
    }
}

#[test]
fn a_persons_automatic_reply_that_quotes_our_mail_is_no_report() {
    let reply = |from: &str| {
        format!(
            "From: {from}\nTo: news@blog.example\nSubject: Out of office\nAuto-Submitted: auto-replied\n\n\
             Mail to former colleagues comes back with user unknown.\n\n\
             --- Below this line is a copy of the message.\n\nReturn-Path: <news@blog.example>\nTo: {ADDRESS}\nSubject: Digest\n"
        )
    };
    let class = |from| {
        read(reply(from).as_bytes())
            .findings
            .first()
            .map(|finding| finding.class)
    };
    assert!(
        !matches!(class(ADDRESS), Some(Class::Hard | Class::Soft)),
        "a reader is away"
    );
    assert!(
        class("Mail Delivery System <Mailer-Daemon@relay.example>").is_some(),
        "Exim marks its reports so"
    );
}

#[test]
fn a_gateway_that_gave_up_after_answers_for_now_makes_no_dead_address() {
    for status in ["5.0.0", "5.4.7", "5.1.1"] {
        for reply in ["450", "450 4.1.1", "451", "421"] {
            let report = format!(
                "From: MAILER-DAEMON@relay.example\nSubject: Undelivered Mail\nContent-Type: multipart/report; boundary=b\n\n\
                 --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n\
                 Final-Recipient: rfc822; {ADDRESS}\nAction: failed\nStatus: {status}\n\
                 Diagnostic-Code: smtp; {reply} <{ADDRESS}>: Recipient address rejected: User unknown in local recipient table\n--b--\n"
            );
            let found = read(report.as_bytes()).findings;
            let found: Vec<Class> = found.iter().map(|finding| finding.class).collect();
            assert_eq!(found, [Class::Soft], "{status}, {reply}");
        }
    }
}

#[test]
fn a_name_that_needs_its_quotes_is_no_other_address() {
    let report = |recipient: &str| {
        format!(
            "From: MAILER-DAEMON@relay.example\nSubject: Undelivered Mail\nContent-Type: multipart/report; boundary=b\n\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n\
             Final-Recipient: {recipient}\nAction: failed\nStatus: 5.1.1\n--b--\n"
        )
    };
    for (written, read_as) in [
        ("rfc822; \"gone a\"@reader.example", None),
        ("rfc822; gone a@reader.example", None),
        (
            "rfc822; \"jeong\"@reader.example",
            Some("jeong@reader.example"),
        ),
        (
            "rfc822; Jeong <jeong@reader.example>",
            Some("jeong@reader.example"),
        ),
        (
            "rfc822; <jeong@reader.example>",
            Some("jeong@reader.example"),
        ),
        (
            "utf-8; \\x{AE40}\\x{BBFC}@reader.example",
            Some("김민@reader.example"),
        ),
    ] {
        let findings = read(report(written).as_bytes()).findings;
        assert_eq!(findings.len(), 1, "{written}");
        let recipient = findings[0].recipient.as_ref().map(EmailAddress::as_str);
        assert_eq!(recipient, read_as, "{written}");
    }
}

/// How one recipient's group is written.
#[derive(Clone, Debug)]
struct Group {
    name: u16,
    has_original: bool,
    is_blank_before: bool,
    is_failed: bool,
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

    /// Recipients of a report are never lost and never invented, whatever its line ends and wherever empty lines are missing.
    #[test]
    fn every_recipient_of_a_report_is_read_and_no_other(
        groups in prop::collection::vec(
            (any::<u16>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
                |(name, has_original, is_blank_before, is_failed)| Group { name, has_original, is_blank_before, is_failed }
            ),
            1..8,
        ),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let mut text = String::from(
            "From: MAILER-DAEMON@relay.example\nTo: letters@blog.example\nSubject: Undelivered Mail Returned to Sender\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n",
        );
        for (index, group) in groups.iter().enumerate() {
            if group.is_blank_before && index > 0 {
                text.push('\n');
            }
            if group.has_original {
                let _ = writeln!(text, "Original-Recipient: rfc822;r{}@reader.example", group.name);
            }
            let (action, status) = if group.is_failed { ("failed", "5.1.1") } else { ("delayed", "4.4.1") };
            let _ = write!(
                text,
                "Final-Recipient: rfc822; r{}@reader.example\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; said\n",
                group.name
            );
        }
        text.push_str("--b--\n");
        let findings = read(text.replace('\n', line_end).as_bytes()).findings;
        let read_as: Vec<(String, Class)> = findings
            .iter()
            .map(|found| (found.recipient.as_ref().expect("a recipient").to_string(), found.class))
            .collect();
        let written: Vec<(String, Class)> = groups
            .iter()
            .map(|group| {
                let class = if group.is_failed { Class::Hard } else { Class::Soft };
                (format!("r{}@reader.example", group.name), class)
            })
            .collect();
        prop_assert_eq!(read_as, written);
    }

    /// Reading ends well for any octets at all.
    #[test]
    fn any_octets_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let mut mail = b"From: MAILER-DAEMON@relay.example\nSubject: failure\nContent-Type: text/plain; charset=us-ascii\n\n".to_vec();
        mail.extend_from_slice(&bytes);
        read(&mail);
        read(&bytes);
    }
}
