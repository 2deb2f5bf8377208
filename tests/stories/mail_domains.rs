//! The doctor looks at what the DNS says of the sender's domain, as receivers of its mail do.

use std::net::UdpSocket;

use gudok::config::RelayOptions;
use gudok::doctor::CheckState;
use gudok::fetch::dns::Dns;

use crate::support::Site;
use crate::support::doctor::{self, Case, examine, examine_by, expect};
use crate::support::name_server::NameServer;
use crate::support::relay::{Behaviour, Relay};

/// DMARC records: a domain and a text each.
type Records<'a> = &'a [(&'a str, &'a str)];

async fn site_and_names() -> (Site, NameServer) {
    (Site::on_sqlite().await, NameServer::start().await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_well_kept_domain_passes() {
    let (mut site, names) = site_and_names().await;
    let relay = Relay::start(Behaviour::Accept).await;
    let url = relay.url();
    site.restart(|config| config.mail.url = url.parse().expect("a relay"))
        .await;
    let key = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA";
    names
        .text(
            "example.org",
            "v=spf1 ip4:203.0.113.0/28 include:spf.relay.example -all",
        )
        .text("spf.relay.example", "v=spf1 ip4:198.51.100.0/24 ~all")
        .text("example.org", "an unrelated text")
        .text(
            "s1._domainkey.example.org",
            &key.replace("; ", " ;").replace("MIIB", "MI IB"),
        )
        .text(
            "_dmarc.example.org",
            "v=DMARC1; p=quarantine; rua=mailto:d@example.org",
        )
        .mail_host("bounces.example.org", "mx.example.org")
        .host("mx.example.org", "203.0.113.9")
        .reverse("203.0.113.9", "mx.example.org");
    let dkim = vec![("s1._domainkey.example.org".to_owned(), key.to_owned())];
    let case = Case {
        dkim,
        bounces: Some("return@bounces.example.org"),
        own_address: Some("203.0.113.9"),
        ..Case::default()
    };
    names.text("bounces.example.org", "v=spf1 ip4:203.0.113.9 -all");
    let report = examine(&site, &names, case).await;
    for name in [
        "spf",
        "dkim",
        "dmarc",
        "reverse-dns",
        "relay",
        "bounces",
        "secret",
        "database",
        "migrations",
        "outbox",
    ] {
        expect(&report, name, CheckState::Ok, "");
    }
    assert!(relay.message_ids().is_empty(), "nothing is sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spf_is_walked_as_receivers_walk_it() {
    let (mut site, names) = site_and_names().await;
    site.restart(|config| {
        config.mail.url = "smtp://smtp.relay.example:587".parse().expect("a relay");
    })
    .await;
    names
        .host("smtp.relay.example", "192.0.2.25")
        .text("spf.relay.example", "v=spf1 ip4:198.51.100.0/24 -all")
        .text("loop.example", "v=spf1 include:example.org -all")
        .text("bare.example", "no spf here");
    for number in 0..6 {
        names.text(
            &format!("many{number}.example"),
            "v=spf1 include:spf.relay.example -all",
        );
    }
    let many = ["0", "1", "2", "3", "4", "5"].map(|number| format!("include:many{number}.example"));
    let many = many.join(" ");
    let cases: [(&[&str], CheckState, &str); 14] = [
        (&[], CheckState::Fail, "no SPF record"),
        (
            &["v=spf1 include:spf.relay.example -all"],
            CheckState::Ok,
            "1 of 10",
        ),
        (&["v=spf1 ip4:192.0.2.0/24 ~all"], CheckState::Ok, "0 of 10"),
        (
            &["v=spf1 redirect=spf.relay.example"],
            CheckState::Ok,
            "1 of 10",
        ),
        (
            &["v=spf1 a:smtp.relay.example -all"],
            CheckState::Ok,
            "1 of 10",
        ),
        (&["v=spf1 -all", "v=spf1 ~all"], CheckState::Fail, "several"),
        (
            &["v=spf1 include:loop.example -all"],
            CheckState::Fail,
            "comes back",
        ),
        (
            &["v=spf1 include:bare.example -all"],
            CheckState::Fail,
            "which has none",
        ),
        (
            &["v=spf1 ip4:300.1.2.3 -all"],
            CheckState::Fail,
            "ip4:300.1.2.3",
        ),
        (
            &["v=spf1 include:spf.relay.example +all"],
            CheckState::Fail,
            "anybody",
        ),
        (
            &["v=spf1 ip4:10.0.0.1 -all"],
            CheckState::Warning,
            "smtp.relay.example",
        ),
        (
            &["v=spf1 include:spf.relay.example"],
            CheckState::Warning,
            "~all",
        ),
        (
            &[
                "v=spf1 a:x.gone.example a:y.gone.example mx:z.gone.example include:spf.relay.example -all",
            ],
            CheckState::Fail,
            "3 SPF look-ups",
        ),
        (
            &[&format!("v=spf1 {many} -all")],
            CheckState::Fail,
            "12 look-ups",
        ),
    ];
    for (records, state, word) in cases {
        names.forget("example.org");
        for record in records {
            names.text("example.org", record);
        }
        expect(
            &examine(&site, &names, Case::default()).await,
            "spf",
            state,
            word,
        );
    }
}

fn relays(hosts: &[&str]) -> Vec<RelayOptions> {
    let options = |host: &&str| {
        let relay = serde_json::json!({"name": host, "url": format!("smtp://{host}:2525")});
        serde_json::from_value(relay).expect("a relay")
    };
    hosts.iter().map(options).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_of_several_relays_has_to_be_in_the_record_and_one_here_needs_a_name() {
    let (mut site, names) = site_and_names().await;
    site.restart(|config| config.mail.relays = relays(&["out.one.example", "out.two.example"]))
        .await;
    names
        .host("out.one.example", "192.0.2.25")
        .host("out.two.example", "192.0.2.99")
        .text("example.org", "v=spf1 ip4:192.0.2.25 -all");
    let case = || Case {
        own_address: Some("203.0.113.9"),
        ..Case::default()
    };
    let report = examine(&site, &names, case()).await;
    expect(&report, "spf", CheckState::Warning, "out.two.example");
    assert!(!report["spf"].found.contains("out.one.example"));
    expect(
        &report,
        "reverse-dns",
        CheckState::Ok,
        "out.one.example, out.two.example",
    );

    let names = NameServer::start().await;
    names
        .host("out.one.example", "192.0.2.25")
        .host("out.two.example", "192.0.2.99")
        .text("example.org", "v=spf1 ip4:192.0.2.25 ip4:192.0.2.99 -all");
    expect(
        &examine(&site, &names, case()).await,
        "spf",
        CheckState::Ok,
        "one record",
    );
    site.restart(|config| config.mail.relays = relays(&["out.one.example", "127.0.0.1"]))
        .await;
    let report = examine(&site, &names, case()).await;
    expect(&report, "spf", CheckState::Warning, "127.0.0.1");
    expect(&report, "reverse-dns", CheckState::Fail, "no name");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_published_dkim_key_must_be_the_one_that_signs() {
    let (site, names) = site_and_names().await;
    let name = "gudok._domainkey.example.org";
    let ours = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    let examine = async || {
        let dkim = vec![(name.to_owned(), ours.to_owned())];
        examine(
            &site,
            &names,
            Case {
                dkim,
                ..Case::default()
            },
        )
        .await
    };
    expect(&examine().await, "dkim", CheckState::Fail, ours);
    names.text(
        name,
        "v=DKIM1; k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    );
    expect(&examine().await, "dkim", CheckState::Fail, "another key");
    names.text(name, ours);
    expect(&examine().await, "dkim", CheckState::Fail, "several");
    names.forget(name).text(name, ours);
    expect(&examine().await, "dkim", CheckState::Ok, name);
    let without = doctor::examine(&site, &names, Case::default()).await;
    expect(&without, "dkim", CheckState::Warning, "gudok dkim generate");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dmarc_policy_is_found_by_the_walk_up_the_name() {
    let (mut site, names) = site_and_names().await;
    site.restart(|config| config.site.sender = "mail@news.city.go.kr".parse().expect("a sender"))
        .await;
    names.text("news.city.go.kr", "v=spf1 -all");
    let cases: [(Records<'_>, CheckState, &str); 8] = [
        (&[], CheckState::Fail, "_dmarc.news.city.go.kr"),
        (
            &[("news.city.go.kr", "v=DMARC1; p=reject")],
            CheckState::Ok,
            "reject",
        ),
        (
            &[("news.city.go.kr", "v=DMARC1; p=none")],
            CheckState::Warning,
            "only watches",
        ),
        (
            &[("news.city.go.kr", "v=DMARC1; p=reject; t=y")],
            CheckState::Warning,
            "only watches",
        ),
        (
            &[("city.go.kr", "v=DMARC1; p=reject; sp=quarantine")],
            CheckState::Ok,
            "quarantine",
        ),
        (
            &[("go.kr", "v=DMARC1; p=reject; psd=y")],
            CheckState::Ok,
            "_dmarc.go.kr",
        ),
        (
            &[
                ("news.city.go.kr", "v=DMARC1; p=none"),
                ("news.city.go.kr", "v=DMARC1; p=reject"),
            ],
            CheckState::Fail,
            "several",
        ),
        (
            &[("news.city.go.kr", "V=DMARC1; p=reject")],
            CheckState::Fail,
            "Neither",
        ),
    ];
    for (records, state, word) in cases {
        for domain in ["news.city.go.kr", "city.go.kr", "go.kr"] {
            names.forget(&format!("_dmarc.{domain}"));
        }
        for (domain, text) in records {
            names.text(&format!("_dmarc.{domain}"), text);
        }
        expect(
            &examine(&site, &names, Case::default()).await,
            "dmarc",
            state,
            word,
        );
    }
    let asked = names.asked();
    assert!(asked.iter().any(|name| name == "_dmarc.kr"), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_that_delivers_by_itself_has_a_name_that_leads_back() {
    let (mut site, names) = site_and_names().await;
    let relay = Relay::start(Behaviour::Accept).await;
    let here = Case {
        own_address: Some("203.0.113.9"),
        ..Case::default()
    };
    expect(
        &examine(&site, &names, here).await,
        "reverse-dns",
        CheckState::Ok,
        "Not checked",
    );
    let url = relay.url();
    site.restart(|config| config.mail.url = url.parse().expect("a relay"))
        .await;
    let cases = [
        ("203.0.113.9", CheckState::Fail, "no name"),
        ("10.0.0.7", CheckState::Warning, "private"),
    ];
    for (own_address, state, word) in cases {
        let case = Case {
            own_address: Some(own_address),
            ..Case::default()
        };
        expect(
            &examine(&site, &names, case).await,
            "reverse-dns",
            state,
            word,
        );
    }
    names
        .reverse("203.0.113.9", "mx.example.org")
        .host("mx.example.org", "203.0.113.77");
    let here = || Case {
        own_address: Some("203.0.113.9"),
        ..Case::default()
    };
    expect(
        &examine(&site, &names, here()).await,
        "reverse-dns",
        CheckState::Fail,
        "leads elsewhere",
    );
    names.host("mx.example.org", "203.0.113.9");
    expect(
        &examine(&site, &names, here()).await,
        "reverse-dns",
        CheckState::Ok,
        "mx.example.org",
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bounces_need_a_mailbox_of_their_own_that_mail_reaches() {
    let (site, names) = site_and_names().await;
    let bounces = async |address| {
        examine(
            &site,
            &names,
            Case {
                bounces: address,
                ..Case::default()
            },
        )
        .await
    };
    expect(
        &bounces(None).await,
        "bounces",
        CheckState::Warning,
        "mail.bounce_address",
    );
    expect(
        &bounces(Some("letters@example.org")).await,
        "bounces",
        CheckState::Warning,
        "the sender",
    );
    expect(
        &bounces(Some("b@back.example")).await,
        "bounces",
        CheckState::Fail,
        "MX",
    );
    names.host("back.example", "203.0.113.9");
    expect(
        &bounces(Some("b@back.example")).await,
        "bounces",
        CheckState::Ok,
        "b@back.example",
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_dns_is_no_verdict_on_the_domain() {
    let site = Site::on_sqlite().await;
    let closed = UdpSocket::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("its address");
    let dkim = vec![(
        "s1._domainkey.example.org".to_owned(),
        "v=DKIM1; p=x".to_owned(),
    )];
    let case = Case {
        dkim,
        bounces: Some("b@back.example"),
        ..Case::default()
    };
    let report = examine_by(&site, &Dns::at(closed), case).await;
    for name in ["spf", "dkim", "dmarc", "bounces"] {
        expect(&report, name, CheckState::Warning, "could not be looked up");
    }
}
