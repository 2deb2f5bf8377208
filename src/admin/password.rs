//! Passwords are hashed by Argon2id on one thread of their own, with one buffer that is used again for each.
//!
//! A hash takes 20 ms and 19 MiB. On the request threads it would hold up everybody; on a pool of threads a burst of
//! sign-ins takes gigabytes. The queue before the thread is bounded: when it is full, the answer is "busy" at once.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use unicode_normalization::UnicodeNormalization;
use zxcvbn::Score;

use super::slow::{SlowTries, SlowTry};
use crate::address::EmailAddress;
use crate::random::Random;

/// Characters that a password has at least.
pub const SHORTEST: usize = 10;
/// Characters that a password has at most.
pub const LONGEST: usize = 200;
/// Hashes that may wait: about 1.3 s of work.
const QUEUE: usize = 64;
/// One part in so many of the queue's places is kept from strangers, for browsers that are known and for whoever is signed in.
const KEPT: usize = 4;

/// A password that somebody chose.
#[derive(Clone, Debug)]
pub struct Password(SecretString);

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer characters than [`SHORTEST`].
    #[error("the password is too short: give at least {SHORTEST} characters")]
    TooShort,
    /// More characters than [`LONGEST`].
    #[error("the password is too long: give at most {LONGEST} characters")]
    TooLong,
    /// The address itself.
    #[error("the password is the e-mail address: choose another")]
    IsAddress,
    /// One that programs guess soon.
    #[error(
        "the password is easily guessed: choose a longer one, such as four words that do not belong together"
    )]
    Weak,
}

impl PasswordError {
    /// The phrase that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooShort => "admin-password-too-short",
            Self::TooLong => "admin-password-too-long",
            Self::IsAddress => "admin-password-is-address",
            Self::Weak => "admin-password-weak",
        }
    }
}

impl Password {
    /// A password as it was typed in order to sign in, by no rule.
    pub fn typed(text: &str) -> Self {
        // One keyboard writes Hangul composed, another in parts (RFC 8265, section 4.2).
        Self(text.nfc().collect::<String>().into())
    }

    /// A new password for the account of this address, on the site of this name: neither makes it any stronger.
    pub fn chosen(text: &str, email: &EmailAddress, site: &str) -> Result<Self, PasswordError> {
        let password = Self::typed(text);
        let text = password.0.expose_secret();
        let known = known_words(email, site);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        match text.chars().count() {
            length if length < SHORTEST => Err(PasswordError::TooShort),
            length if length > LONGEST => Err(PasswordError::TooLong),
            _ if text.trim().to_lowercase() == email.key() => Err(PasswordError::IsAddress),
            // Fewer than 10^8 guesses: an afternoon's for a thief of the database (zxcvbn's score 2 and below).
            _ if zxcvbn::zxcvbn(text, &known).score() < Score::Three => Err(PasswordError::Weak),
            _ => Ok(password),
        }
    }

    /// A password of 128 random bits, for whoever is given an account.
    pub fn drawn(random: &Random) -> Self {
        Self(random.name().into())
    }

