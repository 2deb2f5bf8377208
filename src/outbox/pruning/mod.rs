//! Pruning of old mails that have a result, once no bounce can arrive any more. The counts of an
//! edition stay. No post is mailed again, since a reader's window says which posts they got.

mod prune;
mod queries;

pub use prune::prune;
