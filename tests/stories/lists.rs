//! Lists of other products: whoever left, bounced or never confirmed there is not brought in, and is remembered.

use std::io::Cursor;

use gudok::subscribers::import::{
    Field, ImportOptions, ImportReport, KeptAway, ListFormat, ListImportError, Standing, import,
};
use gudok::subscribers::topic_choices;
use gudok::subscribers::{Cadence, SubscriberState, consent, links};

use crate::stories;
use crate::support::Site;
use crate::support::outbox;
use crate::support::program::{Printed, gudok};
use crate::support::readers::{KIM, confirm, sign_up, state, subscribed, subscriber};

pub(crate) fn options() -> ImportOptions {
    ImportOptions {
        source: "the old list".into(),
        ..ImportOptions::default()
    }
}

pub(crate) async fn bring(
    site: &Site,
    list: &[u8],
    options: &ImportOptions,
) -> Result<ImportReport, ListImportError> {
    import(&site.app, Cursor::new(list.to_vec()), options).await
}

pub(crate) async fn brought(site: &Site, list: &str) -> ImportReport {
    let report = bring(site, list.as_bytes(), &options())
        .await
        .expect("imported");
    assert!(report.bad.is_empty(), "{:?}", report.bad);
    report
}

pub(crate) async fn forget_everybody(site: &Site) {
    if site.numbers("SELECT count(*) FROM subscribers").await != [0] {
        site.change("DELETE FROM subscribers").await;
    }
    if site.numbers("SELECT count(*) FROM departures").await != [0] {
        site.change("DELETE FROM departures").await;
    }
}

/// Why nothing of this list was taken.
async fn stopped(site: &Site, list: &str) -> String {
    assert_eq!(site.numbers("SELECT count(*) FROM subscribers").await, [0]);
    stopped_with(site, list).await
}

/// The same, beside subscribers of before.
async fn stopped_with(site: &Site, list: &str) -> String {
    let before = site.numbers("SELECT count(*) FROM subscribers").await;
    let error = bring(site, list.as_bytes(), &options())
        .await
        .expect_err("stopped");
    assert_eq!(
        site.numbers("SELECT count(*) FROM subscribers").await,
        before
    );
    error.to_string()
}

