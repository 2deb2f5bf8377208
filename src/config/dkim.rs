//! `[dkim]`: the keys that sign mails, and the names under which receivers find their public halves.
//! A key is parsed here once; nothing prints its private half.

use std::sync::Arc;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::domain::domain;
use super::error::ConfigError;

/// The keys that sign mails.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DkimConfig {
    /// The signing domain (`d=`, as A-labels); without it the sender's.
    #[serde(deserialize_with = "a_labels")]
    pub domain: Option<String>,
    /// The name of the public RSA key in the DNS: `<selector>._domainkey.<domain>`.
    pub rsa_selector: String,
    /// The private RSA key, 2048 bits or more: PEM, or the path of its file.
    pub rsa_key: Option<DkimKey<RsaKeyPair>>,
    /// The name of the public Ed25519 key in the DNS.
    pub ed25519_selector: String,
    /// The private Ed25519 key: PEM, or the path of its file.
    pub ed25519_key: Option<DkimKey<Ed25519KeyPair>>,
}

impl Default for DkimConfig {
    fn default() -> Self {
        Self {
            domain: None,
            rsa_selector: "gudok-rsa".into(),
            rsa_key: None,
            ed25519_selector: "gudok-ed25519".into(),
            ed25519_key: None,
        }
    }
}

impl DkimConfig {
    /// The files of keys that others than their owner and its group may read, or others than their owner may change.
    pub fn exposed_files(&self) -> Vec<&str> {
        let rsa = self.rsa_key.as_ref().and_then(DkimKey::exposed_file);
        let ed25519 = self.ed25519_key.as_ref().and_then(DkimKey::exposed_file);
        rsa.into_iter().chain(ed25519).collect()
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let wrong = |why: String| Err(ConfigError::Wrong(why));
        for (option, selector) in [
            ("dkim.rsa_selector", &self.rsa_selector),
            ("dkim.ed25519_selector", &self.ed25519_selector),
        ] {
            if !is_selector(selector) {
                return wrong(format!(
                    "{option} is `{selector}`; write letters, digits and hyphens, such as gudok-2026"
                ));
            }
        }
        if self.rsa_selector == self.ed25519_selector {
            return wrong(
                "dkim.rsa_selector and dkim.ed25519_selector are the same; a name holds one key, write two names"
                    .into(),
            );
        }
        Ok(())
    }
}

/// Labels of a host name (RFC 6376, section 3.1).
pub fn is_selector(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 128 && text.split('.').all(is_label)
}

fn a_labels<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    domain(&text).map(Some)
}

/// A private key, which can only sign.
#[derive(Debug)]
pub struct DkimKey<K> {
    pair: Arc<K>,
    exposed: Option<String>,
}

impl<K> Clone for DkimKey<K> {
    fn clone(&self) -> Self {
        Self {
            pair: Arc::clone(&self.pair),
            exposed: self.exposed.clone(),
        }
    }
}

impl<K> DkimKey<K> {
    /// The key for signing.
    pub fn pair(&self) -> &K {
        &self.pair
    }

    /// The file it was read from, where it is exposed.
    fn exposed_file(&self) -> Option<&str> {
        self.exposed.as_deref()
    }
}

/// The properties of a kind of key.
pub trait DkimKeyKind: Sized {
    /// The `k=` of its DNS record (RFC 6376, section 3.6.1).
    const NAME: &'static str;
    /// The message for a wrong value.
    const WANTED: &'static str;

    /// Reads the private key; `None` when it is of another kind, too short or broken.
    fn of_der(der: &PrivateKeyDer<'_>) -> Option<Self>;

    /// The `p=` of its DNS record, base64.
    fn published(&self) -> Option<String>;
}

impl DkimKeyKind for RsaKeyPair {
    const NAME: &'static str = "rsa";
    const WANTED: &'static str = "an RSA key of at least 2048 bits";

    fn of_der(der: &PrivateKeyDer<'_>) -> Option<Self> {
        match der {
            PrivateKeyDer::Pkcs8(der) => Self::from_pkcs8(der.secret_pkcs8_der()).ok(),
            // opendkim-genkey writes this older form.
            PrivateKeyDer::Pkcs1(der) => Self::from_der(der.secret_pkcs1_der()).ok(),
            _ => None,
        }
    }

    fn published(&self) -> Option<String> {
        let der = self.public_key().as_der().ok()?;
        Some(STANDARD.encode(der.as_ref()))
    }
}

impl DkimKeyKind for Ed25519KeyPair {
    const NAME: &'static str = "ed25519";
    const WANTED: &'static str = "an Ed25519 key";

    fn of_der(der: &PrivateKeyDer<'_>) -> Option<Self> {
        match der {
            // openssl leaves the public half out.
            PrivateKeyDer::Pkcs8(der) => {
                Self::from_pkcs8_maybe_unchecked(der.secret_pkcs8_der()).ok()
            }
            _ => None,
        }
    }

    /// The 32 bytes themselves (RFC 8463, section 4.2).
    fn published(&self) -> Option<String> {
        Some(STANDARD.encode(self.public_key().as_ref()))
    }
}

impl<K: DkimKeyKind> DkimKey<K> {
    /// Reads a key in PEM, or from the file that is named instead.
    fn read(text: &str) -> Result<Self, String> {
        let way_out = "`gudok dkim generate` makes one";
        let (content, exposed) = if text.contains("-----BEGIN") {
            (text.to_owned(), None)
        } else {
            let content = std::fs::read_to_string(text).map_err(|error| {
                format!("the file {text} cannot be read ({error}); give a key in PEM or the path of one, {way_out}")
            })?;
            (content, is_exposed(text).then(|| text.to_owned()))
        };
        PrivateKeyDer::from_pem_slice(content.as_bytes())
            .ok()
            .and_then(|der| K::of_der(&der))
            .map(|pair| Self {
                pair: Arc::new(pair),
                exposed,
            })
            .ok_or_else(|| format!("that is not {} in PEM (PKCS#8); {way_out}", K::WANTED))
    }
}

/// Whether others than its owner and its group may read a file, or others than its owner may change it. A group that may
/// read it is how `root` gives it to Gudok alone.
fn is_exposed(file: &str) -> bool {
    use std::os::unix::fs::PermissionsExt as _;

    std::fs::metadata(file).is_ok_and(|file| file.permissions().mode() & 0o027 != 0)
}

impl<'de, K: DkimKeyKind> Deserialize<'de> for DkimKey<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(String::deserialize(from)?.trim()).map_err(serde::de::Error::custom)
    }
}

impl<K> Serialize for DkimKey<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("…")
    }
}
