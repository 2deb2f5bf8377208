//! An existing list moves in and out.

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gudok::subscribers::export::{ExportFormat, export};
use gudok::subscribers::import::{ImportOptions, ImportReport, import};
use gudok::subscribers::topic_choices;
use gudok::subscribers::{Cadence, SubscriberState, consent, links};
use gudok::topics;

use crate::stories;
use crate::support::Site;
use crate::support::program::{Printed, gudok};
use crate::support::readers::{KIM, history, sign_up, state, subscribed, subscriber};

fn options() -> ImportOptions {
    ImportOptions {
        source: "the old blog's form".into(),
        ..ImportOptions::default()
    }
}

async fn bring(site: &Site, csv: &[u8]) -> ImportReport {
    import(&site.app, Cursor::new(csv.to_vec()), &options())
        .await
        .expect("imported")
}

/// A file that counts the octets that are read.
struct CountedFile {
    file: Cursor<Vec<u8>>,
    read: Arc<AtomicUsize>,
}

impl Read for CountedFile {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let octets = self.file.read(into)?;
        self.read.fetch_add(octets, Ordering::Relaxed);
        Ok(octets)
    }
}

impl Seek for CountedFile {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

async fn exported(site: &Site, format: ExportFormat) -> String {
    let mut bytes = Vec::new();
    export(&site.app, format, &mut bytes)
        .await
        .expect("exported");
    String::from_utf8(bytes).expect("UTF-8")
}

const LIST: &str = "\u{feff}Name,E-mail Address,Topics,Cadence\r\n\
    \"김, 민지\",kim@example.org,\"AI 산업; 연구\",매일\r\n\
    Jun Park,JUN@example.org,,\r\n\
    ,not an address,,\r\n\
    \"줄이\n바뀐 이름\",lee@example.org,연구,each post\r\n\
    최은우,choi@example.org,,hourly\r\n\r\n\
    Jun again,jun@example.org,,monthly\r\n\
    ,jun@,,\r\n";

stories! {
    async fn a_list_moves_in_with_the_word_where_its_people_agreed(site: Site) {
        let report = bring(site, LIST.as_bytes()).await;
        assert_eq!((report.new, report.known, report.rows()), (3, 1, 7));
        let lines: Vec<u64> = report.bad.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 7, 10], "{:?}", report.bad);
        assert!(report.bad[0].1.contains("not an address") && report.bad[1].1.contains("hourly"), "{:?}", report.bad);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert_eq!((kim.state, kim.cadence, kim.confirmed_at), (SubscriberState::Confirmed, Cadence::Daily, Some(site.app.now())));
        assert_eq!(kim.name.expect("a name").as_str(), "김, 민지");
        assert_eq!(history(site, KIM).await, ["imported by import:the old blog's form"]);
        let mut tx = site.app.read().await.expect("a connection");
        let names: Vec<_> = topic_choices::chosen(&mut tx, kim.id).await.expect("read").into_iter().map(|topic| topic.slug).collect();
        assert_eq!(names, ["ai-산업", "연구"]);
        drop(tx);
        let lee = subscriber(site, "lee@example.org").await.expect("a subscriber");
        assert_eq!((lee.cadence, lee.name.expect("a name").as_str()), (Cadence::EachPost, "줄이 바뀐 이름"));
        assert_eq!(subscriber(site, "jun@example.org").await.expect("a subscriber").cadence, Cadence::Weekly, "the first row counts");
        assert_eq!(site.mails().await.len(), 0, "nobody is mailed for moving");
    }

    async fn a_second_import_changes_nothing(site: Site) {
        bring(site, LIST.as_bytes()).await;
        let before = exported(site, ExportFormat::Csv).await;
        site.wait(60);
        let report = bring(site, LIST.as_bytes()).await;
        assert_eq!((report.new, report.known), (0, 4));
        assert_eq!(exported(site, ExportFormat::Csv).await, before);
        assert_eq!(history(site, KIM).await.len(), 1);
    }

    async fn a_dry_run_says_the_same_and_keeps_nothing(site: Site) {
        let dry = ImportOptions { dry_run: true, ..options() };
        let dry = import(&site.app, Cursor::new(LIST), &dry).await.expect("read");
        assert_eq!(subscriber(site, KIM).await.map(|kim| kim.id), None);
        let mut tx = site.app.read().await.expect("a connection");
        assert!(topics::all(&mut tx).await.expect("read").is_empty());
        drop(tx);
        assert_eq!(bring(site, LIST.as_bytes()).await, dry);
    }

    async fn whoever_left_is_never_brought_back(site: Site) {
        let kim = subscribed(site, KIM).await;
        site.post(&links::unsubscribe_url(&site.app, kim.id), &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        sign_up(site, &[("email", "lee@example.org")]).await.expect(200);
        let report = bring(site, b"email\nKIM@example.org\nlee@example.org\n").await;
        assert_eq!((report.kept_away.left, report.new), (1, 1));
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
        assert_eq!(state(site, "lee@example.org").await, Some(SubscriberState::Confirmed), "who had asked is confirmed by the old list");
    }

    async fn rows_that_say_that_nobody_subscribed_are_left_out(site: Site) {
        let report = bring(site, b"email;status\na@example.org;subscribed\nb@example.org;unsubscribed\nc@example.org;Active\nd@example.org;bounced\n").await;
        assert_eq!((report.new, report.kept_away.left, report.kept_away.bounced), (2, 1, 1));
        assert_eq!(state(site, "b@example.org").await, None);
    }

    async fn bytes_that_are_no_text_spoil_their_row_alone(site: Site) {
        let mut list = "email,name\na@example.org,김민지\nb@example.org,".as_bytes().to_vec();
        list.extend(b"\xb1\xe8\nc@example.org\n");
        let report = bring(site, &list).await;
        assert_eq!((report.new, report.bad.len(), report.bad[0].0), (2, 1, 3));
        assert!(report.bad[0].1.contains("UTF-8"), "{:?}", report.bad);
    }

    async fn an_export_moves_in_again_and_no_cell_is_a_formula(site: Site) {
        bring(site, "email,name,topics\n=cmd@example.org,=HYPERLINK(1),+정책\n-a@example.org,＝SUM(A1),\n".as_bytes()).await;
        let csv = exported(site, ExportFormat::Csv).await;
        let rows = csv.lines().skip(1);
        for cell in rows.flat_map(|row| row.split(',')) {
            assert!(!cell.trim_matches('"').starts_with(['=', '+', '-', '@', '\t']), "{csv}");
        }
        assert!(csv.contains("'=cmd@example.org,'=HYPERLINK(1),confirmed,'+정책,weekly,ko,7,Asia/Seoul,"), "{csv}");
        assert!(csv.contains(",'＝SUM(A1),"), "full-width signs begin a formula too: {csv}");
        assert_eq!(bring(site, csv.as_bytes()).await.known, 2, "the apostrophes are not part of the addresses");
        let json: serde_json::Value = serde_json::from_str(&exported(site, ExportFormat::Json).await).expect("JSON");
        assert_eq!((&json[0]["name"], &json[0]["topics"][0]), (&"=HYPERLINK(1)".into(), &"+정책".into()));
    }

    async fn an_export_of_nobody_is_still_a_file(site: Site) {
        assert_eq!(exported(site, ExportFormat::Json).await, "[]\n");
        assert!(exported(site, ExportFormat::Csv).await.starts_with("email,name,"));
    }

    async fn a_list_of_which_nobody_left_is_not_searched_for_leavers(site: Site) {
        let octets_of = async |state: &str| {
            let rows = (0..4_000).map(|number| format!("reader{number}@example.org,{state}\n"));
            let list = format!("email,status\na@example.org,active\n{}", rows.collect::<String>());
            let read = Arc::new(AtomicUsize::new(0));
            let file = CountedFile { file: Cursor::new(list.clone().into_bytes()), read: read.clone() };
            let dry = ImportOptions { dry_run: true, ..options() };
            import(&site.app, file, &dry).await.expect("imported");
            read.load(Ordering::Relaxed) / list.len()
        };
        let passes = [octets_of("active").await, octets_of("banned").await];
        assert_eq!(passes[0] + 1, passes[1], "one pass more, for the other spellings of who left");
    }

    async fn a_long_list_is_brought_in_batches(site: Site) {
        let rows = (0..1_201).map(|number| {
            format!("reader{number}@example.org,{}\n", if number % 2 == 0 { "연구" } else { "" })
        });
        let csv = format!("email,topics\n{}", rows.collect::<Vec<_>>().concat());
        let report = bring(site, csv.as_bytes()).await;
        assert_eq!(report.new, 1_201);
        assert_eq!(exported(site, ExportFormat::Csv).await.lines().count(), 1_202);
        let last = subscriber(site, "reader1200@example.org").await.expect("a subscriber");
        let mut tx = site.app.read().await.expect("a connection");
        assert_eq!(topic_choices::chosen(&mut tx, last.id).await.expect("read").len(), 1);
        assert_eq!(consent::history(&mut tx, last.id).await.expect("read").len(), 1);
    }
}

