//! The site's own fields of readers and the owner's tags.

use gudok::address::EmailAddress;
use gudok::admin::Role;
use gudok::admin::tokens::Scope;
use gudok::personal_data;
use gudok::subscribers::export::{ExportFormat, export};
use gudok::subscribers::fields::{self, FieldDraft, FieldForm, FieldId};
use gudok::subscribers::{subscriber_data, tags};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_tokens::{call, token};
use crate::stories;
use crate::support::Site;
use crate::support::readers::{KIM, confirm, sign_up, subscribed, subscriber};

pub(crate) async fn define(site: &Site, name: &str, kind: &str, choices: &[&str]) -> FieldId {
    let form = FieldForm {
        name: name.into(),
        kind: kind.into(),
        choices: choices.join("\n"),
        on_form: "yes".into(),
    };
    let draft = FieldDraft::parse(&form, None).expect("a field");
    let mut tx = site.app.write().await.expect("a transaction");
    let added = fields::add(&mut tx, &draft, site.app.now()).await;
    tx.commit().await.expect("committed");
    added.expect("stored").expect("a new field")
}

/// The values of a reader, by slug.
pub(crate) async fn values(site: &Site, email: &str) -> Value {
    let known = subscriber(site, email).await.expect("a subscriber");
    let mut tx = site.app.read().await.expect("a connection");
    let all = fields::all(&mut tx).await.expect("read");
    let own = fields::of(&mut tx, known.id).await.expect("read");
    json!(fields::named(&all, own.iter()))
}

pub(crate) async fn exported(site: &Site, format: ExportFormat) -> String {
    let mut bytes = Vec::new();
    export(&site.app, format, &mut bytes)
        .await
        .expect("exported");
    String::from_utf8(bytes).expect("UTF-8")
}

/// A form with an address and these answers, each a slug with a value.
fn answered<'a>(answers: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let pairs = answers
        .iter()
        .flat_map(|(slug, value)| [("fields", *slug), ("fields", *value)]);
    std::iter::once(("email", KIM)).chain(pairs).collect()
}

