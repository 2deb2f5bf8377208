//! A sign-up at a domain that takes no mail is told so where the owner wants it; a silent DNS refuses nobody.

use std::net::{SocketAddr, UdpSocket};

use serde_json::json;

use crate::stories;
use crate::support::Site;
use crate::support::name_server::NameServer;
use crate::support::readers::{confirm, sign_up};

async fn ask(site: &mut Site, server: SocketAddr) {
    site.restart(|config| {
        config.addresses.check_mx = true;
        config.addresses.name_server = Some(server);
    })
    .await;
}

stories! {
    async fn a_domain_that_surely_takes_no_mail_is_refused_with_the_way_out(site: Site) {
        let names = NameServer::start().await;
        names.no_mail("nomail.example").mail_host("good.example", "mx.good.example").host("alone.example", "192.0.2.1");
        ask(site, names.address).await;
        for email in ["kim@nomail.example", "kim@nowhere.example"] {
            let refused = sign_up(site, &[("email", email)]).await;
            assert!(refused.expect(422).contains("도메인은 메일을 받지 않습니다"), "{email}: {}", refused.body);
            assert_eq!(refused.field("email"), email, "nothing typed is lost");
            let refused = site.post_json("/api/v1/subscriptions", &json!({"email": email})).await;
            refused.expect(422);
            assert_eq!(refused.json()["errors"][0]["code"], "no-mail", "{}", refused.body);
        }
        let asked = names.asked().len();
        sign_up(site, &[("email", "lee@nowhere.example")]).await.expect(422);
        assert_eq!(names.asked().len(), asked, "an answer is kept");
        for email in ["kim@good.example", "kim@alone.example"] {
            sign_up(site, &[("email", email)]).await.expect(200);
            confirm(site, email).await.expect(200);
        }
    }

    async fn a_dns_that_gives_no_answer_refuses_nobody(site: Site) {
        let silent = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        ask(site, silent.local_addr().expect("its address")).await;
        sign_up(site, &[("email", "kim@nowhere.example")]).await.expect(200);
    }

    async fn without_the_option_nobody_is_asked(site: Site) {
        let names = NameServer::start().await;
        let server = names.address;
        site.restart(|config| config.addresses.name_server = Some(server)).await;
        sign_up(site, &[("email", "kim@nowhere.example")]).await.expect(200);
        assert!(names.asked().is_empty());
    }

    async fn one_client_causes_few_look_ups_and_is_not_refused_beyond_them(site: Site) {
        let names = NameServer::start().await;
        ask(site, names.address).await;
        for number in 0..31 {
            let email = format!("kim@nowhere{number}.example");
            let reply = sign_up(site, &[("email", &email)]).await;
            reply.expect(if number < 30 { 422 } else { 200 });
        }
        assert!(!names.asked().contains(&"nowhere30.example".to_owned()));
    }
}
