//! The statements that the engine is given: sqlx tells each one to the log.

use std::fmt::Debug;
use std::future::Future;
use std::sync::{Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Instrument as _, Subscriber, info_span};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// The span of what is listened to; other stories run at the same time.
const SPAN: &str = "listened-to";

/// Every statement of this work, and what it returns. One story at a time may listen.
pub async fn of<T>(work: impl Future<Output = T>) -> (Vec<String>, T) {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let registry = tracing_subscriber::registry().with(Listener);
        tracing::subscriber::set_global_default(registry).expect("nobody else listens");
    });
    seen().clear();
    let done = work.instrument(info_span!("listened-to")).await;
    (std::mem::take(&mut *seen()), done)
}

fn seen() -> std::sync::MutexGuard<'static, Vec<String>> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Listener;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let is_ours = |name: &str| name == SPAN;
        let mut scope = context.event_scope(event).into_iter().flatten();
        if event.metadata().target() == "sqlx::query" && scope.any(|span| is_ours(span.name())) {
            let mut statement = Statement::default();
            event.record(&mut statement);
            seen().push(statement.whole());
        }
    }
}

/// A statement as the log has it: a short one is its own summary.
#[derive(Default)]
struct Statement {
    summary: String,
    text: String,
}

impl Statement {
    fn whole(self) -> String {
        let text = self.text.trim();
        if text.is_empty() {
            self.summary
        } else {
            text.to_owned()
        }
    }
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.text),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
