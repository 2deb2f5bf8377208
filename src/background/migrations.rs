//! Steps after the migrations.

use crate::app::App;
use crate::{comments, posts, store};

/// Finishes migrations where SQL is not enough. Each step runs once, in the process that opens the database first.
pub async fn finish_migrations(app: &App) -> store::Result<()> {
    let mut tx = app.write().await?;
    if comments::merging::take_step(&mut tx, app.now()).await? {
        comments::merging::respell(&mut tx).await?;
        posts::respell(&mut tx).await?;
    }
    tx.commit().await
}
