//! Columns of a list become values of the site's own fields, and tags.

use std::io::Cursor;

use gudok::admin::Role;
use gudok::subscribers::fields::{self, ReaderField};
use gudok::subscribers::import::{Field, ImportOptions, ImportReport, import};
use gudok::subscribers::{SubscriberState, tags};
use serde_json::json;

use crate::panel_imports::{ASKED, BELIEVED, DRY, figure, press, run, run_jobs, uploaded};
use crate::reader_fields::{define, values};
use crate::stories;
use crate::support::Site;
use crate::support::program::{Printed, gudok};
use crate::support::readers::{KIM, confirm, sign_up, state, subscriber};

const LIST: &str = "\
email,Town,Age,Since,Adult,Labels
kim@example.org,서울,'+34,2020-01-31,O,\"VIP; 서울 모임\"
lee@example.org,대구,many,31.01.2020,perhaps,vip
park@example.org,,-,,,
kim@example.org,부산,7,,,other
";

async fn field_named(site: &Site, slug: &str) -> ReaderField {
    let mut tx = site.app.read().await.expect("a connection");
    let known = fields::all(&mut tx).await.expect("read");
    let found = known.into_iter().find(|field| field.slug == slug);
    found.expect("a field")
}

/// Four fields, and the options that read the list's columns into them.
async fn options(site: &Site) -> ImportOptions {
    define(site, "City", "choice", &["서울", "부산"]).await;
    for (name, kind) in [("Age", "number"), ("Since", "date"), ("Adult", "yes_no")] {
        define(site, name, kind, &[]).await;
    }
    let mut own_fields = Vec::new();
    for (slug, column) in [
        ("city", "Town"),
        ("age", "Age"),
        ("since", "Since"),
        ("adult", "Adult"),
    ] {
        own_fields.push((field_named(site, slug).await, column.into()));
    }
    ImportOptions {
        source: "the old blog's form".into(),
        columns: vec![(Field::Tags, "Labels".into())],
        own_fields,
        ..ImportOptions::default()
    }
}

async fn bring(site: &Site, list: &str, options: &ImportOptions) -> ImportReport {
    let list = Cursor::new(list.as_bytes().to_vec());
    import(&site.app, list, options).await.expect("imported")
}

async fn tags_of(site: &Site, email: &str) -> Vec<String> {
    let known = subscriber(site, email).await.expect("a subscriber");
    let mut tx = site.app.read().await.expect("a connection");
    tags::of(&mut tx, known.id).await.expect("read")
}

