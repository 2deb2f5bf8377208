//! SQL of sending. Only the holder of a lease's token writes results.

/// The reader of a mail, if they have left or paused, refuse advertising that it is, or are
/// unreachable. A new address, to which they change, is another one.
macro_rules! from_who_left {
    ($now:literal) => {
        concat!(
            "FROM subscribers WHERE id = outbox.subscriber_id
             AND (outbox.bulk AND (state <> 'confirmed' OR paused_until > ",
            $now,
            " OR advertising_at IS NULL
                                   AND (SELECT ads.is_advertising FROM editions AS ads WHERE ads.id = outbox.edition_id))
                  OR state IN ('bounced', 'complained', 'suppressed') AND subscribers.email = outbox.recipient)"
        )
    };
}

/// The reason why a held mail must not go back to the queue.
macro_rules! why_dropped {
    ($is_going_back:literal, $now:literal) => {
        concat!(
            "CASE WHEN ",
            $is_going_back,
            " THEN (SELECT CASE WHEN state IN ('bounced', 'complained', 'suppressed') THEN 'suppressed'
                                WHEN state = 'confirmed' AND paused_until > ",
            $now,
            " THEN 'paused' ELSE 'unsubscribed' END ",
            from_who_left!($now),
            ") END"
        )
    };
}

/// The new values of a mail that is not held any more. A mail that must not go back to the queue is
/// dropped `$now`.
macro_rules! let_go {
    ($is_going_back:literal, $state:literal, $result:literal, $finished:literal, $now:literal) => {
        concat!(
            " lease_token = NULL, state = CASE WHEN ",
            why_dropped!($is_going_back, $now),
            " IS NULL THEN ",
            $state,
            " ELSE 'dropped' END, result = COALESCE(",
            why_dropped!($is_going_back, $now),
            ", ",
            $result,
            "), finished_at = CASE WHEN ",
            why_dropped!($is_going_back, $now),
            " IS NULL THEN ",
            $finished,
            " ELSE ",
            $now,
            " END "
        )
    };
}

pub(super) mod claim;
pub(super) mod lease;
pub(super) mod night;
pub(super) mod recall;
pub(super) mod result;
