//! A person's consents are proved by a sheet that other software can verify.

use gudok::admin::Role;
use gudok::subscribers::links;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::consent::{bring, intruder, run, sealed};
use crate::stories;
use crate::support::readers::{KIM, subscribed};

/// Hexadecimal digits as octets.
fn octets(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap_or_default();
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("two digits"))
        .collect()
}

/// The seal of an event of the proof sheet, computed as docs/consent.md says.
fn computed_seal(event: &Value) -> Vec<u8> {
    let seal = &event["seal"];
    let person = format!(
        "{} {}",
        event["subscriber"],
        event["address"].as_str().expect("an address")
    );
    let mut commitments = Vec::new();
    for (tag, text, salt) in [
        ('p', Some(person.as_str()), "salt"),
        ('a', event["actor"].as_str(), "salt"),
        ('c', event["changes"].as_str(), "salt"),
        ('i', event["ip"].as_str(), "connection_salt"),
        ('u', event["user_agent"].as_str(), "connection_salt"),
    ] {
        if let Some(text) = text {
            let salted = [&[tag as u8], &*octets(&seal[salt]), text.as_bytes()].concat();
            commitments.push(tag as u8);
            commitments.extend(Sha256::digest(salted));
        }
    }
    assert_eq!(commitments, octets(&seal["commitments"]), "{event}");
    let at: jiff::Timestamp = event["at"]
        .as_str()
        .expect("a time")
        .parse()
        .expect("a time");
    let mut link = b"gudok consent 1\n".to_vec();
    link.extend(octets(&seal["previous"]));
    link.extend(event["number"].as_i64().expect("a number").to_be_bytes());
    link.extend(at.as_second().to_be_bytes());
    for field in [
        "action",
        "channel",
        "page",
        "wording",
        "wording_version",
        "locale",
    ] {
        let text = event[field].as_str();
        let length = text.map_or(u32::MAX, |text| u32::try_from(text.len()).expect("short"));
        link.extend(length.to_be_bytes());
        link.extend(text.unwrap_or_default().as_bytes());
    }
    link.extend(commitments);
    Sha256::digest(link).to_vec()
}

stories! {
    async fn the_proof_sheet_shows_each_event_and_its_file_verifies_with_other_software(site: Site) {
        bring(site, &["a@example.org"]).await;
        let kim = subscribed(site, KIM).await;
        site.sign_in(Role::Editor).await;
        let sheet = format!("/admin/subscribers/{}/proof", kim.id.0);
        let page = site.get(&sheet).await;
        assert!(page.expect(200).contains("아직 봉인되지 않았습니다"));
        sealed(site).await;
        let page = site.get(&sheet).await;
        assert_eq!(page.count("section.proof"), 2);
        assert_eq!(page.body.matches("봉인된 뒤 바뀌지 않았습니다").count(), 2);
        assert!(page.body.contains("127.0.0.1") && page.body.contains("구독을 시작할까요?") && page.body.contains(KIM));
        assert!(site.get(&format!("/admin/subscribers/{}", kim.id.0)).await.body.contains(&sheet));
        site.get("/admin/subscribers/999/proof").await.expect(404);

        let file = site.get(&format!("{sheet}.json")).await;
        assert!(file.header("content-disposition").contains("consent.json"));
        let file = file.json();
        let events = file["events"].as_array().expect("events");
        assert_eq!(events.len(), 2);
        for event in events {
            assert_eq!(computed_seal(event), octets(&event["seal"]["hash"]), "{event}");
        }
        assert_eq!(events[1]["seal"]["previous"], events[0]["seal"]["hash"]);

        let mut tx = intruder(site).await;
        run(&mut tx, &format!("UPDATE consent_events SET ip = '192.0.2.1' WHERE id = {}", events[1]["number"])).await.expect("changed");
        tx.commit().await.expect("committed");
        assert!(site.get(&sheet).await.body.contains("봉인된 뒤 바뀌었습니다"));
    }

    async fn readers_take_their_seals_along_without_the_owners_address(site: Site) {
        let kim = subscribed(site, KIM).await;
        site.sign_in(Role::Owner).await;
        let page = site.get(&format!("/admin/subscribers/{}", kim.id.0)).await;
        let csrf = page.field("csrf");
        site.post(&format!("/admin/subscribers/{}/departure", kim.id.0), &[("csrf", &csrf)]).await.expect(303);
        site.cookie = None;
        sealed(site).await;
        let link = links::preferences_url(&site.app, kim.id);
        let data = site.get(&format!("{link}/export")).await;
        assert!(!data.expect(200).contains("owner@example.org"), "{}", data.body);
        let consents = data.json()["consents"].clone();
        assert_eq!(consents.as_array().map(Vec::len), Some(3));
        assert_eq!(computed_seal(&consents[1]), octets(&consents[1]["seal"]["hash"]));
    }
}