#[test]
fn the_command_reports_bad_rows_by_line_and_goes_on() {
    let folder = tempfile::TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("list.csv"), LIST).expect("written");
    let run = |arguments: &[&str]| Printed::of(gudok(folder.path(), arguments));

    let usage = run(&["subscribers", "import", "list.csv"]);
    assert_eq!(
        usage.code,
        Some(2),
        "where they agreed is required: {usage:?}"
    );
    assert_eq!(
        run(&["subscribers", "import", "list.csv", "--source", ""]).code,
        Some(2)
    );

    let dry = run(&[
        "subscribers",
        "import",
        "list.csv",
        "--dry-run",
        "--source",
        "x",
    ]);
    assert!(dry.failure().contains("3 of 7 rows in list.csv"), "{dry:?}");
    assert_eq!(
        dry.out,
        "7 rows: 3 would be new, 1 here already, 3 could not be read.\n"
    );
    let done = run(&["subscribers", "import", "list.csv", "--source", "old blog"]);
    assert_eq!(
        done.out,
        "7 rows: 3 are new, 1 here already, 3 could not be read.\n"
    );
    assert!(done.err.contains("line 4: ") && done.err.contains("line 7: "));
    assert!(
        done.failure().contains("3 of 7 rows"),
        "a script sees that the list is not whole"
    );
    let table = run(&["subscribers", "export"]);
    assert_eq!(table.out.lines().count(), 4);
    assert_eq!(
        run(&["subscribers", "export", "--format", "xml"]).code,
        Some(2)
    );
}

#[test]
fn a_file_of_which_nothing_can_be_read_is_a_failure() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let import = |name: &str| {
        let arguments = ["subscribers", "import", name, "--source", "x"];
        Printed::of(gudok(folder.path(), &arguments))
    };
    assert!(import("nowhere.csv").failure().contains("nowhere.csv"));
    for (name, content, named) in [
        ("nobody.csv", "name\nKim\nLee\n", "--map email=COLUMN"),
        ("empty.csv", "", "heading"),
        ("wrong.csv", "email\nkim\nlee\n", "nothing"),
    ] {
        std::fs::write(folder.path().join(name), content).expect("written");
        let printed = import(name);
        assert!(printed.failure().contains(named), "{printed:?}");
    }
}
