//! Steps after the migrations.

use crate::app::App;
use crate::comments::moderation::lessons;
use crate::subscribers::departures;
use crate::{comments, daily_counts, posts, store};

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
    tx.commit().await?;
    // A transaction of its own: it waits for those who write, and holds no row that they wait for.
    let mut tx = app.write().await?;
    daily_counts::keep_offset(&mut tx, &app.config().site.time_zone, app.now()).await?;
    if store::take_step(&mut tx, "daily_counts.1", app.now()).await? {
        daily_counts::count_again(&mut tx).await?;
    }
    tx.commit().await?;
    let mut tx = app.write().await?;
    if store::take_step(&mut tx, "spam.decisions.1", app.now()).await? {
        lessons::take_up_earlier_decisions(&mut tx).await?;
    }
    // Its number rises with each change of `spam::features`.
    if store::take_step(&mut tx, "spam.features.1", app.now()).await? {
        lessons::learn_again(&mut tx, app.now()).await?;
    }
    tx.commit().await
}
