//! The HTTP server: mounts each capability's routes, and stops gracefully.

use std::net::TcpListener;

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App as HttpApp, HttpResponse, HttpServer, Resource};

use crate::admin::{self, Passwords};
use crate::app::App;
use crate::config::Config;
use crate::web::security::Connections;
use crate::web::{Answer, WebError, assets, cors, error, form, security};
use crate::{bounces, campaigns, comments, digests, doctor, panel, posts, subscribers};

/// Seconds that open requests get when the server stops.
const GRACE: u64 = 20;

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {source}; end the program that uses it, or set server.bind")]
pub struct BindError {
    address: std::net::SocketAddr,
    source: std::io::Error,
}

/// Takes the address that `server.bind` names.
pub fn bind(config: &Config) -> Result<TcpListener, BindError> {
    let address = config.server.bind;
    TcpListener::bind(address).map_err(|source| BindError { address, source })
}

/// The server on `listener`, not running yet. `extra` mounts what only some commands have, such as the demo's mailbox.
pub fn build(
    app: &App,
    listener: TcpListener,
    workers: usize,
    extra: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> std::io::Result<Server> {
    let app = app.clone();
    let passwords = Passwords::start()?;
    let connections = Connections::default();
    let proxies = app.config().server.trusted_proxies.clone();
    let server = HttpServer::new(move || {
        HttpApp::new()
            .app_data(Data::new(app.clone()))
            .app_data(Data::from(std::sync::Arc::clone(app.config())))
            .app_data(Data::new(passwords.clone()))
            .configure(form::limits)
            .configure(routes)
            .configure(extra.clone())
            .service(nothing_here())
            .wrap(from_fn(error::explain))
            .wrap(from_fn(cors::allow))
            .wrap(from_fn(admin::guard::guard))
            .wrap(from_fn(security::protect))
            .wrap(from_fn(answer_head))
    })
    .on_connect(move |socket, data| connections.count(socket, data, &proxies))
    .workers(workers)
    .shutdown_timeout(GRACE)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}

/// Every route of the product.
fn routes(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(healthy))
        .route("/readyz", web::get().to(ready))
        .configure(assets::routes)
        .configure(admin::routes::routes)
        .configure(subscribers::routes::routes)
        .configure(subscribers::panel::routes)
        .configure(posts::panel::routes)
        .configure(comments::routes::routes)
        .configure(comments::api::routes)
        .configure(comments::panel::routes)
        .configure(campaigns::panel::routes)
        .configure(digests::routes::routes)
        .configure(digests::panel::routes)
        .configure(bounces::routes::routes)
        .configure(bounces::panel::routes)
        .configure(doctor::panel::routes)
        .configure(panel::routes);
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
async fn healthy() -> Answer {
    Ok(HttpResponse::Ok().content_type("text/plain").body("ok\n"))
}

/// The database answers, so that requests can be sent here.
async fn ready(app: Data<App>) -> Answer {
    let mut tx = app.read().await.map_err(|_| WebError::Busy)?;
    crate::store::ping(&mut tx)
        .await
        .map_err(|_| WebError::Busy)?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain")
        .body("ready\n"))
}
