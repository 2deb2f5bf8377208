//! A site with enough rows that a wrong plan shows.

use std::path::Path;
use std::process::Command;

use super::Site;
use super::source::root;

/// Confirmed readers of it.
pub const READERS: i64 = 30_000;
/// Its comments.
pub const COMMENTS: i64 = 8_000;
/// Its mails.
pub const MAILS: i64 = 40_000;

/// Fills the site's database by the script that fills the big ones.
pub fn fill(site: &Site) {
    let numbers =
        [READERS, MAILS, COMMENTS, site.app.now().unix()].map(|number| number.to_string());
    let [readers, mails, comments, now] = numbers.each_ref();
    let program = root().join("scripts/fill");
    let done = Command::new(Path::new(&program))
        .arg(&site.app.config().database.url)
        .args([
            "--readers",
            readers,
            "--outbox",
            mails,
            "--comments",
            comments,
            "--now",
            now,
        ])
        .output()
        .expect("Python 3 is there");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}
