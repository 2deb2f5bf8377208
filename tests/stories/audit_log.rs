//! The owner looks up who changed what, and takes the list along.

use gudok::admin::Role;

use crate::stories;
use crate::support::{Reply, Site, encode};

const PATH: &str = "/admin/audit";

/// The table of these filters.
async fn export(site: &Site, filters: &[(&str, &str)]) -> Reply {
    let csrf = site.get(PATH).await.field("csrf");
    let mut fields = vec![("csrf", csrf.as_str())];
    fields.extend(filters);
    site.post("/admin/audit/export", &fields).await
}

/// The subjects that the page shows with these filters.
async fn shown(site: &Site, filters: &[(&str, &str)]) -> Vec<String> {
    let page = site.get(&format!("{PATH}?{}", encode(filters))).await;
    page.expect(200);
    let page = dom_query::Document::from(page.body.as_str());
    let subjects = page.select("#entries td.main .meta");
    subjects
        .iter()
        .map(|subject| subject.text().to_string())
        .collect()
}

/// What two people did on the 15th and 16th of November 2023 in Seoul, and the command line on the 16th.
const PAST: &str = "
    INSERT INTO audit_log (who, action, subject, value_before, value_after, ip, at) VALUES
        ('kim@example.org', 'comment-approve', 'comment:1', 'pending', 'approved', '192.0.2.1', 1700000000),
        ('kim@example.org', 'campaign-pause', 'spring', 'running', 'paused', '192.0.2.1', 1700086400),
        ('lee@example.org', 'comment-approve', 'comment:2', 'spam', 'approved', '192.0.2.2', 1700086401),
        (NULL, 'account-add', 'lee@example.org', NULL, 'editor', NULL, 1700086402)";

stories! {
    async fn a_change_is_logged_with_what_was_before_and_what_is_now(site: Site) {
        site.sign_in(Role::Owner).await;
        let settings = site.get("/admin/settings").await;
        let (csrf, version) = (settings.field("csrf"), settings.field("version"));
        let fields = [("csrf", csrf.as_str()), ("version", &version), ("group", "site"), ("site.name", "새 이름")];
        site.post("/admin/settings/options", &fields).await.expect(303);
        let page = site.get(PATH).await;
        assert!(page.expect(200).contains("새 이름"));
        assert_eq!(page.text_of("#entries tbody tr:first-child td:nth-child(3)"), "owner@example.org");
        let fields = [("csrf", csrf.as_str()), ("email", "han@example.org"), ("role", "editor"), ("present", "")];
        site.post("/admin/settings/accounts", &fields).await.expect(201);
        let roles = "SELECT value_after FROM audit_log WHERE action = 'account-add' AND who IS NOT NULL";
        assert_eq!(site.texts(roles).await, ["editor"]);
    }

    async fn the_log_is_found_by_actor_act_and_day(site: Site) {
        site.change(PAST).await;
        site.sign_in(Role::Owner).await;
        assert_eq!(shown(site, &[("who", "kim@example.org")]).await, ["spring", "comment:1"]);
        assert_eq!(shown(site, &[("act", "comment-approve")]).await, ["comment:2", "comment:1"]);
        assert_eq!(shown(site, &[("who", "-"), ("to", "2023-12-01")]).await, ["lee@example.org"]);
        assert_eq!(shown(site, &[("from", "2023-11-15"), ("to", "2023-11-15")]).await, ["comment:1"]);
        assert_eq!(shown(site, &[("from", "2023-11-16"), ("to", "2023-11-16"), ("who", "kim@example.org")]).await, ["spring"]);
        assert_eq!(shown(site, &[("who", "nobody@example.org")]).await, [""; 0]);
        assert_eq!(shown(site, &[("from", "soon"), ("act", "campaign-pause")]).await, ["spring"], "no day");
    }

    async fn states_and_roles_are_said_in_the_language_of_the_page(site: Site) {
        site.change(PAST).await;
        site.sign_in(Role::Owner).await;
        let page = site.get(&format!("{PATH}?lang=en&to=2023-12-01")).await;
        let rows = page.text_of("#entries");
        for change in ["Pending → Approved", "Sending → Paused", "Spam → Approved", "none → "] {
            assert!(rows.contains(change), "{change}: {rows}");
        }
    }

    async fn the_table_has_what_the_filters_choose_and_no_formula(site: Site) {
        site.change(PAST).await;
        site.change("INSERT INTO audit_log (who, action, subject, at) VALUES ('=1+1', 'token-make', '@SUM(A1)', 1700000000)").await;
        site.sign_in(Role::Owner).await;
        let file = export(site, &[("to", "2023-12-01")]).await;
        assert!(file.header("content-disposition").contains("audit.csv"));
        let lines: Vec<&str> = file.expect(200).lines().collect();
        assert_eq!(lines[0], "at,who,act,subject,before,after,ip");
        assert!(lines.contains(&"2023-11-14T22:13:20Z,'=1+1,token-make,'@SUM(A1),,,"), "{lines:?}");
        assert!(lines.contains(&"2023-11-15T22:13:21Z,lee@example.org,comment-approve,comment:2,spam,approved,192.0.2.2"));
        assert_eq!(lines.len(), 6);
        let file = export(site, &[("who", "kim@example.org"), ("act", "comment-approve")]).await;
        assert_eq!(file.expect(200).lines().count(), 2);
        assert!(site.audit_log().await.contains(&"owner@example.org export audit.csv".to_owned()));
    }

    async fn a_long_log_has_pages_and_its_table_has_all_of_it(site: Site) {
        site.change("
            INSERT INTO audit_log (who, action, subject, at)
            WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 2150)
            SELECT 'kim@example.org', 'sign-in', CAST(number AS TEXT), number FROM numbers").await;
        site.sign_in(Role::Owner).await;
        let filters = [("who", "kim@example.org")];
        let first = site.get(&format!("{PATH}?{}", encode(&filters))).await;
        assert_eq!(first.count("#entries tbody tr"), 100);
        let page = dom_query::Document::from(first.body.as_str());
        let next = page.select("a[rel=next]").attr("href").expect("a further page").to_string();
        drop(page);
        let second = site.get(&next).await;
        assert_eq!(second.text_of("#entries tbody tr:first-child .meta"), "2050");
        let file = export(site, &filters).await;
        assert_eq!(file.expect(200).lines().count(), 2_151);
    }

    async fn only_owners_see_the_log(site: Site) {
        for role in [Role::Editor, Role::Moderator] {
            site.sign_in(role).await;
            site.get(PATH).await.expect(403);
            let csrf = site.get("/admin/account").await.field("csrf");
            site.post("/admin/audit/export", &[("csrf", &csrf)]).await.expect(403);
        }
    }
}