stories! {
    async fn the_owner_adds_a_field_and_the_click_stores_what_a_reader_answered(site: Site) {
        site.sign_in(Role::Editor).await;
        let csrf = site.get("/admin/fields").await.field("csrf");
        let wrong = site.post("/admin/fields", &[("csrf", &csrf), ("name", " \u{200b}"), ("kind", "choice"), ("choices", "서울")]).await;
        wrong.expect(422);
        assert_eq!(wrong.count("p.error"), 2, "a name and a second choice are missing");
        let form = [("csrf", csrf.as_str()), ("name", "사는 곳"), ("kind", "choice"), ("choices", "서울\r\n부산\r\n서울"), ("on_form", "yes")];
        let done = site.post("/admin/fields", &form).await;
        done.expect(303);
        let page = site.get(done.header("location")).await;
        assert!(page.expect(200).contains("항목을 추가했습니다"));
        assert!(site.post("/admin/fields", &form).await.expect(422).contains("같은 프로그램용 이름"));

        let page = site.get("/").await;
        assert_eq!((page.count("select[name=fields] option"), page.text_of("label[for=field-사는-곳]").trim()), (3, "사는 곳"));
        let fragment = site.get("/fragments/subscription").await;
        assert_eq!(fragment.count("select[name=fields] option"), 3);
        sign_up(site, &answered(&[("사는-곳", "부산")])).await.expect(200);
        assert_eq!(values(site, KIM).await, json!({}), "a stranger could have typed the address");
        assert!(!site.newest_mail_to(KIM).await.parsed().body_text(0).expect("a text").contains("부산"));
        confirm(site, KIM).await.expect(200);
        assert_eq!(values(site, KIM).await, json!({"사는-곳": "부산"}));
    }

    async fn an_open_form_survives_a_field_that_is_renamed_and_one_that_is_removed(site: Site) {
        let city = define(site, "City", "choice", &["Seoul", "Busan"]).await;
        let age = define(site, "Age", "number", &[]).await;
        let open = site.get("/").await;
        site.wait(5);
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/fields").await.field("csrf");
        let renamed = [("csrf", csrf.as_str()), ("name", "Town"), ("choices", "Seoul\nDaegu"), ("on_form", "yes")];
        site.post(&format!("/admin/fields/{}", city.0), &renamed).await.expect(303);
        site.post(&format!("/admin/fields/{}/removal", age.0), &[("csrf", &csrf)]).await.expect(303);
        let token = open.field("form_token");
        let post = async |value: &str| {
            let mut form = answered(&[("city", value), ("age", "many")]);
            form.extend([("form_token", token.as_str()), ("website_url", "")]);
            site.post("/subscriptions", &form).await
        };
        let gone = post("Busan").await;
        gone.expect(422);
        assert!(gone.text_of("#field-city-note").contains("선택지에 없는 값입니다"));
        assert_eq!(gone.count("#field-city option[selected]"), 1, "what was chosen is still there");
        let token = gone.field("form_token");
        site.wait(5);
        let mut form = answered(&[("city", "Seoul"), ("age", "many")]);
        form.extend([("form_token", token.as_str()), ("website_url", "")]);
        site.post("/subscriptions", &form).await.expect(200);
        confirm(site, KIM).await.expect(200);
        assert_eq!(values(site, KIM).await, json!({"city": "Seoul"}));
    }

    async fn a_choice_that_goes_between_the_form_and_the_click_is_not_stored(site: Site) {
        let city = define(site, "City", "choice", &["Seoul", "Busan"]).await;
        let age = define(site, "Age", "number", &[]).await;
        define(site, "Since", "date", &[]).await;
        sign_up(site, &answered(&[("city", "Busan"), ("age", "34"), ("since", "2020-01-31")])).await.expect(200);
        let mut tx = site.app.write().await.expect("a transaction");
        let form = FieldForm { name: "City".into(), choices: "Seoul\nDaegu".into(), ..FieldForm::default() };
        let draft = FieldDraft::parse(&form, Some(fields::FieldKind::Choice)).expect("a field");
        fields::change(&mut tx, city, &draft).await.expect("changed");
        fields::remove(&mut tx, age).await.expect("removed");
        tx.commit().await.expect("committed");
        confirm(site, KIM).await.expect(200);
        assert_eq!(values(site, KIM).await, json!({"since": "2020-01-31"}));
    }

    async fn a_value_of_the_wrong_kind_is_refused_everywhere(site: Site) {
        for (name, kind) in [("Age", "number"), ("Since", "date"), ("Adult", "yes_no"), ("About", "text")] {
            define(site, name, kind, &[]).await;
        }
        let long = "가".repeat(201);
        for (slug, value) in [("age", "many"), ("age", "1e400"), ("since", "2026-02-30"), ("adult", "maybe"), ("about", long.as_str())] {
            let page = sign_up(site, &answered(&[(slug, value)])).await;
            page.expect(422);
            assert_eq!(page.count(&format!("#field-{slug}[aria-invalid]")), 1, "{slug}");
            let body = json!({"email": KIM, "fields": {slug: value}});
            let refused = site.post_json("/api/v1/subscriptions", &body).await;
            refused.expect(422);
            assert_eq!(refused.json()["errors"][0]["field"], "fields", "{}", refused.body);
        }
        for (fields, code) in [(json!({"other": "1"}), "unknown"), (json!({"age": [1]}), "value-no-value")] {
            let refused = site.post_json("/api/v1/subscriptions", &json!({"email": KIM, "fields": fields})).await;
            refused.expect(422);
            assert_eq!(refused.json()["errors"][0]["code"], code, "{}", refused.body);
        }
        let body = json!({"email": KIM, "fields": {"age": 34.50, "adult": true, "since": null}});
        site.post_json("/api/v1/subscriptions", &body).await.expect(202);
        confirm(site, KIM).await.expect(200);
        assert_eq!(values(site, KIM).await, json!({"age": "34.5", "adult": "yes"}));
        let turns = json!({"email": "lee@example.org", "fields": ["age", "7", "gone", "x", "about", ""]});
        site.post_json("/api/v1/subscriptions", &turns).await.expect(202);
        confirm(site, "lee@example.org").await.expect(200);
        assert_eq!(values(site, "lee@example.org").await, json!({"age": "7"}), "an element sends its inputs in turn");
    }

    async fn markup_in_names_choices_and_values_is_text(site: Site) {
        define(site, "<b>Town</b>", "choice", &["<i>Seoul</i>", "\"><script>"]).await;
        define(site, "About", "text", &[]).await;
        let page = site.get("/").await;
        assert_eq!((page.count("label[for=field-b-town-b] b"), page.count("select i"), page.count("main script")), (0, 0, 0), "{}", page.body);
        let chosen = [("b-town-b", "\"><script>"), ("about", "<img src=x onerror=alert(1)>")];
        sign_up(site, &answered(&chosen)).await.expect(200);
        confirm(site, KIM).await.expect(200);
        site.sign_in(Role::Editor).await;
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        for path in ["/admin/fields".to_owned(), format!("/admin/subscribers/{}", kim.id.0)] {
            let page = site.get(&path).await;
            page.expect(200);
            assert_eq!((page.count("main img"), page.count("main b"), page.count("option i")), (0, 0, 0), "{path}");
        }
    }

    async fn the_owner_sets_fields_and_tags_of_a_reader_with_a_trace(site: Site) {
        define(site, "Age", "number", &[]).await;
        let kim = subscribed(site, KIM).await;
        site.sign_in(Role::Editor).await;
        let path = format!("/admin/subscribers/{}", kim.id.0);
        let csrf = site.get(&path).await.field("csrf");
        let form = |age: &'static str, tags: &'static str| [("csrf", csrf.clone()), ("fields", "age".into()), ("fields", age.into()), ("tags", tags.to_owned())];
        let post = async |age, tags| {
            let form = form(age, tags);
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            site.post(&format!("{path}/details"), &form).await
        };
        let wrong = post("old", "VIP").await;
        wrong.expect(422);
        assert_eq!((wrong.count("#field-age[aria-invalid]"), wrong.count("input[name=fields][value=old]")), (1, 1));
        assert_eq!(values(site, KIM).await, json!({}));
        let done = post("34", "VIP, 서울 모임,vip").await;
        done.expect(303);
        assert!(site.get(done.header("location")).await.expect(200).contains("항목과 태그를 저장했습니다"));
        assert_eq!(values(site, KIM).await, json!({"age": "34"}));
        let page = site.get(&path).await;
        assert_eq!(page.field("tags"), "VIP, 서울 모임");
        let traces = site.audit_log().await.iter().filter(|line| line.contains("subscriber-details")).count();
        post("34", "서울 모임, VIP").await.expect(303);
        let then = site.audit_log().await.iter().filter(|line| line.contains("subscriber-details")).count();
        assert_eq!((traces, then), (1, 1), "the same again is no change");
        post("", "").await.expect(303);
        assert_eq!((values(site, KIM).await, site.get(&path).await.field("tags")), (json!({}), String::new()));
        assert_eq!(site.get("/admin/fields").await.count("form[action*=tags]"), 2, "the tags stay in the catalogue");
    }

    async fn a_stored_choice_that_was_removed_stays_until_somebody_changes_it(site: Site) {
        let city = define(site, "City", "choice", &["Seoul", "Busan"]).await;
        sign_up(site, &answered(&[("city", "Busan")])).await.expect(200);
        confirm(site, KIM).await.expect(200);
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/fields").await.field("csrf");
        let form = [("csrf", csrf.as_str()), ("name", "City"), ("choices", "Seoul\nDaegu")];
        site.post(&format!("/admin/fields/{}", city.0), &form).await.expect(303);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let path = format!("/admin/subscribers/{}", kim.id.0);
        assert_eq!(site.get(&path).await.count("option[value=Busan][selected]"), 1);
        let same = [("csrf", csrf.as_str()), ("fields", "city"), ("fields", "Busan"), ("tags", "VIP")];
        site.post(&format!("{path}/details"), &same).await.expect(303);
        assert_eq!(values(site, KIM).await, json!({"city": "Busan"}));
        assert_eq!(site.get("/").await.count("select[name=fields]"), 0, "the field left the form");
    }

    async fn fields_and_tags_leave_with_the_list_and_with_their_reader(site: Site) {
        define(site, "About", "text", &[]).await;
        sign_up(site, &answered(&[("about", "=1+1")])).await.expect(200);
        confirm(site, KIM).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let mut tx = site.app.write().await.expect("a transaction");
        let names = tags::words(["VIP, @home"]).expect("tags");
        assert!(tags::replace(&mut tx, kim.id, &names, site.app.now()).await.expect("stored"));
        tx.commit().await.expect("committed");
        let csv = exported(site, ExportFormat::Csv).await;
        let (heading, row) = csv.split_once('\n').expect("a row");
        assert!(heading.ends_with(",tags,field.about"), "{heading}");
        assert!(row.contains("'=1+1") && row.contains("VIP"), "no cell is a formula: {row}");
        let list: Value = serde_json::from_str(&exported(site, ExportFormat::Json).await).expect("JSON");
        assert_eq!(list[0]["fields"], json!({"about": "=1+1"}));
        let mut tx = site.app.write().await.expect("a transaction");
        let own = json!(subscriber_data::collect(&mut tx, kim.clone()).await.expect("collected"));
        assert_eq!((&own["fields"]["about"], own["tags"].as_array().map(Vec::len)), (&json!("=1+1"), Some(2)));
        let email: EmailAddress = KIM.parse().expect("an address");
        personal_data::erase(&mut tx, &site.app, &email).await.expect("erased");
        tx.commit().await.expect("committed");
        let left = "SELECT (SELECT count(*) FROM subscriber_fields) + (SELECT count(*) FROM subscriber_tags)";
        assert_eq!(site.numbers(left).await, [0]);
    }

    async fn programs_read_and_change_fields_and_tags(site: Site) {
        define(site, "City", "choice", &["Seoul", "Busan"]).await;
        define(site, "Age", "number", &[]).await;
        let kim = subscribed(site, KIM).await;
        let token = token(site, &[Scope::SubscribersRead, Scope::SubscribersWrite]).await;
        let path = format!("/api/v1/admin/subscribers/{}", kim.id.0);
        let change = async |body: Value| call(site, &token, Method::PATCH, &path, Some(body)).await;
        let changed = change(json!({"fields": {"age": 34, "city": "Seoul"}, "tags": ["VIP", "vip"]})).await;
        changed.expect(200);
        assert_eq!((&changed.json()["fields"], &changed.json()["tags"]), (&json!({"age": "34", "city": "Seoul"}), &json!(["VIP"])));
        assert_ne!(call(site, &token, Method::GET, &path, None).await.header("etag"), "");
        let less = change(json!({"fields": {"age": null}})).await;
        assert_eq!((&less.json()["fields"], &less.json()["tags"]), (&json!({"city": "Seoul"}), &json!(["VIP"])));
        for (wrong, field) in [
            (json!({"fields": {"city": "Jeju"}}), "fields"),
            (json!({"fields": {"town": "Seoul"}}), "fields"),
            (json!({"fields": {"city": ["Seoul"]}}), "fields"),
            (json!({"tags": ["가".repeat(81)]}), "tags"),
        ] {
            let mut body = wrong.clone();
            body["cadence"] = json!("daily");
            let refused = change(body).await;
            refused.expect(422);
            assert_eq!(refused.json()["errors"][0]["field"], field, "{}", refused.body);
        }
        assert_eq!(call(site, &token, Method::GET, &path, None).await.json()["cadence"], "weekly", "a refused call changes nothing");
        let lee = json!({"email": "lee@example.org", "confirmed": true, "consent": {"wording": "I agree."}, "fields": {"age": 7}});
        let added = call(site, &token, Method::POST, "/api/v1/admin/subscribers", Some(lee)).await;
        added.expect(201);
        assert_eq!(added.json()["fields"], json!({"age": "7"}));
    }

    async fn only_owners_remove_a_field_with_all_its_values(site: Site) {
        let age = define(site, "Age", "number", &[]).await;
        sign_up(site, &answered(&[("age", "34")])).await.expect(200);
        confirm(site, KIM).await.expect(200);
        let removal = format!("/admin/fields/{}/removal", age.0);
        for (role, status) in [(Role::Moderator, 403), (Role::Editor, 200)] {
            site.sign_in(role).await;
            let page = site.get("/admin/fields").await;
            page.expect(status);
            assert_eq!(page.count("form[action$=removal]"), 0);
            let csrf = site.get("/admin/account").await.field("csrf");
            site.post(&removal, &[("csrf", &csrf)]).await.expect(403);
        }
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/fields").await.field("csrf");
        site.post(&removal, &[("csrf", "forged")]).await.expect(400);
        site.post(&removal, &[("csrf", &csrf)]).await.expect(303);
        site.post(&removal, &[("csrf", &csrf)]).await.expect(404);
        assert_eq!(site.numbers("SELECT count(*) FROM subscriber_fields").await, [0]);
    }
}
