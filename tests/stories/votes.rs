//! Votes on comments: one a person, shown to everybody as counts and to the voter as their own, and hard to stuff.

use gudok::config::CommentModeration;
use serde_json::{Value, json};

use crate::stories;
use crate::support::{PAGE, Remark, Reply, Site, encode, thread_path};

async fn open_site(site: &mut Site) {
    site.restart(|config| {
        config.comments.moderation = CommentModeration::None;
        config.server.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
    })
    .await;
}

/// A comment of another browser than the voters'.
async fn written(site: &Site, body: &str) -> i64 {
    let remark = Remark {
        notify: false,
        ..Remark::by("박서연", "writer@example.org", body)
    };
    site.said(remark).await
}

fn votes_path() -> String {
    format!("/comments/votes?{}", encode(&[("thread", PAGE)]))
}

/// Presses a button of the thread's page.
async fn press(site: &Site, name: &str, id: i64) -> Reply {
    site.post(&votes_path(), &[(name, &id.to_string())]).await
}

/// A vote by a browser without a cookie, from this address.
async fn vote_from(site: &Site, ip: &str, id: i64, vote: &str) -> Reply {
    let request = site
        .http
        .post(site.url(&format!("/api/v1/comments/{id}/vote")));
    let request = request
        .header("x-forwarded-for", ip)
        .header("content-type", "application/json");
    site.send(request.body(json!({"vote": vote}).to_string()))
        .await
}

/// A vote by the token of an element's reader.
async fn vote_as(site: &Site, author: &str, id: i64, vote: Value) -> Reply {
    let request = site
        .http
        .post(site.url(&format!("/api/v1/comments/{id}/vote")));
    let request = request
        .header("gudok-author", author)
        .header("content-type", "application/json");
    site.send(request.body(json!({"vote": vote}).to_string()))
        .await
}

/// The counts that everybody sees.
async fn counts(site: &mut Site, id: i64) -> (String, String) {
    let kept = site.cookie.take();
    let page = site.thread(PAGE, "").await;
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(
        page.count("[aria-pressed=true]"),
        0,
        "the kept page shows nobody's vote"
    );
    site.cookie = kept;
    let of = |name: &str| page.text_of(&format!("#comment-{id} button[name={name}] span"));
    (of("up"), of("down"))
}

