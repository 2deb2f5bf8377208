//! What the verdict of the spam filter costs when it has learned 100,000 features, beside rendering the comment.
//! Run with `cargo bench --bench spam`. With `DATABASE_URL` it fills that database, which must be empty; else a SQLite file that
//! goes with the run.

use std::hint::black_box;
use std::time::Instant;

use gudok::app::App;
use gudok::background;
use gudok::clock::Clock;
use gudok::comments::write::content::CommentBody;
use gudok::config::Config;
use gudok::random::Random;
use gudok::spam::{self, Lesson, TaughtText};
use tempfile::TempDir;

/// Features that are learned.
const FEATURES: i64 = 100_000;
/// Words of a learned comment, and of the comment that is judged: 60 syllables.
const WORDS: usize = 20;
/// Verdicts in a round.
const VERDICTS: u32 = 500;

fn main() {
    let runtime = background::runtime().expect("threads");
    runtime.block_on(measure());
}

async fn measure() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut config = Config::default();
    config.mail.url = "memory:".parse().expect("memory");
    config.database.url = variable("DATABASE_URL")
        .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("bench.db").display()));
    let app = App::open(config, Clock::system(), Random::system())
        .await
        .expect("the database opens");
    let mut words = Words(1);
    let mut learned = Vec::new();
    let mut tx = app.write().await.expect("a transaction");
    while spam::learned(&mut tx).await.expect("the counts").features < FEATURES {
        for _ in 0..100 {
            let body = words.text();
            let taught = TaughtText {
                name: "김하늘",
                body: &body,
                lesson: Lesson::ALL[learned.len() % 2],
            };
            spam::learn(&mut tx, &[taught], app.now())
                .await
                .expect("a lesson");
            learned.push(body);
        }
    }
    tx.commit().await.expect("committed");
    println!(
        "{}, {} comments learned",
        app.store().engine_name(),
        learned.len()
    );

    let mut tx = app.read().await.expect("a connection");
    let (mut verdict, mut rendering) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..5 {
        let start = Instant::now();
        for text in learned.iter().cycle().take(VERDICTS as usize) {
            let judged = spam::judge(&mut tx, "박서연", text).await;
            black_box(judged.expect("a verdict"));
        }
        verdict = verdict.min(milliseconds(start));
        let start = Instant::now();
        for text in learned.iter().cycle().take(VERDICTS as usize) {
            black_box(CommentBody::parse(text).expect("a body"));
        }
        rendering = rendering.min(milliseconds(start));
    }
    println!("rendering of a comment  {rendering:.3} ms");
    println!(
        "verdict on a comment    {verdict:.3} ms   {:.1} × the rendering",
        verdict / rendering
    );
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0 / f64::from(VERDICTS)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a bench is told by its environment, and has no configuration of its own"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Words of invented syllables, the same in each run.
struct Words(u64);

impl Words {
    fn text(&mut self) -> String {
        let words: Vec<String> = (0..WORDS)
            .map(|_| (0..3).map(|_| self.syllable()).collect())
            .collect();
        words.join(" ")
    }

    fn syllable(&mut self) -> char {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let place = u32::try_from((self.0 >> 33) % 11_172).unwrap_or_default();
        char::from_u32(0xAC00 + place).unwrap_or('가')
    }
}
