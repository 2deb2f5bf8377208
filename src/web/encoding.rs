//! Content codings of responses (RFC 9110, section 8.4): which one a client takes, and the encoding.
//!
//! Only bodies without a reader's secret are encoded: the length of an encoded body tells of its content.

use std::io::Write;

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_ENCODING;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Shorter bodies are sent as they are: an encoded one would be no shorter.
const SHORTEST: usize = 256;
/// Bytes that the encoder looks back, as a power of two: 256 KiB, more than a page has.
const WINDOW: i32 = 18;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The body as it is.
    Identity,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

/// How much work an encoding is worth.
#[derive(Clone, Copy, Debug)]
pub enum Effort {
    /// A body that is sent once.
    Least,
    /// A body that is kept until it changes.
    Quick,
    /// A body that is encoded once in the life of the process.
    Thorough,
}

impl Encoding {
    /// The best coding that the client takes, for a body that is sent again and again.
    pub fn of(request: &HttpRequest) -> Self {
        Self::first_of(&[Self::Brotli, Self::Gzip], accepted(request))
    }

    /// The coding of a body that is sent once: Brotli would cost more than rendering the page.
    pub fn once(request: &HttpRequest) -> Self {
        Self::first_of(&[Self::Gzip], accepted(request))
    }

    /// The first of these codings that the client takes.
    fn first_of(wanted: &[Self], accepted: &str) -> Self {
        let is_taken = |coding: &Self| {
            let mut wishes = accepted.split(',').map(|wish| {
                let (name, weight) = wish.split_once(';').unwrap_or((wish, ""));
                (name.trim(), weight.trim().strip_prefix("q=").unwrap_or("1"))
            });
            wishes.any(|(name, weight)| {
                let is_refused = weight.trim().parse().is_ok_and(|weight: f32| weight <= 0.0);
                Some(name) == coding.name() && !is_refused
            })
        };
        let first = wanted.iter().find(|coding| is_taken(coding));
        first.copied().unwrap_or(Self::Identity)
    }

    /// The coding as a letter, for keys.
    pub fn letter(self) -> char {
        match self {
            Self::Identity => 'i',
            Self::Gzip => 'g',
            Self::Brotli => 'b',
        }
    }

    /// The name in `Content-Encoding`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// The encoded body; `None` where the body had better stay as it is.
    pub(super) fn encode(self, body: &[u8], effort: Effort) -> Option<Vec<u8>> {
        if body.len() < SHORTEST {
            return None;
        }
        let encoded = match self {
            Self::Identity => return None,
            Self::Gzip => gzip(body, effort),
            Self::Brotli => brotli(body, effort),
        };
        encoded.ok().filter(|encoded| encoded.len() < body.len())
    }
}

fn accepted(request: &HttpRequest) -> &str {
    let accepted = request.headers().get(ACCEPT_ENCODING);
    accepted.and_then(|value| value.to_str().ok()).unwrap_or("")
}

fn gzip(body: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let level = match effort {
        Effort::Least => 1,
        Effort::Quick => 6,
        Effort::Thorough => 9,
    };
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(body)?;
    encoder.finish()
}

fn brotli(body: &[u8], effort: Effort) -> std::io::Result<Vec<u8>> {
    let quality = match effort {
        Effort::Least => 1,
        Effort::Quick => 5,
        Effort::Thorough => 10,
    };
    let parameters = BrotliEncoderParams {
        quality,
        lgwin: WINDOW,
        size_hint: body.len(),
        ..BrotliEncoderParams::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &body[..], &mut encoded, &parameters)?;
    Ok(encoded)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_best_accepted_coding_is_chosen() {
        for (accepted, best) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate", Encoding::Gzip),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("br; q=0.0, gzip;q=0", Encoding::Identity),
            ("identity", Encoding::Identity),
            ("", Encoding::Identity),
        ] {
            let wanted = [Encoding::Brotli, Encoding::Gzip];
            assert_eq!(Encoding::first_of(&wanted, accepted), best, "{accepted}");
        }
    }

    #[test]
    fn an_encoded_body_is_the_body() {
        let body = "댓글을 남겨 주세요. ".repeat(200).into_bytes();
        for effort in [Effort::Least, Effort::Quick, Effort::Thorough] {
            let mut read = Vec::new();
            let gzip = Encoding::Gzip.encode(&body, effort).unwrap();
            flate2::read::GzDecoder::new(&gzip[..])
                .read_to_end(&mut read)
                .unwrap();
            assert_eq!(read, body);
            let mut read = Vec::new();
            let brotli = Encoding::Brotli.encode(&body, effort).unwrap();
            brotli::BrotliDecompress(&mut &brotli[..], &mut read).unwrap();
            assert_eq!(read, body);
        }
        assert_eq!(Encoding::Gzip.encode(b"short", Effort::Quick), None);
    }
}