/// Exports as the products write them: the list, and how many are new, left, bounced and unconfirmed.
const EXPORTS: [(&str, &str, [usize; 4]); 17] = [
    (
        "Mailchimp, subscribed",
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,TAGS\n\
         a@example.org,Minji,Kim,2,\"2018-02-12 17:59:31\",192.0.2.1,\"2018-02-12 18:06:58\",192.0.2.2,\"\"\"VIP\"\",\"\"Blog\"\"\"\n",
        [1, 0, 0, 0],
    ),
    (
        "Mailchimp, unsubscribed",
        "Email Address,First Name,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON\na@example.org,Minji,\"2019-02-12 17:59:31\",News 3,\nb@example.org,,\"2019-02-13 17:59:31\",,NORMAL\n",
        [0, 2, 0, 0],
    ),
    (
        "Mailchimp, cleaned",
        "Email Address,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE\na@example.org,\"2019-02-12 17:59:31\",News 3\n",
        [0, 0, 1, 0],
    ),
    (
        "Mailchimp, in German",
        "E-Mail-Adresse,Vorname,Nachname,MEMBER_RATING,OPTIN_TIME\na@example.org,Min,Kim,2,\"2018-02-12 17:59:31\"\n",
        [1, 0, 0, 0],
    ),
    (
        "Substack",
        "email,active_subscription,expiry,plan,email_disabled,digest_enabled,created_at,first_payment_at\n\
         a@example.org,false,,other,false,false,2022-01-01T00:00:00.000Z,\nb@example.org,true,,other,true,true,2022-01-01T00:00:00.000Z,\n",
        [1, 1, 0, 0],
    ),
    (
        "Ghost",
        "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\r\n\
         1,a@example.org,\"'=1+1\",\"one\ntwo\",true,,,2026-01-01T00:00:00.000Z,,\"VIP, Seoul\",\r\n\
         2,b@example.org,,,false,,,2026-01-01T00:00:00.000Z,,,\r\n\
         3,c@example.org,,,true,,,2026-01-01T00:00:00.000Z,2026-02-01T00:00:00.000Z,,",
        [1, 2, 0, 0],
    ),
    (
        "Buttondown",
        "email_address,notes,metadata,tags,referrer_url,type,creation_date\na@example.org,,{},[],,regular,2022-01-01\n\
         b@example.org,,{},[],,unsubscribed,2022-01-01\nc@example.org,,{},[],,unactivated,2022-01-01\n\
         d@example.org,,{},[],,undeliverable,2022-01-01\ne@example.org,,{},[],,past_due,2022-01-01\nf@example.org,,{},[],,spammy,2022-01-01\n\
         g@example.org,,{},[],,paused,2022-01-01\nh@example.org,,{},[],,removed,2022-01-01\n",
        [3, 3, 1, 1],
    ),
    (
        "listmonk",
        "uuid,email,name,attributes,status,created_at,updated_at\n1,a@example.org,A,{},enabled,2022-01-01T00:00:00Z,2022-01-01T00:00:00Z\n\
         2,b@example.org,B,{},blocklisted,2022-01-01T00:00:00Z,2022-01-01T00:00:00Z\n3,c@example.org,C,{},disabled,2022-01-01T00:00:00Z,2022-01-01T00:00:00Z\n",
        [1, 2, 0, 0],
    ),
    (
        "MailPoet",
        "\"Email\",\"First Name\",\"Last Name\",\"List\",\"List status\",\"Global status\"\n\"a@example.org\",\"A\",\"\",\"News\",\"subscribed\",\"subscribed\"\n\
         \"b@example.org\",\"B\",\"\",\"News\",\"unsubscribed\",\"subscribed\"\n\"c@example.org\",\"C\",\"\",\"News\",\"subscribed\",\"unconfirmed\"\n\
         \"d@example.org\",\"D\",\"\",\"News\",\"subscribed\",\"bounced\"\n\"e@example.org\",\"E\",\"\",\"News\",\"subscribed\",\"inactive\"\n",
        [1, 1, 1, 2],
    ),
    (
        "Jetpack",
        "email_address,display_name,date_subscribed,subscription_status\na@example.org,A,2022-01-01 00:00:00,Subscribed\n\
         b@example.org,B,2022-01-01 00:00:00,Not confirmed\nc@example.org,C,2022-01-01 00:00:00,Not sending\nd@example.org,D,2022-01-01 00:00:00,Not subscribed\n",
        [1, 2, 0, 1],
    ),
    (
        "Stibee",
        "이메일 주소,이름,구독 상태,구독일\na@example.org,김,구독 중,2024-01-02 03:04:05\nb@example.org,이,수신거부,2024-01-02 03:04:05\nc@example.org,박,자동삭제,2024-01-02 03:04:05\n",
        [1, 1, 1, 0],
    ),
    (
        "beehiiv",
        "id,email,status,subscription_tier,created_at,utm_source\nsub_1,a@example.org,active,free,2024-01-02T03:04:05Z,\n\
         sub_2,b@example.org,inactive,free,2024-01-02T03:04:05Z,\nsub_3,c@example.org,pending,free,2024-01-02T03:04:05Z,\n",
        [1, 1, 0, 1],
    ),
    (
        "Mailman",
        "김하늘 <a@example.org>\nb@example.org\n이, 서연 <Seo.Yeon@Example.org>\n",
        [3, 0, 0, 0],
    ),
    (
        "a flag",
        "email,unsubscribed\na@example.org,false\nb@example.org,true\n",
        [1, 1, 0, 0],
    ),
    (
        "a Korean form's consent",
        "타임스탬프,이메일 주소(필수),성함,이메일 수신 동의\n2026. 1. 2 오후 3:04:05,a@example.org,김,예\n2026. 1. 2 오후 3:04:05,b@example.org,이,아니요\n",
        [1, 1, 0, 0],
    ),
    (
        "words below a heading that says nothing",
        "email,구분\na@example.org,구독중\nb@example.org,수신거부\n",
        [1, 1, 0, 0],
    ),
    (
        "no heading at all",
        "unsubscribed,a@example.org\nsubscribed,b@example.org\n",
        [1, 1, 0, 0],
    ),
];