stories! {
    async fn columns_become_values_and_tags_and_a_wrong_value_is_told_while_its_row_comes_in(site: Site) {
        let options = options(site).await;
        let dry = bring(site, LIST, &ImportOptions { dry_run: true, ..options.clone() }).await;
        assert_eq!(site.numbers("SELECT count(*) FROM reader_tags").await, [0], "a dry run adds no tag");
        let report = bring(site, LIST, &options).await;
        assert_eq!(report, dry, "a dry run says the same");
        assert_eq!((report.new, report.known, report.bad.len(), report.rows()), (3, 1, 0, 4));
        assert_eq!(values(site, KIM).await, json!({"city": "서울", "age": "34", "since": "2020-01-31", "adult": "yes"}), "the first row counts");
        assert_eq!(tags_of(site, KIM).await, ["VIP", "서울 모임"]);
        assert_eq!(values(site, "lee@example.org").await, json!({}));
        assert_eq!(tags_of(site, "lee@example.org").await, ["VIP"], "two spellings are one tag");
        assert_eq!(values(site, "park@example.org").await, json!({}));
        let told: Vec<_> = report.left_out.iter().map(|(line, why)| (*line, why.split(' ').next().expect("a word"))).collect();
        assert_eq!(told, [(3, "field.city"), (3, "field.age"), (3, "field.since"), (3, "field.adult")]);
        let why = &report.left_out[1].1;
        assert!(why.contains("the row is imported without it") && why.contains("number") && !why.contains("many"), "{why}");
    }

    async fn a_second_import_leaves_the_values_of_those_who_are_here(site: Site) {
        let options = options(site).await;
        sign_up(site, &[("email", KIM), ("fields", "age"), ("fields", "40")]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        for (new, known) in [(2, 2), (0, 4)] {
            let report = bring(site, LIST, &options).await;
            assert_eq!((report.new, report.known), (new, known));
            assert_eq!(report.left_out.len(), new * 2, "only values of those who come");
        }
        assert_eq!(values(site, KIM).await, json!({"age": "40"}), "what a reader said stays");
        assert!(tags_of(site, KIM).await.is_empty());
    }

    async fn a_column_of_a_field_is_no_state_whatever_its_words_are(site: Site) {
        define(site, "Plan", "choice", &["active", "unsubscribed"]).await;
        let options = ImportOptions {
            own_fields: vec![(field_named(site, "plan").await, "status".into())],
            ..ImportOptions::default()
        };
        let report = bring(site, "email,status\nkim@example.org,unsubscribed\n", &options).await;
        assert_eq!(report.new, 1);
        assert_eq!(values(site, KIM).await, json!({"plan": "unsubscribed"}));
    }

    async fn a_broken_letter_or_too_many_tags_spoil_their_value_alone(site: Site) {
        define(site, "About", "text", &[]).await;
        let options = ImportOptions {
            columns: vec![(Field::Tags, "labels".into())],
            own_fields: vec![(field_named(site, "about").await, "about".into())],
            ..ImportOptions::default()
        };
        let mut list = b"email,about,labels,name\na@example.org,".to_vec();
        list.extend(b"\xff\xfe,VIP,\xea\xb9\x80\n");
        let many: Vec<String> = (0..51).map(|n| format!("tag {n}")).collect();
        list.extend(format!("b@example.org,독자,{},\n", many.join(";")).into_bytes());
        let report = import(&site.app, Cursor::new(list), &options).await.expect("imported");
        assert_eq!((report.new, report.bad.len(), report.left_out.len()), (2, 0, 2), "{report:?}");
        assert_eq!(tags_of(site, "a@example.org").await, ["VIP"]);
        assert_eq!(values(site, "b@example.org").await, json!({"about": "독자"}));
        assert!(tags_of(site, "b@example.org").await.is_empty());
    }

    async fn who_is_asked_gets_the_values_with_the_click(site: Site) {
        let asking = ImportOptions { confirm: true, ..options(site).await };
        bring(site, LIST, &asking).await;
        assert_eq!(values(site, KIM).await, json!({}), "nobody has agreed to anything yet");
        assert_eq!(tags_of(site, KIM).await, ["VIP", "서울 모임"], "tags are the owner's");
        confirm(site, KIM).await.expect(200);
        assert_eq!(values(site, KIM).await, json!({"city": "서울", "age": "34", "since": "2020-01-31", "adult": "yes"}));
    }

    async fn the_panel_maps_columns_to_fields_and_tags(site: Site) {
        options(site).await;
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", LIST.as_bytes()).await;
        let page = site.get(&path).await;
        assert_eq!(page.count("select[name=column-1] option[value='field.city']"), 1);
        assert_eq!(page.count("select[name=column-5] option[value=tags]"), 1);
        let columns = [("column-1", "field.city"), ("column-2", "field.age"), ("column-5", "tags")];
        let twice = [BELIEVED, &[("column-1", "field.city"), ("column-2", "field.city")]].concat();
        press(site, &path, "run", &twice).await.expect(422);
        let page = run(site, &path, &[DRY, &columns].concat()).await;
        assert_eq!((figure(&page, "새 구독자"), figure(&page, "빼고 가져온 값")), (Some(3), Some(2)));
        assert_eq!(page.count("select[name=column-1] option[value='field.city'][selected]"), 1, "the choice is kept");
        let page = run(site, &path, &[BELIEVED, &columns].concat()).await;
        assert_eq!((figure(&page, "새 구독자"), figure(&page, "빼고 가져온 값")), (Some(3), Some(2)));
        assert_eq!(page.count("#faults tbody tr"), 2);
        assert!(page.text_of("#faults").contains("field.city"));
        assert_eq!(values(site, KIM).await, json!({"city": "서울", "age": "34"}));
        assert_eq!(tags_of(site, KIM).await, ["VIP", "서울 모임"]);
    }

    async fn a_field_that_goes_before_the_run_is_left_out_of_it(site: Site) {
        let plan = define(site, "Plan", "choice", &["active", "unsubscribed"]).await;
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", b"email,status\nkim@example.org,unsubscribed\n").await;
        press(site, &path, "run", &[ASKED, &[("column-1", "field.plan")]].concat()).await.expect(303);
        let mut tx = site.app.write().await.expect("a transaction");
        fields::remove(&mut tx, plan).await.expect("removed");
        tx.commit().await.expect("committed");
        run_jobs(site).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending), "the column is still no state");
    }
}

#[test]
fn the_command_maps_columns_to_fields_and_tags() {
    let folder = tempfile::TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("list.csv"), LIST).expect("written");
    let run = |more: &[&str]| {
        let mut arguments = vec!["subscribers", "import", "list.csv", "--source", "old blog"];
        arguments.extend(more);
        Printed::of(gudok(folder.path(), &arguments))
    };
    let unknown = run(&["--map", "field.city=Town"]);
    assert!(unknown.failure().contains("`city`"), "{unknown:?}");
    let tagged = run(&["--tags-from", "Labels", "--json"]);
    assert_eq!(tagged.code, Some(0), "{tagged:?}");
    let told: serde_json::Value = serde_json::from_str(&tagged.out).expect("JSON");
    assert_eq!((&told["new"], &told["left_out"]), (&json!(3), &json!([])));
    let list = Printed::of(gudok(folder.path(), &["subscribers", "export"]));
    assert!(list.out.contains("\"VIP, 서울 모임\""), "{}", list.out);
}
