//! A look at the columns of a list before its run.

use super::file;
use super::model::ImportId;
use super::problem::{Problem, ProblemCode};
use crate::app::App;
use crate::store;
use crate::subscribers::import::ListPreview;

/// The columns at the beginning of a list, or why it has none.
pub async fn columns(app: &App, id: ImportId) -> store::Result<Result<ListPreview, Problem>> {
    let beginning = file::beginning(app, id).await?;
    Ok(ListPreview::of(&beginning).map_err(|error| {
        let unreadable =
            |failure: &dyn ToString| Problem::new(ProblemCode::Unreadable, failure.to_string());
        Problem::of_list(error).unwrap_or_else(|failure| unreadable(&failure))
    }))
}
