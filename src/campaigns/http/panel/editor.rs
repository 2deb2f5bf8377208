//! The editor of a campaign: a plain form, which is shown again with everything that was typed when a field is wrong.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use askama::Template;

use super::parts::{CampaignDone, back, find, refused};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::campaigns::draft::{self, LONGEST_BODY, LONGEST_SUBJECT};
use crate::campaigns::{
    Campaign, CampaignDraft, CampaignError, CampaignForm, CampaignId, CampaignState, DraftMistakes,
};
use crate::i18n::Locale;
use crate::store::{self, Tx};
use crate::subscribers::http::form_fields::FormFields;
use crate::subscribers::segments::{self, Segment};
use crate::topics::{self, Topic};
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Mounts the form.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/campaigns", web::post().to(create))
        .route("/campaigns/new", web::get().to(new))
        .route("/campaigns/{id}", web::post().to(change))
        .route("/campaigns/{id}/edit", web::get().to(edit));
}

#[derive(Template)]
#[template(path = "pages/campaigns/form.html")]
struct FormPage {
    page: PageContext,
    session: AdminSession,
    /// The edited draft; `None` for a new one.
    id: Option<CampaignId>,
    version: i64,
    written: CampaignForm,
    mistakes: DraftMistakes,
    is_conflict: bool,
    topics: Vec<Topic>,
    segments: Vec<Segment>,
    longest_subject: usize,
    longest_body: usize,
}

impl FormPage {
    fn new(
        session: AdminSession,
        page: PageContext,
        choices: Choices,
        written: CampaignForm,
    ) -> Self {
        Self {
            page,
            session,
            id: None,
            version: 0,
            written,
            mistakes: DraftMistakes::default(),
            is_conflict: false,
            topics: choices.topics,
            segments: choices.segments,
            longest_subject: LONGEST_SUBJECT,
            longest_body: LONGEST_BODY,
        }
    }

    fn title_key(&self) -> &'static str {
        if self.id.is_some() {
            "campaigns-edit-title"
        } else {
            "campaigns-new"
        }
    }

    /// The path of the form, and of the way back.
    fn place(&self) -> String {
        let id = self.id.map_or_else(String::new, |id| format!("/{}", id.0));
        self.page.link(&format!("/admin/campaigns{id}"))
    }

    /// The error of this field.
    fn error(&self, field: &str) -> Option<String> {
        let key = match field {
            "subject" => self.mistakes.subject,
            "body" => self.mistakes.body,
            "audience" => self.mistakes.audience,
            "rate" => self.mistakes.rate,
            _ => None,
        };
        key.map(|key| self.page.say(key).to_string())
    }

    /// Only the law of Korea knows advertising as a kind of mail; what was marked under it stays so.
    fn may_advertise(&self) -> bool {
        self.page.law() == "kr" || self.written.is_advertising
    }

    fn is_chosen(&self, topic: &Topic) -> bool {
        self.written.topics.contains(&topic.slug)
    }

    fn is_segment(&self, segment: &Segment) -> bool {
        self.written.segment == segment.id.0.to_string()
    }

    fn is_locale(&self, locale: &str) -> bool {
        self.written.locale.as_str() == locale
    }
}

/// What the form offers.
struct Choices {
    topics: Vec<Topic>,
    segments: Vec<Segment>,
}

impl Choices {
    async fn read(tx: &mut Tx) -> store::Result<Self> {
        Ok(Self {
            topics: topics::all(tx).await?,
            segments: segments::all(tx).await?,
        })
    }
}

/// GET /admin/campaigns/new
async fn new(session: AdminSession, page: PageContext, app: Data<App>) -> HandlerResult {
    let choices = Choices::read(&mut app.read().await?).await?;
    let written = CampaignForm {
        subject: String::new(),
        body: String::new(),
        locale: app.config().site.locale,
        audience: "all".into(),
        topics: Vec::new(),
        segment: String::new(),
        rate: String::new(),
        is_advertising: false,
    };
    html(
        StatusCode::OK,
        &FormPage::new(session, page, choices, written),
    )
}

/// GET /admin/campaigns/{id}/edit
async fn edit(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let campaign = find(&mut tx, *id).await?;
    if campaign.state != CampaignState::Draft {
        return Ok(back(&page, campaign.id, CampaignDone::Stale));
    }
    if campaign.is_scheduled() {
        return Ok(back(&page, campaign.id, CampaignDone::Locked));
    }
    let choices = Choices::read(&mut tx).await?;
    let written = as_written(&mut tx, &campaign, &choices.topics).await?;
    let template = FormPage {
        id: Some(campaign.id),
        version: campaign.version,
        ..FormPage::new(session, page, choices, written)
    };
    html(StatusCode::OK, &template)
}

