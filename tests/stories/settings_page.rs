//! The settings page: what owners change, and how a change is undone.

use gudok::admin::Role;

use crate::stories;
use crate::support::readers::sign_up;
use crate::support::{Reply, Site};

const PATH: &str = "/admin/settings";

/// Saves options of one group, as the page shows it now.
async fn save(site: &Site, group: &str, fields: &[(&str, &str)]) -> Reply {
    let page = site.get(PATH).await;
    page.expect(200);
    let (csrf, version) = (page.field("csrf"), page.field("version"));
    let mut all = vec![
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("group", group),
    ];
    all.extend(fields);
    site.post("/admin/settings/options", &all).await
}

stories! {
    async fn a_new_sender_is_in_the_next_mail_without_a_restart(site: Site) {
        site.sign_in(Role::Owner).await;
        sign_up(site, &[("email", "first@example.org")]).await.expect(200);
        let before = site.newest_mail_to("first@example.org").await;
        assert!(before.header("from").contains("letters@example.org"));
        let fields = [("site.sender", "새 소식 <news@example.org>"), ("site.reply_to", "editors@example.org")];
        save(site, "sender", &fields).await.expect(303);
        save(site, "site", &[("site.name", "새 이름")]).await.expect(303);
        sign_up(site, &[("email", "second@example.org")]).await.expect(200);
        let after = site.newest_mail_to("second@example.org").await;
        assert!(after.header("from").contains("<news@example.org>"), "{}", after.header("from"));
        assert!(after.header("reply-to").contains("editors@example.org"));
        assert!(after.subject.contains("새 이름"), "{}", after.subject);
        assert!(site.get("/").await.body.contains("새 이름"));
    }

    async fn a_setting_that_the_configuration_refuses_is_explained_in_its_field(site: Site) {
        site.sign_in(Role::Owner).await;
        for (group, name, text) in [
            ("site", "site.time_zone", "서울"),
            ("site", "site.privacy_url", "https://"),
            ("sender", "site.sender", "아무나"),
            ("comments", "comments.moderation", "sometimes"),
            ("comments", "comments.page_titles", "perhaps"),
            ("comments", "comments.most_links", "many"),
        ] {
            let refused = save(site, group, &[(name, text)]).await;
            refused.expect(422);
            assert_eq!(refused.count(&format!("[name='{name}'][aria-invalid]")), 1, "{name}");
        }
        let refused = save(site, "sender", &[("site.sender", "구독@example.org")]).await;
        refused.expect(422);
        assert_eq!(refused.count("[name='site.sender'][aria-invalid]"), 1);
        assert!(refused.body.contains("@ 앞에는 한글을 쓸 수 없습니다."));
        assert_eq!(site.texts("SELECT name FROM site_settings").await, [""; 0]);
    }

    async fn a_change_stands_in_the_history_and_is_undone_by_its_button(site: Site) {
        site.sign_in(Role::Owner).await;
        save(site, "site", &[("site.name", "하나")]).await.expect(303);
        save(site, "site", &[("site.name", "둘")]).await.expect(303);
        let page = site.get(PATH).await;
        assert!(page.text_of("#changes li").contains("하나 → 둘"), "{}", page.text_of("#changes"));
        save(site, "site", &[("site.name", "하나")]).await.expect(303);
        assert_eq!(site.app.config().site.name, "하나");
        save(site, "site", &[("site.name", "")]).await.expect(303);
        assert_eq!(site.app.config().site.name, "인공지능 읽기");
    }

    async fn a_setting_that_cannot_be_used_any_more_is_told_at_the_entrance(site: Site) {
        site.sign_in(Role::Owner).await;
        save(site, "site", &[("site.time_zone", "Europe/Berlin")]).await.expect(303);
        assert_eq!(site.get("/admin").await.count("#attention .fault"), 0, "nothing fails");
        site.change("UPDATE site_settings SET value = 'Europe/Atlantis' WHERE name = 'site.time_zone'").await;
        let told = site.get("/admin").await;
        assert!(told.expect(200).contains("‘시간대’ 설정에 저장된 값을 쓸 수 없어"), "{}", told.body);
        assert!(told.body.contains("Asia/Seoul과 같이 입력해 주세요."));
        save(site, "site", &[("site.time_zone", "Europe/Paris")]).await.expect(303);
        assert_eq!(site.get("/admin").await.count("#attention .fault"), 0);
    }

    async fn an_option_of_another_group_is_not_saved(site: Site) {
        site.sign_in(Role::Owner).await;
        save(site, "comments", &[("site.name", "밀수")]).await.expect(303);
        assert_eq!(site.app.config().site.name, "인공지능 읽기");
        save(site, "nothing", &[("site.name", "밀수")]).await.expect(400);
        site.sign_in(Role::Editor).await;
        site.get(PATH).await.expect(403);
    }
}
