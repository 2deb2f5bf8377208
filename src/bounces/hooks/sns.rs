//! Amazon SNS over HTTPS: a message is signed with a key whose certificate is fetched from SNS itself, and from nowhere else.
//! <https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html>

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RsaParameters,
    UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use serde::Deserialize;
use url::Url;

use super::calls::{HookError, is_fresh};
use crate::clock::{DAY, Timestamp};

/// Seconds from a message's moment within which it is taken: SNS tries an endpoint for hours when its owner wants that.
const WINDOW: i64 = DAY;

/// A message of SNS.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::bounces) struct SnsMessage {
    #[serde(rename = "Type")]
    kind: String,
    pub message_id: String,
    token: Option<String>,
    pub topic_arn: String,
    subject: Option<String>,
    pub message: String,
    timestamp: String,
    signature_version: String,
    signature: String,
    #[serde(rename = "SigningCertURL")]
    signing_cert_url: String,
    #[serde(rename = "SubscribeURL")]
    subscribe_url: Option<String>,
}

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bounces) enum SnsKind {
    /// An event.
    Notification,
    /// A question whether to subscribe to the topic.
    Subscription,
    /// The end of the subscription.
    Farewell,
}

impl SnsMessage {
    /// Reads a message that is not verified yet.
    pub(in crate::bounces) fn read(body: &[u8]) -> Result<Self, HookError> {
        Ok(serde_json::from_slice(body)?)
    }

    pub(in crate::bounces) fn kind(&self) -> Result<SnsKind, HookError> {
        match self.kind.as_str() {
            "Notification" => Ok(SnsKind::Notification),
            "SubscriptionConfirmation" => Ok(SnsKind::Subscription),
            "UnsubscribeConfirmation" => Ok(SnsKind::Farewell),
            other => Err(HookError::Malformed(format!("{other} is no type of SNS's"))),
        }
    }

    /// Returns the address of the certificate, which must be one of SNS's.
    pub(in crate::bounces) fn certificate_url(&self) -> Result<Url, HookError> {
        let url = sns_url(&self.signing_cert_url)?;
        let name = url.path().strip_prefix("/SimpleNotificationService-");
        let name = name.and_then(|name| name.strip_suffix(".pem"));
        let is_name = name.is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        if is_name && url.query().is_none() {
            Ok(url)
        } else {
            Err(HookError::Forged)
        }
    }

    /// Returns the address that confirms the subscription.
    pub(in crate::bounces) fn subscribe_url(&self) -> Result<Url, HookError> {
        let url = sns_url(self.subscribe_url.as_deref().unwrap_or_default())?;
        let confirms = url
            .query_pairs()
            .any(|(name, value)| name == "Action" && value == "ConfirmSubscription");
        if url.path() == "/" && confirms {
            Ok(url)
        } else {
            Err(HookError::Forged)
        }
    }

    /// Verifies the signature by the certificate at [`Self::certificate_url`].
    pub(in crate::bounces) fn verify(&self, pem: &str, now: Timestamp) -> Result<(), HookError> {
        let algorithm = match self.signature_version.as_str() {
            "1" => Rsa(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY),
            "2" => Rsa(&RSA_PKCS1_2048_8192_SHA256),
            _ => return Err(HookError::Forged),
        };
        let signature = STANDARD
            .decode(&self.signature)
            .map_err(|_| HookError::Forged)?;
        let certificate =
            CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| HookError::Forged)?;
        let certificate =
            webpki::EndEntityCert::try_from(&certificate).map_err(|_| HookError::Forged)?;
        certificate
            .verify_signature(&algorithm, self.signed_text()?.as_bytes(), &signature)
            .map_err(|_| HookError::Forged)?;
        let signed_at = self.timestamp.parse().map_err(|_| HookError::Forged)?;
        is_fresh(signed_at, WINDOW, now)
    }

    /// Names and values, a line each, in the order that SNS signs them in.
    fn signed_text(&self) -> Result<String, HookError> {
        let message = ("Message", Some(&self.message));
        let id = ("MessageId", Some(&self.message_id));
        let time = ("Timestamp", Some(&self.timestamp));
        let topic = ("TopicArn", Some(&self.topic_arn));
        let kind = ("Type", Some(&self.kind));
        let lines = match self.kind()? {
            SnsKind::Notification => vec![
                message,
                id,
                ("Subject", self.subject.as_ref()),
                time,
                topic,
                kind,
            ],
            SnsKind::Subscription | SnsKind::Farewell => vec![
                message,
                id,
                ("SubscribeURL", self.subscribe_url.as_ref()),
                time,
                ("Token", self.token.as_ref()),
                topic,
                kind,
            ],
        };
        let mut text = String::new();
        for (name, value) in lines {
            if let Some(value) = value {
                text.push_str(name);
                text.push('\n');
                text.push_str(value);
                text.push('\n');
            }
        }
        Ok(text)
    }
}

/// An address on SNS itself: `https://sns.<region>.amazonaws.com` or `.com.cn`, with nothing that leads elsewhere.
fn sns_url(text: &str) -> Result<Url, HookError> {
    let url = Url::parse(text).map_err(|_| HookError::Forged)?;
    let host = url.host_str().unwrap_or_default();
    let region = host
        .strip_suffix(".amazonaws.com")
        .or_else(|| host.strip_suffix(".amazonaws.com.cn"))
        .and_then(|host| host.strip_prefix("sns."));
    let is_region = region.is_some_and(|region| {
        !region.is_empty()
            && region
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    let is_plain = url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if is_region && is_plain {
        Ok(url)
    } else {
        Err(HookError::Forged)
    }
}

/// RSA as SNS signs: version 1 is SHA-1, which webpki does not know, version 2 SHA-256.
#[derive(Debug)]
struct Rsa(&'static RsaParameters);

impl SignatureVerificationAlgorithm for Rsa {
    fn verify_signature(
        &self,
        key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        UnparsedPublicKey::new(self.0, key)
            .verify(message, signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_PKCS1_SHA256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_sns_itself_are_visited() {
        for good in [
            "https://sns.eu-west-1.amazonaws.com/",
            "https://sns.cn-north-1.amazonaws.com.cn/",
        ] {
            assert!(sns_url(good).is_ok(), "{good}");
        }
        for bad in [
            "http://sns.eu-west-1.amazonaws.com/",
            "https://sns.eu-west-1.amazonaws.com.evil.example/",
            "https://evil.example/sns.eu-west-1.amazonaws.com",
            "https://sns.eu-west-1.amazonaws.com@evil.example/",
            "https://user@sns.eu-west-1.amazonaws.com/",
            "https://sns.eu-west-1.amazonaws.com:8443/",
            "https://sns.evil.example.amazonaws.com/",
            "https://bucket.s3.amazonaws.com/",
            "https://sns..amazonaws.com/",
            "",
        ] {
            assert_eq!(sns_url(bad), Err(HookError::Forged), "{bad}");
        }
    }
}
