//! `server.bind`: where the server listens.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An address to listen on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    /// A port of a host: an address, a name, or nothing for every address of this machine.
    Tcp {
        /// `127.0.0.1`, `::1`, `localhost`, or empty.
        host: String,
        /// The port; 0 lets the system choose one.
        port: u16,
    },
    /// A Unix domain socket: its file.
    Unix(PathBuf),
}

impl Bind {
    /// The same host with another port.
    #[must_use]
    pub fn with_port(&self, port: u16) -> Self {
        match self {
            Self::Tcp { host, .. } => Self::Tcp {
                host: host.clone(),
                port,
            },
            Self::Unix(file) => Self::Unix(file.clone()),
        }
    }

    /// The URL under which a browser on this machine reaches a server that listens here; `None` for a socket.
    pub fn local_url(&self) -> Option<String> {
        let Self::Tcp { host, port } = self else {
            return None;
        };
        let is_every = host.is_empty()
            || host
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_unspecified());
        Some(if is_every {
            format!("http://localhost:{port}")
        } else {
            format!("http://{self}")
        })
    }
}

impl Default for Bind {
    fn default() -> Self {
        Self::from(SocketAddr::from(([127, 0, 0, 1], 8080)))
    }
}

impl From<SocketAddr> for Bind {
    fn from(address: SocketAddr) -> Self {
        Self::Tcp {
            host: address.ip().to_string(),
            port: address.port(),
        }
    }
}

impl FromStr for Bind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let wrong = || {
            format!(
                "`{text}` cannot be listened on; write 127.0.0.1:8080, localhost:8080, :8080 for every address, or unix:/run/gudok.sock"
            )
        };
        if let Some(file) = text.strip_prefix("unix:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            return if file.is_empty() {
                Err(wrong())
            } else {
                Ok(Self::Unix(file.into()))
            };
        }
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(address.into());
        }
        let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
        let port = port.parse().map_err(|_| wrong())?;
        let is_name = |host: &str| {
            host.chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        };
        if !is_name(host) {
            return Err(wrong());
        }
        Ok(Self::Tcp {
            host: host.to_owned(),
            port,
        })
    }
}

impl fmt::Display for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(file) => write!(f, "unix:{}", file.display()),
        }
    }
}

impl Serialize for Bind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_a_name_a_port_and_a_socket_are_read() {
        for (text, shown, url) in [
            ("127.0.0.1:8080", "127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("[::1]:80", "[::1]:80", "http://[::1]:80"),
            ("localhost:8080", "localhost:8080", "http://localhost:8080"),
            (":8080", ":8080", "http://localhost:8080"),
            ("0.0.0.0:8080", "0.0.0.0:8080", "http://localhost:8080"),
            ("[::]:8080", "[::]:8080", "http://localhost:8080"),
            ("unix:/run/gudok.sock", "unix:/run/gudok.sock", ""),
            ("unix:gudok.sock", "unix:gudok.sock", ""),
        ] {
            let bind: Bind = text.parse().unwrap();
            assert_eq!(bind.to_string(), shown);
            assert_eq!(bind.local_url().unwrap_or_default(), url);
        }
        for wrong in [
            "",
            "8080",
            "localhost",
            "localhost:",
            "a b:1",
            "::1",
            "host:70000",
            "unix:",
            "http://x:1",
        ] {
            let error = wrong.parse::<Bind>().unwrap_err();
            assert!(error.contains("localhost:8080"), "{wrong}: {error}");
        }
    }
}
