//! Past editions on the web: everybody's, so without a word of anybody.

use gudok::admin::Role;
use gudok::subscribers::Cadence::{Daily, EachPost, Weekly};

use crate::stories;
use crate::support::{Reader, Site};

const KIM: &str = "kim@example.org";
const LEE: &str = "lee@example.org";

/// A site with one edition of two posts.
async fn with_an_edition(site: &Site) {
    site.reader(Reader::new(KIM, Weekly)).await;
    site.wait(60);
    site.publish(
        "작은 모델의 귀환",
        "휴대전화에서 도는 <모델>이 좋아졌습니다.",
        &["연구"],
    )
    .await;
    site.wait(60);
    site.publish(
        "에이전트와 한 달",
        "로그인 앞에서는 사람이 필요했습니다.",
        &[],
    )
    .await;
    site.plan_at("2026-11-30T07:00:00+09:00").await;
}

stories! {
    async fn an_empty_archive_says_so(site: Site) {
        let page = site.get("/archive").await;
        assert!(page.expect(200).contains("아직 보내 드린 요약이 없습니다"));
        site.get("/archive/2026-11-24-00000000").await.expect(404);
        let feed = feed_rs::parser::parse(site.get("/archive.atom").await.expect(200).as_bytes()).expect("a feed");
        assert!(feed.entries.is_empty());
    }

    async fn an_edition_is_listed_and_shown_from_its_posts(site: Site) {
        with_an_edition(site).await;
        let list = site.get("/archive").await;
        list.expect(200);
        assert_eq!(list.count("ol.editions > li"), 1);
        assert_eq!(list.text_of("ol.editions a"), "에이전트와 한 달 외 1편");
        assert_eq!(list.text_of("ol.editions .meta"), "주간 요약 · 글 2편");
        let letter = site.newest_mail_to(KIM).await;
        let address = letter.link("/archive/");
        site.language = "en";
        let page = site.get(&address).await;
        assert_eq!(page.count("html[lang=ko]"), 1, "an edition's page speaks its language");
        assert_eq!(page.text_of("h1"), "에이전트와 한 달 외 1편");
        assert_eq!(page.count("ol.posts > li"), 2);
        assert!(page.body.contains("&#60;모델&#62;") || page.body.contains("&lt;모델&gt;"), "{}", page.body);
        assert!(page.text_of("ol.posts").contains("연구"));
        assert_eq!(page.count("meta[property='og:title'][content='에이전트와 한 달 외 1편']"), 1, "a shared link has a card");
        assert_eq!(page.count("meta[name=description][content*='사람이 필요했습니다']"), 1);
        for secret in ["/unsubscribe/", "/preferences/", "GUDOK-PLACE", KIM] {
            assert!(!page.body.contains(secret), "{secret}");
        }
    }

    async fn editions_for_single_topics_and_newcomers_do_not_crowd_the_archive(site: Site) {
        site.reader(Reader { topics: &["연구"], ..Reader::new(LEE, Weekly) }).await;
        site.reader(Reader { locale: "en", ..Reader::new("english@example.org", Weekly) }).await;
        with_an_edition(site).await;
        let list = site.get("/archive").await;
        assert_eq!(list.count("ol.editions > li"), 1, "{}", list.body);
        assert_eq!(list.text_of("ol.editions a"), "에이전트와 한 달 외 1편", "the fullest");
        site.language = "en";
        let list = site.get("/archive").await;
        assert_eq!(list.text_of("ol.editions a"), "에이전트와 한 달 and 1 more", "in the reader's language");
        assert_eq!(list.count("ol.editions > li"), 1);
    }

    async fn the_archive_goes_on_page_by_page(site: Site) {
        site.reader(Reader::new(KIM, EachPost)).await;
        for number in 1..=45 {
            site.wait(60);
            site.publish(&format!("{number}번째 글"), "요약입니다.", &[]).await;
            site.plan().await;
        }
        let mut path = "/archive".to_owned();
        let mut titles = Vec::new();
        loop {
            let page = site.get(&path).await;
            page.expect(200);
            let document = dom_query::Document::from(page.body.as_str());
            titles.extend(document.select("ol.editions a").iter().map(|link| link.text().to_string()));
            match document.select("a[rel=next]").attr("href") {
                Some(next) => path = next.to_string(),
                None => break,
            }
        }
        let expected: Vec<_> = (1..=45).rev().map(|number| format!("{number}번째 글")).collect();
        assert_eq!(titles, expected);
    }

    async fn the_feed_is_valid_atom_with_whole_addresses(site: Site) {
        with_an_edition(site).await;
        site.wait(60);
        site.publish("글 & <제목> \u{8}", "요약 & <b>굵게</b>", &[]).await;
        site.reader(Reader::new(LEE, Daily)).await;
        site.wait(60);
        site.publish("또 한 글", "요약입니다.", &[]).await;
        site.plan_at("2026-12-07T07:00:00+09:00").await;
        let reply = site.get("/archive.atom").await;
        reply.expect(200);
        assert_eq!(reply.header("content-type"), "application/atom+xml; charset=utf-8");
        let feed = feed_rs::parser::parse(reply.body.as_bytes()).expect("Atom");
        assert_eq!(feed.title.expect("a title").content, "인공지능 읽기: 지난 호");
        assert_eq!(feed.entries.len(), 2, "the daily edition is of the same posts as the weekly one");
        for entry in &feed.entries {
            assert!(entry.links[0].href.starts_with(&site.base), "{entry:?}");
            assert!(entry.updated.is_some() && entry.title.is_some() && entry.id.starts_with("tag:example.org,2026-"), "{entry:?}");
            site.get(&entry.links[0].href).await.expect(200);
        }
        assert!(reply.body.contains("글 &#38; &#60;제목&#62;"), "{}", reply.body);
    }

    async fn the_room_shows_what_goes_out_next_and_what_went_out(site: Site) {
        site.sign_in(Role::Editor).await;
        let room = site.get("/admin/digests").await;
        assert!(room.expect(200).contains("아직 글이 없습니다"), "{}", room.body);
        with_an_edition(site).await;
        site.mails().await;
        site.publish("셋째 글", "요약입니다.", &[]).await;
        let room = site.get("/admin/digests").await;
        assert!(room.expect(200).contains("2026년 12월 7일 07:00"), "{}", room.body);
        assert_eq!(room.text_of(".figures div:first-child dd"), "1");
        assert_eq!(room.text_of("dl.details dd"), "셋째 글");
        assert!(room.text_of("table.rows").contains("발송 1"), "{}", room.body);
        assert_eq!(room.count(".filters a[href*='edition=']"), 5, "this edition, a sample in both languages; two forms");
        let frame = dom_query::Document::from(room.body.as_str()).select("iframe").attr("src").expect("a frame").to_string();
        let mail = site.get(&frame).await;
        assert!(mail.expect(200).contains("셋째 글"));
        assert!(mail.header("content-security-policy").contains("sandbox"));
        assert!(!mail.body.contains("GUDOK-PLACE"));
        let plain = site.get(&format!("{}&as=plain", frame.replace("/preview", ""))).await;
        assert!(plain.text_of("pre.plain").contains("셋째 글"), "{}", plain.body);
        site.get("/admin/digests?edition=gone").await.expect(200);
    }

    async fn moderators_and_strangers_do_not_see_the_room(site: Site) {
        site.get("/admin/digests").await.expect(303);
        site.get("/admin/digests/preview").await.expect(303);
        site.sign_in(Role::Moderator).await;
        site.get("/admin/digests").await.expect(403);
        site.get("/admin/digests/preview").await.expect(403);
    }
}
