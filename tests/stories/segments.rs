//! Saved segments of readers: what an owner builds in the panel, exports and programs use.

use gudok::admin::Role;
use gudok::admin::tokens::Scope;
use gudok::subscribers::export::{ExportFormat, export_segment};
use gudok::subscribers::fields::{self, FieldDraft, FieldForm, FieldId};
use gudok::subscribers::segments::{
    self, Comparison, Condition, Filter, Join, MOST_CONDITIONS, Matcher,
};
use gudok::subscribers::{Cadence, SubscriberId, tags};
use reqwest::Method;
use serde_json::json;

use crate::api_tokens::{call, token};
use crate::stories;
use crate::support::readers::{KIM, subscribed, subscriber};
use crate::support::{Reader, Reply, Site};

const LEE: &str = "lee@example.org";
const PARK: &str = "park@example.org";

async fn define(site: &Site, name: &str, kind: &str, choices: &str) -> FieldId {
    let form = FieldForm {
        name: name.into(),
        kind: kind.into(),
        choices: choices.into(),
        on_form: String::new(),
    };
    let draft = FieldDraft::parse(&form, None).expect("a field");
    let mut tx = site.app.write().await.expect("a transaction");
    let added = fields::add(&mut tx, &draft, site.app.now()).await;
    tx.commit().await.expect("committed");
    added.expect("stored").expect("a new field")
}

async fn fill(site: &Site, email: &str, field: FieldId, value: &str) {
    let id = subscriber(site, email).await.expect("a subscriber").id;
    let mut tx = site.app.write().await.expect("a transaction");
    let set = fields::set(&mut tx, id, field, Some(value)).await;
    set.expect("stored");
    tx.commit().await.expect("committed");
}

async fn label(site: &Site, email: &str, names: &str) {
    let id = subscriber(site, email).await.expect("a subscriber").id;
    let mut tx = site.app.write().await.expect("a transaction");
    let names = tags::words([names]).expect("tags");
    let given = tags::replace(&mut tx, id, &names, site.app.now()).await;
    given.expect("stored");
    tx.commit().await.expect("committed");
}

fn condition(what: &str, how: Comparison, value: &str) -> Condition {
    Condition {
        what: what.parse().expect("a property"),
        how,
        value: value.into(),
    }
}

fn all_of(conditions: Vec<Condition>) -> Filter {
    Filter {
        of: Join::All,
        conditions,
    }
}

async fn matcher(site: &Site, filter: &Filter) -> Result<Matcher, &'static str> {
    let mut tx = site.app.read().await.expect("a connection");
    let zone = &site.app.config().site.time_zone;
    let matcher = segments::matcher(&mut tx, filter, zone, site.app.now()).await;
    matcher.expect("read").map_err(|faults| faults.first())
}

/// The letters with which the addresses of a filter's readers begin, in the order of their ids.
async fn readers(site: &Site, filter: &Filter) -> String {
    let matcher = matcher(site, filter).await.expect("conditions");
    let mut tx = site.app.read().await.expect("a connection");
    let everybody = (SubscriberId(0), SubscriberId(i64::MAX));
    let found = segments::members(&mut tx, &matcher, everybody.0, everybody.1).await;
    let found = found.expect("read");
    let counted = segments::count(&mut tx, &matcher).await.expect("counted");
    assert_eq!(
        counted,
        i64::try_from(found.len()).expect("few"),
        "{filter:?}"
    );
    drop(tx);
    let mut letters = String::new();
    for email in [KIM, LEE, PARK] {
        let id = subscriber(site, email).await.expect("a subscriber").id;
        if found.contains(&id) {
            letters.push_str(&email[..1]);
        }
    }
    letters
}

async fn save(site: &Site, name: &str, filter: &Filter) {
    let mut tx = site.app.write().await.expect("a transaction");
    let added = segments::add(&mut tx, name, filter, site.app.now()).await;
    added.expect("stored").expect("a new segment");
    tx.commit().await.expect("committed");
}

/// Kim, Lee and Park, who differ in all that a segment asks.
async fn three_readers(site: &Site) {
    subscribed(site, KIM).await;
    site.wait(3 * 86_400);
    site.reader(Reader {
        topics: &["Robots"],
        ..Reader::new(LEE, Cadence::Daily)
    })
    .await;
    site.reader(Reader {
        topics: &["Poems"],
        ..Reader::new(PARK, Cadence::Monthly)
    })
    .await;
    label(site, KIM, "VIP, 서울 모임").await;
    label(site, LEE, "vip").await;
}

