//! The panel's own rooms: who may enter, and what the outbox, the settings and one's account do.

use gudok::admin::Role;
use gudok::ids::MailId;
use gudok::message::EmailContent;
use gudok::outbox::{self, MailContent, MailState, NewMail};

use crate::stories;
use crate::support::{PASSWORD, Site};

/// The rooms, and whether an owner, an editor and a moderator may enter.
const ROOMS: &[(&str, [bool; 3])] = &[
    ("comments", [true, true, true]),
    ("subscribers", [true, true, false]),
    ("posts", [true, true, false]),
    ("digests", [true, true, false]),
    ("campaigns", [true, true, false]),
    ("outbox", [true, true, false]),
    ("bounces", [true, true, false]),
    ("doctor", [true, false, false]),
    ("compliance", [true, false, false]),
    ("settings", [true, false, false]),
];

async fn queue_mail(site: &Site, to: &str) -> MailId {
    let letter = EmailContent {
        subject: "구독을 확인해 주세요".into(),
        text: "안녕하세요.".into(),
        html: "<p>안녕하세요.</p>".into(),
        unsubscribe: None,
        reply_to: None,
    };
    let mail = NewMail {
        kind: "confirmation",
        recipient: to.parse().expect("an address"),
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: None,
    };
    let mut tx = site.app.write().await.expect("a transaction");
    site.app.enqueue_mail(&mut tx, mail).await.expect("queued");
    tx.commit().await.expect("committed");
    newest(site).await.0
}

/// The newest mail and its state.
async fn newest(site: &Site) -> (MailId, MailState) {
    let mut tx = site.app.read().await.expect("a connection");
    let rows = outbox::list(&mut tx, None, None, 1)
        .await
        .expect("the outbox");
    (rows[0].id, rows[0].state)
}

