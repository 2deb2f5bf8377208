//! What an owner does with a campaign, through the panel's forms.

use gudok::background;
use gudok::campaigns::{self, Campaign, CampaignId, Progress};
use gudok::jobs::runner;

use super::http::Reply;
use super::site::Site;

/// A campaign that is in order, but for what a story changes of it.
const CAMPAIGN: &[(&str, &str)] = &[
    ("subject", "가을 소식"),
    (
        "body",
        "# 모임 안내\n\n안녕하세요, **독자** 여러분.\n자세한 내용은 [여기](/meeting)에 있습니다.",
    ),
    ("audience", "all"),
    ("locale", "ko"),
    ("rate", ""),
];

impl Site {
    /// Posts the form of a new campaign with these fields in place of the usual ones.
    pub async fn write_campaign(&self, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.get("/admin/campaigns/new").await.field("csrf");
        self.post_campaign("/admin/campaigns", &csrf, fields).await
    }

    /// Posts a campaign's form to `path`.
    pub async fn post_campaign(&self, path: &str, csrf: &str, fields: &[(&str, &str)]) -> Reply {
        let mut all = vec![("csrf", csrf)];
        all.extend(fields);
        // The first of a name counts.
        all.extend(CAMPAIGN);
        self.post(path, &all).await
    }

    /// A new draft.
    pub async fn draft(&self, fields: &[(&str, &str)]) -> CampaignId {
        let reply = self.write_campaign(fields).await;
        reply.expect(303);
        let place = reply.header("location");
        let id = place
            .strip_prefix("/admin/campaigns/")
            .and_then(|rest| rest.strip_suffix("?done=saved"))
            .unwrap_or_else(|| panic!("no campaign at {place}"));
        CampaignId(id.parse().expect("an id"))
    }

    /// Goes to the step before the start and presses its button.
    pub async fn start_campaign(&self, id: CampaignId) -> Reply {
        let path = format!("/admin/campaigns/{}/delivery", id.0);
        let page = self.get(&path).await;
        page.expect(200);
        let (csrf, version) = (page.field("csrf"), page.field("version"));
        self.post(&path, &[("csrf", &csrf), ("version", &version)])
            .await
    }

    /// A draft that was started, every reader of which is in the outbox.
    pub async fn started(&self, fields: &[(&str, &str)]) -> CampaignId {
        let id = self.draft(fields).await;
        assert_eq!(said(&self.start_campaign(id).await), "started");
        self.run_jobs().await;
        id
    }

    /// Presses one of a campaign's buttons; what its page then says was done.
    pub async fn tell(&self, id: CampaignId, noun: &str) -> String {
        let csrf = self.get("/admin/account").await.field("csrf");
        let path = format!("/admin/campaigns/{}/{noun}", id.0);
        said(&self.post(&path, &[("csrf", &csrf)]).await)
    }

    pub async fn run_jobs(&self) {
        runner::drain(&self.app, background::JOBS)
            .await
            .expect("the jobs run");
    }

    /// What the schedule does, and the jobs that come of it.
    pub async fn reconcile(&self) {
        self.run_schedule("reconcile-campaigns").await;
        self.run_jobs().await;
    }

    pub async fn campaign(&self, id: CampaignId) -> Campaign {
        let mut tx = self.app.read().await.expect("a connection");
        let found = campaigns::find(&mut tx, id).await.expect("read");
        found.expect("a campaign")
    }

    pub async fn progress(&self, id: CampaignId) -> Progress {
        let campaign = self.campaign(id).await;
        let mut tx = self.app.read().await.expect("a connection");
        Progress::of(&mut tx, &campaign, self.app.now())
            .await
            .expect("read")
    }
}

/// The word in the address to which a form leads.
pub fn said(reply: &Reply) -> String {
    reply.expect(303);
    let place = reply.header("location");
    let (_, word) = place.split_once("done=").unwrap_or_default();
    word.to_owned()
}
