//! The socket that the server listens on.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::config::{Bind, Config};

/// New connections that may wait to be accepted. Where 128 wait, a flood makes the kernel drop honest ones, which try again after
/// a second. Where thousands wait, everybody waits behind the flood.
const BACKLOG: i32 = 1024;
/// The time that a busy address is waited for. The kernel frees the address of a process that just ended.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// The server cannot listen on the address.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {source}; {}", self.way_out())]
pub struct BindError {
    address: Bind,
    source: std::io::Error,
}

impl BindError {
    /// True when another program listens on the address.
    pub fn is_taken(&self) -> bool {
        self.source.kind() == ErrorKind::AddrInUse
    }

    fn way_out(&self) -> &'static str {
        if self.source.kind() == ErrorKind::AlreadyExists {
            "give server.bind a path where no file is"
        } else {
            "end the program that uses it, or set server.bind"
        }
    }
}

/// The socket that the server listens on.
#[derive(Debug)]
pub enum Listener {
    /// A port.
    Tcp(TcpListener),
    /// A Unix domain socket.
    Unix(UnixListener),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self::Tcp(listener)
    }
}

/// Listens on the address in `server.bind`, and writes the actual port back.
pub fn bind(config: &mut Config) -> Result<Listener, BindError> {
    let address = config.server.bind.clone();
    let listener = listen(&address).map_err(|source| BindError {
        address: address.clone(),
        source,
    })?;
    if let Listener::Tcp(tcp) = &listener
        && let Ok(found) = tcp.local_addr()
    {
        config.server.bind = address.with_port(found.port());
    }
    Ok(listener)
}

/// Does the same for a process that may follow one that just ended.
pub async fn bind_patiently(config: &mut Config) -> Result<Listener, BindError> {
    let end = Instant::now() + BUSY_TIMEOUT;
    loop {
        match bind(config) {
            Err(error) if error.is_taken() && Instant::now() < end => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            outcome => return outcome,
        }
    }
}

fn listen(address: &Bind) -> std::io::Result<Listener> {
    match address {
        Bind::Unix(file) => listen_on_file(file).map(Listener::Unix),
        // Every address of both families; where there is no IPv6, of the other.
        Bind::Tcp { host, port } if host.is_empty() => TcpListener::bind(("::", *port))
            .or_else(|_| TcpListener::bind(("0.0.0.0", *port)))
            .and_then(with_backlog),
        Bind::Tcp { host, port } => {
            TcpListener::bind((host.as_str(), *port)).and_then(with_backlog)
        }
    }
}

/// Gives the listener a longer queue than the 128 connections of the standard library.
fn with_backlog(listener: TcpListener) -> std::io::Result<Listener> {
    rustix::net::listen(&listener, BACKLOG)?;
    Ok(Listener::Tcp(listener))
}

/// Listens on a Unix socket. An abandoned socket of a killed process is replaced; one in use and other files are not.
fn listen_on_file(file: &Path) -> std::io::Result<UnixListener> {
    let listener = match UnixListener::bind(file) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            if !std::fs::symlink_metadata(file)?.file_type().is_socket() {
                let why = "a file that is no socket is there already";
                return Err(std::io::Error::new(ErrorKind::AlreadyExists, why));
            }
            if !is_abandoned(file) {
                return Err(error);
            }
            std::fs::remove_file(file)?;
            UnixListener::bind(file)?
        }
        outcome => outcome?,
    };
    // The proxy is another user; the permissions of the folder decide who may connect.
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o666))?;
    Ok(listener)
}

/// Returns whether nobody listens on a socket any more. A socket that this user may not open counts as in use.
fn is_abandoned(socket: &Path) -> bool {
    UnixStream::connect(socket).is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}
