//! `gudok digests` beside a running server on the same database.

use std::process::Command;

use gudok::subscribers::Cadence::{Daily, EachPost, Weekly};

use crate::stories;
use crate::support::program::{Printed, gudok};
use crate::support::{Letter, Reader, Site};

const KIM: &str = "kim@example.org";
const LEE: &str = "lee@example.org";

/// `gudok digests …` on the site's database; its mails become files in the site's folder.
fn digests(site: &Site, arguments: &[&str]) -> Printed {
    let mut command: Command = gudok(site.folder.path(), &["digests"]);
    command
        .args(arguments)
        .env("GUDOK__DATABASE__URL", &site.app.config().database.url)
        .env("GUDOK__MAIL__URL", "file:mail")
        .env("GUDOK__SITE__NAME", "인공지능 읽기")
        .env("GUDOK__SITE__SENDER", "letters@example.org");
    Printed::of(command)
}

/// The mails that were written as files, by recipient.
fn files(site: &Site) -> Vec<Letter> {
    let Ok(folder) = std::fs::read_dir(site.folder.path().join("mail")) else {
        return Vec::new();
    };
    let files = folder.map(|file| std::fs::read(file.expect("a file").path()).expect("a mail"));
    files.map(|bytes| Letter::read(&bytes)).collect()
}

stories! {
    async fn a_run_sends_what_is_due_at_the_given_time_and_says_so(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        site.reader(Reader::new(LEE, Weekly)).await;
        site.wait(60);
        site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
        let printed = digests(site, &["run", "--at", "2026-11-25 07:00"]);
        assert_eq!(printed.code, Some(0), "{printed:?}");
        assert!(printed.out.contains("mails 1, editions 1") && printed.out.contains("sent 1"), "{printed:?}");
        let letters = files(site);
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].subject, "작은 모델의 귀환");
        assert!(letters[0].bytes.starts_with(b"Return-Path: <letters@example.org>\r\n"), "as final delivery writes it");
        let printed = digests(site, &["run", "--at", "2026-11-30T07:00:00+09:00", "--json"]);
        let counts: serde_json::Value = serde_json::from_str(&printed.out).expect("JSON");
        // Kim is due too, and nothing is new to her.
        assert_eq!((counts["due"].as_i64(), counts["recipients"].as_i64(), counts["sent"].as_i64()), (Some(2), Some(1), Some(1)), "{printed:?}");
        let printed = digests(site, &["run", "--at", "2026-11-30T07:00:00+09:00"]);
        assert!(printed.out.contains("Nothing to send"), "{printed:?}");
        assert_eq!(files(site).len(), 2);
        assert_eq!(site.plan_at("2026-11-30T07:00:00+09:00").await.mails, 0, "the server has nothing left to plan");
        site.get("/archive").await.expect(200);
    }

    async fn a_preview_shows_a_readers_digest_and_sends_nothing(site: Site) {
        site.reader(Reader { locale: "en", ..Reader::new(KIM, Weekly) }).await;
        let printed = digests(site, &["preview", "--subscriber", KIM]);
        assert!(printed.out.starts_with("Nothing is due for kim@example.org"), "{printed:?}");
        let printed = digests(site, &["preview"]);
        assert!(printed.out.starts_with("Nothing is due"), "{printed:?}");
        site.wait(60);
        site.publish("작은 모델의 귀환", "휴대전화에서 도는 모델입니다.", &[]).await;
        let printed = digests(site, &["preview", "--subscriber", "KIM@example.org"]);
        assert_eq!(printed.code, Some(0), "{printed:?}");
        assert!(printed.out.contains("Subject: 작은 모델의 귀환\n\nNew in the past week"), "{printed:?}");
        assert!(printed.out.contains("휴대전화에서 도는 모델입니다."), "{printed:?}");
        let printed = digests(site, &["preview", "--subscriber", KIM, "--format", "html"]);
        assert!(printed.out.starts_with("<!DOCTYPE html>") && printed.err.contains(KIM), "{printed:?}");
        assert!(!printed.out.contains("GUDOK-PLACE"), "{}", printed.out);
        assert!(files(site).is_empty());
        assert_eq!(site.plan_at("2026-11-30T07:00:00+09:00").await.mails, 1);
    }

    async fn a_preview_of_all_shows_what_most_readers_would_get(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        site.reader(Reader::new(LEE, EachPost)).await;
        site.reader(Reader { locale: "en", ..Reader::new("english@example.org", EachPost) }).await;
        site.wait(60);
        site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
        let printed = digests(site, &["preview"]);
        assert!(printed.out.starts_with("Due now: recipients 3, editions 2. The most read one, recipients 2:"), "{printed:?}");
        assert!(printed.out.contains("새 글이 올라왔습니다"), "{printed:?}");
    }

    async fn a_mistake_on_the_command_line_is_named(site: Site) {
        let printed = digests(site, &["preview", "--subscriber", "nobody@example.org"]);
        assert!(printed.failure().contains("nobody@example.org"), "{printed:?}");
        for wrong in [&["preview", "--subscriber", "nobody"][..], &["run", "--at", "yesterday"], &["preview", "--format", "pdf"]] {
            let printed = digests(site, wrong);
            assert_eq!(printed.code, Some(2), "{printed:?}");
        }
    }

    async fn a_reader_who_left_is_told_apart_in_the_preview(site: Site) {
        let kim = site.reader(Reader::new(KIM, Weekly)).await;
        let url = gudok::subscribers::links::unsubscribe_url(&site.app, kim.id);
        site.post(&url, &[("List-Unsubscribe", "One-Click")]).await;
        let printed = digests(site, &["preview", "--subscriber", KIM]);
        assert!(printed.out.contains("unsubscribed"), "{printed:?}");
    }
}
