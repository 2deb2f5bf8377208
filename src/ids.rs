//! Row ids that more than one capability names. Each is a type of its own, so that no id is taken for another's.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    };
}

id! {
    /// The row id of a subscriber.
    SubscriberId
}
id! {
    /// The row id of a topic.
    TopicId
}
id! {
    /// The row id of a mail in the outbox. A later mail has a higher one.
    MailId
}
id! {
    /// The row id of an edition.
    EditionId
}
