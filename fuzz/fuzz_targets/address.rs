//! What is typed as an e-mail address: refused, or read again as it is written.
#![no_main]

use gudok::address::EmailAddress;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    if let Ok(address) = typed.parse::<EmailAddress>() {
        let written = address.to_string();
        let again: EmailAddress = written.parse().expect("its own form");
        assert_eq!(again.to_string(), written);
        assert_eq!(again.key(), address.key());
        assert!(written.len() <= 254 && !written.contains(char::is_control));
    }
});
