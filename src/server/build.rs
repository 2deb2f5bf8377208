//! The HTTP server: middleware around the routes, limits, a graceful stop.

use actix_web::App as HttpApp;
use actix_web::HttpServer;
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{Data, ServiceConfig};

use super::listener::Listener;
use super::routes::{nothing_here, routes};
use crate::admin::Passwords;
use crate::app::App;
use crate::comments::live::LiveThreads;
use crate::web::connections::{self, Connections};
use crate::web::request_limiter::{self, RequestLimiter};
use crate::web::{body_limits, error_page, headers, paths};

/// Seconds for requests under way when the server stops.
const GRACE: u64 = 20;
/// Returns the server on `listener`, not running yet. `extra` mounts routes of one command, such as the demo's mailbox.
pub fn build(
    app: &App,
    listener: impl Into<Listener>,
    workers: usize,
    extra: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> std::io::Result<Server> {
    let app = app.for_requests();
    let passwords = Passwords::start()?;
    let limiter = RequestLimiter::default();
    let live = LiveThreads::start(&app);
    let connections = Connections::default();
    connections.watch();
    let proxies = app.config().server.trusted_proxies.clone();
    let server = HttpServer::new(move || {
        HttpApp::new()
            .app_data(Data::new(app.clone()))
            .app_data(Data::new(app.live_config().clone()))
            .app_data(Data::new(passwords.clone()))
            .app_data(Data::new(limiter.clone()))
            .app_data(Data::new(live.clone()))
            .configure(body_limits::configure)
            .configure(routes)
            .configure(extra.clone())
            .service(nothing_here())
            .wrap(from_fn(error_page::explain))
            .wrap(from_fn(paths::settle))
            .wrap(from_fn(request_limiter::bound))
            .wrap(from_fn(headers::protect))
            .wrap(from_fn(answer_head))
            .wrap(from_fn(connections::note))
    })
    .on_connect(move |socket, data| connections.open(socket, data, &proxies))
    .workers(workers)
    .max_connections(connections::most_of_worker(workers))
    // A client that hangs up holds nothing.
    .h1_allow_half_closed(false)
    .shutdown_timeout(GRACE)
    .disable_signals();
    let server = match listener.into() {
        Listener::Tcp(listener) => server.listen(listener)?,
        Listener::Unix(listener) => server.listen_uds(listener)?,
    };
    Ok(server.run())
}

/// Middleware: HEAD is GET without the body (RFC 9110, section 9.3.2), which the server leaves out by itself.
async fn answer_head<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}