    /// The text, to show it once.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What a guesser tries first: the address and the site's name, their words, and the name without blanks.
fn known_words(email: &EmailAddress, site: &str) -> Vec<String> {
    let address = email.as_str();
    let local = address.rsplit_once('@').map_or("", |(local, _)| local);
    let joined = site.replace(' ', "");
    let whole = [address, local, email.domain(), site, joined.as_str()];
    let mut known: Vec<String> = whole.map(str::to_owned).into();
    for text in [email.as_str(), site] {
        let words = text.split(|c: char| !c.is_alphanumeric());
        known.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    known
}

/// A hashed password as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$…`.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Phc(String);

impl Phc {
    /// The string.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a password could not be hashed or compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Too many wait already.
    #[error("too many passwords are being checked; try again in a moment")]
    Busy,
    /// The hash in the database cannot be read, or the thread is gone.
    #[error("a password could not be hashed: {0}")]
    Broken(String),
}

/// The way to the thread that hashes; clones lead to the same.
#[derive(Clone, Debug)]
pub struct Passwords {
    queue: SyncSender<Work>,
    strangers: Arc<Semaphore>,
    slow: SlowTries,
}

impl Passwords {
    /// Starts the thread; it ends with the last clone.
    pub fn start() -> std::io::Result<Self> {
        let (passwords, hasher) = Self::with_queue(QUEUE);
        std::thread::Builder::new()
            .name("passwords".into())
            .spawn(move || hasher.run())?;
        Ok(passwords)
    }

    /// The way and its other end, which hashes once it runs.
    pub fn with_queue(most: usize) -> (Self, Hasher) {
        let (queue, work) = sync_channel(most);
        let strangers = Arc::new(Semaphore::new(most - most / KEPT));
        let passwords = Self {
            queue,
            strangers,
            slow: SlowTries::default(),
        };
        (passwords, Hasher { work })
    }

    /// A place for somebody whose browser is not known, until it is dropped: a crowd of strangers leaves some places free.
    pub fn stranger(&self) -> Result<OwnedSemaphorePermit, HashError> {
        let place = Arc::clone(&self.strangers).try_acquire_owned();
        place.map_err(|_| HashError::Busy)
    }

    /// The turn of a slow try from this address, until it is dropped.
    pub fn slow_try(&self, ip: IpAddr) -> Result<SlowTry, HashError> {
        self.slow.begin(ip).ok_or(HashError::Busy)
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: &Password, random: &Random) -> Result<Phc, HashError> {
        let salt = random.bytes::<16>();
        self.work_on(|answer| Work::Hash(password.clone(), salt, answer))
            .await
    }

    /// Whether this is the password behind the hash; without a hash it takes the same time, and is not.
    pub async fn verify(&self, password: &Password, hash: Option<Phc>) -> Result<bool, HashError> {
        self.work_on(|answer| Work::Verify(password.clone(), hash, answer))
            .await
    }

    async fn work_on<T>(&self, work: impl FnOnce(Completion<T>) -> Work) -> Result<T, HashError> {
        let (answer, result) = oneshot::channel();
        self.queue
            .try_send(work(answer))
            .map_err(|_| HashError::Busy)?;
        result
            .await
            .unwrap_or_else(|_| Err(HashError::Broken("its thread has ended".into())))
    }
}

type Completion<T> = oneshot::Sender<Result<T, HashError>>;

#[derive(Debug)]
enum Work {
    Hash(Password, [u8; 16], Completion<Phc>),
    Verify(Password, Option<Phc>, Completion<bool>),
}

/// The other end of [`Passwords`].
#[derive(Debug)]
pub struct Hasher {
    work: Receiver<Work>,
}

impl Hasher {
    /// Hashes what comes until nobody can send more.
    pub fn run(self) {
        let mut memory = Vec::new();
        for work in self.work {
            // Whoever went away in the meantime needs no answer.
            match work {
                Work::Hash(password, salt, answer) if !answer.is_closed() => {
                    let _ = answer.send(hash(&password, &salt, &mut memory));
                }
                Work::Verify(password, phc, answer) if !answer.is_closed() => {
                    let _ = answer.send(verify(&password, phc.as_ref(), &mut memory));
                }
                Work::Hash(..) | Work::Verify(..) => {}
            }
        }
    }
}

fn hash(password: &Password, salt: &[u8], memory: &mut Vec<Block>) -> Result<Phc, HashError> {
    let output = digest(password, salt, &Params::DEFAULT, memory)?;
    let phc = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&Params::DEFAULT).map_err(broken)?,
        salt: Some(Salt::new(salt).map_err(broken)?),
        hash: Some(Output::new(&output).map_err(broken)?),
    };
    Ok(Phc(phc.to_string()))
}

fn verify(
    password: &Password,
    phc: Option<&Phc>,
    memory: &mut Vec<Block>,
) -> Result<bool, HashError> {
    let Some(Phc(phc)) = phc else {
        digest(password, b"nobody's salt...", &Params::DEFAULT, memory)?;
        return Ok(false);
    };
    let phc = PasswordHash::new(phc).map_err(broken)?;
    let params = Params::try_from(&phc).map_err(broken)?;
    let (Some(salt), Some(expected)) = (phc.salt, phc.hash) else {
        return Err(HashError::Broken("the stored hash is not whole".into()));
    };
    let output = digest(password, &salt, &params, memory)?;
    Ok(output.ct_eq(expected.as_bytes()).into())
}

