//! A message as it goes over the wire: no bare CR or LF, no line that could end it early.

/// The end of every message.
pub const DOT: &[u8] = b".\r\n";

/// Appends the message to `wire`, all but its [`DOT`]: each line end becomes CRLF, a dot at the head of a line is doubled
/// (RFC 5321, section 4.5.2), the last line is ended. A relay that takes a bare LF or CR for a line end (what "SMTP
/// smuggling" lives on) is never given one.
pub fn write(message: &[u8], wire: &mut Vec<u8>) {
    // One octet in 78 for the dots of a digest is plenty; the rest is the message and its end.
    wire.reserve(message.len() + message.len() / 64 + 2 * DOT.len());
    let mut rest = message;
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let (line, behind) = rest.split_at(end);
        if line.first() == Some(&b'.') {
            wire.push(b'.');
        }
        wire.extend_from_slice(line);
        wire.extend_from_slice(b"\r\n");
        rest = match behind {
            [b'\r', b'\n', next @ ..] | [_, next @ ..] => next,
            [] => behind,
        };
    }
}
