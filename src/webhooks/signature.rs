//! The signature of Standard Webhooks: HMAC-SHA-256 over the id, the moment and the body. Decision 0081 says why it is written here.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::clock::{MINUTE, Timestamp};
use crate::config::WebhookSecret;

/// Seconds from now within which a call must be signed.
const WINDOW: i64 = 5 * MINUTE;
/// The version of a signature with a shared secret.
const VERSION: &str = "v1";
/// Bytes of the longest id.
const LONGEST_ID: usize = 200;

/// A call as it came: three headers and the body.
#[derive(Clone, Copy, Debug)]
pub struct SignedCall<'a> {
    /// `webhook-id`: the same when the call is repeated.
    pub id: &'a str,
    /// `webhook-timestamp`: the moment of signing in Unix seconds.
    pub timestamp: &'a str,
    /// `webhook-signature`: one or more signatures with a space between, such as `v1,K5oZ…`.
    pub signatures: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// The reason why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureProblem {
    /// A header is missing, or no signature fits.
    #[error("the call is not signed with this secret")]
    Wrong,
    /// The signature fits and is too old, or from the future.
    #[error("the call was signed at another time")]
    Stale,
}

impl SignedCall<'_> {
    /// Returns an error for a call that was not signed with this secret, or not now.
    pub fn verify(&self, secret: &WebhookSecret, now: Timestamp) -> Result<(), SignatureProblem> {
        let is_named = !self.id.is_empty() && self.id.len() <= LONGEST_ID;
        let signed_at: i64 = self
            .timestamp
            .parse()
            .map_err(|_| SignatureProblem::Wrong)?;
        let expected = self.signature(secret);
        let fits = |signature: &str| {
            signature
                .split_once(',')
                .filter(|(version, _)| *version == VERSION)
                .is_some_and(|(_, mac)| mac.as_bytes().ct_eq(expected.as_bytes()).into())
        };
        if !is_named || !self.signatures.split(' ').any(fits) {
            return Err(SignatureProblem::Wrong);
        }
        if now.since(Timestamp::from_unix(signed_at)).saturating_abs() > WINDOW {
            return Err(SignatureProblem::Stale);
        }
        Ok(())
    }

    fn signature(&self, secret: &WebhookSecret) -> String {
        let mac = Hmac::<Sha256>::new_from_slice(&secret.key());
        let mut mac = mac.unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        for part in [
            self.id.as_bytes(),
            b".",
            self.timestamp.as_bytes(),
            b".",
            self.body,
        ] {
            mac.update(part);
        }
        STANDARD.encode(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED_AT: i64 = 1_649_367_553;

    /// The example of the specification.
    fn example() -> (WebhookSecret, SignedCall<'static>) {
        let call = SignedCall {
            id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            timestamp: "1649367553",
            signatures: "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
            body: br#"{"email":"test@example.com","username":"test_user"}"#,
        };
        let secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        (secret.parse().unwrap(), call)
    }

    #[test]
    fn the_example_of_the_specification_is_genuine_for_five_minutes() {
        let (secret, call) = example();
        let at = |seconds| call.verify(&secret, Timestamp::from_unix(SIGNED_AT + seconds));
        assert_eq!([at(0), at(300), at(-300)], [Ok(()); 3]);
        assert_eq!([at(301), at(-301)], [Err(SignatureProblem::Stale); 2]);
    }

    #[test]
    fn one_of_several_signatures_is_enough_while_a_secret_is_changed() {
        let (secret, call) = example();
        let several = format!("v1a,AAAA v1,AAAA {}", call.signatures);
        let call = SignedCall {
            signatures: &several,
            ..call
        };
        assert_eq!(
            call.verify(&secret, Timestamp::from_unix(SIGNED_AT)),
            Ok(())
        );
    }

    #[test]
    fn any_other_call_is_refused() {
        let (secret, call) = example();
        let v2 = call.signatures.replace("v1", "v2");
        for forged in [
            SignedCall {
                id: "msg_other",
                ..call
            },
            SignedCall { id: "", ..call },
            SignedCall {
                timestamp: "1649367554",
                ..call
            },
            SignedCall {
                timestamp: "9223372036854775808",
                ..call
            },
            SignedCall {
                timestamp: "now",
                ..call
            },
            SignedCall {
                body: b"{}",
                ..call
            },
            SignedCall {
                signatures: "",
                ..call
            },
            SignedCall {
                signatures: "v1,",
                ..call
            },
            SignedCall {
                signatures: &v2,
                ..call
            },
        ] {
            let refused = forged.verify(&secret, Timestamp::from_unix(SIGNED_AT));
            assert_eq!(refused, Err(SignatureProblem::Wrong), "{forged:?}");
        }
        let (other, now) = (
            WebhookSecret::of_key(&[1; 32]),
            Timestamp::from_unix(SIGNED_AT),
        );
        assert_eq!(call.verify(&other, now), Err(SignatureProblem::Wrong));
    }
}
