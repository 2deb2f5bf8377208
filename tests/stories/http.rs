//! What every page shares: errors in the reader's language, problem+json, protection.

use gudok::admin::Role;
use gudok::background;

use crate::stories;

stories! {
    async fn a_page_that_is_not_there_says_so_in_the_readers_language(site: Site) {
        let page = site.get("/nowhere").await;
        assert!(page.expect(404).contains("페이지를 찾을 수 없습니다"), "{}", page.body);
        site.language = "en";
        let page = site.get("/nowhere").await;
        assert!(page.expect(404).contains("Page not found"));
        let page = site.get("/nowhere?lang=ko").await;
        assert_eq!(page.count("html[lang=ko]"), 1, "the reader's choice wins over the browser's");
    }

    async fn a_program_is_told_its_error_as_problem_json(site: Site) {
        site.language = "en";
        let reply = site.get("/api/v1/nothing").await;
        reply.expect(404);
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert_eq!(reply.json()["code"], "not-found");
        assert_eq!(reply.json()["status"], 404);
    }

    async fn every_answer_carries_the_headers_that_protect_readers(site: Site) {
        for path in ["/healthz", "/nowhere", "/api/v1/nothing"] {
            let reply = site.get(path).await;
            assert!(reply.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        }
    }

    async fn a_wrong_content_type_is_told_the_right_one(site: Site) {
        site.language = "en";
        for (path, sent, taken) in [
            ("/api/v1/subscriptions", Some("text/plain"), "accepts: application/json"),
            ("/api/v1/comments", None, "accepts: application/json"),
            ("/subscriptions", Some("application/json"), "accepts: application/x-www-form-urlencoded"),
        ] {
            let mut request = site.http.post(site.url(path)).body("{\"email\": \"kim@example.org\"}");
            if let Some(sent) = sent {
                request = request.header("content-type", sent);
            }
            let reply = site.send(request).await;
            assert!(reply.expect(415).contains(taken), "{path}: {}", reply.body);
        }
    }

    async fn a_compressed_request_is_refused(site: Site) {
        site.language = "en";
        let request = site.http.post(site.url("/healthz")).header("content-encoding", "gzip").body("x");
        let reply = site.send(request).await;
        assert!(reply.expect(415).contains("without compression") && !reply.body.contains("Content-Type"), "{}", reply.body);
    }

    async fn the_server_says_that_it_is_alive_and_ready(site: Site) {
        assert_eq!(site.get("/healthz").await.expect(200), "ok\n");
        assert_eq!(site.get("/readyz").await.expect(200), "ready\n");
        for path in ["/healthz", "/readyz"] {
            let asked = site.send(site.http.head(site.url(path))).await;
            assert_eq!(asked.expect(200), "", "a load balancer's HEAD");
        }
    }

    async fn every_page_that_answers_get_answers_head_with_the_same_head_and_no_body(site: Site) {
        site.sign_in(Role::Owner).await;
        for path in ["/", "/archive", "/archive.atom", "/comments?thread=a", "/api/v1/comments?thread=a", "/assets/base.css",
                     "/admin/sign-in", "/admin/campaigns", "/admin/settings", "/nowhere", "/comments"] {
            let get = site.get(path).await;
            let head = site.send(site.http.head(site.url(path))).await;
            assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
            for name in ["content-type", "content-security-policy", "cache-control", "content-length"] {
                assert_eq!(head.header(name), get.header(name), "{path}: {name}");
            }
        }
    }

    async fn a_wrong_method_is_told_the_right_ones(site: Site) {
        site.sign_in(Role::Owner).await;
        for (method, path, allowed) in [
            ("POST", "/healthz", "GET, HEAD"), ("DELETE", "/", "GET, HEAD"), ("GET", "/api/v1/subscriptions", "POST"),
            ("PUT", "/comments", "GET, HEAD, POST"), ("DELETE", "/archive/x", "GET, HEAD"), ("GET", "/admin/feeds", "POST"),
            ("PUT", "/admin/campaigns", "GET, HEAD, POST"), ("PATCH", "/api/v1/comments", "GET, HEAD, POST"),
        ] {
            let method = method.parse().expect("a method");
            let reply = site.send(site.http.request(method, site.url(path))).await;
            reply.expect(405);
            assert_eq!(reply.header("allow"), allowed, "{path}");
        }
        let reply = site.send(site.http.post(site.url("/nowhere"))).await;
        reply.expect(404);
        assert_eq!(reply.header("allow"), "");
    }
}

#[test]
fn every_job_and_schedule_stands_once_in_its_table() {
    let schedules = background::SCHEDULES.iter().map(|schedule| schedule.name);
    let jobs = background::JOBS.iter().map(|job| job.kind);
    for mut names in [schedules.collect::<Vec<_>>(), jobs.collect()] {
        names.sort_unstable();
        let all = names.clone();
        names.dedup();
        assert_eq!(all, names);
    }
}
