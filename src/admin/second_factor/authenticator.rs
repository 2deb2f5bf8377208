//! The secret that an authenticator app shares with this server, and its codes.

use qrcode::{Color, EcLevel, QrCode};
use totp_rs::{Builder, Totp};

use crate::clock::Timestamp;
use crate::random::Random;
use crate::token::{Purpose, Signer};

/// Bytes of the secret (RFC 4226, section 4, R6).
const SECRET: usize = 20;
/// Characters of the secret that are shown together.
const GROUP: usize = 4;
/// Light modules around a QR code (ISO/IEC 18004, section 9.1).
const QUIET: usize = 4;

/// The secret of one account's authenticator app. Codes have six digits and change every 30 seconds; the code before and the one
/// after are good too, since clocks differ.
#[derive(Debug)]
pub struct Authenticator(Totp);

impl Authenticator {
    /// Draws a new secret.
    pub(super) fn draw(random: &Random) -> Self {
        Self::of(random.bytes::<SECRET>())
    }

    /// The secret that was sealed for this owner; `None` where it was sealed under another installation's secret.
    pub(super) fn open(sealed: &str, owner: &str, signer: &Signer) -> Option<Self> {
        let secret = signer.open(Purpose::Authenticator, owner, sealed)?;
        Some(Self::of(secret.try_into().ok()?))
    }

    /// What the database keeps for an account, or the page for a session.
    pub(super) fn seal(&self, owner: &str, signer: &Signer, random: &Random) -> String {
        signer.seal(
            Purpose::Authenticator,
            owner,
            self.0.secret().as_bytes(),
            random,
        )
    }

    fn of(secret: [u8; SECRET]) -> Self {
        // SHA-1, six digits, 30 seconds, one step of skew: what every app understands.
        Self(Builder::new().with_secret(secret).build_noncompliant())
    }

    /// The step of this code, if the app shows it at about `now`. People type a blank in the middle, as the app shows it.
    pub(super) fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let now = u64::try_from(now.unix()).ok()?;
        let step = self.0.check(&code, now)?;
        i64::try_from(step).ok()
    }

    /// The secret to type into an app, in groups of four letters.
    pub fn text(&self) -> String {
        let letters: Vec<char> = self.0.secret().to_base32().chars().collect();
        let groups: Vec<String> = letters.chunks(GROUP).map(String::from_iter).collect();
        groups.join(" ")
    }

    /// The secret as a QR code, named after the site and the account; `None` where the names are too long for one.
    pub fn drawing(&self, site: &str, email: &str) -> Option<Drawing> {
        // A colon ends the issuer in the address of a key.
        let issuer = site.replace(':', " ");
        let named = Builder::new()
            .with_secret(self.0.secret().as_bytes().to_vec())
            .with_issuer(Some(issuer))
            .with_account_name(email.replace(':', " "))
            .build_noncompliant();
        let url = named.to_url().ok()?;
        let code = QrCode::with_error_correction_level(&url, EcLevel::M).ok()?;
        Some(Drawing::of(&code))
    }
}

/// A QR code as an SVG path.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Modules in a row, with the light ones around.
    pub width: usize,
    /// The dark modules, a square each.
    pub path: String,
}

impl Drawing {
    fn of(code: &QrCode) -> Self {
        use std::fmt::Write;
        let width = code.width();
        let mut path = String::new();
        for (at, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (at % width + QUIET, at / width + QUIET);
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        Self {
            width: width + 2 * QUIET,
            path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const SAMPLE: [u8; SECRET] = *b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let app = Authenticator::of(SAMPLE);
        for (moment, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let now = Timestamp::from_unix(moment);
            assert_eq!(app.step_of(code, now), Some(moment / 30), "{code}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_and_one_step_late() {
        let app = Authenticator::of(SAMPLE);
        let at = |seconds| app.step_of("287082", Timestamp::from_unix(seconds));
        for (now, step) in [
            (0, Some(1)),
            (59, Some(1)),
            (89, Some(1)),
            (90, None),
            (-1, None),
        ] {
            assert_eq!(at(now), step, "{now}");
        }
        for typed in ["", "28708", "2870822", "+87082", " 87082", "２８７０８２"] {
            let now = Timestamp::from_unix(59);
            assert_eq!(app.step_of(typed, now), None, "{typed}");
        }
    }

    #[test]
    fn the_secret_is_shown_as_text_and_as_a_qr_code() {
        let app = Authenticator::of(SAMPLE);
        assert_eq!(app.text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let drawing = app.drawing("구독: 인공지능 읽기", "kim@example.org");
        let drawing = drawing.expect("short enough");
        assert!(
            drawing.path.starts_with("M4 4h1v1h-1z"),
            "a finder's corner"
        );
        assert!(drawing.width > 40, "{}", drawing.width);
        assert!(
            app.drawing(&"길".repeat(2_000), "kim@example.org")
                .is_none()
        );
    }

    #[test]
    fn a_secret_opens_for_its_own_account() {
        let (signer, random) = (Signer::new(b"secret"), Random::seeded(1));
        let app = Authenticator::draw(&random);
        let sealed = app.seal("1", &signer, &random);
        let opened = Authenticator::open(&sealed, "1", &signer).expect("its own");
        assert_eq!(opened.text(), app.text());
        assert!(Authenticator::open(&sealed, "2", &signer).is_none());
    }
}