stories! {
    async fn a_vote_shows_at_once_is_changed_and_taken_back(site: Site) {
        open_site(site).await;
        let id = written(site, "추천할 만한 글").await;
        assert_eq!(counts(site, id).await, ("0".into(), "0".into()));
        let voted = press(site, "up", id).await;
        voted.expect(303);
        assert!(voted.header("location").ends_with(&format!("&comment={id}#comment-{id}")), "{}", voted.header("location"));
        site.cookie = Some(voted.cookie());
        assert_eq!(counts(site, id).await, ("1".into(), "0".into()));
        let own = site.thread(PAGE, "").await;
        assert_eq!(own.header("cache-control"), "private, no-store");
        assert_eq!(own.count("[aria-pressed=true]"), 1);
        assert_eq!(own.count(&format!("#comment-{id} button[name=none][value='{id}'][aria-pressed=true]")), 1);
        press(site, "up", id).await.expect(303);
        assert_eq!(counts(site, id).await, ("1".into(), "0".into()), "twice is once");
        press(site, "down", id).await.expect(303);
        assert_eq!(counts(site, id).await, ("0".into(), "1".into()));
        press(site, "none", id).await.expect(303);
        assert_eq!(counts(site, id).await, ("0".into(), "0".into()));
        assert_eq!(site.numbers("SELECT count(*) FROM comment_votes").await, [0]);
        assert_eq!(site.thread(PAGE, "").await.header("cache-control"), "no-cache");
    }

    async fn nobody_votes_on_their_own_comment_or_on_one_that_is_not_public(site: Site) {
        open_site(site).await;
        let sent = site.say(Remark::by("박서연", "writer@example.org", "내 글")).await;
        let id = site.numbers("SELECT max(id) FROM comments").await[0];
        site.cookie = Some(sent.cookie());
        let own = press(site, "up", id).await;
        let page = site.get(own.header("location").split('#').next().expect("a path")).await;
        assert!(page.body.contains("내가 쓴 댓글에는 투표할 수 없습니다"), "{}", page.body);
        site.cookie = None;
        site.change("UPDATE comments SET status = 'pending'").await;
        press(site, "up", id).await.expect(404);
        press(site, "up", 999_999).await.expect(404);
        site.post(&votes_path(), &[]).await.expect(400);
        site.post(&votes_path(), &[("up", "1 OR 1=1")]).await.expect(400);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_votes").await, [0]);
    }

    async fn another_site_makes_nobody_vote(site: Site) {
        open_site(site).await;
        let id = written(site, "남이 누르게 하는 글").await;
        let up = [("up", id.to_string())];
        let up: Vec<(&str, &str)> = up.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for (name, value) in [("origin", "https://evil.example"), ("origin", "null"), ("origin", "https://blog.example.org"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
            let refused = site.post_with(&votes_path(), &up, name, value).await;
            assert!(refused.expect(400).contains("오래된 페이지입니다"), "a form is no link of a mail: {value}");
        }
        let plain = site.http.post(site.url(&format!("/api/v1/comments/{id}/vote"))).header("content-type", "text/plain").body("{\"vote\":\"up\"}");
        assert_eq!(site.send(plain).await.status, 415, "a browser asks before it sends JSON to another origin");
        assert!(matches!(site.get(&votes_path()).await.status, 404 | 405));
        assert_eq!(counts(site, id).await, ("0".into(), "0".into()));
        assert_eq!(site.thread(PAGE, "").await.header("referrer-policy"), "same-origin", "our own forms say where they are from");
        site.post_with(&votes_path(), &up, "sec-fetch-site", "same-origin").await.expect(303);
    }

    async fn one_network_cannot_stuff_a_comment_with_votes(site: Site) {
        open_site(site).await;
        let id = written(site, "밀어 올릴 글").await;
        for number in 0..10 {
            let reply = vote_from(site, "192.0.2.7", id, "up").await;
            assert_eq!(reply.status, if number < 3 { 200 } else { 422 }, "{number}");
            let other = vote_from(site, &format!("2001:db8:1:2::{number}"), id, "up").await;
            assert_eq!(other.status, if number < 3 { 200 } else { 422 }, "{number} of one /64");
        }
        assert_eq!(counts(site, id).await.0, "6");
        let here: &Site = site;
        let wide = futures_util::future::join_all((0..60).map(|number| async move {
            let ip = format!("2001:db8:9:{number}::1");
            vote_from(here, &ip, id, "up").await.status
        }))
        .await;
        assert_eq!(wide.iter().filter(|status| **status == 200).count(), 48, "one /48");
        let next = written(site, "다음 글").await;
        vote_from(site, "192.0.2.7", next, "up").await.expect(200);
        site.wait(86_400);
        vote_from(site, "192.0.2.7", id, "up").await.expect(200);
        let first = vote_as(site, "", next, json!("up")).await;
        let author = first.json()["author_token"].as_str().expect("a token").to_owned();
        for number in 0..70 {
            let vote = if number % 2 == 0 { "down" } else { "up" };
            let reply = vote_as(site, &author, next, json!(vote)).await;
            if reply.status == 429 {
                assert_eq!(number, 59, "sixty in ten minutes");
                assert!(reply.header("retry-after").parse::<i64>().expect("seconds") > 0);
                return;
            }
        }
        panic!("votes by one client have a limit");
    }

    async fn a_vote_that_is_taken_back_leaves_its_place_to_another_of_the_network(site: Site) {
        open_site(site).await;
        let id = written(site, "한집에서 읽는 글").await;
        let first = vote_as(site, "", id, json!("up")).await;
        let author = first.json()["author_token"].as_str().expect("a token").to_owned();
        for vote in [Value::Null, json!("down"), Value::Null, json!("up"), Value::Null, json!("up")] {
            vote_as(site, &author, id, vote).await.expect(200);
        }
        vote_as(site, "", id, json!("up")).await.expect(200);
        vote_as(site, "", id, json!("up")).await.expect(200);
        for (language, words) in [("ko", "오늘은 같은 네트워크에서 이미 여러 명이"), ("en", "Enough people on your network")] {
            site.language = language;
            let fourth = vote_as(site, "", id, json!("up")).await;
            assert!(fourth.expect(422).contains(words), "{}", fourth.body);
            let pressed = press(site, "up", id).await;
            let page = site.get(pressed.header("location").split('#').next().expect("a path")).await;
            assert!(page.text_of(".notice").contains(words), "{}", page.body);
        }
        site.language = "ko";
        vote_as(site, &author, id, Value::Null).await.expect(200);
        vote_as(site, "", id, json!("up")).await.expect(200);
        assert_eq!(counts(site, id).await, ("3".into(), "0".into()));
        let kept = site.texts("SELECT network FROM comment_votes").await.concat();
        assert!(!kept.contains("127.0"), "{kept}");
    }

    async fn the_best_come_first_by_what_many_say(site: Site) {
        open_site(site).await;
        let mut ids = Vec::new();
        for body in ["하나", "둘", "셋", "넷", "다섯"] {
            ids.push(written(site, body).await);
        }
        let mut network = 0;
        for (id, up, down) in [(ids[0], 1, 0), (ids[1], 12, 2), (ids[2], 3, 0), (ids[3], 0, 4)] {
            for vote in std::iter::repeat_n("up", up).chain(std::iter::repeat_n("down", down)) {
                network += 1;
                vote_from(site, &format!("192.0.2.{network}"), id, vote).await.expect(200);
            }
        }
        let best = [ids[1], ids[2], ids[0], ids[4], ids[3]];
        let page = site.thread(PAGE, "&sort=best").await;
        assert_eq!(Site::ids_on(&page), best);
        assert_eq!(page.text_of(".sorts [aria-current]"), "추천 순");
        assert_eq!(Site::ids_on(&site.thread(PAGE, "").await), ids, "the oldest are first unless asked");
        let mut seen: Vec<i64> = Vec::new();
        let mut cursor = String::new();
        for _ in 0..5 {
            let mut query = vec![("thread", PAGE), ("sort", "best"), ("limit", "1")];
            if !cursor.is_empty() {
                query.push(("cursor", &cursor));
            }
            let list = site.get(&format!("/api/v1/comments?{}", encode(&query))).await.json();
            seen.extend(list["items"].as_array().expect("items").iter().filter_map(|item| item["id"].as_i64()));
            list["next"]
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut cursor);
        }
        assert_eq!((seen, cursor), (best.to_vec(), String::new()));
        let list = site.get(&format!("/api/v1/comments?{}", encode(&[("thread", PAGE), ("sort", "best")]))).await.json();
        assert_eq!((&list["items"][0]["up"], &list["items"][0]["down"]), (&json!(12), &json!(2)));
    }

    async fn a_long_thread_is_read_by_votes_both_ways(site: Site) {
        open_site(site).await;
        let mut ids = Vec::new();
        for number in 0..45 {
            if number % 19 == 0 {
                site.wait(700);
            }
            ids.push(written(site, &format!("{number} 번째 이야기")).await);
        }
        site.change("UPDATE comments SET best = id, up = 1 WHERE id % 2 = 0").await;
        let mut wanted: Vec<i64> = ids.iter().rev().copied().filter(|id| id % 2 == 0).collect();
        wanted.extend(ids.iter().rev().copied().filter(|id| id % 2 == 1));
        let follow = async |page: &Reply, way: &str| {
            let document = dom_query::Document::from(page.body.as_str());
            let link = document.select(&format!("a[rel={way}]")).attr("href").expect("a link").to_string();
            site.get(&link).await
        };
        let first = site.thread(PAGE, "&sort=best").await;
        let second = follow(&first, "next").await;
        let third = follow(&second, "next").await;
        for (page, part) in [(&first, &wanted[..20]), (&second, &wanted[20..40]), (&third, &wanted[40..])] {
            assert_eq!(Site::ids_on(page), part);
        }
        let back = follow(&third, "prev").await;
        assert_eq!(Site::ids_on(&back), wanted[20..40]);
        assert_eq!(Site::ids_on(&follow(&back, "prev").await), wanted[..20]);
        for id in [wanted[3], wanted[30], wanted[43]] {
            let there = site.thread(PAGE, &format!("&sort=best&comment={id}")).await;
            assert!(Site::ids_on(&there).contains(&id), "{id}");
        }
    }

    async fn an_elements_voter_is_known_by_a_token_and_the_database_knows_neither(site: Site) {
        open_site(site).await;
        let id = written(site, "요소에서 보는 글").await;
        let first = vote_as(site, "", id, json!("up")).await;
        assert_eq!((first.json()["up"].clone(), first.json()["own"].clone()), (json!(1), json!("up")));
        let author = first.json()["author_token"].as_str().expect("a token").to_owned();
        let again = vote_as(site, &author, id, json!("up")).await;
        assert_eq!(again.json()["up"], 1);
        let changed = vote_as(site, &author, id, json!("down")).await;
        assert_eq!((changed.json()["up"].clone(), changed.json()["down"].clone()), (json!(0), json!(1)));
        let hash = gudok::token::TokenHash::of(&site.app.signer().verify(gudok::token::Purpose::Author, &author, site.app.now()).expect("ours"));
        let voters = site.texts("SELECT voter FROM comment_votes").await;
        assert_eq!(voters.len(), 1);
        assert!(!voters[0].contains(hash.as_str()) && !hash.as_str().contains(&voters[0]));
        vote_as(site, &author, id, Value::Null).await.expect(200);
        assert_eq!(counts(site, id).await, ("0".into(), "0".into()));
        vote_as(site, &author, id, json!("best")).await.expect(400);
    }

    async fn a_site_without_votes_shows_and_takes_none(site: Site) {
        open_site(site).await;
        let id = written(site, "투표 없는 글").await;
        written(site, "둘째 글").await;
        assert_eq!(site.get(&thread_path(PAGE)).await.count(".sorts a"), 3);
        site.restart(|config| {
            config.comments.moderation = CommentModeration::None;
            config.comments.votes = false;
        }).await;
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count(".vote, #votes"), 0);
        assert_eq!(page.count(".sorts a"), 2);
        press(site, "up", id).await.expect(404);
        vote_as(site, "", id, json!("up")).await.expect(404);
    }

    async fn a_frame_has_no_votes_since_no_browser_keeps_its_cookie(site: Site) {
        open_site(site).await;
        written(site, "틀 안에서 볼 글").await;
        written(site, "둘째 글").await;
        for (more, votes, sorts) in [("", 4, 3), ("&embed=1", 0, 2), ("&embed=1&sort=best", 0, 2)] {
            let page = site.thread(PAGE, more).await;
            assert_eq!((page.count(".comment"), page.count(".vote"), page.count(".sorts a")), (2, votes, sorts), "{more}");
        }
    }

    async fn the_votes_of_a_deleted_comment_are_deleted(site: Site) {
        open_site(site).await;
        let sent = site.say(Remark::by("박서연", "writer@example.org", "지울 글")).await;
        let id = site.numbers("SELECT max(id) FROM comments").await[0];
        vote_from(site, "192.0.2.9", id, "up").await.expect(200);
        site.cookie = Some(sent.cookie());
        let path = format!("/comments/{id}/text?{}", encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        site.post(&path.replace("/text?", "/deletion?"), &[("own", &own)]).await.expect(303);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_votes").await, [0]);
        assert_eq!(site.numbers("SELECT up + best FROM comments").await, [0]);
    }
}