stories! {
    async fn every_role_enters_its_rooms_and_no_other(site: Site) {
        for (place, role) in [Role::Owner, Role::Editor, Role::Moderator].into_iter().enumerate() {
            site.sign_in(role).await;
            let page = site.get("/admin/account").await;
            page.expect(200);
            for (room, may) in ROOMS {
                let links = page.count(&format!(".sections a[href='/admin/{room}']"));
                assert_eq!(links, usize::from(may[place]), "{role} and the link to {room}");
                let path = format!("/admin/{room}");
                let status = site.get(&path).await.status;
                let expected = if may[place] { 200 } else { 403 };
                assert_eq!(status, expected, "{role} at {path}");
            }
        }
    }

    async fn a_mail_that_waits_can_be_left_and_a_stuck_one_sent_again(site: Site) {
        let id = queue_mail(site, "kim@example.org").await;
        site.sign_in(Role::Editor).await;
        let page = site.get("/admin/outbox?state=queued").await;
        assert!(page.expect(200).contains("kim@example.org"));
        assert_eq!(page.text_of("td .tag"), "대기");
        let csrf = page.field("csrf");
        let path = |what: &str| format!("/admin/outbox/{}/{what}", id.0);
        let left = site.post(&path("cancellation"), &[("csrf", &csrf), ("state", "queued")]).await;
        left.expect(303);
        assert_eq!(left.header("location"), "/admin/outbox?state=queued&done=left");
        assert_eq!(newest(site).await.1, MailState::Dropped);
        assert!(site.get(left.header("location")).await.expect(200).contains("보내지 않기로 했습니다"));
        assert_eq!(site.count_mails_to("kim@example.org").await, 0);
        let stale = site.post(&path("cancellation"), &[("csrf", &csrf)]).await;
        assert_eq!(stale.header("location"), "/admin/outbox?done=stale");

        let id = queue_mail(site, "lee@example.org").await;
        site.change("UPDATE outbox SET state = 'unknown', attempts = 1 WHERE state = 'queued'").await;
        let page = site.get("/admin/outbox").await;
        assert!(page.expect(200).contains("결과를 알 수 없는 메일이 1통"));
        assert_eq!(page.count("td.act form"), 2, "again or not at all");
        let again = site.post(&format!("/admin/outbox/{}/attempt", id.0), &[("csrf", &csrf)]).await;
        again.expect(303);
        assert_eq!(site.count_mails_to("lee@example.org").await, 1);
        let sent = site.get("/admin/outbox?state=sent").await;
        assert_eq!(sent.count("td.act form"), 0, "what is sent is sent");
        let log = site.audit_log().await;
        assert!(log.iter().any(|line| line.starts_with("editor@example.org mail-leave ")), "{log:?}");
        assert!(log.iter().any(|line| line.starts_with("editor@example.org mail-again ")), "{log:?}");
    }

    async fn the_outbox_is_read_page_by_page(site: Site) {
        for number in 0..53 {
            queue_mail(site, &format!("reader{number}@example.org")).await;
        }
        site.sign_in(Role::Owner).await;
        let first = site.get("/admin/outbox?state=queued").await;
        assert_eq!(first.count("table.rows tbody tr"), 50);
        assert!(first.text_of(".filters [aria-current]").contains("53"));
        let page = dom_query::Document::from(first.body.as_str());
        let next = page.select("a[rel=next]").attr("href").expect("a second page").to_string();
        let second = site.get(&next).await;
        assert_eq!(second.count("table.rows tbody tr"), 3);
        assert!(second.body.contains("reader0@") && !second.body.contains("reader52@"));
        assert_eq!(second.count("a[rel=next]"), 0);
        site.get("/admin/outbox?state=nonsense&before=-1").await.expect(200);
        site.get("/admin/outbox?before=abc").await.expect(400);
    }

    async fn a_moderator_cannot_act_on_mail(site: Site) {
        let id = queue_mail(site, "kim@example.org").await;
        site.sign_in(Role::Moderator).await;
        let csrf = site.get("/admin/account").await.field("csrf");
        site.post(&format!("/admin/outbox/{}/cancellation", id.0), &[("csrf", &csrf)]).await.expect(403);
        site.post("/admin/settings/accounts", &[("csrf", &csrf), ("email", "x@example.org"), ("role", "owner")]).await.expect(403);
        assert_eq!(newest(site).await.1, MailState::Queued);
    }

    async fn an_owner_gives_somebody_an_account_and_takes_it_away(site: Site) {
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/settings").await.field("csrf");
        let add = async |email: &str| {
            site.post("/admin/settings/accounts", &[("csrf", &csrf), ("email", email), ("role", "moderator")]).await
        };
        add("no address").await.expect(422);
        add("mina@example.org").await.expect(201);
        assert!(add("Mina@example.org").await.expect(409).contains("이미 계정이 있는"));
        let link = site.newest_mail_to("mina@example.org").await.link("/admin/password/");
        let owner = site.cookie.take();
        site.post(&link, &[("new", PASSWORD)]).await.expect(303);
        let form = [("email", "mina@example.org"), ("password", PASSWORD)];
        let mina = site.post("/admin/sign-in", &form).await;
        mina.expect(303);

        site.cookie = owner;
        let ids = site.numbers("SELECT id FROM accounts ORDER BY email").await;
        let remove = async |id: i64, present: &str| {
            let path = format!("/admin/settings/accounts/{id}");
            site.post(&path, &[("csrf", &csrf), ("present", present), ("act", "removal")]).await
        };
        remove(ids[1], PASSWORD).await.expect(403); // oneself
        assert!(remove(ids[0], "not the password").await.expect(422).contains("현재 비밀번호가 맞지 않습니다"));
        remove(ids[0], PASSWORD).await.expect(303);
        remove(ids[0], PASSWORD).await.expect(404);
        assert!(site.get("/admin/settings").await.expect(200).contains("계정 삭제"));
        site.cookie = Some(mina.cookie());
        site.get("/admin/account").await.expect(303);
        let log = site.audit_log().await;
        assert!(log.contains(&"owner@example.org account-add mina@example.org".to_owned()), "{log:?}");
        assert!(log.contains(&"owner@example.org account-remove mina@example.org".to_owned()), "{log:?}");
    }

    async fn a_new_owner_needs_the_password_of_whoever_adds_them(site: Site) {
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/settings").await.field("csrf");
        let add = async |present: &str| {
            let form = [("csrf", csrf.as_str()), ("email", "second@example.org"), ("role", "owner"), ("present", present)];
            site.post("/admin/settings/accounts", &form).await
        };
        for wrong in ["", "not the password"] {
            assert!(add(wrong).await.expect(422).contains("현재 비밀번호가 맞지 않습니다"));
        }
        assert_eq!(site.texts("SELECT email FROM accounts").await, ["owner@example.org"]);
        add(PASSWORD).await.expect(201);
    }

    async fn two_owners_who_remove_each_other_at_once_leave_one(site: Site) {
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/settings").await.field("csrf");
        let made = site.post("/admin/settings/accounts", &[("csrf", &csrf), ("email", "second@example.org"), ("role", "owner"), ("present", PASSWORD)]).await;
        made.expect(201);
        let ids = site.numbers("SELECT id FROM accounts ORDER BY email").await;
        let remove = async |id: i64| {
            let mut tx = site.app.write().await.expect("a transaction");
            let removed = gudok::admin::accounts::remove(&mut tx, gudok::admin::AccountId(id)).await;
            tx.commit().await.expect("committed");
            removed.expect("an answer")
        };
        let (one, other) = tokio::join!(remove(ids[0]), remove(ids[1]));
        assert_eq!([one, other].iter().flatten().count(), 1);
    }

    async fn the_settings_show_the_configuration_without_its_secrets(site: Site) {
        site.restart(|config| {
            config.mail.url = "smtp://letters:hush-hush@mail.example.org:587".parse().expect("a URL");
            config.security.secret = Some("a-secret-of-32-characters-or-more".to_owned().into());
        }).await;
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/settings").await;
        page.expect(200);
        for shown in ["mail.example.org", "site.time_zone", "Asia/Seoul", "설정에서 지정함"] {
            assert!(page.body.contains(shown), "{shown}");
        }
        for hidden in ["hush-hush", "a-secret-of-32"] {
            assert!(!page.body.contains(hidden), "{hidden}");
        }
    }

    async fn ones_language_goes_before_the_browsers(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.language = "en";
        let page = site.get("/admin/account").await;
        assert_eq!(page.text_of("h1"), "Your account", "until one chooses, the browser does");
        let csrf = page.field("csrf");
        site.post("/admin/account/language", &[("csrf", &csrf), ("locale", "ko")]).await.expect(303);
        assert_eq!(site.get("/admin/account").await.text_of("h1"), "내 계정");
        assert_eq!(site.get("/admin/settings").await.text_of("h1"), "이 계정에는 권한이 없습니다");
        assert_eq!(site.get("/admin/account?lang=en").await.text_of("h1"), "Your account");
        site.post("/admin/account/language", &[("csrf", &csrf), ("locale", "fr")]).await.expect(400);
        let mut tx = site.app.read().await.expect("a connection");
        let moderators = gudok::admin::moderators(&mut tx).await.expect("accounts");
        assert_eq!(moderators.len(), 1);
        assert_eq!(moderators[0].locale, gudok::i18n::Locale::Ko);
    }
}