fn digest(
    password: &Password,
    salt: &[u8],
    params: &Params,
    memory: &mut Vec<Block>,
) -> Result<[u8; Params::DEFAULT_OUTPUT_LEN], HashError> {
    memory.resize(params.block_count(), Block::new());
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_into_with_memory(password.expose().as_bytes(), salt, &mut output, memory)
        .map_err(broken)?;
    Ok(output)
}

fn broken(error: impl std::fmt::Display) -> HashError {
    HashError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};

    use super::*;

    fn address(text: &str) -> EmailAddress {
        text.parse().unwrap()
    }

    #[test]
    fn a_password_is_measured_in_characters_and_is_not_the_address() {
        let owner = address("owner@example.org");
        let refusal = |text: &str| Password::chosen(text, &owner, "인공지능 읽기").err();
        assert_eq!(refusal("아홉글자로는짧은걸"), Some(PasswordError::TooShort));
        assert_eq!(refusal("열글자라면이제충분함"), None);
        assert_eq!(refusal("Owner@Example.org"), Some(PasswordError::IsAddress));
        assert_eq!(refusal(&"길".repeat(201)), Some(PasswordError::TooLong));
    }

    #[test]
    fn a_password_that_programs_guess_soon_is_refused() {
        let owner = address("kim.minji@letters.example");
        let refusal = |text: &str| Password::chosen(text, &owner, "Morning Letters").err();
        for weak in [
            "1234567890",
            "password12",
            "aaaaaaaaaa",
            "qwertyuiop",
            "Password123!",
            "kim.minji1",
            "kim.minji@letters.example1",
            "Morning Letters",
            "MORNING LETTERS",
            "morningletters1",
            "2026-11-30",
        ] {
            assert_eq!(refusal(weak), Some(PasswordError::Weak), "{weak}");
        }
        for strong in [
            "correct horse battery staple",
            "열쇠는 화분 밑에 있다",
            "Xq7#mPz2!vLw",
            "paper boat under a green moon",
        ] {
            assert_eq!(refusal(strong), None, "{strong}");
        }
    }

    #[tokio::test]
    async fn a_crowd_of_strangers_leaves_places_in_the_queue() {
        let (passwords, _hasher) = Passwords::with_queue(8);
        let crowd: Vec<_> = (0..6).map(|_| passwords.stranger().unwrap()).collect();
        assert_eq!(passwords.stranger().err(), Some(HashError::Busy));
        drop(crowd);
        assert!(passwords.stranger().is_ok());
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_however_the_keyboard_composes_it() {
        let passwords = Passwords::start().unwrap();
        let random = Random::seeded(1);
        let phc = passwords
            .hash(&Password::typed("비밀번호 열쇠말"), &random)
            .await
            .unwrap();
        assert!(
            phc.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{phc:?}"
        );
        let in_parts: String = "비밀번호 열쇠말".nfd().collect();
        let check = async |text: &str, phc| passwords.verify(&Password::typed(text), phc).await;
        assert_eq!(check(&in_parts, Some(phc.clone())).await, Ok(true));
        assert_eq!(check("비밀번호 열쇠 말", Some(phc)).await, Ok(false));
        assert_eq!(check("비밀번호 열쇠말", None).await, Ok(false));
        let unreadable = check("x", Some(Phc("plain".into()))).await;
        assert!(matches!(unreadable, Err(HashError::Broken(_))));
    }

    #[tokio::test]
    async fn a_full_queue_says_busy_at_once_and_serves_who_waits() {
        let (passwords, hasher) = Passwords::with_queue(2);
        let password = Password::typed("whatever it is");
        let mut waiting = [
            Box::pin(passwords.verify(&password, None)),
            Box::pin(passwords.verify(&password, None)),
        ];
        for each in &mut waiting {
            let mut nobody = Context::from_waker(Waker::noop());
            assert!(each.as_mut().poll(&mut nobody).is_pending());
        }
        assert_eq!(
            passwords.verify(&password, None).await,
            Err(HashError::Busy)
        );
        let thread = std::thread::spawn(move || hasher.run());
        for each in waiting {
            assert_eq!(each.await, Ok(false));
        }
        assert_eq!(passwords.verify(&password, None).await, Ok(false));
        drop(passwords);
        thread.join().unwrap();
    }
}
