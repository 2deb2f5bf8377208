//! The page of one import: its choices before a run, its progress, its report.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::choices_form::Wrong;
use super::done::ImportDone;
use crate::admin::AdminSession;
use crate::app::App;
use crate::comments::import::CommentFormat;
use crate::i18n::Phrase;
use crate::imports::{
    Choices, CommentChoices, Fault, Import, ImportId, ImportKind, ImportState, ListChoices,
    Problem, columns, faults, find, twin,
};
use crate::subscribers::export::FIELD_COLUMN;
use crate::subscribers::fields::{self, ReaderField};
use crate::subscribers::import::{Field, ListPreview, PreviewColumn, Standing};
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Unreadable rows on the page.
const SHOWN_FAULTS: i64 = 10;
/// What a list's report counts, in the order of the page.
const LIST_FIGURES: &[&str] = &[
    "rows",
    "new",
    "known",
    "left",
    "bounced",
    "unconfirmed",
    "erased",
    "waiting",
    "bad",
    "values",
];
/// The same of comments.
const COMMENT_FIGURES: &[&str] = &[
    "found", "new", "known", "approved", "pending", "spam", "trashed", "deleted", "threads",
    "orphans", "skipped", "bad",
];

#[derive(Template)]
#[template(path = "pages/imports/import.html")]
pub(super) struct ImportPage {
    page: PageContext,
    session: AdminSession,
    import: Import,
    choices: Choices,
    preview: Option<ListPreview>,
    problem: Option<Problem>,
    faults: Vec<Fault>,
    twin: Option<Import>,
    fields: &'static [Field],
    own_fields: Vec<ReaderField>,
    standings: &'static [Standing],
    formats: &'static [CommentFormat],
    wrong: Vec<Wrong>,
    done: Option<ImportDone>,
    is_live: bool,
}

/// A column of the file.
struct ColumnRow {
    place: usize,
    /// Its heading, or its number.
    name: String,
    samples: String,
    /// What it seems to hold.
    found: Option<Field>,
    /// The word of the field that it is chosen to hold; empty where nothing is chosen.
    chosen: String,
}

/// A word of a state column, and what it means.
struct WordRow {
    word: String,
    meaning: String,
}

impl ImportPage {
    pub(super) async fn of(
        session: AdminSession,
        page: PageContext,
        app: &App,
        id: i64,
    ) -> Result<Self, WebError> {
        let mut tx = app.read().await?;
        let import = find(&mut tx, ImportId(id)).await?;
        let import = import.ok_or(WebError::NotFound)?;
        let faults = faults(&mut tx, import.id, SHOWN_FAULTS).await?;
        let twin = twin(&mut tx, &import).await?;
        let own_fields = fields::all(&mut tx).await?;
        drop(tx);
        let mut problem = import.problem.clone().map(|problem| problem.0);
        let mut preview = None;
        let is_open = matches!(import.state, ImportState::Ready | ImportState::Stopped);
        if is_open && import.kind == ImportKind::Subscribers {
            match columns(app, import.id).await? {
                Ok(found) => preview = Some(found),
                Err(found) => problem = problem.or(Some(found)),
            }
        }
        Ok(Self {
            page: page.at(&format!("/admin/imports/{id}")),
            session,
            choices: import.choices.0.clone(),
            import,
            preview,
            problem,
            faults,
            twin,
            fields: Field::ALL,
            own_fields,
            standings: Standing::ALL,
            formats: CommentFormat::ALL,
            wrong: Vec::new(),
            done: None,
            is_live: false,
        })
    }

    /// The page with what was typed, and what is wrong with it.
    pub(super) fn with(self, choices: Choices, wrong: Vec<Wrong>) -> Self {
        Self {
            choices,
            wrong,
            ..self
        }
    }

    fn path(&self, rest: &str) -> String {
        self.page
            .link(&format!("/admin/imports/{}{rest}", self.import.id.0))
    }

    fn kind_key(&self) -> String {
        format!("imports-kind-{}", self.import.kind)
    }

    fn state_key(&self) -> String {
        format!("imports-state-{}", self.import.state)
    }

    fn is_open(&self) -> bool {
        matches!(self.import.state, ImportState::Ready | ImportState::Stopped)
    }

    fn is_stopped(&self) -> bool {
        self.import.state == ImportState::Stopped
    }

    fn is_at_work(&self) -> bool {
        self.import.state.is_at_work()
    }

    fn has_report(&self) -> bool {
        self.import.reached > 0
    }