/// Accounts by command, as an operator makes them.
mod by_command {
    use super::*;
    use crate::support::program::{Printed, gudok};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_account_is_made_and_its_password_reset() {
        let mut site = Site::on_sqlite().await;
        let run = |arguments: &[&str], stdin: Option<&str>| {
            let mut command = gudok(site.folder.path(), arguments);
            command.env("DATABASE_URL", &site.app.config().database.url);
            match stdin {
                Some(text) => Printed::with_input(command, text),
                None => Printed::of(command),
            }
        };
        let add = [
            "admin",
            "add",
            "--email",
            "kim@example.org",
            "--role",
            "editor",
        ];
        let made = run(&add, None);
        assert_eq!(made.code, Some(0), "{made:?}");
        let line = made
            .out
            .lines()
            .find(|line| line.starts_with("Password"))
            .expect("shown once");
        let drawn = line.rsplit(' ').next().expect("the password").to_owned();
        assert!(
            run(&add, None)
                .failure()
                .contains("gudok admin reset-password --email kim@example.org")
        );
        let sign_in = async |site: &Site, password: &str| {
            let fields = [("email", "kim@example.org"), ("password", password)];
            site.post("/admin/sign-in", &fields).await
        };
        let session = sign_in(&site, &drawn).await;
        session.expect(303);

        let reset = [
            "admin",
            "reset-password",
            "--email",
            "kim@example.org",
            "--password-stdin",
        ];
        assert!(
            run(&reset, Some("short\n"))
                .failure()
                .contains("at least 10 characters")
        );
        let done = run(&reset, Some(&format!("{PASSWORD}\n")));
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(
            !done.out.contains(PASSWORD),
            "a given password is not shown"
        );
        sign_in(&site, &drawn).await.expect(422);
        sign_in(&site, PASSWORD).await.expect(303);
        site.cookie = Some(session.cookie());
        site.get("/admin/account").await.expect(303);
        assert!(
            run(
                &["admin", "reset-password", "--email", "lee@example.org"],
                None
            )
            .failure()
            .contains("admin add")
        );
        assert_eq!(
            run(&["admin", "add", "--email", "x", "--role", "editor"], None).code,
            Some(2)
        );
        assert_eq!(
            site.audit_log().await[..2],
            ["- account-add kim@example.org", "kim@example.org sign-in "]
        );
    }
}
