//! What the verdict catches after it learned from a part of the invented comments, and what it holds of the honest ones.

use std::collections::{BTreeMap, BTreeSet};

use gudok::challenges::Proof;
use gudok::comments::spam::{HoldReason, SpamEvidence, THRESHOLD, judge};
use gudok::comments::write::content::CommentBody;
use gudok::config::CommentModeration;
use gudok::spam::{FeatureCounts, Lesson, Model, features};
use gudok::token::hex;
use sha2::{Digest, Sha256};

const KOREAN: &str = include_str!("../samples/spam/korean.tsv");
const ENGLISH: &str = include_str!("../samples/spam/english.tsv");

/// An invented comment.
struct Sample<'a> {
    lesson: Lesson,
    name: &'a str,
    body: &'a str,
}

fn samples(text: &str) -> Vec<Sample<'_>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let parts = lines.map(|line| {
        let mut parts = line.splitn(3, '\t');
        let mut part = || parts.next().expect("three parts");
        Sample {
            lesson: part().parse().expect("spam or honest"),
            name: part(),
            body: part(),
        }
    });
    parts.collect()
}

/// What was learned, in memory.
#[derive(Default)]
struct Lessons {
    model: Model,
    counts: BTreeMap<String, FeatureCounts>,
}

impl Lessons {
    fn learn(&mut self, sample: &Sample<'_>) {
        let (spam, honest) = match sample.lesson {
            Lesson::Spam => (1, 0),
            Lesson::Honest => (0, 1),
        };
        self.model.spam += spam;
        self.model.honest += honest;
        for feature in features::of(sample.name, sample.body) {
            let counts = self.counts.entry(feature.clone()).or_insert(FeatureCounts {
                feature,
                spam: 0,
                honest: 0,
            });
            counts.spam += spam;
            counts.honest += honest;
        }
    }

    /// The sum of all signs, and the part of each kind.
    fn weigh(&self, sample: &Sample<'_>) -> (i64, BTreeMap<String, i64>) {
        let of_text = features::of(sample.name, sample.body);
        let known = of_text
            .iter()
            .filter_map(|feature| self.counts.get(feature));
        let learned = self.model.judge(&known.cloned().collect::<Vec<_>>());
        let evidence = SpamEvidence {
            name: sample.name,
            body: sample.body,
            links: CommentBody::parse(sample.body).expect("a body").links(),
            most_links: 2,
            honeypot_filled: false,
            proof: Proof::NotAsked,
            akismet: None,
            repeated: false,
            known: false,
            official_name: false,
            crowded: false,
            disposable: false,
            learned: learned.as_ref(),
        };
        // Under this rule the verdict of each comment tells its signs.
        let reasons = judge(&evidence, CommentModeration::All).reasons;
        let mut parts = BTreeMap::new();
        for reason in &reasons {
            let kind = serde_json::to_value(reason).expect("JSON")["reason"].to_string();
            *parts.entry(kind).or_default() += reason.weight();
        }
        (reasons.iter().map(HoldReason::weight).sum(), parts)
    }
}

/// A comment that was judged: the sum of its signs, and the weight of each kind of sign.
struct Judged<'a> {
    sample: &'a Sample<'a>,
    sum: i64,
    parts: BTreeMap<String, i64>,
}

/// Parts of the comments. Each is judged after the lessons of the others.
const PARTS: usize = 5;

fn judged<'a>(all: &'a [Sample<'a>]) -> Vec<Judged<'a>> {
    let mut results = Vec::new();
    for part in 0..PARTS {
        let mut lessons = Lessons::default();
        let (own, others): (Vec<_>, Vec<_>) = all
            .iter()
            .enumerate()
            .partition(|(line, _)| line % PARTS == part);
        for (_, sample) in others {
            lessons.learn(sample);
        }
        results.extend(own.into_iter().map(|(_, sample)| {
            let (sum, parts) = lessons.weigh(sample);
            Judged { sample, sum, parts }
        }));
    }
    results
}

/// The share of the comments of a kind whose sum reaches the threshold, in tenths of a percent, rounded up.
fn share(
    all: &[Judged<'_>],
    lesson: Lesson,
    threshold: i64,
    sum: impl Fn(&Judged<'_>) -> i64,
) -> usize {
    let of_kind: Vec<_> = all.iter().filter(|it| it.sample.lesson == lesson).collect();
    let held = of_kind.iter().filter(|it| sum(it) >= threshold).count();
    (held * 1_000).div_ceil(of_kind.len())
}

/// Prints the curve and what each kind of sign brings, and returns the shares of spam and of honest comments that are held.
fn curve(title: &str, text: &str) -> (usize, usize) {
    let all = samples(text);
    let results = judged(&all);
    let percent = |tenths: usize| format!("{}.{} %", tenths / 10, tenths % 10);
    let shares = |threshold, sum: &dyn Fn(&Judged<'_>) -> i64| {
        let of = |lesson| share(&results, lesson, threshold, sum);
        (of(Lesson::Spam), of(Lesson::Honest))
    };
    println!(
        "{title}: {} comments, each judged after lessons from four fifths of the others",
        all.len()
    );
    for threshold in 4..=20 {
        let (caught, held) = shares(threshold, &|it| it.sum);
        println!(
            "  threshold {threshold:>2}: caught {:>7}, held {:>6}",
            percent(caught),
            percent(held)
        );
    }
    let kinds: BTreeSet<&String> = results.iter().flat_map(|it| it.parts.keys()).collect();
    for kind in kinds {
        let part = |it: &Judged<'_>| it.parts.get(kind).copied().unwrap_or_default();
        let (caught, held) = shares(THRESHOLD, &|it| it.sum - part(it));
        println!(
            "  without {kind:<22}: caught {:>7}, held {:>6}",
            percent(caught),
            percent(held)
        );
    }
    shares(THRESHOLD, &|it| it.sum)
}

#[test]
fn after_lessons_nine_of_ten_korean_advertisements_are_held_and_one_honest_comment_in_a_hundred() {
    let (caught, held) = curve("Korean", KOREAN);
    assert!(caught >= 900 && held <= 10, "caught {caught}, held {held}");
}

#[test]
fn after_lessons_most_english_advertisements_are_held_and_one_honest_comment_in_a_hundred() {
    let (caught, held) = curve("English", ENGLISH);
    assert!(caught >= 920 && held <= 10, "caught {caught}, held {held}");
}

#[test]
fn a_change_of_the_features_makes_databases_learn_anew() {
    const KNOWN: &str = "8552c7897ccf679eb05a978bcfce219442654703f1cd18540080d2fb12f1acc6";
    let mut sum = Sha256::new();
    for sample in samples(KOREAN).iter().chain(&samples(ENGLISH)) {
        sum.update(features::of(sample.name, sample.body).join("\n"));
        sum.update("\n\n");
    }
    assert_eq!(
        hex(&sum.finalize()),
        KNOWN,
        "The features of the invented comments changed. Unless only the comments did, raise the number of the step \
         spam.features.N in src/background/migrations.rs: the lessons so far must be learned anew. Then put the new sum here."
    );
}
