//! `mail.url`: where mail is handed over, written as one URL.

use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::{Host, Url};

use super::relay_account::{RelayAccount, RelaySecret};

/// The transport that mail leaves by.
#[derive(Clone, Debug)]
pub enum MailUrl {
    /// A relay that speaks SMTP (RFC 5321).
    Smtp {
        /// Its host name or address.
        host: String,
        /// Its port: 587 (submission), 465 for `smtps`, or as written.
        port: u16,
        /// How the connection is protected.
        tls: TlsMode,
        /// A PEM file with the certificate authorities to trust instead of the system's.
        ca: Option<PathBuf>,
        /// The account at the relay.
        account: Option<RelayAccount>,
    },
    /// A program that takes mail as `sendmail` does.
    Sendmail(PathBuf),
    /// A folder that gets one `.eml` file a mail.
    File(PathBuf),
    /// The process's memory, for tests and the demo.
    Memory,
}

/// The program of `sendmail:`, where the Linux Standard Base and the BSDs have it.
const SENDMAIL: &str = "/usr/sbin/sendmail";
/// The forms of a `mail.url`, for errors.
const FORMS: &str = "smtp://user:password@host:587, smtps://…, sendmail:, file:DIR or memory:";

/// How the connection to a relay is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsMode {
    /// Not at all; only on this machine or a trusted wire.
    None,
    /// STARTTLS (RFC 3207), and no mail without it.
    Required,
    /// TLS from the first byte (RFC 8314).
    Implicit,
}

impl Default for MailUrl {
    fn default() -> Self {
        Self::Smtp {
            host: "127.0.0.1".into(),
            port: 25,
            tls: TlsMode::None,
            ca: None,
            account: None,
        }
    }
}

impl FromStr for MailUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "memory:" {
            return Ok(Self::Memory);
        }
        if let Some(folder) = text.strip_prefix("file:") {
            let folder = folder.strip_prefix("//").unwrap_or(folder);
            if folder.is_empty() {
                return Err("`file:` needs a folder, such as file:outgoing".into());
            }
            return Ok(Self::File(folder.into()));
        }
        if let Some(program) = text.strip_prefix("sendmail:") {
            let program = if program.is_empty() {
                SENDMAIL
            } else {
                program
            };
            if !program.starts_with('/') || program.starts_with("//") {
                return Err(format!(
                    "`{program}` after sendmail: is no absolute path; write sendmail: for {SENDMAIL}, or sendmail:/path/to/sendmail"
                ));
            }
            return Ok(Self::Sendmail(program.into()));
        }
        if is_cut_short(text) {
            return Err(UNESCAPED.into());
        }
        let url = Url::parse(text)
            .map_err(|error| format!("that is no address ({error}); write {FORMS}"))?;
        relay(&url)
    }
}

/// The way out of [`is_cut_short`]. The text is not shown, since it contains the password.
const UNESCAPED: &str = "the user name or the password has a /, ? or # in it, which ends them in an address; \
     write %2F for /, %3F for ?, %23 for #, %40 for @, %3A for : and %25 for % in them";

/// Whether a user name or password holds what ends the authority of an address (RFC 3986, section 3.2): an @ comes after it.
fn is_cut_short(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    // A file of certificates may have an @ in its path.
    let query = after.strip_prefix('/').unwrap_or(after);
    let is_query = ["?tls=", "?ca=", "?auth=", "?token="]
        .iter()
        .any(|name| query.starts_with(name));
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let is_host = Url::parse(&format!("{scheme}://{host}")).is_ok();
    let is_whole = is_query && is_host;
    matches!(scheme, "smtp" | "smtps") && after.contains('@') && !is_whole
}

