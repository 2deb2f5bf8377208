//! The HTTP server: mounts each capability's routes, and stops gracefully.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::time::{Duration, Instant};

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App as HttpApp, HttpResponse, HttpServer, Resource};

use crate::admin::{self, Passwords};
use crate::app::App;
use crate::config::{Bind, Config};
use crate::web::connections::{self, Connections};
use crate::web::error::ForPrograms;
use crate::web::traffic::{self, Traffic};
use crate::web::{HandlerResult, assets, cors, error, form, paths, security};
use crate::{
    bounces, campaigns, comments, digests, doctor, panel, personal_data, posts, subscribers,
};

/// New connections that may wait to be accepted. Where 128 wait, a flood makes the kernel drop honest ones, which try again after
/// a second; where thousands wait, everybody waits behind the flood.
const BACKLOG: i32 = 512;
/// Seconds that open requests get when the server stops.
const GRACE: u64 = 20;
/// How long a busy address is waited for: a process that was just ended lets go of it when the kernel has cleared it away.
const PATIENCE: Duration = Duration::from_secs(2);

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {source}; {}", self.way_out())]
pub struct BindError {
    address: Bind,
    source: std::io::Error,
}

impl BindError {
    /// True when another program listens there.
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

/// What the server listens on.
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

/// Takes the address that `server.bind` names, and writes the port there that it is in the end.
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

/// The same for a process that may follow one that was just ended.
pub async fn bind_patiently(config: &mut Config) -> Result<Listener, BindError> {
    let end = Instant::now() + PATIENCE;
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

/// The listener with a longer queue than the 128 connections of the standard library: where it is full the kernel drops what
/// comes, and an honest client tries again after a second.
fn with_backlog(listener: TcpListener) -> std::io::Result<Listener> {
    rustix::net::listen(&listener, BACKLOG)?;
    Ok(Listener::Tcp(listener))
}

/// A socket that a killed process left behind is taken over. One that answers is not, and a file of another kind least of all.
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
    // The proxy is another user; who may come here is said by the folder, as on a port of this machine by nothing.
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o666))?;
    Ok(listener)
}

/// Whether nobody listens on a socket any more. Where another user's cannot be asked, somebody may.
fn is_abandoned(socket: &Path) -> bool {
    UnixStream::connect(socket).is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

/// The server on `listener`, not running yet. `extra` mounts what only some commands have, such as the demo's mailbox.
pub fn build(
    app: &App,
    listener: impl Into<Listener>,
    workers: usize,
    extra: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> std::io::Result<Server> {
    let app = app.for_requests();
    let passwords = Passwords::start()?;
    let traffic = Traffic::default();
    let connections = Connections::default();
    connections.watch();
    let proxies = app.config().server.trusted_proxies.clone();
    let server = HttpServer::new(move || {
        HttpApp::new()
            .app_data(Data::new(app.clone()))
            .app_data(Data::from(std::sync::Arc::clone(app.config())))
            .app_data(Data::new(passwords.clone()))
            .app_data(Data::new(traffic.clone()))
            .configure(form::limits)
            .configure(routes)
            .configure(extra.clone())
            .service(nothing_here())
            .wrap(from_fn(error::explain))
            .wrap(from_fn(paths::settle))
            .wrap(from_fn(traffic::bound))
            .wrap(from_fn(security::protect))
            .wrap(from_fn(answer_head))
            .wrap(from_fn(connections::note))
    })
    .on_connect(move |socket, data| connections.open(socket, data, &proxies))
    .workers(workers)
    .max_connections(connections::most_of_worker(workers))
    // Whoever hangs up wants no answer any more, and holds nothing.
    .h1_allow_half_closed(false)
    .shutdown_timeout(GRACE)
    .disable_signals();
    let server = match listener.into() {
        Listener::Tcp(listener) => server.listen(listener)?,
        Listener::Unix(listener) => server.listen_uds(listener)?,
    };
    Ok(server.run())
}

/// Every route of the product. What guards a part of it sits on its scope, and so minds whatever the router takes for that part.
fn routes(config: &mut ServiceConfig) {
    let panel = web::scope("/admin")
        .wrap(from_fn(admin::http::guard))
        .configure(panel_routes)
        .service(nothing_here());
    let api = web::scope("/api/v1")
        .app_data(ForPrograms)
        .wrap(from_fn(cors::allow))
        .configure(subscribers::routes::api_routes)
        .configure(comments::api::routes)
        .service(nothing_here());
    let hooks = web::scope("/hooks")
        .app_data(ForPrograms)
        .configure(bounces::routes::routes)
        .service(nothing_here());
    config
        .service(panel)
        .service(api)
        .service(hooks)
        .route(traffic::ALIVE, web::get().to(healthy))
        .route("/readyz", web::get().to(ready))
        .configure(assets::routes)
        .configure(subscribers::routes::routes)
        .configure(personal_data::routes::routes)
        .configure(comments::routes::routes)
        .configure(digests::http::archive::routes);
}

/// The rooms of the panel, below `/admin`.
fn panel_routes(config: &mut ServiceConfig) {
    config
        .configure(admin::http::routes)
        .configure(panel::routes)
        .configure(comments::panel::routes)
        .configure(subscribers::panel::routes)
        .configure(personal_data::panel::routes)
        .configure(posts::http::panel::routes)
        .configure(campaigns::panel::routes)
        .configure(digests::http::panel::routes)
        .configure(bounces::panel::routes)
        .configure(doctor::panel::routes);
}

/// Whatever no route took. The framework's answer is 405 with the methods of the routes of the same address in `Allow`; where
/// there are none, [`error::explain`] says that nothing is here.
fn nothing_here() -> Resource {
    web::resource("/{nothing:.*}")
}

/// HEAD is GET without the body (RFC 9110, section 9.3.2), which the server leaves out by itself.
async fn answer_head<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

/// The process is alive.
async fn healthy() -> HandlerResult {
    Ok(HttpResponse::Ok().content_type("text/plain").body("ok\n"))
}

/// How long the database may take to answer: whoever asks gives up soon.
const READY_WITHIN: Duration = Duration::from_millis(800);

/// The database answers and can be written, so that requests can be sent here; 503 with the reason otherwise.
async fn ready(app: Data<App>) -> HttpResponse {
    let answers = async {
        let mut tx = app.read().await?;
        crate::store::ping(&mut tx).await
    };
    // The file first: a question to a file that was taken away would open whatever stands in its place.
    let obstacle = match app.store().obstacle() {
        None => match tokio::time::timeout(READY_WITHIN, answers).await {
            Ok(Ok(())) => None,
            _ => Some("the database does not answer"),
        },
        obstacle => obstacle,
    };
    let mut answer = match obstacle {
        None => HttpResponse::Ok(),
        Some(_) => HttpResponse::ServiceUnavailable(),
    };
    let word = obstacle.unwrap_or("ready");
    answer.content_type("text/plain").body(format!("{word}\n"))
}
