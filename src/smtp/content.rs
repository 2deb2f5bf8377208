//! A message as it goes over the wire: without bare CR or LF, and without a line that would end it
//! early.

/// The line that ends every message.
pub const DOT: &[u8] = b".\r\n";

/// Appends the message to `wire` without its final [`DOT`]. Each line end becomes CRLF, a dot at
/// the head of a line is doubled (RFC 5321, section 4.5.2), and the last line is ended. No relay
/// gets a bare LF or CR, which some take for a line end ("SMTP smuggling").
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
