//! Users of the site: its server's signed word about them, taken once, within minutes, and never against an owner of an address.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gudok::config::CommentModeration;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::stories;
use crate::support::{PAGE, Reply, Site};
use crate::verified_names::{KIM, claim, fresh_token, listed, open_site, post_as};

/// The secret that the site and Gudok share.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A site that signs its users in.
async fn site_with_users(site: &mut Site) {
    site.restart(|config| {
        config.comments.moderation = CommentModeration::None;
        config.comments.site_users = true;
        config.hooks.publish_secret = Some(SECRET.parse().expect("a secret"));
    })
    .await;
}

/// What the site's server says about a user, signed so many seconds from now.
fn word(site: &Site, id: &str, seconds: i64, user: &str) -> Value {
    let at = site.clock.now().plus(seconds).unix().to_string();
    let key = STANDARD.decode(&SECRET[6..]).expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
    mac.update(format!("{id}.{at}.{user}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    json!({"id": id, "timestamp": at, "signature": signature, "user": user})
}

async fn sign_in(site: &Site, word: &Value) -> Reply {
    site.post_json("/api/v1/site-users", word).await
}

stories! {
    async fn users_of_the_site_comment_under_their_names(site: Site) {
        site_with_users(site).await;
        let user = json!({"id": "7", "name": KIM.0, "email": KIM.1}).to_string();
        let answer = sign_in(site, &word(site, "user_1", 0, &user)).await;
        answer.expect(200);
        assert_eq!(answer.json()["signed_in_for"], 3600);
        assert!(!answer.body.contains("sky"), "no address leaves");
        let author = answer.json()["author_token"].as_str().expect("a token").to_owned();
        post_as(site, &author, "회원의 댓글").await.expect(201);
        post_as(site, "", "같은 이름의 손님").await.expect(201);
        let other = json!({"thread": PAGE, "name": "다른 이름", "email": KIM.1, "body": "회원이 다른 이름으로", "form_token": fresh_token(site).await});
        let request = site.http.post(site.url("/api/v1/comments"));
        let request = request.header("gudok-author", &author).header("content-type", "application/json");
        site.send(request.body(other.to_string())).await.expect(201);
        site.wait(3_600);
        post_as(site, &author, "한 시간 뒤의 댓글").await.expect(201);
        let marks: Vec<Value> = listed(site).await.iter().map(|item| item["mark"].clone()).collect();
        assert_eq!(marks, [json!("site"), Value::Null, Value::Null, Value::Null]);
        assert_eq!(site.thread(PAGE, "").await.text_of(".mark"), "회원");
        site.wait(86_400);
        site.run_schedule("forget-author-links").await;
        assert_eq!(site.numbers("SELECT count(*) FROM comment_site_users").await, [0]);
    }

    async fn a_word_about_a_user_is_signed_fresh_and_taken_once(site: Site) {
        site_with_users(site).await;
        let user = json!({"id": "7", "name": KIM.0, "email": KIM.1}).to_string();
        let genuine = word(site, "user_1", 0, &user);
        let mut forged = genuine.clone();
        forged["user"] = json!(user.replace("sky", "lee"));
        for (wrong, status, code) in [
            (forged, 401, "wrong-signature"),
            (json!({"id": "user_1", "timestamp": "0", "signature": "v1,", "user": user}), 401, "wrong-signature"),
            (word(site, "user_2", -301, &user), 401, "stale-signature"),
            (word(site, "user_3", 301, &user), 401, "stale-signature"),
            (word(site, "msg_1", 0, &user), 401, "wrong-signature"),
            (word(site, "user_4", 0, "{\"url\": \"https://blog.example.org/\"}"), 400, "malformed"),
            (word(site, "user_5", 0, "{\"id\": \"7\", \"name\": \" \"}"), 400, "malformed"),
            (word(site, "user_6", 0, "{\"id\": \"7\", \"name\": \"a\", \"email\": \"x\"}"), 400, "malformed"),
        ] {
            let answer = sign_in(site, &wrong).await;
            assert_eq!((answer.status, answer.json()["code"].as_str()), (status, Some(code)), "{wrong}");
        }
        sign_in(site, &genuine).await.expect(200);
        let again = sign_in(site, &genuine).await;
        again.expect(410);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_site_users").await, [1]);
        let mut refused = 0;
        for _ in 0..30 {
            refused = sign_in(site, &genuine).await.status;
        }
        assert_eq!(refused, 429);
    }

    async fn a_verified_address_stays_its_owners_and_the_word_is_off_by_default(site: Site) {
        site_with_users(site).await;
        claim(site, KIM.1).await;
        site.cookie = None;
        let user = json!({"id": "7", "name": KIM.0, "email": KIM.1}).to_string();
        let answer = sign_in(site, &word(site, "user_1", 0, &user)).await;
        let author = answer.json()["author_token"].as_str().expect("a token").to_owned();
        post_as(site, &author, "회원이라도 남의 주소입니다").await.expect(202);
        open_site(site).await;
        sign_in(site, &word(site, "user_2", 0, &user)).await.expect(404);
        let script = site.get("/site-user.js").await;
        assert!(script.expect(200).contains("/api/v1/site-users"));
        assert_eq!(script.header("cache-control"), "public, max-age=600");
    }
}