/// The same people in a list that says nothing of a state.
const PLAIN: &str = "email\na@example.org\nb@example.org\nc@example.org\nd@example.org\ne@example.org\nf@example.org\ng@example.org\nh@example.org\n";

stories! {
    async fn a_mailbox_of_full_width_letters_and_what_nobody_sees_is_read(site: Site) {
        let report = brought(site, "email\n\u{200b}a@example.org\u{200b}\nmailto:b@example.org\nKim <c@example.org>\nｄ@example.org\n").await;
        assert_eq!(report.new, 4);
        assert_eq!(subscriber(site, "c@example.org").await.expect("a subscriber").name.expect("a name").as_str(), "Kim");
        assert!(subscriber(site, "d@example.org").await.is_some());
    }

    async fn no_list_confirms_whoever_left_or_bounced_where_it_comes_from(site: Site) {
        for (product, list, [new, left, bounced, unconfirmed]) in EXPORTS {
            forget_everybody(site).await;
            let dry = ImportOptions { dry_run: true, ..options() };
            let dry = bring(site, list.as_bytes(), &dry).await.expect("read");
            let report = brought(site, list).await;
            let kept_away = KeptAway { left, bounced, unconfirmed, erased: 0 };
            assert_eq!((report.new, report.kept_away), (new, kept_away), "{product}");
            assert_eq!(report, dry, "{product}");
            assert_eq!(site.numbers("SELECT count(*) FROM subscribers WHERE state = 'confirmed'").await[0], i64::try_from(new).expect("a number"), "{product}");
            let again = brought(site, PLAIN).await.kept_away;
            assert!(again.left >= left && again.bounced >= bounced, "{product} is remembered: {again:?}");
            assert_eq!(site.numbers("SELECT count(*) FROM topics").await, [0], "tags are no topics: {product}");
        }
    }

    async fn who_bounced_here_and_left_there_has_left(site: Site) {
        brought(site, "email\nkim@example.org\n").await;
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        outbox::mail_to(site, &kim).await;
        brought(site, "email,status\nkim@example.org,bounced\n").await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
        assert_eq!(site.count_mails_to(KIM).await, 0, "a mail that waited does not go to an address that bounced");
        brought(site, "email,status\nkim@example.org,unsubscribed\n").await;
        let mut tx = site.app.write().await.expect("a transaction");
        gudok::subscribers::reinstate(&mut tx, kim.id, &consent::ConsentEvidence::of(consent::Channel::Panel), site.app.now()).await.expect("asked");
        tx.commit().await.expect("committed");
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
    }

    async fn whoever_left_elsewhere_may_come_by_themselves(site: Site) {
        brought(site, "email,status\nkim@example.org,unsubscribed\nlee@example.org,bounced\n").await;
        for email in [KIM, "lee@example.org"] {
            sign_up(site, &[("email", email)]).await.expect(200);
            let list = format!("email\n{email}\n");
            assert_eq!(brought(site, &list).await.new, 0, "a list does not answer for them meanwhile");
            assert_eq!(state(site, email).await, Some(SubscriberState::Pending));
            confirm(site, email).await.expect(200);
            assert_eq!(state(site, email).await, Some(SubscriberState::Confirmed));
        }
        assert_eq!(site.numbers("SELECT count(*) FROM departures").await, [0]);
        assert_eq!(brought(site, "email\nkim@example.org\n").await.known, 1);
    }

    async fn a_list_ends_what_a_list_began_and_no_click(site: Site) {
        brought(site, "email\na@example.org\nb@example.org\n").await;
        subscribed(site, KIM).await;
        let now = site.app.now().to_string();
        let report = brought(site, "email,status\na@example.org,unsubscribed\nb@example.org,bounced\nkim@example.org,unsubscribed\n").await;
        assert_eq!((report.kept_away.left, report.kept_away.bounced, report.known), (1, 1, 1));
        assert_eq!(state(site, "a@example.org").await, Some(SubscriberState::Unsubscribed));
        assert_eq!(state(site, "b@example.org").await, Some(SubscriberState::Bounced));
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed), "a click proves more than a list");
        site.wait(60);
        let later = site.app.now().to_string();
        brought(site, &format!("email,unsubscribed_at\nkim@example.org,{now}\n")).await;
        brought(site, &format!("email,unsubscribed_at\nlee@example.org,{later}\nkim@example.org,{later}\n")).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed), "unless the end came after it");
    }

    async fn of_two_rows_of_one_person_the_end_counts(site: Site) {
        let report = brought(site, "email,status\na@example.org,subscribed\nA@example.org,unsubscribed\nb@example.org,unconfirmed\nB@example.org,subscribed\n").await;
        assert_eq!((report.new, report.known, report.kept_away.left), (1, 1, 2));
        assert_eq!(state(site, "a@example.org").await, None);
    }

    async fn an_end_in_the_future_is_an_end_by_a_wrong_clock(site: Site) {
        subscribed(site, KIM).await;
        site.wait(60);
        brought(site, "email\nlee@example.org\n").await;
        let future = site.app.now().plus(gudok::clock::DAY).to_string();
        let list = format!("email,unsubscribed_at\nkim@example.org,{future}\nlee@example.org,{future}\n");
        let report = brought(site, &list).await;
        assert_eq!((report.known, report.kept_away.left), (0, 2));
        for email in [KIM, "lee@example.org"] {
            assert_eq!(state(site, email).await, Some(SubscriberState::Unsubscribed), "{email}");
        }
        brought(site, "email\nkim@example.org\n").await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed), "no later list brings them back");
    }

    async fn circles_and_crosses_of_consent_are_understood(site: Site) {
        let report = brought(site, "이메일,이름,수신 동의,Equity\na@example.org,가,○,yes\nb@example.org,나,×,no\nc@example.org,다,,no\n").await;
        assert_eq!((report.new, report.kept_away.left, report.kept_away.unconfirmed), (1, 1, 1));
        let words = stopped_with(site, "email,수신 동의\nd@example.org,×\n").await;
        assert!(words.contains("수신 동의") && words.contains("`×`"), "{words}");
    }

    async fn an_address_without_a_dot_is_no_readers(site: Site) {
        let report = bring(site, b"email\nkim@localhost\na@example.org\n", &options()).await.expect("imported");
        assert_eq!((report.new, report.bad.len()), (1, 1));
        assert!(report.bad[0].1.contains("kim@localhost") && report.bad[0].1.contains("no dot"), "{:?}", report.bad);
    }

    async fn what_speaks_of_a_state_and_is_not_understood_stops_before_the_first_row(site: Site) {
        let words = stopped(site, "email,status\na@example.org,active\nb@example.org,green\n").await;
        assert!(words.contains("`status`") && words.contains("`green`") && words.contains("--state-word"), "{words}");
        for list in [
            "email,email_disabled\na@example.org,perhaps\n",
            "email,bounce_state\na@example.org,7\n",
            "email,SubscriberState\na@example.org,CA\n",
            "email,수신상태\na@example.org,가\n",
            "email,memo\na@example.org,수신거부\nb@example.org,a friend\n",
            "Email Address,UNSUB_TIME\na@example.org,\"2019-02-12 17:59:31\"\nb@example.org,\n",
            "a@example.org,true\nb@example.org,false\n",
        ] {
            let words = stopped(site, list).await;
            assert!(words.contains("Nothing was imported"), "{words}");
        }
    }

    async fn the_owner_says_what_is_not_understood(site: Site) {
        let list = "email,status,note\na@example.org,green,x\nb@example.org,red,unsubscribed\nc@example.org,,y\n";
        let mut own = options();
        own.columns.push((Field::Ignore, "note".into()));
        own.words = vec![("green".into(), Standing::Subscribed), ("RED".into(), Standing::Left), (String::new(), Standing::Bounced)];
        let report = bring(site, list.as_bytes(), &own).await.expect("imported");
        assert_eq!((report.new, report.kept_away.left, report.kept_away.bounced), (1, 1, 1));
        let state_column = ImportOptions { columns: vec![(Field::State, "2".into())], ..options() };
        let report = bring(site, b"d@example.org,unsubscribed,true\n", &state_column).await.expect("imported");
        assert_eq!(report.kept_away.left, 1, "the column that is named is the only one");
        let nowhere = ImportOptions { columns: vec![(Field::State, "Zustand".into())], ..options() };
        let error = bring(site, list.as_bytes(), &nowhere).await.expect_err("no such column").to_string();
        assert!(error.contains("`Zustand`") && error.contains("status"), "{error}");
        let ghost = ImportOptions { format: ListFormat::Ghost, ..options() };
        let error = bring(site, b"email\na@example.org\n", &ghost).await.expect_err("no file of Ghost").to_string();
        assert!(error.contains("ghost") && error.contains("--format csv"), "{error}");
    }

    async fn tags_become_topics_only_when_they_are_asked_for(site: Site) {
        let tagged = ImportOptions { columns: vec![(Field::Topics, "TAGS".into())], ..options() };
        let report = bring(site, EXPORTS[0].1.as_bytes(), &tagged).await.expect("imported");
        assert_eq!(report.new, 1);
        let id = subscriber(site, "a@example.org").await.expect("a subscriber").id;
        let mut tx = site.app.read().await.expect("a connection");
        let names: Vec<_> = topic_choices::chosen(&mut tx, id).await.expect("read").into_iter().map(|topic| topic.name).collect();
        assert_eq!(names, ["Blog", "VIP"]);
    }

    async fn the_record_keeps_when_and_from_where_they_agreed(site: Site) {
        brought(site, EXPORTS[0].1).await;
        let kim = subscriber(site, "a@example.org").await.expect("a subscriber");
        assert_eq!(kim.name.expect("a name").as_str(), "Minji Kim");
        assert_eq!(kim.confirmed_at, Some(site.app.now()), "what was agreed elsewhere is no click here");
        let mut tx = site.app.read().await.expect("a connection");
        let line = consent::history(&mut tx, kim.id).await.expect("read").remove(0);
        assert_eq!(line.ip.as_deref(), Some("192.0.2.2"));
        let told: Vec<_> = line.changes.0.iter().map(|change| (change.field.as_str(), change.to.as_str())).collect();
        assert!(told.contains(&("opted_in_at", "2018-02-12 17:59:31")) && told.contains(&("confirmed_at", "2018-02-12 18:06:58")), "{told:?}");
        drop(tx);
        brought(site, EXPORTS[10].1).await;
        brought(site, "email,Vorname,Nachname\nd@example.org,민지,김\n").await;
        assert_eq!(subscriber(site, "d@example.org").await.expect("a subscriber").name.expect("a name").as_str(), "김민지");
    }

    async fn everybody_may_be_asked_instead_of_believed(site: Site) {
        let ask = ImportOptions { confirm: true, ..options() };
        let list = format!("email,name,status\n{KIM},Kim,active\nb@example.org,,unsubscribed\n");
        let report = bring(site, list.as_bytes(), &ask).await.expect("imported");
        assert_eq!((report.new, report.kept_away.left), (1, 1));
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending));
        let letter = site.newest_mail_to(KIM).await;
        assert!(letter.parsed().body_text(0).expect("text").contains("the old list"), "it says where the address comes from");
        let again = bring(site, list.as_bytes(), &ask).await.expect("imported");
        assert_eq!((again.new, again.known, site.count_mails_to(KIM).await), (0, 1, 1), "asked once");
        assert_eq!(site.count_mails_to("b@example.org").await, 0);
        confirm(site, KIM).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert_eq!((kim.state, kim.cadence, kim.name.expect("a name").as_str()), (SubscriberState::Confirmed, Cadence::Weekly, "Kim"));
    }

    async fn encodings_and_delimiters_of_spreadsheets_are_read(site: Site) {
        let list = "이메일 주소(필수),이름,구독 상태\r\nkim@example.org,김독자,구독 중\r\nlee@example.org,이독자,수신거부\r\n";
        let tabs = list.replace(',', "\t");
        let utf16: Vec<u8> = tabs.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cp949 = encoding_rs::EUC_KR.encode(list).0.into_owned();
        let with_separator = format!("sep=;\r\n{}", list.replace(',', ";")).into_bytes();
        let old_mac = list.replace("\r\n", "\r").into_bytes();
        for file in [utf16, cp949, with_separator, old_mac] {
            forget_everybody(site).await;
            let report = bring(site, &file, &options()).await.expect("imported");
            assert_eq!((report.new, report.kept_away.left), (1, 1), "{file:?}");
            let kim = subscriber(site, KIM).await.expect("a subscriber");
            assert_eq!(kim.name.expect("a name").as_str(), "김독자");
        }
    }

    async fn the_words_that_were_shown_are_recorded_and_not_those_of_the_browser(site: Site) {
        // A form of the site's own, in English, posted by a Korean browser: the page that asks once more is English.
        let page = site.post("/subscriptions", &[("email", KIM), ("locale", "en")]).await;
        let (token, shown) = (page.field("form_token"), page.field("shown"));
        assert_eq!(shown, "en");
        site.wait(5);
        site.post("/subscriptions", &[("form_token", &token), ("shown", &shown), ("email", KIM), ("locale", "en")]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let mut tx = site.app.read().await.expect("a connection");
        for line in consent::history(&mut tx, kim.id).await.expect("read") {
            let wording = line.wording.expect("words");
            assert!(wording.is_ascii() || wording.starts_with("By pressing"), "{}: {wording}", line.action);
        }
        drop(tx);
        let link = links::preferences_url(&site.app, kim.id);
        site.get(&link).await.expect(200);
    }
}

