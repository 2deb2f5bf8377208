//! Waiting for what happens by itself.

use std::time::Duration;

use super::Site;

/// Far longer than it takes; a story that waits so long has failed.
const PATIENCE: Duration = Duration::from_mins(2);

/// Far longer than it takes to come to a statement.
const SOON: Duration = Duration::from_secs(20);

/// Waits until it is so.
pub async fn until(mut is_so: impl AsyncFnMut() -> bool, what: &str) {
    until_within(PATIENCE, &mut is_so, what).await;
}

/// Waits until it is so; that must not take longer than this.
pub async fn until_within(time: Duration, mut is_so: impl AsyncFnMut() -> bool, what: &str) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(time, waiting)
        .await
        .unwrap_or_else(|_| panic!("never: {what}"));
}

/// Waits until so many transactions wait for what others hold. On SQLite there is one writer, and whoever comes waits for it.
pub async fn until_held_up(site: &Site, transactions: i64) {
    const SQL: &str = "
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    if site.app.store().engine_name() == "PostgreSQL" {
        let is_so = async || site.numbers(SQL).await[0] >= transactions;
        until_within(SOON, is_so, "a transaction waits for another").await;
    }
}
