//! The owner narrows the list of subscribers by what readers chose, how they came and how they are tagged.

use std::io::Cursor;

use gudok::admin::Role;
use gudok::subscribers::import::{ImportOptions, import};
use gudok::subscribers::{SubscriberState, describe_subscriber};

use crate::stories;
use crate::support::Site;
use crate::support::readers::{KIM, confirm, offer, sign_up, state, subscriber};

async fn bring(site: &Site, source: &str, csv: &str) {
    let options = ImportOptions {
        source: source.into(),
        ..ImportOptions::default()
    };
    import(&site.app, Cursor::new(csv.to_owned()), &options)
        .await
        .expect("imported");
}

async fn tag(site: &Site, email: &str, tag: &str) {
    let known = subscriber(site, email).await.expect("a subscriber");
    let mut tx = site.app.write().await.expect("a transaction");
    let tags = [tag.to_owned()];
    let described = describe_subscriber(&mut tx, known.id, &[], Some(&tags), site.app.now()).await;
    assert_eq!(described.expect("stored"), Ok(true));
    tx.commit().await.expect("committed");
}

/// The rows that the list shows for this query.
async fn found(site: &Site, query: &str) -> usize {
    let page = site.get(&format!("/admin/subscribers?{query}")).await;
    page.expect(200);
    page.count("table.rows tbody tr")
}

/// How many rows each page shows, from this path on.
async fn pages(site: &Site, path: &str) -> Vec<usize> {
    let (mut path, mut seen) = (path.to_owned(), Vec::new());
    loop {
        let page = site.get(&path).await;
        page.expect(200);
        seen.push(page.count("table.rows tbody tr"));
        let document = dom_query::Document::from(page.body.as_str());
        match document.select("a[rel=next]").attr("href") {
            Some(next) => path = next.to_string(),
            None => return seen,
        }
    }
}