#[test]
fn the_command_prints_its_result_for_scripts() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let list = "email,state\na@example.org,active\nb@example.org,unsubscribed\nc@example.org,pending\nnobody,active\n";
    std::fs::write(folder.path().join("list.csv"), list).expect("written");
    let run = |more: &[&str]| {
        let mut arguments = vec!["subscribers", "import", "list.csv", "--source", "old blog"];
        arguments.extend(more);
        Printed::of(gudok(folder.path(), &arguments))
    };
    let dry = run(&["--dry-run", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&dry.out).expect("JSON");
    let away = serde_json::json!({"left": 1, "bounced": 0, "unconfirmed": 1, "erased": 0});
    assert_eq!(
        (
            &told["rows"],
            &told["new"],
            &told["known"],
            &told["kept_away"]
        ),
        (&4.into(), &1.into(), &0.into(), &away)
    );
    assert_eq!(told["bad"][0]["line"], 5);
    assert!(dry.failure().contains("1 of 4 rows"), "{dry:?}");
    let words = run(&["--state-column", "nowhere"]);
    assert!(
        words.failure().contains("there is no column `nowhere`"),
        "{words:?}"
    );
    assert_eq!(run(&["--map", "nothing=email"]).code, Some(2));
    assert_eq!(run(&["--state-word", "active=perhaps"]).code, Some(2));
    assert_eq!(run(&["--format", "excel"]).code, Some(2));
    let done = run(&["--state-word", "pending=subscribed"]);
    assert_eq!(
        done.out,
        "4 rows: 2 are new, 1 left and stay away, 1 could not be read.\n"
    );
}
