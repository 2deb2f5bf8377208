//! Which addresses and names are taken: those that mail can be sent to, and those that can be shown.

use gudok::address::{AddressError, DisplayName, EmailAddress};
use gudok::invisible::strip_invisible;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn parsed(text: &str) -> Result<String, AddressError> {
    text.parse::<EmailAddress>()
        .map(|address| address.to_string())
}

#[test]
fn addresses_that_people_have_are_taken() {
    for (typed, kept) in [
        ("minji@example.org", "minji@example.org"),
        ("  minji@example.org\t", "minji@example.org"),
        ("\u{3000}minji@example.org\u{a0}", "minji@example.org"),
        ("Min.Ji+letters@Example.ORG", "Min.Ji+letters@example.org"),
        (
            "o'neil_99@mail.example.co.kr",
            "o'neil_99@mail.example.co.kr",
        ),
        ("a@b.kr", "a@b.kr"),
        ("postmaster@example", "postmaster@example"),
        ("독자@예시.한국", "독자@xn--vv4b11d.xn--3e0b707e"),
        ("minji@예시.kr", "minji@xn--vv4b11d.kr"),
    ] {
        assert_eq!(parsed(typed).as_deref(), Ok(kept), "{typed:?}");
    }
}

#[test]
fn what_is_no_address_is_refused() {
    for typed in [
        "minji",
        "@example.org",
        "minji@",
        "minji@@example.org",
        ".minji@example.org",
        "minji.@example.org",
        "min..ji@example.org",
        "min ji@example.org",
        "minji@exam ple.org",
        "minji@-example.org",
        "minji@example-.org",
        "minji@example..org",
        "minji@.example.org",
        "minji@example.org.",
        "minji@example_mail.org",
        "minji@[192.0.2.1]",
        "minji@192.0.2.1",
        "minji@example.123",
        "\"min ji\"@example.org",
        "minji(reader)@example.org",
        "Minji <minji@example.org>",
        "minji@example.org,jun@example.org",
        "minji@example.org\r\nBcc: all@example.org",
        "minji@example.org\n",
        "\rminji@example.org",
        "min\u{0}ji@example.org",
        "min\u{7f}ji@example.org",
        // Composed, a sign of its own follows the letter, which no relay would be given.
        "\u{958}@example.org",
        "minji@exam\u{7}ple.org",
        "minji\u{202e}@example.org",
        "minji\u{200b}@example.org",
    ] {
        assert_eq!(parsed(typed), Err(AddressError::Malformed), "{typed:?}");
    }
    for typed in ["", " ", "\u{3000}"] {
        assert_eq!(parsed(typed), Err(AddressError::Empty), "{typed:?}");
    }
}

#[test]
fn lengths_end_where_mail_ends_them() {
    let local = "k".repeat(64);
    let label = "d".repeat(63);
    assert!(parsed(&format!("{local}@example.org")).is_ok());
    assert_eq!(
        parsed(&format!("{local}k@example.org")),
        Err(AddressError::TooLong)
    );
    assert!(parsed(&format!("k@{label}.org")).is_ok());
    assert!(parsed(&format!("k@{label}d.org")).is_err());
    let whole = format!("{local}@{label}.{label}.{}", "d".repeat(61));
    assert_eq!(whole.len(), 254);
    assert!(parsed(&whole).is_ok());
    assert!(parsed(&format!("{whole}d")).is_err());
    // Long as typed, longer still as A-labels.
    assert!(parsed(&format!("k@{}.kr", "가".repeat(60))).is_err());
}

#[test]
fn one_mailbox_has_one_key() {
    let key = |text: &str| text.parse::<EmailAddress>().expect("an address").key();
    assert_eq!(key("Kim@Example.org"), key("kim@example.ORG"));
    assert_eq!(key("kim@예시.kr"), key("kim@xn--vv4b11d.kr"));
    // The same syllable, composed and in pieces.
    assert_eq!(
        key("\u{ac00}@example.org"),
        key("\u{1100}\u{1161}@example.org")
    );
    assert_ne!(key("kim@example.org"), key("kim+a@example.org"));
}

#[test]
fn names_lose_what_hides_or_turns_and_keep_what_is_read() {
    let name = |text: &str| {
        let name = DisplayName::parse(text).expect("short enough");
        name.map(|name| name.to_string())
    };
    assert_eq!(name(" 김  민지 ").as_deref(), Some("김 민지"));
    assert_eq!(
        name("Kim\r\nBcc: all@example.org").as_deref(),
        Some("Kim Bcc: all@example.org")
    );
    assert_eq!(
        name("evil\u{202e}gpj.exe\u{202c}").as_deref(),
        Some("evilgpj.exe")
    );
    assert_eq!(
        name("\u{1100}\u{1161}").as_deref(),
        Some("가"),
        "pieces are joined"
    );
    assert_eq!(
        name("👩\u{200d}💻").as_deref(),
        Some("👩\u{200d}💻"),
        "joined pictures stay one"
    );
    assert_eq!(
        name("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}").map(|name| name.chars().count()),
        Some(4)
    );
    for nothing in ["", " \t ", "\u{200b}\u{3164}\u{feff}", "\u{0}\u{1f}"] {
        assert_eq!(name(nothing), None, "{nothing:?}");
    }
    assert!(DisplayName::parse(&"가".repeat(80)).is_ok());
    assert!(DisplayName::parse(&"가".repeat(81)).is_err());
}

#[test]
fn text_keeps_its_lines_and_loses_what_runs_over_them() {
    let tower: String = std::iter::once('z')
        .chain(std::iter::repeat_n('\u{336}', 40))
        .collect();
    assert_eq!(strip_invisible(&tower).chars().count(), 4);
    assert_eq!(
        strip_invisible("첫 줄\n둘째\u{202e} 줄\u{0}"),
        "첫 줄\n둘째 줄"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

    /// A form refuses what the sender could not put into an envelope.
    #[test]
    fn what_is_taken_can_stand_in_an_envelope(
        local in "[a-z!+.\u{e9}\u{900}-\u{97f}\u{1100}-\u{1112}\u{1161}-\u{1175}\u{f900}-\u{faff}가-힣]{1,40}",
        domain in "[a-z0-9\u{900}-\u{97f}가-힣]{1,12}\\.(org|한국)",
    ) {
        if let Ok(address) = format!("{local}@{domain}").parse::<EmailAddress>() {
            let kept = address.to_address();
            prop_assert!(kept.is_ok_and(|kept| kept.to_string() == address.as_str()), "{}", address);
        }
    }
}
