//! One page has many spellings of its address: guards hold under each, and people are led to the one that counts.

use std::collections::BTreeSet;
use std::path::Path;

use gudok::admin::Role;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::stories;
use crate::support::{PASSWORD, Reply, Site, encode};

/// Every path that a source file mounts, with an id or a token of nobody in its places.
fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file");
                let file = path
                    .strip_prefix(&source)
                    .expect("in src")
                    .display()
                    .to_string();
                let routes = mounted(&text).chain(buttons(&text));
                found.extend(routes.map(|route| scope(&file).to_owned() + &route));
            }
        }
    }
    found.retain(|path| !path.starts_with("/demo") && !path.contains("nothing"));
    found
}

/// The scope into which `server.rs` mounts a file's routes.
fn scope(file: &str) -> &'static str {
    let is_panel = file.contains("panel") || file == "admin/routes.rs";
    if is_panel {
        "/admin"
    } else if file.ends_with("api.rs") {
        "/api/v1"
    } else if file.ends_with("/http/hooks.rs") {
        "/hooks"
    } else {
        ""
    }
}

fn mounted(text: &str) -> impl Iterator<Item = String> {
    let calls = [".route(", "resource(", "hook("];
    calls
        .into_iter()
        .flat_map(move |call| {
            text.split(call).skip(1).filter_map(|rest| {
                let literal = rest.trim_start().strip_prefix('"')?.split('"').next()?;
                let is_path = literal.is_empty() || literal.starts_with('/');
                is_path.then(|| {
                    let mut path = String::new();
                    for (number, part) in literal.split(['{', '}']).enumerate() {
                        path.push_str(if number % 2 == 0 { part } else { "1" });
                    }
                    path
                })
            })
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// Routes of one form a button: `format!("/comments/{{id}}/{}", self.noun)`.
fn buttons(text: &str) -> Vec<String> {
    let literal = text.split("format!(\"").find_map(|rest| {
        let literal = rest.split('"').next()?;
        literal.strip_suffix("/{{id}}/{}")
    });
    let nouns = text.split("noun: \"").skip(1);
    let nouns = nouns.filter_map(|rest| rest.split('"').next());
    let path = |noun| literal.map(|place| format!("{place}/1/{noun}"));
    nouns.filter_map(path).collect()
}

/// Other spellings that a router takes for the same path (RFC 3986, section 6.2.2).
fn escaped(path: &str) -> Vec<String> {
    let escape = |wanted: &dyn Fn(usize) -> bool| -> String {
        let letters = path.chars().enumerate();
        letters
            .map(|(number, letter)| {
                if letter.is_ascii_alphanumeric() && wanted(number) {
                    format!("%{:02x}", u32::from(letter))
                } else {
                    letter.to_string()
                }
            })
            .collect()
    };
    vec![
        escape(&|number| number == 1),
        escape(&|number| number == 3),
        escape(&|_| true),
        escape(&|number| number + 1 == path.len()),
    ]
}

/// A form of another site. Each route is tried from a network of its own, since one client's posts have a limit.
async fn forged(site: &Site, path: &str, network: usize) -> Reply {
    let mut request = site.http.post(site.url(path)).body(encode(&[
        ("email", "owner@example.org"),
        ("password", PASSWORD),
    ]));
    let headers = [
        ("origin", "https://evil.example"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request = request.header("x-forwarded-for", format!("203.0.{network}.9"));
    if let Some(cookie) = &site.cookie {
        request = request.header("cookie", cookie);
    }
    Reply::of(request.send().await.expect("the server answers")).await
}

/// The answer to a path exactly as it stands here.
async fn raw(site: &Site, path: &str) -> String {
    let address = site.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("answered");
    answer
}

stories! {
    async fn no_spelling_of_any_route_gets_past_its_guard(site: Site) {
        site.restart(|config| config.server.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")]).await;
        site.sign_in(Role::Owner).await;
        let routes = routes();
        let panel = routes.iter().filter(|path| path.starts_with("/admin"));
        assert!(panel.count() >= 35 && routes.contains("/api/v1/comments") && routes.contains("/hooks/ses"), "{routes:?}");
        assert!(routes.contains("/admin/comments/1/approval") && routes.contains("/admin/campaigns/1/pause"), "{routes:?}");
        assert!(routes.contains("/subscriptions/1/confirmation") && routes.contains("/admin"), "{routes:?}");
        for (network, path) in routes.iter().enumerate() {
            let plain = forged(site, path, network).await;
            if path.starts_with("/admin") {
                plain.expect(400);
            }
            for spelling in escaped(path) {
                let other = forged(site, &spelling, network).await;
                assert!(other.status == plain.status || other.status == 404, "{spelling}: {} and {}", other.status, plain.status);
                assert!(other.cookie().is_empty(), "{spelling}");
                let page = site.get(&spelling).await;
                if path.starts_with("/admin") && page.status != 404 {
                    assert_eq!(page.header("cache-control"), "no-store", "{spelling}");
                }
            }
        }
        site.get("/admin/account").await.expect(200);
    }

    async fn a_foreign_site_reads_the_api_under_no_spelling(site: Site) {
        for path in ["/api/v1/comments?thread=a", "/%61pi/v1/comments?thread=a", "/api/%76%31/comments?thread=a"] {
            for (origin, allowed) in [("https://evil.example", ""), ("https://blog.example.org", "https://blog.example.org")] {
                let request = site.http.get(site.url(path)).header("origin", origin);
                let reply = Reply::of(request.send().await.expect("an answer")).await;
                reply.expect(200);
                assert_eq!(reply.header("access-control-allow-origin"), allowed, "{path}");
                assert!(reply.headers.get_all("vary").iter().any(|name| name == "origin"));
            }
        }
        let request = site.http.get(site.url("/api/v1/nothing")).header("origin", "https://blog.example.org");
        let reply = Reply::of(request.send().await.expect("an answer")).await;
        reply.expect(404);
        assert_eq!(reply.header("access-control-allow-origin"), "https://blog.example.org", "an error is read too");
    }

    async fn a_slash_at_the_end_or_twice_leads_to_the_page(site: Site) {
        for (path, place) in [
            ("/admin/", "/admin"),
            ("/archive/", "/archive"),
            ("/comments/?thread=https%3A%2F%2Fblog.example.org%2Fa%2F", "/comments?thread=https%3A%2F%2Fblog.example.org%2Fa%2F"),
            ("/subscriptions/abc/", "/subscriptions/abc"),
            ("/unsubscribe/abc//", "/unsubscribe/abc"),
            ("//archive", "/archive"),
            ("//evil.example/", "/evil.example"),
            ("/api/v1/comments/?thread=a", "/api/v1/comments?thread=a"),
        ] {
            for reply in [site.get(path).await, site.post(path, &[]).await] {
                reply.expect(308);
                assert_eq!(reply.header("location"), place, "{path}");
                assert!(reply.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
            }
        }
        site.get("/").await.expect(200);
    }

    async fn no_page_links_to_another_host_by_its_own_path(site: Site) {
        // As no browser writes it: browsers take a backslash for a slash.
        let moved = raw(site, "/\\evil.example/").await;
        assert!(moved.starts_with("HTTP/1.1 308") && moved.to_lowercase().contains("location: /%5cevil.example\r\n"), "{moved}");
        for path in ["/\\evil.example", "/%5Cevil.example"] {
            let page = raw(site, path).await;
            assert!(page.starts_with("HTTP/1.1 404"), "{page}");
            assert!(!page.contains("href=\"//") && !page.contains("href=\"/\\"), "{page}");
        }
    }
}
