//! Steps after the migrations.

use crate::app::App;
use crate::subscribers::departures;
use crate::{comments, posts, store};

/// Finishes migrations where SQL is not enough. Each step runs once, in the process that opens the database first.
pub async fn finish_migrations(app: &App) -> store::Result<()> {
    let mut tx = app.write().await?;
    if store::take_step(&mut tx, "comments.spelling.1", app.now()).await? {
        comments::merging::respell(&mut tx).await?;
        posts::respell(&mut tx).await?;
    }
    if store::take_step(&mut tx, "subscribers.departures.1", app.now()).await? {
        departures::remember_earlier(&mut tx, app.signer(), app.now()).await?;
    }
    tx.commit().await
}
