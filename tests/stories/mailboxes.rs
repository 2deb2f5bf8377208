//! One mailbox has many spellings: whoever left or was erased under one of them is brought in by a list under none.

use gudok::background::finish_migrations;
use gudok::subscribers::import::ImportOptions;
use gudok::subscribers::{SubscriberState, links};

use crate::lists::{bring, brought, forget_everybody, options};
use crate::stories;
use crate::support::readers::{KIM, confirm, sign_up, state, subscribed};

stories! {
    async fn whoever_left_here_is_brought_in_under_no_spelling_of_the_mailbox(site: Site) {
        let kim = subscribed(site, "Kim.Lee@gmail.com").await;
        let link = links::unsubscribe_url(&site.app, kim.id);
        site.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        for email in ["kimlee@gmail.com", "k.i.m.lee@googlemail.com", "KIMLEE+news@gmail.com", "kim.lee@gmail.com"] {
            let report = brought(site, &format!("email\n{email}\n")).await;
            assert_eq!((report.new, report.kept_away.left), (0, 1), "{email}");
        }
        assert_eq!(site.numbers("SELECT count(*) FROM subscribers").await, [1]);
        // Coming back by oneself works, under another spelling too, and lists may name that one.
        sign_up(site, &[("email", "kimlee@gmail.com")]).await.expect(200);
        confirm(site, "kimlee@gmail.com").await.expect(200);
        assert_eq!(state(site, "kimlee@gmail.com").await, Some(SubscriberState::Confirmed));
        assert_eq!(brought(site, "email\nkimlee@gmail.com\n").await.known, 1);
        assert_eq!(brought(site, "email\nkim.lee@gmail.com\n").await.kept_away.left, 1, "the address that left has left");
    }

    async fn whoever_left_elsewhere_stays_away_under_another_spelling(site: Site) {
        brought(site, "email,status\nkim+old@example.org,unsubscribed\n").await;
        assert_eq!(brought(site, "email\nKim@example.org\nkim+new@example.org\n").await.kept_away.left, 2);
        sign_up(site, &[("email", KIM)]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM departures").await, [0]);
    }

    async fn in_one_list_the_end_of_a_mailbox_counts_wherever_it_stands(site: Site) {
        for list in [
            "email,status\nkimlee@gmail.com,subscribed\nkim.lee@gmail.com,unsubscribed\n",
            "email,status\nkim.lee@gmail.com,unsubscribed\nkimlee@gmail.com,subscribed\n",
        ] {
            forget_everybody(site).await;
            let dry = ImportOptions { dry_run: true, ..options() };
            let dry = bring(site, list.as_bytes(), &dry).await.expect("read");
            let report = brought(site, list).await;
            assert_eq!((report.new, report.kept_away.left), (0, 2), "{list}");
            assert_eq!(report, dry);
        }
        forget_everybody(site).await;
        // Farther apart than one transaction reaches.
        let others: Vec<String> = (0..1_500).map(|number| format!("reader{number}@example.org,subscribed\n")).collect();
        let others = others.concat();
        let report = brought(site, &format!("email,status\nkimlee@gmail.com,subscribed\n{others}kim.lee@gmail.com,unsubscribed\n")).await;
        assert_eq!((report.new, report.kept_away.left), (1_500, 2));
    }

    async fn two_people_whose_addresses_differ_by_a_dot_stay_two(site: Site) {
        let report = brought(site, "email,status\nkim.lee@example.org,unsubscribed\nkimlee@example.org,subscribed\n").await;
        assert_eq!((report.new, report.kept_away.left), (1, 1), "only some providers ignore dots");
        assert_eq!(state(site, "kimlee@example.org").await, Some(SubscriberState::Confirmed));
    }

    async fn those_who_left_before_an_upgrade_are_remembered_by_their_mailboxes(site: Site) {
        let kim = subscribed(site, "kim.lee@gmail.com").await;
        let link = links::unsubscribe_url(&site.app, kim.id);
        site.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        site.change("DELETE FROM departures").await;
        finish_migrations(&site.app).await.expect("remembered");
        assert_eq!(brought(site, "email\nkimlee@gmail.com\n").await.kept_away.left, 1);
        site.change("DELETE FROM departures").await;
        finish_migrations(&site.app).await.expect("nothing to do");
        assert_eq!(site.numbers("SELECT count(*) FROM departures").await, [0], "the step is taken once");
    }
}
