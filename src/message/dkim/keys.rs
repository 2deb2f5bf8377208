//! New keys. The crypto library makes them from the system's randomness, so no test can predict a
//! secret key.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::records::{DkimRecord, value};

/// A pair of new keys, written.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The RSA key's selector, file and record.
    pub rsa: NewKey,
    /// The Ed25519 key's selector, file and record.
    pub ed25519: NewKey,
}

/// One new key, written.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The selector under which its public half is published: `<selector>._domainkey.<domain>`.
    pub selector: String,
    /// The file of its private half, readable by its owner alone.
    pub file: PathBuf,
    /// The record to publish.
    pub record: DkimRecord,
}

/// Reasons for which no keys were made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The file exists. Keys are never overwritten.
    #[error("{0} is there already and is not written over; choose another --selector or --out")]
    Exists(PathBuf),
    /// A file or its folder cannot be written.
    #[error("{0} cannot be written: {1}; choose a folder with --out")]
    Write(PathBuf, std::io::Error),
    /// The crypto library failed.
    #[error("no key could be made; does the system give randomness?")]
    Crypto,
}

impl From<aws_lc_rs::error::Unspecified> for GenerateError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Crypto
    }
}

/// Makes an RSA-2048 and an Ed25519 key and writes both to `folder`, as `<selector>-rsa.pem` and `<selector>-ed25519.pem`.
pub fn generate(domain: &str, selector: &str, folder: &Path) -> Result<Generated, GenerateError> {
    let names = [format!("{selector}-rsa"), format!("{selector}-ed25519")];
    let files = names
        .each_ref()
        .map(|name| folder.join(format!("{name}.pem")));
    if let Some(file) = files.iter().find(|file| file.exists()) {
        return Err(GenerateError::Exists(file.clone()));
    }
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048)?;
    let ed25519 = Ed25519KeyPair::generate()?;
    std::fs::create_dir_all(folder)
        .map_err(|error| GenerateError::Write(folder.to_owned(), error))?;
    let der: Pkcs8V1Der<'_> = rsa.as_der()?;
    write_new(&files[0], &pem(der.as_ref()))?;
    // Version 1, which openssl reads too.
    write_new(&files[1], &pem(ed25519.to_pkcs8v1()?.as_ref()))?;
    let ([rsa_name, ed25519_name], [rsa_file, ed25519_file]) = (names, files);
    let new = |selector: String, file, value| NewKey {
        record: DkimRecord::new(&selector, domain, value),
        selector,
        file,
    };
    Ok(Generated {
        rsa: new(rsa_name, rsa_file, value(&rsa)),
        ed25519: new(ed25519_name, ed25519_file, value(&ed25519)),
    })
}

/// Writes a new file that only its owner can read, from the first byte on.
fn write_new(file: &Path, text: &str) -> Result<(), GenerateError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(file)
        .and_then(|mut new| new.write_all(text.as_bytes()).and_then(|()| new.sync_all()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => GenerateError::Exists(file.to_owned()),
        _ => GenerateError::Write(file.to_owned(), error),
    })
}

/// A private key as text (RFC 7468, section 10).
fn pem(der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    let lines = (0..encoded.len())
        .step_by(64)
        .map(|at| &encoded[at..encoded.len().min(at + 64)]);
    let lines: Vec<&str> = lines.collect();
    format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        lines.join("\n")
    )
}
