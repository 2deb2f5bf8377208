//! An import in the panel asks each person by mail, a few a minute.

use gudok::admin::Role;
use gudok::personal_data;
use gudok::subscribers::SubscriberState;

use crate::panel_imports::{ASKED, count, figure, many, press, run_jobs, uploaded};
use crate::stories;
use crate::support::readers::state;

stories! {
    async fn people_are_asked_a_few_a_minute(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", many(25).as_bytes()).await;
        press(site, &path, "run", ASKED).await.expect(303);
        for asked in [10, 20, 25] {
            run_jobs(site).await;
            run_jobs(site).await;
            assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE recipient LIKE 'reader%'").await, [asked]);
            site.wait(60);
        }
        run_jobs(site).await;
        assert_eq!(site.texts("SELECT state FROM imports").await, ["done"]);
        assert_eq!(state(site, "reader3@example.org").await, Some(SubscriberState::Pending));
    }

    async fn an_asking_run_reads_its_file_once_and_keeps_its_place(site: Site) {
        site.sign_in(Role::Owner).await;
        let list = format!("{}lee@example.org,,unsubscribed\n", many(25).replace("email,name", "email,name,state").replace("독자", "독자,active"));
        let path = uploaded(site, "subscribers", list.as_bytes()).await;
        press(site, &path, "run", ASKED).await.expect(303);
        run_jobs(site).await;
        let page = site.get(&path).await;
        let figures = ["행", "새 구독자", "물어볼 사람", "해지한 사람(제외)"].map(|label| figure(&page, label));
        assert_eq!(figures, [Some(26), Some(10), Some(15), Some(1)], "who left is remembered at once");
        site.change("DELETE FROM import_parts").await;
        let mails = "SELECT count(*) FROM outbox WHERE recipient LIKE 'reader%'";
        press(site, &path, "stop", &[]).await.expect(303);
        site.wait(120);
        run_jobs(site).await;
        assert_eq!(site.numbers(mails).await, [10], "a stopped run asks nobody");
        site.restart(|_| {}).await;
        site.sign_in_again("owner@example.org").await;
        press(site, &path, "resumption", &[]).await.expect(303);
        for asked in [20, 25] {
            run_jobs(site).await;
            run_jobs(site).await;
            assert_eq!(site.numbers(mails).await, [asked]);
            site.wait(60);
        }
        let page = site.get(&path).await;
        assert_eq!(["행", "새 구독자", "물어볼 사람"].map(|label| figure(&page, label)), [Some(26), Some(25), None]);
        assert_eq!(site.texts("SELECT state FROM imports").await, ["done"]);
    }

    async fn a_stopped_asking_begins_anew_with_other_choices_and_asks_nobody_twice(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", many(15).as_bytes()).await;
        press(site, &path, "run", ASKED).await.expect(303);
        run_jobs(site).await;
        press(site, &path, "stop", &[]).await.expect(303);
        press(site, &path, "run", ASKED).await.expect(303);
        site.wait(60);
        run_jobs(site).await;
        let page = site.get(&path).await;
        assert_eq!(["행", "새 구독자", "이미 있음"].map(|label| figure(&page, label)), [Some(15), Some(5), Some(10)]);
        assert_eq!(site.numbers("SELECT count(*) FROM import_people").await, [0]);
        assert_eq!(count(site).await, 15);
    }

    async fn an_erased_person_waits_for_no_question(site: Site) {
        site.sign_in(Role::Owner).await;
        let path = uploaded(site, "subscribers", many(12).as_bytes()).await;
        press(site, &path, "run", ASKED).await.expect(303);
        run_jobs(site).await;
        let mut tx = site.app.write().await.expect("a transaction");
        let email = "Reader11@example.org".parse().expect("an address");
        personal_data::erase(&mut tx, &site.app, &email).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!(site.numbers("SELECT count(*) FROM import_people").await, [1], "nothing of the person is kept");
        site.wait(60);
        run_jobs(site).await;
        assert_eq!(state(site, "reader11@example.org").await, None);
        assert_eq!(state(site, "reader10@example.org").await, Some(SubscriberState::Pending));
    }
}
