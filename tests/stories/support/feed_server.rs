//! A site with a feed: a server on a free port that answers as a story tells it, and remembers what it was asked.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// How a path is answered.
#[derive(Clone, Debug)]
pub enum Serve {
    /// With this status, these header lines and this body.
    Answer(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// With so many octets.
    Octets(usize),
    /// With an octet each 20 milliseconds, without end.
    Trickle,
    /// Not at all.
    Silence,
    /// As another answer, once the story lets it go.
    Held(Arc<Gate>, Box<Serve>),
}

/// An answer that waits for the story.
#[derive(Debug, Default)]
pub struct Gate {
    asked: Notify,
    open: Notify,
}

impl Gate {
    /// Waits until the path was asked for.
    pub async fn asked(&self) {
        self.asked.notified().await;
    }

    /// Lets the answer go.
    pub fn answer(&self) {
        self.open.notify_one();
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub head: String,
}

impl Request {
    /// The value of a header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines
            .into_iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value.trim())
    }
}

/// The server; dropped with the test's runtime.
#[derive(Clone, Debug)]
pub struct FeedServer {
    pub address: SocketAddr,
    pages: Arc<Mutex<HashMap<String, Serve>>>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl FeedServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let server = Self {
            address: listener.local_addr().expect("its address"),
            pages: Arc::default(),
            requests: Arc::default(),
        };
        let running = server.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let server = running.clone();
                // A client that hangs up is none of the server's concern.
                tokio::spawn(async move { server.answer(socket).await.ok() });
            }
        });
        server
    }

    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Serves a sample: its `HOST` is this server.
    pub fn serve(&self, path: &str, content_type: &str, body: &str) {
        let body = body.replace("HOST", &self.address.to_string());
        let headers = vec![("Content-Type", content_type.to_owned())];
        self.script(path, Serve::Answer(200, headers, body.into_bytes()));
    }

    /// Serves a page whose answer waits for the story.
    pub fn hold(&self, path: &str, content_type: &str, body: &str) -> Arc<Gate> {
        let gate = Arc::new(Gate::default());
        let headers = vec![("Content-Type", content_type.to_owned())];
        let answer = Serve::Answer(200, headers, body.as_bytes().to_vec());
        self.script(path, Serve::Held(Arc::clone(&gate), Box::new(answer)));
        gate
    }

    pub fn redirect(&self, path: &str, to: &str) {
        let headers = vec![("Location", to.to_owned())];
        self.script(path, Serve::Answer(302, headers, Vec::new()));
    }

    pub fn script(&self, path: &str, serve: Serve) {
        let mut pages = self.pages.lock().expect("the pages");
        pages.insert(path.to_owned(), serve);
    }

    /// What was asked for so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("the requests").clone()
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        let requests = self.requests();
        requests
            .iter()
            .filter(|request| request.path == path)
            .count()
    }

    fn remember(&self, request: Request) {
        self.requests.lock().expect("the requests").push(request);
    }

    async fn answer(&self, mut socket: TcpStream) -> std::io::Result<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await?);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let page = {
            let pages = self.pages.lock().expect("the pages");
            pages.get(&path).cloned()
        };
        self.remember(Request { path, head });
        let page = match page {
            Some(Serve::Held(gate, answer)) => {
                gate.asked.notify_one();
                gate.open.notified().await;
                Some(*answer)
            }
            page => page,
        };
        match page.unwrap_or(Serve::Answer(404, Vec::new(), Vec::new())) {
            Serve::Answer(status, headers, body) => {
                let headers = headers
                    .iter()
                    .map(|(name, value)| format!("{name}: {value}\r\n"));
                let headers: Vec<String> = headers.collect();
                let length = if status == 304 {
                    String::new()
                } else {
                    format!("Content-Length: {}\r\n", body.len())
                };
                let text = format!(
                    "HTTP/1.1 {status} -\r\nConnection: close\r\n{}{length}",
                    headers.concat()
                );
                socket.write_all(text.as_bytes()).await?;
                socket.write_all(b"\r\n").await?;
                socket.write_all(&body).await?;
            }
            Serve::Octets(count) => {
                let head = "HTTP/1.1 200 -\r\nConnection: close\r\nContent-Type: text/xml\r\n\r\n";
                socket.write_all(head.as_bytes()).await?;
                let chunk = vec![b' '; 64 * 1024];
                for _ in 0..count / chunk.len() {
                    socket.write_all(&chunk).await?;
                }
            }
            Serve::Trickle => {
                let head = "HTTP/1.1 200 -\r\nConnection: close\r\nContent-Type: text/xml\r\n\r\n";
                socket.write_all(head.as_bytes()).await?;
                loop {
                    socket.write_all(b" ").await?;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Serve::Silence | Serve::Held(..) => std::future::pending().await,
        }
        socket.shutdown().await
    }
}
