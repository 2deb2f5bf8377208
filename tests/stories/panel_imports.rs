//! Owners import lists and comments in the panel.

use gudok::admin::Role;
use gudok::background;
use gudok::imports::{self, ImportId};
use gudok::jobs::runner;
use gudok::subscribers::SubscriberState;
use gudok::{changed, store};

use crate::stories;
use crate::support::readers::{KIM, history, state, subscribed};
use crate::support::waiting::until_held_up;
use crate::support::{Reply, Site};

/// Uploads a file as a browser does, and returns what came back.
async fn upload(site: &Site, kind: &str, name: &str, content: &[u8]) -> Reply {
    let csrf = site.get("/admin/imports").await.field("csrf");
    upload_with(site, &csrf, kind, name, content).await
}

async fn upload_with(site: &Site, csrf: &str, kind: &str, name: &str, content: &[u8]) -> Reply {
    let mut body = Vec::new();
    for (field, value) in [("csrf", csrf), ("kind", kind)] {
        let part = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
        );
        body.extend(part.into_bytes());
    }
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend(content);
    body.extend(b"\r\n--edge--\r\n");
    let request = site.http.post(site.url("/admin/imports")).body(body);
    let request = request.header("content-type", "multipart/form-data; boundary=edge");
    site.send(request).await
}

/// The page of an import that was just uploaded.
pub(crate) async fn uploaded(site: &Site, kind: &str, content: &[u8]) -> String {
    let reply = upload(site, kind, "list.csv", content).await;
    reply.expect(303);
    let place = reply.header("location");
    place.split('?').next().expect("a path").to_owned()
}

/// Presses a button of an import.
pub(crate) async fn press(site: &Site, path: &str, noun: &str, fields: &[(&str, &str)]) -> Reply {
    let csrf = site.get("/admin/account").await.field("csrf");
    let fields = [&[("csrf", csrf.as_str())][..], fields].concat();
    site.post(&format!("{path}/{noun}"), &fields).await
}

pub(crate) const BELIEVED: &[(&str, &str)] = &[
    ("run", "real"),
    ("source", "the old blog's form"),
    ("mode", "believe"),
    ("mails", "10"),
];

pub(crate) const ASKED: &[(&str, &str)] = &[
    ("run", "real"),
    ("source", "the old blog's form"),
    ("mode", "ask"),
    ("mails", "10"),
];

pub(crate) const DRY: &[(&str, &str)] = &[("run", "dry"), ("mode", "believe"), ("mails", "10")];

/// Runs an import from its page to the end, and returns the page.
pub(crate) async fn run(site: &Site, path: &str, fields: &[(&str, &str)]) -> Reply {
    press(site, path, "run", fields).await.expect(303);
    run_jobs(site).await;
    site.get(path).await
}

pub(crate) async fn run_jobs(site: &Site) {
    runner::drain(&site.app, background::JOBS)
        .await
        .expect("the jobs run");
}

pub(crate) fn id(path: &str) -> ImportId {
    let (_, number) = path.rsplit_once('/').expect("an id");
    ImportId(number.parse().expect("a number"))
}

/// A count of the report, by its label.
pub(crate) fn figure(page: &Reply, label: &str) -> Option<i64> {
    let document = dom_query::Document::from(page.body.as_str());
    let figures = document.select("dl.figures > div");
    let found = figures
        .iter()
        .find(|figure| figure.select("dt").text().trim() == label);
    found.and_then(|figure| figure.select("dd").text().trim().parse().ok())
}

pub(crate) fn many(rows: usize) -> String {
    let lines = (0..rows).map(|number| format!("reader{number}@example.org,독자\n"));
    format!("email,name\n{}", lines.collect::<String>())
}

pub(crate) async fn count(site: &Site) -> i64 {
    site.numbers("SELECT count(*) FROM subscribers").await[0]
}

const LIST: &str = "메일 주소,이름,상태,비고\nkim@example.org,김민지,구독,\nlee@example.org,이서준,수신거부,\n깨진 주소,박,구독,\n";

