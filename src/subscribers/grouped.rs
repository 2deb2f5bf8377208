//! Rows of several subscribers, grouped by subscriber.

use std::collections::HashMap;

use super::model::SubscriberId;

/// What belongs to each subscriber, in its order.
pub(super) fn by_subscriber<T>(rows: Vec<(SubscriberId, T)>) -> HashMap<SubscriberId, Vec<T>> {
    let mut grouped: HashMap<SubscriberId, Vec<T>> = HashMap::new();
    for (who, row) in rows {
        grouped.entry(who).or_default().push(row);
    }
    grouped
}