fn relay(url: &Url) -> Result<MailUrl, String> {
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(format!(
            "`{}` after the relay's host is not understood; write smtp://user:password@host:587",
            url.path()
        ));
    }
    let implicit = match url.scheme() {
        "smtp" => false,
        "smtps" => true,
        other => {
            return Err(format!("`{other}:` is unknown; write {FORMS}"));
        }
    };
    let host = url
        .host_str()
        .filter(|host| !host.is_empty())
        .ok_or("the relay's host is missing")?;
    let mut tls = match (implicit, is_loopback(url)) {
        (true, _) => TlsMode::Implicit,
        (false, true) => TlsMode::None,
        (false, false) => TlsMode::Required,
    };
    let (mut ca, mut is_xoauth2, mut token) = (None, false, None);
    for (name, value) in url.query_pairs() {
        match (&*name, &*value, implicit) {
            ("tls", "none", false) => tls = TlsMode::None,
            ("tls", "required", false) => tls = TlsMode::Required,
            ("tls", "required", true) => tls = TlsMode::Implicit,
            ("tls", other, _) => {
                return Err(format!(
                    "tls={other} is unknown here; write required, or none with smtp:"
                ));
            }
            ("ca", "", _) => return Err("ca= needs a file of certificates in PEM".into()),
            ("ca", file, _) => ca = Some(PathBuf::from(file)),
            ("auth", "xoauth2", _) => is_xoauth2 = true,
            ("auth", other, _) => {
                return Err(format!(
                    "auth={other} is unknown; write auth=xoauth2, or leave it out for a password"
                ));
            }
            ("token", "", _) => return Err("token= needs a file with the access token".into()),
            ("token", file, _) => token = Some(PathBuf::from(file)),
            (other, ..) => {
                return Err(format!(
                    "`{other}` is unknown; the options are tls, ca, auth and token"
                ));
            }
        }
    }
    if ca.is_some() && tls == TlsMode::None {
        return Err("ca= says whom TLS trusts, but TLS is off; write tls=required too".into());
    }
    let default_port = if implicit { 465 } else { 587 };
    let account = RelayAccount::parse(url, is_xoauth2, token)?;
    let host = host.trim_matches(['[', ']']).to_owned();
    Ok(MailUrl::Smtp {
        host,
        port: url.port().unwrap_or(default_port),
        tls,
        ca,
        account,
    })
}

/// Unknown schemes keep their host as an opaque domain, so an IP address is recognised here.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|ip| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

impl std::fmt::Display for MailUrl {
    /// The address without its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smtp {
                host,
                port,
                tls,
                ca,
                account,
            } => {
                let scheme = if *tls == TlsMode::Implicit {
                    "smtps"
                } else {
                    "smtp"
                };
                let mut options = match (tls, ca) {
                    (TlsMode::None, _) => vec!["tls=none".to_owned()],
                    (_, Some(file)) => vec![format!("tls=required&ca={}", file.display())],
                    (_, None) => Vec::new(),
                };
                let mut name = String::new();
                if let Some(RelayAccount { user, secret }) = account {
                    let is_written = !matches!(secret, RelaySecret::TokenFile(_));
                    name = format!("{user}{}@", if is_written { ":…" } else { "" });
                    match secret {
                        RelaySecret::Password(_) => {}
                        RelaySecret::Token(_) => options.push("auth=xoauth2".into()),
                        RelaySecret::TokenFile(file) => {
                            options.push(format!("auth=xoauth2&token={}", file.display()));
                        }
                    }
                }
                write!(f, "{scheme}://{name}{host}:{port}")?;
                for (number, option) in options.iter().enumerate() {
                    write!(f, "{}{option}", if number == 0 { '?' } else { '&' })?;
                }
                Ok(())
            }
            Self::Sendmail(program) => write!(f, "sendmail:{}", program.display()),
            Self::File(folder) => write!(f, "file:{}", folder.display()),
            Self::Memory => f.write_str("memory:"),
        }
    }
}

impl Serialize for MailUrl {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MailUrl {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_password_that_would_end_the_address_is_refused_with_the_way_to_write_it() {
        for text in [
            "smtp://AKIAEXAMPLE:hunter2/ab+cd/e@mail.example.org:587",
            "smtps://user:p@hunter2/word@mail.example.org",
            "smtp://user:hunter2?ss@mail.example.org",
            "smtp://user:hunter2#ss@mail.example.org",
            "smtp://us/er:hunter2@mail.example.org?tls=required",
        ] {
            let error = text.parse::<MailUrl>().unwrap_err();
            assert!(error.contains("%2F for /"), "{text}: {error}");
            assert!(!error.contains("hunter2"), "no password: {error}");
        }
        let error = "smtp://mail.example.org/inbox".parse::<MailUrl>();
        assert!(error.unwrap_err().contains("`/inbox`"));
    }