stories! {
    async fn a_list_is_uploaded_checked_and_imported(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", LIST.as_bytes()).await;
        let page = site.get(&path).await;
        page.expect(200);
        assert_eq!(page.count("#choices tbody tr"), 4, "a row for each column");
        assert!(page.text_of("#choices tbody").contains("kim@example.org"));
        let page = run(site, &path, DRY).await;
        assert_eq!((figure(&page, "행"), figure(&page, "새 구독자")), (Some(3), Some(1)));
        assert_eq!(count(site).await, 0, "a dry run writes nothing");
        assert_eq!(page.count("#faults tbody tr"), 1);
        let missing = press(site, &path, "run", &[("run", "real"), ("mails", "10")]).await;
        assert!(missing.expect(422).contains("어디에서 동의했는지"));
        let page = run(site, &path, BELIEVED).await;
        assert_eq!((figure(&page, "새 구독자"), figure(&page, "해지한 사람(제외)")), (Some(1), Some(1)));
        assert_eq!(figure(&page, "읽지 못함"), Some(1));
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert_eq!(state(site, "lee@example.org").await, None);
        assert!(!history(site, KIM).await.is_empty(), "a consent record");
        assert_eq!(site.numbers("SELECT count(*) FROM import_parts").await, [0], "the file is deleted");
        let file = site.get(&format!("{path}/faults")).await;
        assert!(file.expect(200).contains("\n4,"), "the line of the bad row: {}", file.body);
        let log = site.audit_log().await;
        let begins = |what: &str| log.iter().any(|line| line.starts_with(&format!("owner@example.org {what} import:")));
        assert!(begins("import-upload") && begins("import-start"), "{log:?}");
    }

    async fn a_second_import_of_a_file_adds_nothing(site: Site) {
        site.sign_in(Role::Owner).await;
        for (new, known) in [(1, 0), (0, 1)] {
            let path = uploaded(site, "subscribers", LIST.as_bytes()).await;
            let before = site.get(&path).await;
            assert_eq!(before.count(".notice.warn"), usize::from(known == 1), "the second is told of the first");
            let page = run(site, &path, BELIEVED).await;
            assert_eq!((figure(&page, "새 구독자"), figure(&page, "이미 있음")), (Some(new), Some(known)));
        }
    }

    async fn an_interrupted_run_goes_on_at_its_next_batch(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", many(1_500).as_bytes()).await;
        press(site, &path, "run", BELIEVED).await.expect(303);
        imports::work(&site.app, id(&path), 1).await.expect("a batch");
        assert_eq!(count(site).await, 700);
        let page = site.get(&path).await;
        assert_eq!(figure(&page, "새 구독자"), Some(700));
        assert_eq!(page.count("progress"), 1);
        site.restart(|_| {}).await;
        site.sign_in_again("owner@example.org").await;
        let stopped = press(site, &path, "stop", &[]).await;
        stopped.expect(303);
        run_jobs(site).await;
        assert_eq!(count(site).await, 700, "a stopped import rests");
        press(site, &path, "resumption", &[]).await.expect(303);
        run_jobs(site).await;
        let page = site.get(&path).await;
        assert_eq!((figure(&page, "행"), figure(&page, "새 구독자"), figure(&page, "이미 있음")), (Some(1_500), Some(1_500), Some(0)));
        assert_eq!(count(site).await, 1_500);
    }

    async fn two_people_start_the_same_import_once(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", many(800).as_bytes()).await;
        press(site, &path, "run", BELIEVED).await.expect(303);
        let second = press(site, &path, "run", BELIEVED).await;
        second.expect(303);
        assert!(second.header("location").contains("done=stale"));
        // Two nodes may also take the job at once: one of them stores each batch.
        let (one, other) = tokio::join!(
            imports::work(&site.app, id(&path), 100),
            imports::work(&site.app, id(&path), 100),
        );
        one.and(other).expect("both end");
        run_jobs(site).await;
        let page = site.get(&path).await;
        assert_eq!((figure(&page, "행"), figure(&page, "새 구독자")), (Some(800), Some(800)));
    }

    async fn what_is_wrong_with_a_file_is_said_and_nothing_is_imported(site: Site) {
        site.sign_in(Role::Owner).await;
        let wide = format!("email{}\nkim@example.org{}\n", ",x".repeat(2_000), ",1".repeat(2_000));
        let open_quote = format!("email,note\nkim@example.org,\"{}", "x".repeat(17 * 1024 * 1024));
        let cases: [(&[u8], &str); 6] = [
            (b"name,age\nKim,7\n", "이메일 주소가 있는 열이 없습니다"),
            (b"email,status\nkim@example.org,grey\n", "이해하지 못했습니다"),
            (wide.as_bytes(), "1,000개보다 많습니다"),
            (open_quote.as_bytes(), "16MB보다 깁니다"),
            (&[0xff, 0xd8, 0xff, 0xe0, 0, 16, 0, 1], "이메일 주소가 있는 열이 없습니다"),
            (b"a@example.org,yes\nb@example.org,no\n", "제목이 없습니다"),
        ];
        for (content, said) in cases {
            let path = uploaded(site, "subscribers", content).await;
            let page = run(site, &path, BELIEVED).await;
            let notice = page.text_of(".notice.error");
            assert!(notice.contains(said), "{said}: {notice}");
            press(site, &path, "removal", &[]).await.expect(303);
        }
        assert_eq!(count(site).await, 0);
        assert_eq!(site.numbers("SELECT count(*) FROM import_parts").await, [0]);
    }

    async fn odd_files_that_can_be_read_are_imported(site: Site) {
        site.sign_in(Role::Owner).await;
        let (cp949, _, _) = encoding_rs::EUC_KR.encode("이메일,이름\nkim@example.org,김민지\n");
        let long_cell = format!("email,note\nkim@example.org,{}\n", "x".repeat(10 * 1024 * 1024));
        for content in [cp949.as_ref(), long_cell.as_bytes(), b"kim@example.org"] {
            let path = uploaded(site, "subscribers", content).await;
            let page = run(site, &path, BELIEVED).await;
            assert_eq!(figure(&page, "행"), Some(1), "{}", page.text_of("main"));
            assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        }
    }

    async fn a_column_is_chosen_by_its_place_where_two_headings_are_alike(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", b"email,email\nold@example.org,kim@example.org\n").await;
        let twice = [BELIEVED, &[("column-0", "email"), ("column-1", "email")]].concat();
        press(site, &path, "run", &twice).await.expect(422);
        let second = [BELIEVED, &[("column-0", "ignore"), ("column-1", "email")]].concat();
        run(site, &path, &second).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert_eq!(state(site, "old@example.org").await, None);
    }

    async fn unknown_words_get_a_meaning_on_the_page(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", "email,상태\nkim@example.org,초록\nlee@example.org,빨강\n".as_bytes()).await;
        let page = run(site, &path, DRY).await;
        assert_eq!(page.count("select[name^=meaning]"), 2);
        let words = [BELIEVED, &[("word-0", "초록"), ("meaning-0", "subscribed"), ("word-1", "빨강"), ("meaning-1", "left")]].concat();
        let page = run(site, &path, &words).await;
        assert_eq!((figure(&page, "새 구독자"), figure(&page, "해지한 사람(제외)")), (Some(1), Some(1)));
    }

    async fn nobody_who_left_is_revived(site: Site) {
        let kim = subscribed(site, KIM).await;
        site.sign_in(Role::Owner).await;
        press(site, &format!("/admin/subscribers/{}", kim.id.0), "departure", &[]).await.expect(303);
        let path = uploaded(site, "subscribers", b"email\nkim@example.org\n").await;
        let page = run(site, &path, BELIEVED).await;
        assert_eq!(figure(&page, "해지한 사람(제외)"), Some(1));
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
    }

    async fn too_large_a_file_is_refused_with_the_limit(site: Site) {
        site.restart(|config| config.server.largest_upload = 1).await;
        site.sign_in(Role::Owner).await;
        let reply = upload(site, "subscribers", "list.csv", &vec![b'x'; 1_060_000]).await;
        assert!(reply.expect(413).contains("1MB보다 큽니다"));
        assert_eq!(site.numbers("SELECT count(*) FROM imports").await, [0], "nothing stays of it");
        for (name, content, said) in [("", b"x".as_slice(), "파일을 골라"), ("empty.csv", b"", "빈 파일")] {
            let reply = upload(site, "subscribers", name, content).await;
            assert!(reply.expect(422).contains(said));
        }
    }

    async fn only_owners_import_and_a_form_of_another_session_uploads_nothing(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", LIST.as_bytes()).await;
        upload_with(site, "forged", "subscribers", "list.csv", b"email\n").await.expect(400);
        site.sign_in(Role::Editor).await;
        site.get("/admin/imports").await.expect(403);
        site.get(&path).await.expect(403);
        press(site, &path, "run", BELIEVED).await.expect(403);
        assert_eq!(site.numbers("SELECT count(*) FROM imports").await, [1]);
    }

    async fn files_that_nobody_imports_are_deleted_after_a_week(site: Site) {
        site.sign_in(Role::Owner).await;
        uploaded(site, "subscribers", LIST.as_bytes()).await;
        site.wait(6 * 86_400);
        site.run_schedule("forget-imports").await;
        assert_eq!(site.numbers("SELECT count(*) FROM import_parts").await, [1]);
        site.wait(2 * 86_400);
        site.run_schedule("forget-imports").await;
        assert_eq!(site.numbers("SELECT count(*) FROM import_parts").await, [0]);
    }

    async fn comments_are_imported_and_moved_in_the_panel(site: Site) {
        site.sign_in(Role::Owner).await;
        let file = br#"{"version":1,"generator":"gudok-comments","comments":[{"key":"k1","parent":null,
            "thread":{"key":"https://old.example.org/a","title":"A","url":"https://old.example.org/a","created_at":"2025-01-01T00:00:00Z"},
            "name":"Kim","email":"","url":null,"body":"Hello","status":"approved","ip":null,"locale":"ko","created_at":"2025-01-02T00:00:00Z"}]}"#;
        let path = uploaded(site, "comments", file).await;
        let dry = [("run", "dry"), ("format", "gudok"), ("zone", ""), ("moves", "")];
        let page = run(site, &path, &dry).await;
        assert_eq!((figure(&page, "댓글"), figure(&page, "새 댓글")), (Some(1), Some(1)), "{}", page.text_of("main"));
        assert!(page.text_of("#report").contains("old.example.org"), "its pages are not the site's");
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [0]);
        let wrong = [("run", "real"), ("zone", "Seoul"), ("moves", "https://old.example.org/")];
        press(site, &path, "run", &wrong).await.expect(422);
        let real = [("run", "real"), ("format", ""), ("zone", "Asia/Seoul"), ("moves", "")];
        let page = run(site, &path, &real).await;
        assert_eq!((figure(&page, "새 댓글"), figure(&page, "이미 있음")), (Some(1), Some(0)));
        assert_eq!(site.texts("SELECT state FROM imports").await, ["done"]);

        let query = "old=https://old.example.org/&new=https://blog.example.org/";
        let page = site.get(&format!("/admin/imports/moves?{query}")).await;
        assert!(page.expect(200).contains("https://blog.example.org/a"));
        assert_eq!(site.texts("SELECT key FROM threads").await, ["https://old.example.org/a"], "a look moves nothing");
        site.get("/admin/imports/moves?old=post&new=https://blog.example.org/").await.expect(422);
        let fields = [("old", "https://old.example.org/"), ("new", "https://blog.example.org/")];
        let done = press(site, "/admin/imports", "moves", &fields).await;
        done.expect(303);
        assert!(done.header("location").contains("moved=1"));
        assert_eq!(site.texts("SELECT key FROM threads").await, ["https://blog.example.org/a"]);
    }

    async fn a_file_of_no_known_program_says_so(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "comments", b"hello").await;
        let page = run(site, &path, &[("run", "real"), ("zone", ""), ("moves", "")]).await;
        assert!(page.text_of(".notice.error").contains("아는 프로그램의 파일이 아닙니다"));
        assert_eq!(site.texts("SELECT state FROM imports").await, ["stopped"]);
    }

    async fn everything_is_downloaded_without_formulas(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", "email,name\nkim@example.org,＝SUM(A1)\n".as_bytes()).await;
        run(site, &path, BELIEVED).await;
        for (what, holds) in [("subscribers.csv", "'＝SUM"), ("subscribers.json", "kim@example.org"), ("comments.json", "comments"), ("comments.xml", "<rss")] {
            let file = press(site, "/admin/imports", "export", &[("what", what)]).await;
            assert!(file.expect(200).contains(holds), "{what}: {}", file.body);
            assert!(file.header("content-disposition").contains(what));
        }
        press(site, "/admin/imports", "export", &[("what", "everything")]).await.expect(400);
        assert!(site.audit_log().await.contains(&"owner@example.org export subscribers.csv".to_owned()));
    }

    async fn an_import_whose_job_was_given_up_goes_on_by_itself(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", LIST.as_bytes()).await;
        press(site, &path, "run", BELIEVED).await.expect(303);
        site.change("UPDATE jobs SET state = 'failed' WHERE kind = 'import'").await;
        for (seconds, state) in [(60, "running"), (3_600, "done")] {
            site.wait(seconds);
            site.run_schedule("revive-imports").await;
            run_jobs(site).await;
            assert_eq!(site.texts("SELECT state FROM imports").await, [state], "after {seconds} s");
        }
    }

    async fn an_import_that_comes_no_further_is_deleted_with_its_file(site: Site) {
        site.sign_in(Role::Owner).await;
        for run in [DRY, BELIEVED] {
            let path = uploaded(site, "subscribers", LIST.as_bytes()).await;
            press(site, &path, "run", run).await.expect(303);
        }
        site.wait(8 * 86_400);
        site.run_schedule("forget-imports").await;
        assert_eq!(site.numbers("SELECT count(*) FROM import_parts").await, [0]);
    }
}

