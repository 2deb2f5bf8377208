//! What a summary costs, beside taking the first sentences, which costs the splitting alone.
//! Run with `cargo bench --bench summary`.

use std::hint::black_box;
use std::time::Instant;

use gudok::language::sentences::sentences;
use gudok::posts::content::PostContent;
use gudok::posts::summary::summarise;

const POST: &str = include_str!("../tests/samples/summary/river-council.txt");
const PAGE: &str = include_str!("../tests/samples/summary/harbour.html");

fn main() {
    let post = PostContent::from_text(POST);
    let title = post.title.clone().unwrap_or_default();
    let long = PostContent {
        title: None,
        paragraphs: (0..400)
            .map(|n| format!("{n}번째로 {}", post.paragraphs[n % post.paragraphs.len()]))
            .collect(),
    };
    let first = milliseconds(2_000, || {
        let found: Vec<&str> = post.paragraphs.iter().flat_map(|p| sentences(p)).collect();
        black_box(found.len());
    });
    report("first sentences of a post", first, first);
    report(
        "summary of a post",
        milliseconds(1_000, || drop(black_box(summarise(&title, &post, 3)))),
        first,
    );
    report(
        "text file to summary",
        milliseconds(1_000, || summary_of(POST)),
        first,
    );
    report(
        "web page to summary",
        milliseconds(1_000, || summary_of(PAGE)),
        first,
    );
    report(
        "summary of 400 paragraphs",
        milliseconds(50, || drop(black_box(summarise(&title, &long, 3)))),
        first,
    );
}

fn summary_of(document: &str) {
    let content = PostContent::from_document(document);
    drop(black_box(summarise(
        content.title.as_deref().unwrap_or_default(),
        &content,
        3,
    )));
}

/// The fastest of five rounds, which other work on the machine disturbs least.
fn milliseconds(times: u32, work: impl Fn()) -> f64 {
    (0..5)
        .map(|_| {
            let start = Instant::now();
            (0..times).for_each(|_| work());
            start.elapsed().as_secs_f64() * 1_000.0 / f64::from(times)
        })
        .fold(f64::INFINITY, f64::min)
}

fn report(what: &str, milliseconds: f64, first: f64) {
    println!(
        "{what:<28} {milliseconds:>8.3} ms   {:>6.1} × the first sentences",
        milliseconds / first
    );
}
