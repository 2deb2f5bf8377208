//! The runtime of background work.

use tokio::runtime::{Builder, Runtime};

/// The priority of background work, on the scale of `nice`(1): 0 is usual, 19 is last.
const NICE: i32 = 5;

/// Returns the runtime of the program. Its threads do background work and give way to the relay and the database on the same
/// machine. The thread that blocks on it does not, nor do the threads of the web server.
pub fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .on_thread_start(|| {
            // Refused where the whole program has a lower priority already.
            let _ = rustix::process::setpriority_process(None, NICE);
        })
        .build()
}
