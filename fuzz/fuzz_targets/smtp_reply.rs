//! What a relay sends: replies or an error, whatever the pieces in which it arrives.
#![no_main]

use gudok::smtp::reply::{Reply, ReplyLines, ReplyReader};
use libfuzzer_sys::fuzz_target;

fn replies(pieces: &mut dyn Iterator<Item = &[u8]>) -> (Vec<ReplyLines>, bool) {
    let (mut reader, mut replies) = (ReplyReader::default(), Vec::new());
    for piece in pieces {
        reader.take(piece);
        loop {
            match reader.next_reply() {
                Ok(Some(lines)) => replies.push(lines),
                Ok(None) => break,
                Err(_) => return (replies, false),
            }
        }
    }
    (replies, true)
}

fuzz_target!(|data: &[u8]| {
    let whole = replies(&mut std::iter::once(data));
    // The same in small pieces; the limit of a line counts only while it has no end.
    if data.len() < ReplyReader::LONGEST_LINE {
        assert_eq!(replies(&mut data.chunks(3)), whole);
    }
    for lines in whole.0 {
        let reply = Reply::from(lines);
        assert!((200..=559).contains(&reply.code));
        assert!(!reply.text.contains(char::is_control));
    }
});