stories! {
    async fn the_list_is_narrowed_by_topic_cadence_source_and_tag(site: Site) {
        let topic = offer(site, "연구").await;
        sign_up(site, &[("email", KIM), ("topics", "연구"), ("cadence", "daily")]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        bring(site, "the old blog", "email,topics\nlee@example.org,연구\njun@example.org,\n").await;
        bring(site, "a fair", "email\nhan@example.org\n").await;
        tag(site, "jun@example.org", "VIP").await;
        site.sign_in(Role::Editor).await;
        let topic = topic.0;
        for (query, rows) in [
            (format!("topic={topic}"), 2),
            (format!("topic={topic}&cadence=daily"), 1),
            ("cadence=daily".into(), 1),
            ("cadence=monthly".into(), 0),
            ("source=import".into(), 3),
            ("source=form".into(), 1),
            ("source=import&brought_by=the+old+blog".into(), 2),
            ("source=import&brought_by=the+old".into(), 0),
            ("tag=1".into(), 1),
            (format!("tag=1&topic={topic}"), 0),
            ("tag=999".into(), 0),
            ("source=import&q=han".into(), 1),
            ("source=import&state=pending".into(), 0),
            ("source=import&state=confirmed".into(), 3),
            ("topic=&cadence=&source=&brought_by=&tag=&q=".into(), 4),
        ] {
            assert_eq!(found(site, &query).await, rows, "{query}");
        }
        let page = site.get("/admin/subscribers?source=import&tag=1&q=jun").await;
        assert_eq!(page.count("select[name=source] option[value=import][selected]"), 1);
        assert_eq!(page.count("select[name=tag] option[value='1'][selected]"), 1);
        assert_eq!(page.count("details.refine[open]"), 1);
        assert_eq!(page.count("nav.filters a[href*='source=import'][href*='tag=1'][href*='q=jun']"), page.count("nav.filters a"), "a state keeps the filters");
        assert!(site.get("/admin/subscribers?cadence=monthly").await.expect(200).contains("조건에 맞는 구독자가 없습니다"));
        assert!(site.get("/admin/subscribers?cadence=monthly&lang=en").await.expect(200).contains("No subscriber matches these filters"));
    }

    async fn the_source_is_how_somebody_came_first(site: Site) {
        bring(site, "the old blog", &format!("email\n{KIM}\n")).await;
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        site.sign_in(Role::Editor).await;
        let csrf = site.get(&format!("/admin/subscribers/{}", kim.id.0)).await.field("csrf");
        site.post(&format!("/admin/subscribers/{}/departure", kim.id.0), &[("csrf", &csrf)]).await.expect(303);
        assert_eq!(found(site, "source=import").await, 1);
        assert_eq!(found(site, "source=panel").await, 0, "leaving is no way to come");
    }

    async fn a_filter_stays_over_pages_and_a_rare_one_goes_on_where_a_page_stopped(site: Site) {
        let rows = |from: usize, to: usize, cadence: &str| {
            let rows = (from..to).map(|number| format!("reader{number:04}@example.org,{cadence}\n"));
            format!("email,cadence\n{}", rows.collect::<Vec<_>>().concat())
        };
        bring(site, "the old blog", &rows(0, 70, "daily")).await;
        bring(site, "the old blog", &rows(70, 1_700, "weekly")).await;
        site.sign_in(Role::Owner).await;
        assert_eq!(pages(site, "/admin/subscribers?cadence=daily").await, [0, 50, 20], "the first page looks through the newest alone");
        assert!(site.get("/admin/subscribers?cadence=daily").await.expect(200).contains("다음 페이지에서 이어서 찾습니다"));
        assert_eq!(pages(site, "/admin/subscribers?cadence=daily&state=pending").await, [0]);
        assert_eq!(pages(site, "/admin/subscribers?source=import&cadence=daily&q=reader000").await, [0, 10]);
    }

    async fn ticked_rows_are_tagged_and_unsubscribed_after_a_second_look(site: Site) {
        bring(site, "the old blog", "email\nlee@example.org\njun@example.org\nhan@example.org\n").await;
        site.sign_in(Role::Editor).await;
        let list = site.get("/admin/subscribers?source=import").await;
        assert_eq!((list.count("input[name=id][form=bulk]"), list.count("button[value=erase]")), (3, 0), "an editor erases nobody");
        let ids = [subscriber(site, "lee@example.org").await, subscriber(site, "jun@example.org").await];
        let ids = ids.map(|known| known.expect("a subscriber").id.0.to_string());
        let [lee, jun] = ids.each_ref().map(String::as_str);
        let ask = format!("/admin/subscribers/bulk?back=%2Fadmin%2Fsubscribers%3Fsource%3Dimport&id={lee}&id={jun}&id={lee}");
        let page = site.get(&format!("{ask}&act=unsubscribe")).await;
        assert!(page.expect(200).contains("구독자 2명을 선택했습니다"));
        assert_eq!(page.count("form#act input[name=id]"), 2);
        assert_eq!(state(site, "lee@example.org").await, Some(SubscriberState::Confirmed), "a look changes nothing");
        let csrf = page.field("csrf");
        let form = |act: &'static str| [("csrf", csrf.clone()), ("act", act.into()), ("back", page.field("back")), ("id", lee.into()), ("id", jun.into()), ("tags", "VIP, 서울".into())];
        let post = async |act: &'static str| {
            let form = form(act);
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            site.post("/admin/subscribers/bulk", &form).await
        };
        let done = post("tag").await;
        done.expect(303);
        assert_eq!(done.header("location"), "/admin/subscribers?source=import&done=tag&changed=2");
        assert!(site.get(done.header("location")).await.expect(200).contains("2명에게 태그를 추가했습니다"));
        assert_eq!(site.numbers("SELECT count(*) FROM subscriber_tags").await, [4]);
        assert!(post("tag").await.header("location").ends_with("changed=0"), "what is no change is not counted");
        post("untag").await.expect(303);
        assert_eq!(site.numbers("SELECT count(*) FROM subscriber_tags").await, [0]);
        post("unsubscribe").await.expect(303);
        assert_eq!(state(site, "jun@example.org").await, Some(SubscriberState::Unsubscribed));
        assert_eq!(state(site, "han@example.org").await, Some(SubscriberState::Confirmed), "what is not ticked stays");
        let log = site.audit_log().await;
        for word in ["subscriber-details", "subscriber-unsubscribe"] {
            assert!(log.contains(&format!("editor@example.org {word} subscriber:{jun}")), "{log:?}");
        }
        post("erase").await.expect(400);
        site.post("/admin/subscribers/bulk", &[("csrf", "forged"), ("act", "unsubscribe"), ("id", lee)]).await.expect(400);
        let none = site.get("/admin/subscribers/bulk?act=unsubscribe&back=https%3A%2F%2Fevil.example").await;
        none.expect(303);
        assert_eq!(none.header("location"), "/admin/subscribers?done=nothing&changed=0");
        let many: String = (0..51).map(|id| format!("&id={id}")).collect::<Vec<_>>().concat();
        site.get(&format!("/admin/subscribers/bulk?act=unsubscribe{many}")).await.expect(400);
    }

    async fn those_who_have_not_confirmed_are_asked_again(site: Site) {
        sign_up(site, &[("email", KIM)]).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber").id.0.to_string();
        let mails = site.count_mails_to(KIM).await;
        site.sign_in(Role::Editor).await;
        let page = site.get(&format!("/admin/subscribers/bulk?act=ask&id={kim}")).await;
        page.expect(200);
        let csrf = page.field("csrf");
        let form = [("csrf", csrf.as_str()), ("act", "ask"), ("id", kim.as_str())];
        for changed in [1, 1, 0] {
            let done = site.post("/admin/subscribers/bulk", &form).await;
            assert_eq!(done.header("location"), format!("/admin/subscribers?done=ask&changed={changed}"), "three mails a day to one mailbox");
            site.wait(11 * 60);
        }
        assert_eq!(site.count_mails_to(KIM).await, mails + 2);
    }

    async fn owners_erase_ticked_rows(site: Site) {
        bring(site, "the old blog", "email\nlee@example.org\njun@example.org\n").await;
        let lee = subscriber(site, "lee@example.org").await.expect("a subscriber").id.0.to_string();
        let path = "/admin/subscribers/bulk/erasure";
        site.sign_in(Role::Editor).await;
        site.get(&format!("{path}?id={lee}")).await.expect(403);
        site.sign_in(Role::Owner).await;
        assert_eq!(site.get("/admin/subscribers").await.count("button[value=erase]"), 1);
        let page = site.get(&format!("{path}?id={lee}")).await;
        assert!(page.expect(200).contains("개인정보를 삭제할까요"));
        let csrf = page.field("csrf");
        site.post(path, &[("csrf", &csrf), ("id", &lee)]).await.expect(303);
        assert!(subscriber(site, "lee@example.org").await.is_none());
        assert!(subscriber(site, "jun@example.org").await.is_some());
        assert!(site.audit_log().await.contains(&format!("owner@example.org person-erase subscriber:{lee}")));
    }
}
