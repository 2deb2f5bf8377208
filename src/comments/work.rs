//! The jobs of comments.

use futures_util::FutureExt;

use super::{aliases, page_title};
use crate::jobs::Job;
use crate::posts;

/// Every kind of job of comments.
pub const JOBS: &[Job] = &[
    Job {
        kind: page_title::JOB,
        run: |app, thread| page_title::run(app, thread).boxed(),
    },
    Job {
        kind: posts::aliases::JOB,
        run: |app, post| aliases::join_threads(app, post).boxed(),
    },
];
