//! Backups that are made by themselves into a folder, and their page in the panel.

use std::path::Path;

use gudok::admin::Role;
use gudok::backups;
use gudok::clock::{DAY, HOUR};
use gudok::store::Store;
use gudok::store::backup::restore;
use gudok::subscribers::Cadence;
use tempfile::TempDir;

use crate::stories;
use crate::support::readers::KIM;
use crate::support::{PASSWORD, Reader, Site};

/// The site with a folder for two backups.
async fn with_folder(site: &mut Site) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let target = folder.path().join("backups");
    site.restart(move |config| {
        config.backups.folder = Some(target.clone());
        config.backups.keep = 2;
    })
    .await;
    folder
}

async fn an_hour_passes(site: &mut Site) {
    site.run_schedule("backup").await;
    site.run_jobs().await;
}

fn files(folder: &TempDir) -> Vec<String> {
    let files = backups::list(&folder.path().join("backups")).expect("read");
    files.iter().map(|file| file.name.to_string()).collect()
}

/// The readers whom a restore of this file brings.
async fn readers_in(file: &Path) -> Vec<String> {
    let folder = TempDir::new().expect("a temporary folder");
    let url = format!("sqlite://{}", folder.path().join("new.db").display());
    let store = Store::open(&url).await.expect("opened");
    restore(file, &store, false).await.expect("restored");
    let mut tx = store.read().await.expect("a connection");
    let page = gudok::subscribers::list::page(
        &mut tx,
        gudok::subscribers::list::SubscriberSearch::default(),
        10,
    )
    .await;
    let found = page
        .expect("read")
        .rows
        .into_iter()
        .map(|row| row.subscriber.email.to_string())
        .collect();
    drop(tx);
    store.close().await;
    found
}

stories! {
    async fn a_backup_is_made_once_a_day_and_can_be_restored(site: Site) {
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        let folder = with_folder(site).await;
        an_hour_passes(site).await;
        let first = files(&folder);
        assert_eq!(first.len(), 1);
        site.wait(HOUR);
        an_hour_passes(site).await;
        assert_eq!(files(&folder), first, "not before a day has passed");
        assert_eq!(readers_in(&folder.path().join("backups").join(&first[0])).await, [KIM]);
        let run = backups::newest_run(&mut site.app.read().await.expect("a connection")).await;
        let run = run.expect("read").expect("a run");
        assert!(run.restored_rows.is_some_and(|rows| rows > 0), "{run:?}");
        for _ in 0..3 {
            site.wait(DAY);
            an_hour_passes(site).await;
        }
        let kept = files(&folder);
        assert_eq!(kept.len(), 2, "the oldest go");
        assert!(!kept.contains(&first[0]));
    }

    async fn a_backup_that_fails_is_on_the_front_page_and_is_tried_again_within_the_hour(site: Site) {
        let folder = with_folder(site).await;
        // Something else has the folder's name.
        std::fs::write(folder.path().join("backups"), "x").expect("written");
        an_hour_passes(site).await;
        site.sign_in(Role::Owner).await;
        assert!(site.get("/admin").await.expect(200).contains("백업에 실패했습니다"));
        site.get("/admin/backups").await.expect(200);
        std::fs::remove_file(folder.path().join("backups")).expect("removed");
        site.wait(HOUR);
        an_hour_passes(site).await;
        assert_eq!(files(&folder).len(), 1);
        site.sign_in_again("owner@example.org").await;
        assert!(!site.get("/admin").await.expect(200).contains("백업에 실패했습니다"));
    }

    async fn an_owner_makes_a_backup_and_downloads_it_with_the_password(site: Site) {
        let folder = with_folder(site).await;
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/backups").await;
        assert!(page.expect(200).contains("아직 백업이 없습니다"));
        let csrf = page.field("csrf");
        site.post("/admin/backups", &[("csrf", &csrf)]).await.expect(303);
        site.run_jobs().await;
        let name = files(&folder).pop().expect("a backup");
        let page = site.get("/admin/backups").await;
        assert!(page.expect(200).contains("행을 복원해 확인했습니다"), "{}", page.body);
        let place = format!("/admin/backups/{name}/download");
        let wrong = site.post(&place, &[("csrf", &csrf), ("password", "wrong")]).await;
        wrong.expect(422);
        let right = site.post(&place, &[("csrf", &csrf), ("password", PASSWORD)]).await;
        right.expect(200);
        assert!(right.header("content-disposition").contains(&name));
        let log = site.audit_log().await;
        for act in ["backup-make", "backup-download"] {
            assert!(log.iter().any(|line| line.contains(act)), "{act}: {log:?}");
        }
        for other in ["gudok.db", "..%2Fgudok.toml", "gudok-20200101-000000.backup"] {
            let place = format!("/admin/backups/{other}/download");
            site.post(&place, &[("csrf", &csrf), ("password", PASSWORD)]).await.expect(404);
        }
    }

    async fn without_a_folder_the_page_says_how_to_name_one_and_nothing_is_made(site: Site) {
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/backups").await;
        assert!(page.expect(200).contains("[backups]"));
        an_hour_passes(site).await;
        assert!(backups::newest_run(&mut site.app.read().await.expect("a connection")).await.expect("read").is_none());
    }

    async fn only_owners_see_backups(site: Site) {
        with_folder(site).await;
        site.sign_in(Role::Editor).await;
        site.get("/admin/backups").await.expect(403);
    }
}
