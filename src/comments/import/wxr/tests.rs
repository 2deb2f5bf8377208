//! A broken record never costs another one.

use std::fmt::Write;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::read;
use crate::comments::import::model::{ForeignComment, Record};
use crate::comments::import::pages::Pages;
use crate::comments::import::report::BadRecord;
use crate::comments::import::taking::{ReadContext, ReadEnd};

/// A comment as `WordPress` writes it.
fn comment(id: usize, url: &str, text: &str) -> String {
    format!(
        "\t\t<wp:comment>\n\t\t\t<wp:comment_id>{id}</wp:comment_id>\n\t\t\t<wp:comment_author><![CDATA[이름 {id}]]></wp:comment_author>\n\
         \t\t\t<wp:comment_author_email><![CDATA[r{id}@reader.example]]></wp:comment_author_email>\n\
         \t\t\t<wp:comment_author_url>{url}</wp:comment_author_url>\n\t\t\t<wp:comment_author_IP><![CDATA[203.0.113.9]]></wp:comment_author_IP>\n\
         \t\t\t<wp:comment_date><![CDATA[2026-03-01 09:30:00]]></wp:comment_date>\n\
         \t\t\t<wp:comment_date_gmt><![CDATA[2026-03-01 00:30:00]]></wp:comment_date_gmt>\n\
         \t\t\t<wp:comment_content><![CDATA[{text}]]></wp:comment_content>\n\t\t\t<wp:comment_approved><![CDATA[1]]></wp:comment_approved>\n\
         \t\t\t<wp:comment_type><![CDATA[comment]]></wp:comment_type>\n\t\t\t<wp:comment_parent>0</wp:comment_parent>\n\
         \t\t\t<wp:comment_user_id>0</wp:comment_user_id>\n\t\t</wp:comment>\n"
    )
}

fn file(posts: &[String]) -> String {
    let mut file = "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>x</title><link>https://blog.example</link>".to_owned();
    for (at, comments) in posts.iter().enumerate() {
        let _ = write!(
            file,
            "<item>\n<title><![CDATA[글 {at}]]></title>\n<link>https://blog.example/{at}</link>\n\
             <content:encoded><![CDATA[<p>본문 <item> <wp:comment> </item></p>]]></content:encoded>\n\
             <wp:status><![CDATA[publish]]></wp:status>\n<wp:post_password><![CDATA[]]></wp:post_password>\n{comments}</item>\n"
        );
    }
    file + "</channel></rss>"
}

fn read_all(file: &[u8]) -> (Vec<ForeignComment>, Vec<BadRecord>) {
    let context = ReadContext {
        pages: Pages {
            moves: Vec::new(),
            site: None,
        },
        zone: "Asia/Seoul".parse().unwrap(),
    };
    let (mut comments, mut bad) = (Vec::new(), Vec::new());
    let mut take = |record| {
        match record {
            Record::Comment(comment) => comments.push(*comment),
            Record::Bad(record) => bad.push(record),
            Record::LeftOut(_) => {}
        }
        Ok(())
    };
    // A file that is cut off says so beside its records.
    let _ = read(file, &context, &mut take);
    (comments, bad)
}

fn ids(comments: &[ForeignComment]) -> Vec<&str> {
    comments.iter().map(|comment| comment.id.as_str()).collect()
}

#[test]
fn a_text_that_looks_like_records_is_a_text() {
    let text =
        "</wp:comment></item><item><wp:comment><wp:comment_id>9</wp:comment_id> ]]]]><![CDATA[> 끝";
    let (comments, bad) = read_all(file(&[comment(1, "", text), comment(2, "", "b")]).as_bytes());
    assert_eq!((ids(&comments), bad), (vec!["1", "2"], vec![]));
    assert!(
        comments[0].text.starts_with("</wp:comment></item>")
            && comments[0].text.ends_with("]]> 끝")
    );
    assert_eq!(comments[0].page.key.as_str(), "https://blog.example/0");
    assert_eq!(comments[1].page.key.as_str(), "https://blog.example/1");
}

#[test]
fn a_bare_ampersand_costs_a_line_and_no_comment() {
    let posts = [comment(1, "https://a.example/?a=1&b=2", "a")
        + &comment(2, "https://b.example/?a=1&amp;b=2", "b")];
    let (comments, bad) = read_all(file(&posts).as_bytes());
    assert_eq!((ids(&comments), bad), (vec!["1", "2"], vec![]));
    assert_eq!(comments[0].url, "https://a.example/?a=1&b=2");
    assert_eq!(comments[1].url, "https://b.example/?a=1&b=2");
    assert!(comments[0].fault.is_some() && comments[1].fault.is_none());
}

