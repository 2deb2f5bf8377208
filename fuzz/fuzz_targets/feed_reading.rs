//! What a site serves as its feed: entries with a title on one line, or a problem.
#![no_main]

use gudok::clock::Zone;
use gudok::posts::feed::read;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|data: &[u8]| {
    let base: Url = "https://site.example/feed".parse().expect("a URL");
    let zone: Zone = "Asia/Seoul".parse().expect("a zone");
    if let Ok(feed) = read(data, None, &base, &zone, &|| false) {
        for entry in feed.entries {
            assert!(!entry.title.contains('\n') && entry.title.chars().count() <= 300);
        }
    }
});
