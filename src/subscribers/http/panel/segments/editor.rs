//! The editor of a segment. Every button posts the whole form; each answer counts the readers anew, and only "save" stores.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::form::{ConditionRow, Entry, Pressed, SegmentForm, properties};
use super::{SegmentsDone, back};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::store::Tx;
use crate::subscribers::http::form_fields::FormFields;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::segments::{
    self, Faults, Join, Known, MOST_CONDITIONS, Segment, SegmentId,
};
use crate::web::{HandlerResult, PageContext, WebError};

/// The readers of the conditions, and how many of them get mail now.
enum Counted {
    Exactly(i64, i64),
    About(i64),
}

#[derive(Template)]
#[template(path = "pages/segments/form.html")]
struct SegmentPage {
    page: PageContext,
    session: AdminSession,
    /// The segment that the form changes; without one it adds a segment.
    saved: Option<Segment>,
    typed_name: String,
    name_error: Option<String>,
    is_any: bool,
    rows: Vec<ConditionRow>,
    properties: Vec<Entry>,
    /// What is wrong with the conditions together.
    error: Option<String>,
    /// The readers, and those of them who get mail now; without it the conditions cannot be asked yet.
    counted: Option<Counted>,
    most: usize,
}

impl SegmentPage {
    fn action(&self) -> String {
        match &self.saved {
            Some(segment) => format!("/admin/segments/{}", segment.id.0),
            None => "/admin/segments".into(),
        }
    }
}

/// The form in the making, and what came of the button that was pressed.
struct Editing {
    saved: Option<Segment>,
    form: SegmentForm,
    name_key: Option<&'static str>,
    whole_key: Option<&'static str>,
    /// False right after a row was added or removed: its value is not chosen yet.
    tells_faults: bool,
}

impl Editing {
    fn new(saved: Option<Segment>, form: SegmentForm) -> Self {
        Self {
            saved,
            form,
            name_key: None,
            whole_key: None,
            tells_faults: false,
        }
    }
}

async fn show(
    tx: &mut Tx,
    app: &App,
    page: PageContext,
    session: AdminSession,
    known: &Known,
    editing: Editing,
) -> HandlerResult {
    let (zone, now) = (&app.config().site.time_zone, app.now());
    let filter = &editing.form.filter;
    let (counted, faults) = match segments::resolve(filter, known, zone, now) {
        Ok(matcher) => {
            let counted = if editing.tells_faults {
                let readers = segments::count(tx, &matcher).await?;
                let mailable = segments::count_mailable(tx, &matcher, false, now).await?;
                Counted::Exactly(readers, mailable)
            } else {
                match segments::estimate(tx, &matcher).await? {
                    estimate if estimate.is_exact => {
                        let mailable = segments::count_mailable(tx, &matcher, false, now).await?;
                        Counted::Exactly(estimate.readers, mailable)
                    }
                    estimate => Counted::About(estimate.readers),
                }
            };
            (Some(counted), Faults::default())
        }
        Err(faults) => (None, faults),
    };
    let told = if editing.tells_faults {
        faults
    } else {
        Faults::default()
    };
    let whole = editing.whole_key.or(told.whole);
    let is_wrong = editing.name_key.is_some() || whole.is_some() || !told.rows.is_empty();
    let status = if is_wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = SegmentPage {
        name_error: editing.name_key.map(|key| page.say(key).to_string()),
        error: whole.map(|key| page.say(key).to_string()),
        rows: ConditionRow::all(filter, known, &told, &page),
        properties: properties(known, &page),
        is_any: filter.of == Join::Any,
        saved: editing.saved,
        typed_name: editing.form.name,
        counted,
        most: MOST_CONDITIONS,
        page,
        session,
    };
    not_stored(status, &template)
}

/// GET /admin/segments/new
pub(super) async fn new(session: AdminSession, page: PageContext, app: Data<App>) -> HandlerResult {
    let mut tx = app.read().await?;
    let known = segments::known(&mut tx).await?;
    let editing = Editing::new(None, SegmentForm::default());
    show(&mut tx, &app, page, session, &known, editing).await
}