    #[test]
    fn a_file_of_certificates_may_have_an_at_sign() {
        for text in [
            "smtp://user:pw@mail.example.org?tls=required&ca=/etc/kim@host/ca.pem",
            "smtps://user:pw@mail.example.org/?ca=/etc/kim@host/ca.pem",
            "smtp://mail.example.org?tls=required&ca=/etc/kim@host/ca.pem",
            "smtp://mail.example.org:587/?ca=/etc/kim@host/ca.pem",
        ] {
            let Ok(MailUrl::Smtp { ca: Some(ca), .. }) = text.parse() else {
                panic!("{text}");
            };
            assert_eq!(ca, PathBuf::from("/etc/kim@host/ca.pem"));
        }
    }

    #[test]
    fn other_passwords_are_read_as_they_are_meant() {
        for (text, user, password) in [
            (
                "smtp://user:a+b%2Bc%2Fd%3D%40@mail.example.org",
                "user",
                "a+b+c/d=@",
            ),
            ("smtp://user:ab+cd==@mail.example.org", "user", "ab+cd=="),
            (
                "smtp://kim@blog.example:p@ss@mail.example.org",
                "kim@blog.example",
                "p@ss",
            ),
            ("smtp://user:비밀번호@mail.example.org/", "user", "비밀번호"),
        ] {
            let Ok(MailUrl::Smtp {
                host,
                account: Some(account),
                ..
            }) = text.parse()
            else {
                panic!("{text}");
            };
            let RelaySecret::Password(secret) = account.secret else {
                panic!("{text}");
            };
            assert_eq!(
                (host.as_str(), account.user.as_str()),
                ("mail.example.org", user)
            );
            assert_eq!(secret.expose_secret(), password);
        }
    }

    #[test]
    fn every_form_is_shown_as_it_was_written_but_for_its_secret() {
        for (text, shown) in [
            ("sendmail:", "sendmail:/usr/sbin/sendmail"),
            ("sendmail:/opt/bin/msmtp", "sendmail:/opt/bin/msmtp"),
            (
                "smtp://kim%40blog.example@smtp.example.org?auth=xoauth2&token=/run/token",
                "smtp://kim@blog.example@smtp.example.org:587?auth=xoauth2&token=/run/token",
            ),
            (
                "smtps://kim:ya29.hunter2@smtp.example.org?auth=xoauth2",
                "smtps://kim:…@smtp.example.org:465?auth=xoauth2",
            ),
            (
                "smtp://kim:hunter2@smtp.example.org?tls=none",
                "smtp://kim:…@smtp.example.org:587?tls=none",
            ),
        ] {
            let url: MailUrl = text.parse().unwrap();
            assert_eq!(url.to_string(), shown);
            assert!(!format!("{url:?}").contains("hunter2"), "{url:?}");
        }
    }

    #[test]
    fn what_is_missing_from_an_address_is_named() {
        for (text, way_out) in [
            ("sendmail:bin/sendmail", "sendmail:/path/to/sendmail"),
            ("sendmail://host/x", "sendmail: for /usr/sbin/sendmail"),
            ("smtp://kim@smtp.example.org?auth=xoauth2", "token=FILE"),
            ("smtp://smtp.example.org?auth=xoauth2&token=/t", "user name"),
            (
                "smtp://kim:x@smtp.example.org?auth=xoauth2&token=/t",
                "leave one out",
            ),
            ("smtp://kim:x@smtp.example.org?token=/t", "auth=xoauth2"),
            (
                "smtp://kim:x@smtp.example.org?auth=cram-md5",
                "auth=xoauth2, or leave it out",
            ),
            (
                "smtp://kim:x@smtp.example.org?timeout=3",
                "tls, ca, auth and token",
            ),
            ("imap://smtp.example.org", "sendmail:"),
        ] {
            let error = text.parse::<MailUrl>().unwrap_err();
            assert!(error.contains(way_out), "{text}: {error}");
        }
    }
}
