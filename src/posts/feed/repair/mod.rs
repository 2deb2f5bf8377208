//! Repair of feeds before the parser: missing ends, loose ampersands, old dialects, markup where text belongs.
//! Invariant: the output is well-formed and bounded. A well-formed feed keeps its meaning.

mod bounds;
mod dialect;
mod item;
mod names;
mod rewriter;
mod writing;

use crate::posts::problem::FeedProblem;
pub(super) use names::without_address;
use rewriter::Rewriter;
use writing::is_loose_mark;

/// Bytes that are read twice, at most. After a `<!` that begins nothing the reader starts again behind it, and hostile feeds
/// have many.
const MOST_READ_ANEW: usize = 100_000_000;
/// Such marks in one feed, at most.
const MOST_LOOSE: usize = 20_000;

/// A feed in XML, rewritten.
pub(super) struct Repaired {
    pub text: String,
    /// The fault that cannot be repaired; the feed is unreadable from there on.
    pub fault: Option<FeedProblem>,
    /// Posts that begin in it.
    pub posts: usize,
}

/// Rewrites a feed in XML whose first line has the number `first_line`. Open elements are ended.
pub(super) fn repaired(xml: &str, first_line: usize, is_late: &dyn Fn() -> bool) -> Repaired {
    let mut rewriter = Rewriter::new(is_late);
    let mut at = 0;
    let (mut read_anew, mut loose) = (0, 0);
    let fault = loop {
        let Err(stop) = rewriter.read(&xml[at..]) else {
            // It broke off before its outermost element ended.
            break rewriter.is_open().then_some(FeedProblem::Cut);
        };
        if let Some(what) = rewriter.exceeded() {
            break Some(FeedProblem::TooComplex(what));
        }
        at += stop.at;
        read_anew += stop.read;
        let may_go_on = read_anew <= MOST_READ_ANEW && loose < MOST_LOOSE;
        if may_go_on && is_loose_mark(&xml[at..]) {
            loose += 1;
            rewriter.text("<");
            at += 1;
            continue;
        }
        let line = first_line + xml[..at].matches('\n').count();
        break rewriter.fault(&xml[at..], line, stop.why);
    };
    let (text, posts) = rewriter.finish();
    Repaired { text, fault, posts }
}
