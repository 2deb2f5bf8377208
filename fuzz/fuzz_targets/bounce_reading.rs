//! What comes back: any mail is read, and a bounce names addresses that mail can be sent to.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = gudok::bounces::reading::read(data);
});
