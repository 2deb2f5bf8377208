//! Parts of the campaigns' pages: outcomes, paths, redirects, and phrases for audience and rate.

use actix_web::HttpResponse;

use crate::campaigns::{self, Campaign, CampaignError, CampaignId};
use crate::store::{self, Tx};
use crate::topics;
use crate::web::{self, PageContext, WebError};

/// The outcome of a form, in the page's address as `done`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CampaignDone {
    Saved,
    Tested,
    Started,
    Paused,
    Resumed,
    Cancelled,
    Scheduled,
    Unscheduled,
    Rate,
    Retry,
    Again,
    Left,
    Deleted,
    /// Nothing, since its state had changed.
    Stale,
    /// Nothing, since the draft had changed.
    Changed,
    /// Nothing, since the draft starts by itself.
    Locked,
    /// Nothing, since the segment names what is gone.
    Segment,
    /// Nothing, since an advertising mail has to name its sender.
    Unnamed,
}

crate::text_enum!(CampaignDone {
    Saved => "saved", Tested => "tested", Started => "started", Paused => "paused", Resumed => "resumed",
    Cancelled => "cancelled", Scheduled => "scheduled", Unscheduled => "unscheduled", Rate => "rate", Retry => "retry", Again => "again", Left => "left",
    Deleted => "deleted", Stale => "stale", Changed => "changed",
    Locked => "locked", Segment => "segment", Unnamed => "unnamed",
});

impl CampaignDone {
    /// The outcome of a refusal that the campaign's page explains.
    pub(super) fn of(refusal: &CampaignError) -> Option<Self> {
        match refusal {
            CampaignError::State(_) => Some(Self::Stale),
            CampaignError::Changed => Some(Self::Changed),
            CampaignError::Scheduled => Some(Self::Locked),
            CampaignError::Segment(_) => Some(Self::Segment),
            CampaignError::Unnamed(_) => Some(Self::Unnamed),
            _ => None,
        }
    }

    /// True when nothing was done.
    pub(super) fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::Stale | Self::Changed | Self::Locked | Self::Segment | Self::Unnamed
        )
    }
}

pub(super) async fn find(tx: &mut Tx, id: i64) -> Result<Campaign, WebError> {
    let campaign = campaigns::find(tx, CampaignId(id)).await?;
    campaign.ok_or(WebError::NotFound)
}

/// The audience in words.
pub(super) async fn audience(
    tx: &mut Tx,
    page: &PageContext,
    campaign: &Campaign,
) -> store::Result<String> {
    if let Some(segment) = campaigns::segment(tx, campaign).await? {
        let whom = page.say("campaigns-audience-segment");
        return Ok(format!("{whom}: {}", segment.name));
    }
    let chosen = campaigns::topics(tx, campaign.id).await?;
    if chosen.is_empty() {
        return Ok(page.say("campaigns-audience-all").to_string());
    }
    let known = topics::all(tx).await?;
    let names = known.iter().filter(|topic| chosen.contains(&topic.id));
    let names: Vec<&str> = names.map(|topic| topic.name.as_str()).collect();
    let whom = page.say("campaigns-audience-topics");
    Ok(format!("{whom}: {}", names.join(", ")))
}

/// The phrase of its state.
pub(super) fn state_key(campaign: &Campaign) -> String {
    if campaign.is_scheduled() {
        "campaigns-state-scheduled".to_owned()
    } else {
        format!("campaigns-state-{}", campaign.state)
    }
}

/// A path of this campaign.
pub(super) fn path(page: &PageContext, campaign: &Campaign, rest: &str) -> String {
    page.link(&format!("/admin/campaigns/{}{rest}", campaign.id.0))
}

pub(super) fn rate_in_words(page: &PageContext, campaign: &Campaign) -> String {
    match campaign.rate {
        Some(rate) => page.say("campaigns-rate-value").with("rate", rate),
        None => page.say("campaigns-rate-none"),
    }
    .to_string()
}

/// Redirects to the campaign's page, which shows the outcome.
pub(super) fn back(page: &PageContext, id: CampaignId, done: CampaignDone) -> HttpResponse {
    see_other(page, &format!("/admin/campaigns/{}?done={done}", id.0))
}

pub(super) fn see_other(page: &PageContext, path: &str) -> HttpResponse {
    web::see_other(&page.link(path))
}

/// The error page for an error that is not a user's mistake.
pub(super) fn refused(refusal: CampaignError) -> WebError {
    match refusal {
        CampaignError::Missing => WebError::NotFound,
        CampaignError::Store(error) => error.into(),
        other => {
            tracing::error!(error = %other, "a campaign cannot be shown or sent");
            WebError::Internal
        }
    }
}