/// The batch of the first run waits for a row that another transaction writes. On SQLite nobody could stop it meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_of_an_earlier_run_brings_nothing_into_the_next_one() {
    const READER: &str = "
        INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone, created_at)
        VALUES ('reader0@example.org', 'reader0@example.org', '', 'pending', 'ko', 'weekly', 7, 'Asia/Seoul', 0)";
    let Some(mut site) = Site::on_postgres().await else {
        return;
    };
    let site = &mut site;
    site.sign_in(Role::Owner).await;
    let path = uploaded(site, "subscribers", many(20).as_bytes()).await;
    press(site, &path, "run", BELIEVED).await.expect(303);
    let mut other = site.app.write().await.expect("a transaction");
    let inserted: store::Result<u64> = changed!(other, conn => sqlx::query(READER).execute(conn));
    inserted.expect("a row");
    let (app, import) = (site.app.clone(), id(&path));
    let batch = tokio::spawn(async move { imports::work(&app, import, 1).await });
    until_held_up(site, 1).await;
    press(site, &path, "stop", &[]).await.expect(303);
    press(site, &path, "run", ASKED).await.expect(303);
    drop(other);
    batch.await.expect("no panic").expect("it ends");
    assert_eq!(count(site).await, 0, "the first run believed the list");
    run_jobs(site).await;
    let confirmed = "SELECT count(*) FROM subscribers WHERE state = 'confirmed'";
    assert_eq!(site.numbers(confirmed).await, [0]);
    assert_eq!(count(site).await, 10, "the second one asks, ten a minute");
}
