//! Opens the demo: a site with a database of its own, and a server for it.

use actix_web::dev::Server;
use actix_web::web::{Data, ServiceConfig};
use tempfile::TempDir;

use super::error::DemoError;
use super::site::Blog;
use super::{mailbox, other_site, past, seed, site};
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Bind, Config, MailUrl};
use crate::fetch::dns::Dns;
use crate::random::Random;
use crate::server::{self, BindError, Listener};

/// A running demo. Dropping it deletes its folder.
#[derive(Debug)]
pub struct Demo {
    /// The program behind it.
    pub app: App,
    blog: Blog,
    /// The address of the page that stands for the owner's own site.
    other_site: String,
    _folder: TempDir,
}

impl Demo {
    /// Opens an empty site and its server. [`Demo::seed`] fills the site once the server runs.
    pub async fn open(config: Config) -> Result<(Self, Server), DemoError> {
        let folder = TempDir::new()?;
        let mut config = of_its_own(&config);
        let listener = listen(&mut config)?;
        settle(&mut config, &folder);
        let elsewhere = other_site::listen(&mut config)?;
        let other_site = format!("http://{}/", elsewhere.local_addr()?);
        past::live(&config).await?;
        let clock = Clock::system();
        let blog = Blog::open(clock.now());
        let app = App::open(config, clock, Random::system()).await?;
        let shown = blog.clone();
        let extra = move |routes: &mut ServiceConfig| {
            routes
                .app_data(Data::new(shown.clone()))
                .app_data(Data::new(Dns::off()))
                .configure(site::routes)
                .configure(mailbox::routes);
        };
        let server = server::build(&app, listener, 2, extra)?;
        other_site::serve(&app, elsewhere)?;
        Ok((
            Self {
                app,
                blog,
                other_site,
                _folder: folder,
            },
            server,
        ))
    }

    /// Fills the site: reads posts, subscribes a reader, adds comments, sends a digest. Returns the guide for the terminal.
    pub async fn seed(&self) -> Result<String, DemoError> {
        let password = seed::seed(&self.app, &self.blog).await?;
        Ok(self.guide(&password))
    }

    fn guide(&self, password: &str) -> String {
        let url = |path| self.app.url(path);
        format!(
            "\n\
             \x20 A post of your site   {site} (sign-up and comments inside a page that is not Gudok's)\n\
             \x20 Every mail it sends   {mailbox}\n\
             \x20 Sign-up page          {sign_up}\n\
             \x20 A post with comments  {post}\n\
             \x20 Past digests          {archive}\n\
             \x20 Admin panel           {panel}\n\
             \x20   e-mail              {owner}\n\
             \x20   password            {password}\n\n\
             Gudok's demo is ready. Nothing leaves this machine; Ctrl-C ends it and forgets everything.\n",
            site = self.other_site,
            mailbox = url("/demo/mailbox"),
            sign_up = url("/"),
            post = url("/demo/posts/1-small-models"),
            archive = url("/archive"),
            panel = url("/admin"),
            owner = seed::OWNER,
        )
    }
}

/// The demo's port, language, time zone, and rules of comments and hooks come from the configuration. The database, the relays and the
/// public address do not: nothing leaves the machine.
fn of_its_own(config: &Config) -> Config {
    let mut own = Config::default();
    own.doctor.daily = false;
    if matches!(config.server.bind, Bind::Tcp { .. }) {
        own.server.bind = config.server.bind.clone();
    }
    own.site.locale = config.site.locale;
    own.site.time_zone = config.site.time_zone.clone();
    own.hooks = config.hooks.clone();
    own.comments = config.comments.clone();
    own
}

/// Listens on the configured address, or on any free port when it is in use.
fn listen(config: &mut Config) -> Result<Listener, BindError> {
    match server::bind(config) {
        Err(error) if error.is_taken() => {
            config.server.bind = config.server.bind.with_port(0);
            server::bind(config)
        }
        outcome => outcome,
    }
}

/// Gives the demo a database of its own, and keeps its mail in memory.
fn settle(config: &mut Config, folder: &TempDir) {
    config.database.url = format!("sqlite:{}", folder.path().join("demo.db").display());
    config.mail.url = MailUrl::Memory;
    config.feeds.allow_private = true;
    config.site.name = config
        .site
        .locale
        .translator()
        .say("demo-site-name")
        .to_string();
    config.site.url = format!("{}/demo", config.server.base_url()).parse().ok();
    if let Ok(sender) = format!("{} <letters@example.org>", config.site.name).parse() {
        config.site.sender = sender;
    }
}