#[test]
fn a_long_text_passes_through_a_small_window() {
    let long = "가나다 ".repeat(9_000);
    let posts: Vec<String> = (0..4).map(|at| comment(at + 1, "", &long)).collect();
    let (comments, bad) = read_all(file(&posts).as_bytes());
    assert_eq!((ids(&comments), bad), (vec!["1", "2", "3", "4"], vec![]));
    assert!(comments.iter().all(|comment| comment.text == long));
}

#[test]
fn a_file_that_is_cut_off_loses_its_last_comment_alone() {
    let whole = file(&[comment(1, "", "a") + &comment(2, "", "b")]);
    let cut = whole.find("<wp:comment_content><![CDATA[b").unwrap();
    let (comments, bad) = read_all(&whole.as_bytes()[..cut + 20]);
    assert_eq!(ids(&comments), ["1"]);
    assert_eq!((bad.len(), bad[0].why.as_str()), (1, "it does not end"));
}

#[test]
fn a_file_that_is_cut_off_anywhere_says_so() {
    let whole = file(&[comment(1, "", "a"), comment(2, "", "b")]);
    let context = ReadContext {
        pages: Pages {
            moves: Vec::new(),
            site: None,
        },
        zone: "Asia/Seoul".parse().unwrap(),
    };
    for cut in (whole.len() / 2..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
        let end = read(&whole.as_bytes()[..cut], &context, &mut |_| Ok(()));
        let Err(ReadEnd::Broken(why)) = end else {
            panic!("{cut} bytes seem whole");
        };
        assert!(why.contains("</rss>"), "{why}");
    }
    read(whole.as_bytes(), &context, &mut |_| Ok(())).unwrap();
    let spaced = whole + "\n\n";
    read(spaced.as_bytes(), &context, &mut |_| Ok(())).unwrap();
}

/// What may get into a record.
const JUNK: &[&str] = &[
    "&",
    "<",
    ">",
    "<![CDATA[",
    "]]>",
    "</wp:comment>",
    "<wp:comment>",
    "<wp:comment_content>",
    "</wp:comment_content>",
    "<item>",
    "</item>",
    "<!--",
    "-->",
    "<?",
    "\u{0}",
    "\u{8}",
    "&nbsp;",
    "</rss>",
    "<wp:comment_id>77</wp:comment_id>",
];

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn whatever_breaks_one_record_the_others_stay(
        broken in 0_usize..6,
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        junk in prop::collection::vec(prop::sample::select(JUNK), 0..3),
    ) {
        let mut records: Vec<String> = (0..6).map(|id| comment(id + 1, "https://a.example/", "글 & <b>x</b>")).collect();
        let record = &mut records[broken];
        // The marks around the record stay: they are where the next one begins.
        let inner = "\t\t<wp:comment>\n".len()..record.len() - "\t\t</wp:comment>\n".len();
        let mut from = inner.start + at.index(inner.len());
        while !record.is_char_boundary(from) { from -= 1 }
        let mut to = (from + cut).min(inner.end);
        while !record.is_char_boundary(to) { to += 1 }
        record.replace_range(from..to, &junk.concat());
        let (first, second) = records.split_at(3);
        let (comments, bad) = read_all(file(&[first.concat(), second.concat()]).as_bytes());
        for id in (1..=6).filter(|id| *id != broken + 1) {
            let found: Vec<_> = comments.iter().filter(|comment| comment.id == id.to_string()).collect();
            prop_assert_eq!(found.len(), 1, "comment {} after {:?}: {:?}", id, records[broken], bad);
            prop_assert_eq!(found[0].text.as_str(), "글 & <b>x</b>");
            let page = if id <= 3 { "https://blog.example/0" } else { "https://blog.example/1" };
            prop_assert_eq!(found[0].page.key.as_str(), page);
        }
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400), parts in prop::collection::vec(prop::sample::select(JUNK), 0..20)) {
        let mut file = parts.concat().into_bytes();
        file.extend(bytes);
        file.extend(parts.concat().into_bytes());
        read_all(&file);
    }
}