async fn as_written(
    tx: &mut Tx,
    campaign: &Campaign,
    known: &[Topic],
) -> store::Result<CampaignForm> {
    let chosen = crate::campaigns::topics(tx, campaign.id).await?;
    let chosen = known.iter().filter(|topic| chosen.contains(&topic.id));
    let topics: Vec<String> = chosen.map(|topic| topic.slug.clone()).collect();
    Ok(CampaignForm {
        subject: campaign.subject.clone(),
        body: campaign.body.clone(),
        locale: campaign.locale,
        audience: match campaign.segment_id {
            Some(_) => "segment",
            None if topics.is_empty() => "all",
            None => "topics",
        }
        .into(),
        topics,
        segment: campaign
            .segment_id
            .map_or_else(String::new, |id| id.0.to_string()),
        rate: campaign
            .rate
            .map_or_else(String::new, |rate| rate.to_string()),
        is_advertising: campaign.is_advertising,
    })
}

fn typed(fields: &FormFields) -> Result<CampaignForm, WebError> {
    Ok(CampaignForm {
        subject: fields.text("subject").to_owned(),
        body: fields.text("body").to_owned(),
        locale: locale(fields)?,
        audience: fields.text("audience").to_owned(),
        topics: fields.all("topics").map(str::to_owned).collect(),
        segment: fields.text("segment").to_owned(),
        rate: fields.text("rate").to_owned(),
        is_advertising: fields.text("advertising") == "yes",
    })
}

fn locale(fields: &FormFields) -> Result<Locale, WebError> {
    fields.text("locale").parse().map_err(WebError::Malformed)
}

/// POST /admin/campaigns
async fn create(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<FormFields>,
) -> HandlerResult {
    let written = typed(&fields)?;
    let mut tx = app.write().await?;
    let choices = Choices::read(&mut tx).await?;
    let draft = match CampaignDraft::parse(&written, &choices.topics, &choices.segments) {
        Ok(draft) => draft,
        Err(mistakes) => {
            let page = page.at("/admin/campaigns/new");
            let template = FormPage {
                mistakes,
                ..FormPage::new(session, page, choices, written)
            };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    let now = app.now();
    let id = draft::create(&mut tx, &draft, now).await?;
    let about = format!("{} ({})", draft.subject, id.0);
    audit::record(&mut tx, &session, "campaign-create", &about, now).await?;
    tx.commit().await?;
    Ok(back(&page, id, CampaignDone::Saved))
}

/// POST /admin/campaigns/{id}
async fn change(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, fields }: AdminForm<FormFields>,
) -> HandlerResult {
    let written = typed(&fields)?;
    let id = CampaignId(*id);
    let version = fields.text("version").parse().unwrap_or(0);
    let mut tx = app.write().await?;
    let present = find(&mut tx, id.0).await?;
    let choices = Choices::read(&mut tx).await?;
    let again = |page: PageContext, session, choices| FormPage {
        id: Some(id),
        version,
        ..FormPage::new(
            session,
            page.at(&format!("/admin/campaigns/{}/edit", id.0)),
            choices,
            written.clone(),
        )
    };
    let draft = match CampaignDraft::parse(&written, &choices.topics, &choices.segments) {
        Ok(draft) => draft,
        Err(mistakes) => {
            let template = FormPage {
                mistakes,
                ..again(page, session, choices)
            };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    match draft::change(&mut tx, id, version, &draft, app.now()).await {
        Ok(()) => {}
        Err(CampaignError::State(_)) => return Ok(back(&page, id, CampaignDone::Stale)),
        Err(CampaignError::Scheduled) => return Ok(back(&page, id, CampaignDone::Locked)),
        Err(CampaignError::Changed) => {
            let template = FormPage {
                is_conflict: true,
                version: present.version,
                ..again(page, session, choices)
            };
            return html(StatusCode::CONFLICT, &template);
        }
        Err(refusal) => return Err(refused(refusal)),
    }
    let about = format!("{} ({})", draft.subject, id.0);
    audit::record(&mut tx, &session, "campaign-change", &about, app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, id, CampaignDone::Saved))
}