/// GET /admin/segments/{id}
pub(super) async fn edit(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let saved = segment(&mut tx, *id).await?;
    let known = segments::known(&mut tx).await?;
    let form = SegmentForm {
        name: saved.name.clone(),
        filter: saved.filter.0.clone(),
    };
    let editing = Editing {
        tells_faults: true,
        ..Editing::new(Some(saved), form)
    };
    let mut answer = show(&mut tx, &app, page, session, &known, editing).await?;
    // Nothing was posted: a segment that names what is gone is shown with its faults.
    *answer.status_mut() = StatusCode::OK;
    Ok(answer)
}

/// POST /admin/segments
pub(super) async fn create(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<FormFields>,
) -> HandlerResult {
    let page = page.at("/admin/segments/new");
    press(&app, page, session, None, &fields).await
}

/// POST /admin/segments/{id}
pub(super) async fn change(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, fields }: AdminForm<FormFields>,
) -> HandlerResult {
    let saved = segment(&mut app.read().await?, *id).await?;
    press(&app, page, session, Some(saved), &fields).await
}

/// Does what the pressed button says.
async fn press(
    app: &App,
    page: PageContext,
    session: AdminSession,
    saved: Option<Segment>,
    fields: &FormFields,
) -> HandlerResult {
    let mut editing = Editing::new(saved, SegmentForm::read(fields)?);
    let pressed = Pressed::read(fields)?;
    let mut tx = match pressed {
        Pressed::Save => app.write().await?,
        _ => app.read().await?,
    };
    let known = segments::known(&mut tx).await?;
    match pressed {
        Pressed::Add(what) => {
            if !editing.form.add(what, &known, &page) {
                editing.whole_key = Some("segments-too-many");
            }
        }
        Pressed::Remove(place) => editing.form.remove(place),
        Pressed::Count => editing.tells_faults = true,
        Pressed::Save => {
            editing.tells_faults = true;
            match save(&mut tx, app, &session, &editing, &known).await? {
                Ok(()) => {
                    tx.commit().await?;
                    return Ok(back(&page, SegmentsDone::Saved));
                }
                Err(key) => editing.name_key = key,
            }
        }
    }
    show(&mut tx, app, page, session, &known, editing).await
}

/// Stores the form. The error is that of the name, or nothing where a condition is wrong.
async fn save(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    editing: &Editing,
    known: &Known,
) -> Result<Result<(), Option<&'static str>>, WebError> {
    let (zone, now) = (&app.config().site.time_zone, app.now());
    let Editing { saved, form, .. } = editing;
    let name = match segments::read_name(&form.name) {
        Ok(name) => name,
        Err(key) => return Ok(Err(Some(key))),
    };
    if segments::resolve(&form.filter, known, zone, now).is_err() {
        return Ok(Err(None));
    }
    let stored = match saved {
        Some(saved) => segments::change(tx, saved.id, &name, &form.filter, now).await?,
        None => segments::add(tx, &name, &form.filter, now)
            .await?
            .map(|_| ()),
    };
    if let Err(key) = stored {
        return Ok(Err(Some(key)));
    }
    audit::record(tx, session, "segment-save", &name, now).await?;
    Ok(Ok(()))
}

/// POST /admin/segments/{id}/removal
pub(super) async fn remove_segment(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let present = segment(&mut tx, *id).await?;
    if !segments::remove(&mut tx, present.id).await? {
        return Ok(back(&page, SegmentsDone::InUse));
    }
    audit::record(
        &mut tx,
        &session,
        "segment-remove",
        &present.name,
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, SegmentsDone::Removed))
}

async fn segment(tx: &mut Tx, id: i64) -> Result<Segment, WebError> {
    let found = segments::find(tx, SegmentId(id)).await?;
    found.ok_or(WebError::NotFound)
}
