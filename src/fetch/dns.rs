//! DNS look-ups with a time limit. A missing name is an empty answer; a silent server is a failure.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolverConfig, ResolverOpts};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, RData, RecordType};

/// The time limit of one attempt; there are two.
const TIMEOUT: Duration = Duration::from_secs(2);

/// A resolver, or why there is none.
#[derive(Debug)]
pub struct Dns(Result<TokioResolver, NoResolver>);

#[derive(Debug)]
enum NoResolver {
    /// Names are not to be looked up.
    Off,
    /// It could not be made.
    Broken(String),
}

/// The DNS gave no answer.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{name}: {why}")]
pub struct DnsFailure {
    /// The name that was looked up.
    pub name: String,
    /// The reason.
    pub why: String,
}

/// The records of a look-up; empty when there are none.
pub type Records<T> = Result<Vec<T>, DnsFailure>;

impl Dns {
    /// The machine's own name servers (`/etc/resolv.conf`).
    pub fn of_machine() -> Self {
        let resolver = TokioResolver::builder_tokio().and_then(|mut builder| {
            limit(builder.options_mut());
            builder.build()
        });
        Self(resolver.map_err(|error| NoResolver::Broken(error.to_string())))
    }

    /// None: the checks that would look a name up say that nobody is asked.
    pub fn off() -> Self {
        Self(Err(NoResolver::Off))
    }

    /// Whether names are not to be looked up.
    pub fn is_off(&self) -> bool {
        matches!(self.0, Err(NoResolver::Off))
    }

    /// This name server alone.
    pub fn at(server: SocketAddr) -> Self {
        let mut config = NameServerConfig::udp_and_tcp(server.ip());
        for connection in &mut config.connections {
            connection.port = server.port();
        }
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![config]);
        let mut builder =
            TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        limit(builder.options_mut());
        let resolver = builder.build();
        Self(resolver.map_err(|error| NoResolver::Broken(error.to_string())))
    }

    /// The texts of a name, each joined from its strings (RFC 7208, section 3.3).
    pub async fn texts(&self, name: &str) -> Records<String> {
        self.look_up(name, RecordType::TXT, |data| match data {
            RData::TXT(txt) => {
                let bytes = txt.txt_data.concat();
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            _ => None,
        })
        .await
    }

    /// The addresses of a host, both kinds.
    pub async fn addresses(&self, host: &str) -> Records<IpAddr> {
        if let Ok(address) = host.parse() {
            return Ok(vec![address]);
        }
        let address = |data: &RData| data.ip_addr();
        let (four, six) = tokio::join!(
            self.look_up(host, RecordType::A, address),
            self.look_up(host, RecordType::AAAA, address),
        );
        let mut all = four?;
        all.extend(six?);
        Ok(all)
    }

    /// The hosts that take mail for a domain, the preferred ones first; a null MX (RFC 7505) is an empty name.
    pub async fn mail_hosts(&self, domain: &str) -> Records<String> {
        let mut hosts = self
            .look_up(domain, RecordType::MX, |data| match data {
                RData::MX(mx) => Some((mx.preference, plain(&mx.exchange))),
                _ => None,
            })
            .await?;
        hosts.sort();
        Ok(hosts.into_iter().map(|(_, host)| host).collect())
    }

    /// The names that the owner of an address gave it.
    pub async fn names_of(&self, address: IpAddr) -> Records<String> {
        let name = Name::from(address).to_ascii();
        self.look_up(&name, RecordType::PTR, |data| match data {
            RData::PTR(ptr) => Some(plain(&ptr.0)),
            _ => None,
        })
        .await
    }

    /// True unless the DNS says that there is no such name.
    pub async fn exists(&self, name: &str) -> Result<bool, DnsFailure> {
        match self.ask(name, RecordType::A).await? {
            Ok(_) => Ok(true),
            Err(error) => Ok(!error.is_nx_domain()),
        }
    }

    async fn look_up<T>(
        &self,
        name: &str,
        kind: RecordType,
        read: impl Fn(&RData) -> Option<T>,
    ) -> Records<T> {
        match self.ask(name, kind).await? {
            Ok(lookup) => Ok(lookup
                .answers()
                .iter()
                .filter_map(|record| read(&record.data))
                .collect()),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// The inner error says that there are no such records.
    async fn ask(
        &self,
        name: &str,
        kind: RecordType,
    ) -> Result<Result<hickory_resolver::lookup::Lookup, NetError>, DnsFailure> {
        let failure = |why: String| DnsFailure {
            name: name.to_owned(),
            why: why.replace('\n', " "),
        };
        let resolver = self.0.as_ref().map_err(|none| match none {
            NoResolver::Off => failure("no names are looked up here".into()),
            NoResolver::Broken(why) => failure(why.clone()),
        })?;
        // With the dot at its end the machine's own search list stays out of it.
        let absolute = format!("{}.", name.trim_end_matches('.'));
        match resolver.lookup(absolute, kind).await {
            Ok(lookup) => Ok(Ok(lookup)),
            Err(error) if error.is_no_records_found() => Ok(Err(error)),
            Err(error) => Err(failure(error.to_string())),
        }
    }
}

fn limit(options: &mut ResolverOpts) {
    options.timeout = TIMEOUT;
    options.attempts = 1;
    options.edns0 = true;
}

/// The name in lower case without the dot at its end.
fn plain(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_ascii_lowercase()
}