/// Posts the form of a new segment with these rows of what, how and value, and presses a button.
async fn press(
    site: &Site,
    path: &str,
    op: &str,
    more: &[(&str, &str)],
    rows: &[[&str; 3]],
) -> Reply {
    let csrf = site.get("/admin/account").await.field("csrf");
    let mut form = vec![("csrf", csrf.as_str()), ("op", op), ("of", "all")];
    form.extend(more);
    for [what, how, value] in rows {
        form.extend([("what", *what), ("how", *how), ("value", *value)]);
    }
    site.post(path, &form).await
}

/// The numbers that the page counted.
fn counted(page: &Reply) -> Vec<i64> {
    let text = page.text_of("#counted");
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

stories! {
    async fn a_big_site_is_told_an_estimate_at_once_and_the_exact_number_on_demand(site: Site) {
        const CROWD: &str = "
            INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone,
                                     created_at, confirmed_at)
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 24000)
            SELECT 'reader' || n || '@example.org', 'reader' || n || '@example.org', '', 'confirmed',
                   CASE WHEN n % 4 = 0 THEN 'en' ELSE 'ko' END, 'weekly', 7, 'Asia/Seoul', 1, 1 FROM numbers";
        site.sign_in(Role::Owner).await;
        let english = all_of(vec![condition("language", Comparison::Is, "en")]);
        save(site, "영어", &english).await;
        let page = site.get("/admin/segments").await;
        assert_eq!(page.expect(200).matches("약 ").count(), 0, "a small site is counted");
        site.change(CROWD).await;
        let page = site.get("/admin/segments").await;
        assert_eq!(page.text_of("td.number"), "약 6,000");
        assert_eq!(page.count("#estimated"), 1);
        let exact = site.get("/admin/segments?count=exact").await;
        assert_eq!(exact.text_of("td.number"), "6,000");
        assert_eq!(exact.count("#estimated"), 0);
    }

    async fn every_kind_of_condition_finds_its_readers(site: Site) {
        use Comparison::{Before, Contains, Is, IsNot, Known, Less, LongerAgo, More, Since, Unknown, Within};
        three_readers(site).await;
        let age = define(site, "Age", "number", "").await;
        let since = define(site, "Since", "date", "").await;
        let about = define(site, "About", "text", "").await;
        let city = define(site, "City", "choice", "Seoul\nBusan").await;
        fill(site, KIM, age, "9").await;
        fill(site, LEE, age, "34.5").await;
        fill(site, KIM, since, "2019-12-31").await;
        fill(site, LEE, since, "2020-01-01").await;
        fill(site, KIM, about, "100% Tea_'\"; DROP").await;
        fill(site, PARK, city, "Busan").await;
        site.change("UPDATE subscribers SET state = 'bounced' WHERE email = 'park@example.org'").await;
        for (what, how, value, expected) in [
            ("state", Is, "confirmed", "kl"),
            ("state", IsNot, "confirmed", "p"),
            ("cadence", Is, "daily", "l"),
            ("cadence", IsNot, "daily", "kp"),
            ("language", Is, "ko", "klp"),
            ("language", IsNot, "ko", ""),
            ("source", Is, "form", "k"),
            ("source", IsNot, "import", "klp"),
            ("tag", Is, "vip", "kl"),
            ("tag", IsNot, "vip", "p"),
            // Kim chose no topic, and gets every one.
            ("topic", Is, "robots", "kl"),
            ("topic", IsNot, "robots", "p"),
            ("bounced", Is, "yes", ""),
            ("bounced", Is, "no", "klp"),
            ("joined", Before, "2026-11-25", "k"),
            ("joined", Since, "2026-11-25", "lp"),
            ("joined", Within, "2", "lp"),
            ("joined", LongerAgo, "2", "k"),
            ("confirmed", Since, "2026-11-25", "lp"),
            ("left", Within, "30", ""),
            ("field:age", Is, "9.0", "k"),
            ("field:age", IsNot, "9", "lp"),
            ("field:age", Less, "10", "k"),
            ("field:age", More, "10", "l"),
            ("field:age", Unknown, "", "p"),
            ("field:since", Before, "2020-01-01", "k"),
            ("field:since", Since, "2020-01-01", "l"),
            ("field:about", Contains, "% Tea_'\"; DROP", "k"),
            ("field:about", Contains, "%", "k"),
            ("field:about", Contains, "Lea", ""),
            ("field:city", Is, "Busan", "p"),
            ("field:city", Known, "", "p"),
        ] {
            let filter = all_of(vec![condition(what, how, value)]);
            assert_eq!(readers(site, &filter).await, expected, "{what} {how} {value}");
        }
        let two = vec![condition("tag", Is, "vip"), condition("field:age", More, "10")];
        assert_eq!(readers(site, &all_of(two.clone())).await, "l");
        assert_eq!(readers(site, &Filter { of: Join::Any, conditions: two }).await, "kl");
        let most = vec![condition("tag", Is, "vip"); MOST_CONDITIONS];
        assert_eq!(readers(site, &all_of(most.clone())).await, "kl", "as many conditions as there may be");
        assert_eq!(readers(site, &Filter { of: Join::Any, conditions: most }).await, "kl");
    }

    async fn an_owner_builds_a_segment_step_by_step_and_sees_the_count_at_each(site: Site) {
        three_readers(site).await;
        site.sign_in(Role::Editor).await;
        let page = site.get("/admin/segments/new").await;
        page.expect(200);
        assert_eq!((page.count("input[name=what]"), counted(&page)), (0, vec![]));
        let page = press(site, "/admin/segments", "add", &[("new", "tag")], &[]).await;
        page.expect(200);
        assert_eq!((page.field("what"), page.count("select[name=value] option")), ("tag".to_owned(), 2));
        let vip = ["tag", "is", "vip"];
        let page = press(site, "/admin/segments", "count", &[], &[vip]).await;
        page.expect(200);
        assert_eq!(counted(&page), [2, 2]);
        let page = press(site, "/admin/segments", "add", &[("new", "joined")], &[vip]).await;
        page.expect(200);
        assert_eq!((page.count("input[name=what]"), page.count("p.error")), (2, 0), "a new row is not wrong yet");
        let page = press(site, "/admin/segments", "remove-1", &[], &[vip, ["joined", "since", ""]]).await;
        assert_eq!((page.count("input[name=what]"), counted(&page)), (1, vec![2, 2]));
        assert_eq!(site.numbers("SELECT count(*) FROM segments").await, [0], "only saving stores");
        let page = press(site, "/admin/segments", "save", &[("name", " \u{200b}")], &[vip]).await;
        page.expect(422);
        assert_eq!(page.count("#name[aria-invalid]"), 1);
        press(site, "/admin/segments", "save", &[("name", "단골")], &[vip]).await.expect(303);
        press(site, "/admin/segments", "save", &[("name", "단골")], &[vip]).await.expect(422);
        let list = site.get("/admin/segments").await;
        assert!(list.expect(200).contains("단골"));
        assert_eq!(list.text_of("td.number"), "2");
        let id = site.numbers("SELECT id FROM segments").await[0];
        let path = format!("/admin/segments/{id}");
        let page = site.get(&path).await;
        assert_eq!((page.field("name"), counted(&page)), ("단골".to_owned(), vec![2, 2]));
        press(site, &path, "save", &[("name", "VIP")], &[["state", "is_not", "confirmed"]]).await.expect(303);
        assert_eq!(site.get("/admin/segments").await.text_of("td.number"), "0");
        let removal = format!("{path}/removal");
        press(site, &removal, "", &[], &[]).await.expect(303);
        press(site, &removal, "", &[], &[]).await.expect(404);
        site.get(&path).await.expect(404);
        let log = site.audit_log().await;
        assert_eq!(log.iter().filter(|line| line.contains("segment-")).count(), 3);
    }

    async fn a_form_that_no_page_gives_is_refused_whole(site: Site) {
        three_readers(site).await;
        define(site, "Age", "number", "").await;
        site.sign_in(Role::Editor).await;
        let name = [("name", "Many")];
        let most = [["tag", "is", "vip"]; MOST_CONDITIONS];
        let page = press(site, "/admin/segments", "add", &[("new", "tag")], &most).await;
        page.expect(422);
        assert_eq!(page.count("input[name=what]"), MOST_CONDITIONS, "no more than fifty");
        press(site, "/admin/segments", "save", &[("name", "Fifty")], &most).await.expect(303);
        let more = [["tag", "is", "vip"]; MOST_CONDITIONS + 1];
        press(site, "/admin/segments", "save", &name, &more).await.expect(422);
        press(site, "/admin/segments", "save", &name, &[]).await.expect(422);
        for row in [
            ["state", "is", "anything"],
            ["state", "less", "confirmed"],
            ["joined", "since", "yesterday"],
            ["joined", "within", "many"],
            ["field:age", "more", "old"],
            ["field:age", "contains", "3"],
            ["field:gone", "unknown", ""],
            ["tag", "is_not", "gone"],
            ["topic", "is_not", "gone"],
        ] {
            let page = press(site, "/admin/segments", "save", &name, &[row]).await;
            page.expect(422);
            assert_eq!(page.count("#value-0-note .error"), 1, "{row:?}");
            assert_eq!(counted(&page), Vec::<i64>::new(), "{row:?} counts nobody");
        }
        for row in [["email", "is", "x"], ["state", "= 1 OR 1", "x"]] {
            press(site, "/admin/segments", "save", &name, &[row]).await.expect(400);
        }
        let markup = ["field:age", "is", "\"><script>alert(1)</script>"];
        let page = press(site, "/admin/segments", "count", &name, &[markup]).await;
        assert_eq!(page.count("main script"), 0);
        assert_eq!(site.numbers("SELECT count(*) FROM segments").await, [1]);
    }

    async fn a_segment_that_names_what_was_removed_has_nobody_and_says_so(site: Site) {
        three_readers(site).await;
        let age = define(site, "Age", "number", "").await;
        let state = condition("state", Comparison::Is, "confirmed");
        let young = condition("field:age", Comparison::IsNot, "9");
        let untagged = condition("tag", Comparison::IsNot, "vip");
        let any = Filter { of: Join::Any, conditions: vec![state.clone(), untagged] };
        save(site, "any", &any).await;
        save(site, "young", &all_of(vec![state, young])).await;
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/segments").await;
        assert_eq!(page.count(".error"), 0);
        let csrf = site.get("/admin/fields").await.field("csrf");
        site.post(&format!("/admin/fields/{}/removal", age.0), &[("csrf", &csrf)]).await.expect(303);
        let tag = site.numbers("SELECT id FROM reader_tags WHERE slug = 'vip'").await[0];
        site.post(&format!("/admin/tags/{tag}/removal"), &[("csrf", &csrf)]).await.expect(303);
        // SQLite gives the next tag the number of the removed one.
        label(site, PARK, "other").await;
        let page = site.get("/admin/segments").await;
        assert_eq!((page.count(".error"), page.text_of("td.number")), (2, "00".to_owned()));
        let id = site.numbers("SELECT id FROM segments WHERE name = 'any'").await[0];
        let page = site.get(&format!("/admin/segments/{id}")).await;
        page.expect(200);
        assert_eq!((page.count("#value-1-note .error"), page.count("option[value=vip][selected]")), (1, 1));
        assert_eq!(matcher(site, &any).await.expect_err("a fault"), "segments-gone-tag");
        let token = token(site, &[Scope::SubscribersRead]).await;
        let list = call(site, &token, Method::GET, "/api/v1/admin/segments", None).await;
        let list = list.json();
        let items = &list["items"];
        assert_eq!((&items[0]["subscribers"], &items[0]["usable"]), (&json!(0), &json!(false)));
    }

    async fn an_export_and_a_program_get_the_readers_of_a_segment(site: Site) {
        three_readers(site).await;
        let filter = all_of(vec![condition("tag", Comparison::Is, "vip")]);
        save(site, "단골", &filter).await;
        let mut tx = site.app.read().await.expect("a connection");
        let found = segments::find_named(&mut tx, " 단골\u{200b} ").await.expect("read");
        drop(tx);
        let found = found.expect("a segment");
        assert_eq!(found.filter.0, filter);
        let matcher = matcher(site, &found.filter).await.expect("conditions");
        for format in ExportFormat::ALL {
            let mut bytes = Vec::new();
            export_segment(&site.app, *format, &matcher, &mut bytes).await.expect("exported");
            let text = String::from_utf8(bytes).expect("UTF-8");
            let has = [KIM, LEE, PARK].map(|email| text.contains(email));
            assert_eq!(has, [true, true, false], "{format}");
        }
        let path = "/api/v1/admin/segments";
        let foreign = token(site, &[Scope::SubscribersWrite]).await;
        call(site, &foreign, Method::GET, path, None).await.expect(403);
        let token = token(site, &[Scope::SubscribersRead]).await;
        let list = call(site, &token, Method::GET, path, None).await;
        list.expect(200);
        let list = list.json();
        let item = &list["items"][0];
        assert_eq!((&item["name"], &item["subscribers"], &item["usable"]), (&json!("단골"), &json!(2), &json!(true)));
        assert_eq!(item["filter"], json!({"of": "all", "conditions": [{"what": "tag", "how": "is", "value": "vip"}]}));
    }

    async fn a_segment_counts_who_gets_mail_apart_from_who_is_in_it(site: Site) {
        three_readers(site).await;
        site.change("UPDATE subscribers SET paused_until = 4000000000 WHERE email = 'lee@example.org'").await;
        site.change("UPDATE subscribers SET state = 'unsubscribed' WHERE email = 'park@example.org'").await;
        site.sign_in(Role::Editor).await;
        let page = press(site, "/admin/segments", "count", &[], &[["language", "is", "ko"]]).await;
        page.expect(200);
        assert_eq!(counted(&page), [3, 1]);
    }
}
