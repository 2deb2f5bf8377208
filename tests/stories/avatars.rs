//! Avatars: drawn here, of the writer, and telling nothing of an address.

use gudok::config::CommentModeration;
use serde_json::Value;

use crate::stories;
use crate::support::PAGE;
use crate::verified_names::{KIM, by, claim, listed, open_site};

stories! {
    async fn an_avatar_is_of_the_writer_and_tells_no_address(site: Site) {
        open_site(site).await;
        let first = site.say(by(KIM, "첫 브라우저")).await;
        site.cookie = Some(first.cookie());
        site.said(by(("김철수", "cheol@example.org"), "같은 브라우저의 다른 이름")).await;
        let mut colours = Vec::new();
        site.cookie = None;
        for number in 0..15 {
            // Whoever types the address of the first author gets the colours of new browsers.
            site.said(by(KIM, &format!("낯선 브라우저 {number}"))).await;
        }
        for item in listed(site).await {
            colours.push(item["avatar"]["colour"].as_i64().expect("a colour"));
            assert!(!item.to_string().contains("sky"), "{item}");
        }
        assert_eq!(colours[0], colours[1], "one browser is one writer, whatever the name");
        assert!(colours[2..].iter().any(|colour| *colour != colours[0]), "{colours:?}");

        let url = listed(site).await[0]["avatar"]["url"].as_str().expect("an address").to_owned();
        assert_eq!(url, format!("{}/avatars/{}.svg?letter=%EA%B9%80", site.base, colours[0]));
        let picture = site.get(&url).await;
        assert!(picture.expect(200).contains(">김</text>"));
        assert_eq!(picture.header("content-type"), "image/svg+xml");
        assert!(picture.header("cache-control").contains("immutable"));
        assert_eq!(site.get(&url).await.body, picture.body);
        let code = site.get("/avatars/3.svg?letter=%3C").await;
        assert!(!code.expect(200).contains("<</text>"), "{}", code.body);
        for other in ["/avatars/8.svg?letter=J", "/avatars/3.svg?letter=JK", "/avatars/3.svg?letter=", "/avatars/x.svg?letter=J"] {
            site.get(other).await.expect(404);
        }
        site.get("/avatars/3.svg").await.expect(400);
    }

    async fn two_browsers_of_a_verified_reader_have_one_colour(site: Site) {
        open_site(site).await;
        for number in 0..8 {
            claim(site, KIM.1).await;
            site.said(by(KIM, &format!("{number}번째 브라우저에서 쓴 댓글"))).await;
            site.wait(86_400);
        }
        let colours: Vec<Value> = listed(site).await.iter().map(|item| item["avatar"]["colour"].clone()).collect();
        assert!(colours.len() == 8 && colours.iter().all(|colour| *colour == colours[0]), "{colours:?}");
    }

    async fn a_site_may_have_no_avatars(site: Site) {
        site.restart(|config| {
            config.comments.moderation = CommentModeration::None;
            config.comments.avatars = false;
        })
        .await;
        site.said(by(KIM, "그림 없는 댓글")).await;
        assert_eq!(site.thread(PAGE, "").await.count(".avatar"), 0);
        assert_eq!(listed(site).await[0]["avatar"], Value::Null);
        site.get("/avatars/3.svg?letter=J").await.expect(404);
    }
}
