//! A DNS server on a free port of this machine that knows what a story tells it and nothing else.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::{MX, PTR, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// The server; it ends with the test.
pub struct NameServer {
    pub address: SocketAddr,
    zone: Arc<Mutex<Zone>>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Zone {
    records: BTreeMap<String, Vec<RData>>,
    asked: Vec<String>,
}

impl NameServer {
    pub async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        let address = socket.local_addr().expect("its address");
        let zone = Arc::new(Mutex::new(Zone::default()));
        let task = tokio::spawn(answer(socket, Arc::clone(&zone)));
        Self {
            address,
            zone,
            task,
        }
    }

    pub fn text(&self, name: &str, text: &str) -> &Self {
        // The strings of one record hold 255 octets at most (RFC 1035, section 3.3.14).
        let strings: Vec<&[u8]> = text.as_bytes().chunks(255).collect();
        self.add(name, RData::TXT(TXT::from_bytes(strings)))
    }

    pub fn host(&self, name: &str, address: &str) -> &Self {
        let data = match address.parse().expect("an address") {
            IpAddr::V4(address) => RData::A(address.into()),
            IpAddr::V6(address) => RData::AAAA(address.into()),
        };
        self.add(name, data)
    }

    pub fn mail_host(&self, domain: &str, host: &str) -> &Self {
        self.add(domain, RData::MX(MX::new(10, absolute(host))))
    }

    /// A null MX (RFC 7505).
    pub fn no_mail(&self, domain: &str) -> &Self {
        self.add(domain, RData::MX(MX::new(0, Name::root())))
    }

    pub fn reverse(&self, address: &str, name: &str) -> &Self {
        let address: IpAddr = address.parse().expect("an address");
        self.add(
            &Name::from(address).to_ascii(),
            RData::PTR(PTR(absolute(name))),
        )
    }

    /// From now on nothing of this name is known.
    pub fn forget(&self, name: &str) -> &Self {
        self.lock().records.remove(name);
        self
    }

    /// The names that were asked for, whatever the kind.
    pub fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    fn add(&self, name: &str, data: RData) -> &Self {
        let name = name.trim_end_matches('.').to_owned();
        self.lock().records.entry(name).or_default().push(data);
        self
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Zone> {
        self.zone.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(socket: UdpSocket, zone: Arc<Mutex<Zone>>) {
    let mut buffer = [0; 4096];
    while let Ok((length, client)) = socket.recv_from(&mut buffer).await {
        let Ok(question) = Message::from_vec(&buffer[..length]) else {
            continue;
        };
        let Some(query) = question.queries.first() else {
            continue;
        };
        let mut reply = Message::response(question.metadata.id, OpCode::Query);
        reply.metadata.recursion_available = true;
        reply.add_query(query.clone());
        let name = query.name().to_ascii().trim_end_matches('.').to_lowercase();
        {
            let mut zone = zone.lock().unwrap_or_else(PoisonError::into_inner);
            zone.asked.push(name.clone());
            match zone.records.get(&name) {
                Some(records) => {
                    for data in records
                        .iter()
                        .filter(|it| it.record_type() == query.query_type())
                    {
                        reply.add_answer(Record::from_rdata(
                            query.name().clone(),
                            60,
                            data.clone(),
                        ));
                    }
                }
                None => reply.metadata.response_code = ResponseCode::NXDomain,
            }
        }
        let bytes = reply.to_vec().expect("a reply");
        let _ = socket.send_to(&bytes, client).await;
    }
}

fn absolute(name: &str) -> Name {
    Name::from_str(&format!("{name}.")).expect("a name")
}
