//! Signing in and out, the first run, and what a session may do.

use gudok::admin::Role;

use crate::stories;
use crate::support::PASSWORD;

stories! {
    async fn whoever_knows_the_password_comes_in_and_goes_out_again(site: Site) {
        let page = site.get("/admin/comments?state=spam").await;
        page.expect(404); // the room is another capability's
        let page = site.get("/admin").await;
        page.expect(303);
        assert_eq!(page.header("location"), "/admin/sign-in?next=%2Fadmin");
        site.sign_in(Role::Owner).await;
        let entered = site.get("/admin").await;
        entered.expect(303);
        assert_eq!(entered.header("location"), "/admin/comments");
    }

    async fn a_wrong_password_and_an_unknown_address_are_answered_alike(site: Site) {
        site.sign_in(Role::Editor).await;
        site.cookie = None;
        let wrong = site.post("/admin/sign-in", &[("email", "editor@example.org"), ("password", "not the password")]).await;
        let unknown = site.post("/admin/sign-in", &[("email", "nobody@example.org"), ("password", PASSWORD)]).await;
        assert!(wrong.expect(422).contains("맞지 않습니다"));
        assert_eq!(wrong.body.replace("editor@", "nobody@"), unknown.expect(422));
        assert!(wrong.cookie().is_empty() && unknown.cookie().is_empty());
    }
}