    /// Rows or comments that are done with. Whoever is still to be asked is not.
    fn passed(&self) -> i64 {
        self.import.reached - self.import.report.figure("waiting")
    }

    /// All rows or comments, where their number is known.
    fn total(&self) -> Option<i64> {
        let read = Some(self.import.reached).filter(|_| self.import.is_read);
        read.or(self.import.total)
    }

    /// The counts of the report that are worth a place, each with its phrase.
    fn figures(&self) -> Vec<(String, i64)> {
        let names = match self.import.kind {
            ImportKind::Subscribers => LIST_FIGURES,
            ImportKind::Comments => COMMENT_FIGURES,
        };
        let counts = names.iter().enumerate().map(|(at, name)| {
            let key = format!("imports-{}-{name}", self.import.kind);
            (at, key, self.import.report.figure(name))
        });
        counts
            .filter(|(at, _, count)| *at < 3 || *count > 0)
            .map(|(_, key, count)| (key, count))
            .collect()
    }

    fn list(&self) -> Option<&ListChoices> {
        match &self.choices {
            Choices::List(choices) => Some(choices),
            Choices::Comments(_) => None,
        }
    }

    fn comments(&self) -> Option<&CommentChoices> {
        match &self.choices {
            Choices::Comments(choices) => Some(choices),
            Choices::List(_) => None,
        }
    }

    /// The problem in words.
    fn problem_words(&self, problem: &Problem) -> String {
        let key = format!("imports-problem-{}", problem.code);
        let words = problem.words.iter().take(5).map(|word| format!("“{word}”"));
        let words = words.collect::<Vec<_>>().join(", ");
        let about = problem.about.as_str();
        let phrase = self.page.say(&key).with("about", about);
        phrase.with("words", words.as_str()).to_string()
    }

    /// The site's own fields as a column may hold them: the word of each, and its name.
    fn own_fields(&self) -> Vec<(String, &str)> {
        let fields = self.own_fields.iter();
        let fields = fields.map(|field| (format!("{FIELD_COLUMN}{}", field.slug), &*field.name));
        fields.collect()
    }

    /// The words whose meaning is chosen or missing.
    fn words(&self) -> Vec<WordRow> {
        let known = self.list().map(|choices| choices.words.clone());
        let known = known.unwrap_or_default();
        let missing = self.problem.iter().flat_map(|problem| &problem.words);
        let missing: Vec<&String> = missing.filter(|word| !known.contains_key(*word)).collect();
        let missing = missing.into_iter().map(|word| WordRow {
            word: word.clone(),
            meaning: String::new(),
        });
        let mut rows: Vec<WordRow> = missing.collect();
        rows.extend(
            known
                .into_iter()
                .map(|(word, meaning)| WordRow { word, meaning }),
        );
        rows
    }

    /// The columns of the file, each with what it is chosen to hold.
    fn columns(&self) -> Vec<ColumnRow> {
        let columns = self.preview.iter().flat_map(|preview| &preview.columns);
        let chosen = self.list().map(|choices| &choices.columns);
        let row = |(place, column): (usize, &PreviewColumn)| ColumnRow {
            place,
            name: if column.heading.is_empty() {
                (place + 1).to_string()
            } else {
                column.heading.clone()
            },
            samples: column.samples.join(" · "),
            found: column.field,
            chosen: chosen
                .and_then(|chosen| chosen.get(&place).cloned())
                .unwrap_or_default(),
        };
        columns.enumerate().map(row).collect()
    }

    /// The lines of the field of moves.
    fn move_lines(&self) -> String {
        let moves = self.comments().map(|choices| choices.moves.as_slice());
        let lines = moves.unwrap_or_default().iter();
        let lines = lines.map(|(old, new)| format!("{old} {new}"));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn error(&self, field: &str) -> Option<Phrase<'static>> {
        let wrong = self.wrong.iter().find(|(name, _)| *name == field);
        wrong.map(|&(_, key)| self.page.say(key))
    }
}

#[derive(Deserialize)]
pub(super) struct ImportQuery {
    #[serde(default)]
    done: String,
    /// `true` for a page that reloads itself.
    #[serde(default)]
    live: String,
}

pub(super) async fn page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    query: Query<ImportQuery>,
) -> HandlerResult {
    let shown = ImportPage::of(session, page, &app, *id).await?;
    let template = ImportPage {
        done: query.done.parse().ok(),
        is_live: query.live == "true" && shown.is_at_work(),
        ..shown
    };
    html(StatusCode::OK, &template)
}
