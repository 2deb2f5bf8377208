//! News of threads that somebody reads now. One look at the database serves every reader, and readers of a thread share its event.

mod watch;

pub use watch::LiveThreads;
