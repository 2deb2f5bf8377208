//! The page "Add to your site": it names the site, gives the code, checks a page and shows the secret of publishing.

use gudok::admin::Role;
use gudok::app::App;
use gudok::config::Config;
use gudok::random::Random;
use gudok::webhooks;

use crate::stories;
use crate::support::Site;
use crate::support::feed_server::FeedServer;

const PATH: &str = "/admin/embedding";
const HTML: &str = "text/html; charset=utf-8";

/// Saves both options from the page as it is now.
async fn save(site: &Site, url: &str, origins: &str) -> crate::support::Reply {
    let page = site.get(PATH).await;
    save_from(site, &page, url, origins).await
}

/// Saves both options from a page that was opened before.
async fn save_from(
    site: &Site,
    page: &crate::support::Reply,
    url: &str,
    origins: &str,
) -> crate::support::Reply {
    let (csrf, version) = (page.field("csrf"), page.field("version"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("site.url", url),
        ("server.allowed_origins", origins),
    ];
    site.post(PATH, &fields).await
}

async fn check(site: &Site, address: &str) -> crate::support::Reply {
    let csrf = site.get(PATH).await.field("csrf");
    let fields = [("csrf", csrf.as_str()), ("address", address)];
    site.post("/admin/embedding/check", &fields).await
}

stories! {
    async fn an_owner_names_the_site_and_the_audit_log_keeps_both_values(site: Site) {
        site.sign_in(Role::Owner).await;
        let saved = save(site, "https://new.example.org", "shop.example.net").await;
        saved.expect(303);
        assert_eq!(saved.header("location"), "/admin/embedding?done=saved");
        let page = site.get(saved.header("location")).await;
        page.expect(200);
        assert_eq!(page.text_of("[role=status]"), "설정을 저장했습니다.");
        assert_eq!(page.field("site.url"), "https://new.example.org/");
        assert_eq!(page.text_of("textarea"), "https://shop.example.net/");
        assert_eq!(
            site.app.config().site.url.as_ref().map(ToString::to_string).as_deref(),
            Some("https://new.example.org/")
        );
        let log = site.audit_log().await;
        assert!(log.contains(&"owner@example.org setting-change site.url".to_owned()), "{log:?}");
        let values = "SELECT value_after FROM audit_log WHERE subject = 'site.url'";
        assert_eq!(site.texts(values).await, ["https://new.example.org/"]);
        // Saving what is there changes nothing and says nothing new.
        save(site, "https://new.example.org/", "https://shop.example.net/").await.expect(303);
        assert_eq!(site.audit_log().await.len(), log.len());
    }

    async fn a_wrong_address_is_shown_again_with_the_way_out(site: Site) {
        site.sign_in(Role::Owner).await;
        let refused = save(site, "여기 어디", "https://good.example.net").await;
        refused.expect(422);
        assert_eq!(refused.field("site.url"), "여기 어디");
        assert_eq!(refused.count("[name='site.url'][aria-invalid]"), 1);
        assert!(refused.body.contains("https://example.org 와 같이 입력해 주세요."));
        assert!(refused.body.contains("https://good.example.net"), "nothing typed is lost");
        assert_eq!(site.texts("SELECT name FROM site_settings").await, [""; 0]);
    }

    async fn the_second_of_two_owners_sees_what_the_first_saved(site: Site) {
        site.sign_in(Role::Owner).await;
        let page = site.get(PATH).await;
        save_from(site, &page, "https://first.example.org", "").await.expect(303);
        let refused = save_from(site, &page, "https://second.example.org", "").await;
        refused.expect(409);
        assert_eq!(refused.field("site.url"), "https://second.example.org");
        assert!(refused.body.contains("지금 저장되어 있는 값: https://first.example.org/"));
        save_from(site, &refused, "https://second.example.org", "").await.expect(303);
        assert_eq!(site.get(PATH).await.field("site.url"), "https://second.example.org/");
    }

    async fn what_the_environment_sets_is_shown_with_a_lock(site: Site) {
        let variables = [("GUDOK__SITE__URL".to_owned(), "https://fixed.example.org".to_owned())];
        let given = Config::read(None, variables).expect("a configuration").given;
        site.restart(|config| config.given = given).await;
        site.sign_in(Role::Owner).await;
        let page = site.get(PATH).await;
        assert_eq!(page.count("[name='site.url'][disabled]"), 1);
        assert!(page.body.contains("GUDOK__SITE__URL에서 지정한 값이라"));
        let refused = save(site, "https://mine.example.org", "").await;
        refused.expect(422);
        assert!(refused.body.contains("‘사이트 주소’ 설정은 GUDOK__SITE__URL에서 지정한 값입니다."));
    }

    async fn the_check_of_a_page_says_what_is_there_and_what_is_missing(site: Site) {
        site.sign_in(Role::Owner).await;
        let server = FeedServer::start().await;
        server.serve("/empty/", HTML, "<p>글</p>");
        let base = site.app.config().server.base_url();
        let whole = format!(
            "<script async src=\"{base}/embed.js\"></script><gudok-comments></gudok-comments>"
        );
        server.serve("/whole/", HTML, &whole);
        let empty = check(site, &server.url("/empty/")).await;
        empty.expect(200);
        assert_eq!(empty.count(".findings .bad"), 3, "{}", empty.text_of(".report"));
        assert!(empty.text_of(".report").contains(&format!("{base}/embed.js")));
        save(site, &server.url("/"), "").await.expect(303);
        let whole = check(site, &server.url("/whole/")).await;
        assert_eq!(whole.count(".findings .bad"), 0, "{}", whole.text_of(".report"));
        assert_eq!(whole.count(".findings .good"), 2);
        assert!(whole.text_of(".report").contains("찾았습니다 ✓"));
        let gone = check(site, &server.url("/gone/")).await;
        assert!(gone.text_of(".report .error").contains("404"), "{}", gone.text_of(".report"));
        check(site, "주소 없음").await.expect(200);
    }

    async fn a_plain_form_is_found_without_a_script(site: Site) {
        site.sign_in(Role::Owner).await;
        let server = FeedServer::start().await;
        save(site, &server.url("/"), "").await.expect(303);
        let base = site.app.config().server.base_url();
        let post = server.url("/plain/");
        let forms = format!(
            "<form method=\"post\" action=\"{base}/subscriptions\"><input name=\"email\"></form>\
             <form method=\"post\" action=\"{base}/comments\"><input name=\"thread\" value=\"{post}\"></form>"
        );
        server.serve("/plain/", HTML, &forms);
        let report = check(site, &post).await;
        assert_eq!(report.count(".findings .bad"), 0, "{}", report.text_of(".report"));
        assert_eq!(report.count(".findings .good"), 2);
        assert!(report.text_of(".report").contains("직접 만든 구독 양식이 있습니다."));
        server.serve("/plain/", HTML, &forms.replace(&post, "https://elsewhere.example.net/"));
        assert_eq!(check(site, &post).await.count(".findings .bad"), 1, "the comments of another site");
    }

    async fn an_address_of_this_machine_needs_no_scheme(site: Site) {
        site.sign_in(Role::Owner).await;
        let server = FeedServer::start().await;
        server.serve("/post/", HTML, "<p>글</p>");
        let typed = server.url("/post/");
        let typed = typed.strip_prefix("http://").expect("a plain address");
        let report = check(site, typed).await;
        assert_eq!(report.count(".findings .bad"), 3, "it was read: {}", report.text_of(".report"));
        assert_eq!(report.count(".report .error"), 0);
    }

    async fn the_code_for_any_site_leads_to_the_comments_without_javascript(site: Site) {
        site.sign_in(Role::Owner).await;
        let base = site.app.config().server.base_url();
        let page = site.get(PATH).await;
        let comments = page.text_of("#html-comments");
        let link = format!("<a href=\"{base}/comments?thread=https://blog.example.org/this-post\">댓글</a>");
        assert_eq!(comments, format!("<gudok-comments>{link}</gudok-comments>"));
    }

    async fn the_secret_is_shown_when_asked_for_and_can_be_renewed(site: Site) {
        site.sign_in(Role::Owner).await;
        let page = site.get(PATH).await;
        let csrf = page.field("csrf");
        let form = [("csrf", csrf.as_str())];
        assert!(!page.body.contains("whsec_"));
        let shown = site.post("/admin/embedding/secret", &form).await.text_of("#publish-secret");
        let secret = webhooks::publish_secret(&site.app).await.expect("a secret");
        assert_eq!(shown, secret.as_text());
        let renewed = site.post("/admin/embedding/secret/renewal", &form).await;
        let renewed = renewed.text_of("#publish-secret");
        assert!(renewed.starts_with("whsec_") && renewed != shown);
        let node = App::open(site.app.given_config().clone(), site.clock.clone(), Random::seeded(5));
        let node = node.await.expect("another node");
        let secret = webhooks::publish_secret(&node).await.expect("a secret");
        assert_eq!(secret.as_text(), renewed);
        let log = site.audit_log().await;
        assert!(log.contains(&"owner@example.org secret-renew hooks.publish_secret".to_owned()));
    }

    async fn only_owners_see_the_page(site: Site) {
        for role in [Role::Editor, Role::Moderator] {
            site.sign_in(role).await;
            site.get(PATH).await.expect(403);
            site.get("/admin/embedding/preview").await.expect(403);
        }
    }

    async fn the_preview_can_be_framed_by_the_panel_alone_and_sends_nothing(site: Site) {
        site.sign_in(Role::Owner).await;
        let preview = site.get("/admin/embedding/preview?element=comments&theme=dark").await;
        preview.expect(200);
        assert_eq!(preview.count("gudok-comments[thread]"), 1);
        let policy = preview.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'self'") && policy.contains("form-action 'none'"), "{policy}");
        let page = site.get(PATH).await;
        assert_eq!(page.count("iframe[sandbox='allow-scripts allow-same-origin']"), 2);
    }
}
