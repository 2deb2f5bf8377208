//! The panel's guard: every route has a permission in one table, and every form proves that a page of its session held it.

use gudok::admin::{Permission, Role};

use crate::stories;
use crate::support::source::{Source, rust};

/// The files that hold routes of the panel.
fn panel() -> Vec<Source> {
    let files = rust("src").into_iter();
    files
        .filter(|file| file.path.contains("panel") || file.path.starts_with("src/admin/"))
        .collect()
}

/// The patterns that a file mounts, such as `/outbox/{id}/attempt`; those that it composes are left out.
fn routes(file: &Source) -> Vec<String> {
    let text = file.text.replace(char::is_whitespace, "");
    let starts = [".route(\"", "web::resource(\""];
    let found = starts.iter().flat_map(|start| {
        let pieces = text.split(start).skip(1);
        pieces.filter_map(|piece| Some(piece.split_once('"')?.0.to_owned()))
    });
    found.collect()
}

/// The names of the functions that serve POST in a file.
fn post_handlers(file: &Source) -> Vec<String> {
    let code = file.code.replace(char::is_whitespace, "");
    let starts = ["web::post().to(", ").post("];
    let found = starts.iter().flat_map(|start| {
        let pieces = code.split(start).skip(1);
        pieces.filter_map(|piece| Some(piece.split_once(')')?.0.rsplit("::").next()?.to_owned()))
    });
    found.collect()
}

#[test]
fn every_route_of_the_panel_stands_in_the_table_of_permissions() {
    let files = panel();
    let table = files
        .iter()
        .find(|file| file.path.ends_with("admin/permissions.rs"));
    let table = &table.expect("the table").literals;
    let mounted: Vec<String> = files.iter().flat_map(routes).collect();
    assert!(mounted.len() > 30, "{mounted:?}");
    let missing: Vec<&String> = mounted
        .iter()
        .filter(|route| !table.contains(route))
        .collect();
    assert!(missing.is_empty(), "without a permission: {missing:?}");
}

#[test]
fn every_post_of_the_panel_reads_its_form_through_the_session() {
    let files = panel();
    let signature = |at: &Source, name: &str| {
        let start = format!("fn {name}(");
        let mut places = std::iter::once(at).chain(&files);
        let file = places.find(|file| file.code.contains(&start))?;
        let (_, after) = file.code.split_once(&start)?;
        Some(after.split("->").next()?.to_owned())
    };
    let before_a_session = [
        "sign_in_form",
        "code_form",
        "forgotten_form",
        "choice_form",
        "setup_form",
    ];
    let composed = ["decided", "acted"]; // closures that take an AdminForm by their types
    let posts = files.iter().flat_map(|file| {
        post_handlers(file)
            .into_iter()
            .map(move |name| (file, name))
    });
    let posts: Vec<(&Source, String)> = posts.collect();
    assert!(posts.len() > 20, "{posts:?}");
    for (file, name) in posts {
        if before_a_session.contains(&name.as_str()) || composed.contains(&name.as_str()) {
            continue;
        }
        let signature = signature(file, &name).unwrap_or_else(|| panic!("no function {name}"));
        assert!(
            signature.contains("AdminForm"),
            "{name} reads a form past the guard"
        );
    }
    for file in &files {
        let own = file.code.matches("Form<").count();
        let guarded = file.code.matches("AdminForm<").count();
        let exempt = file.path.starts_with("src/admin/http/");
        assert!(
            exempt || own == guarded,
            "{} reads a form past the guard",
            file.path
        );
    }
}

stories! {
    async fn the_settings_show_what_each_role_may_do(site: Site) {
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/settings").await;
        let rows = dom_query::Document::from(page.body.as_str());
        let rows = rows.select("#roles ~ table tbody tr");
        assert_eq!(rows.length(), Permission::ALL.len());
        for (row, permission) in rows.iter().zip(Permission::ALL) {
            let shown: Vec<bool> = row.select("td[data-label]").iter().map(|cell| cell.text().contains('✓')).collect();
            let held: Vec<bool> = Role::ALL.iter().map(|role| role.allows(*permission)).collect();
            assert_eq!(shown, held, "{permission}");
        }
    }

    async fn no_page_of_the_panel_opens_without_a_session(site: Site) {
        for file in panel() {
            for route in routes(&file) {
                let path = format!("/admin{}", route.replace("{id}", "1"));
                if path.contains('{') || path.starts_with("/admin/sign-in") || path == "/admin/forgotten" {
                    continue;
                }
                let page = site.get(&path).await;
                page.expect(303);
                assert!(page.header("location").starts_with("/admin/sign-in?next="), "{path}");
                site.post(&path, &[("csrf", "x")]).await.expect(401);
            }
        }
    }

    async fn a_form_of_another_session_changes_nothing(site: Site) {
        site.sign_in(Role::Owner).await;
        let foreign = site.get("/admin/account").await.field("csrf");
        site.sign_in(Role::Editor).await;
        for csrf in ["", "x", foreign.as_str()] {
            let form = [("csrf", csrf), ("locale", "en")];
            site.post("/admin/account/language", &form).await.expect(400);
        }
        site.post("/admin/account/language", &[("locale", "en")]).await.expect(400);
        let csrf = site.get("/admin/account").await.field("csrf");
        site.post("/admin/account/language", &[("csrf", &csrf), ("locale", "en")]).await.expect(303);
    }
}
