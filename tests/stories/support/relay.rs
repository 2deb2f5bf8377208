//! A relay that speaks just enough SMTP (RFC 5321) to behave well or badly at a chosen stage.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use gudok::config::RelayOptions;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the relay does with a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes it.
    Accept,
    /// Answers this to RCPT TO.
    RefuseRecipient(&'static str),
    /// Answers this to the final dot.
    RefuseContent(&'static str),
    /// Closes the connection at DATA, before any content.
    CloseBeforeContent,
    /// Reads the content and its dot, and closes without an answer.
    CloseAfterDot,
    /// Reads the content and its dot, and says nothing.
    HangAfterDot,
    /// Greets in another protocol.
    NotSmtp,
    /// Says nothing at all.
    Mute,
}

/// A relay on a free port; it ends with the test.
pub struct Relay {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

struct State {
    behaviour: Behaviour,
    /// Contents whose final dot arrived, accepted or not.
    contents: Vec<String>,
}

impl Relay {
    pub async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let state = Arc::new(Mutex::new(State {
            behaviour,
            contents: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            state,
            task,
        }
    }

    /// The `mail.url` of this relay.
    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    /// From now on the relay behaves like this.
    pub fn becomes(&self, behaviour: Behaviour) {
        self.lock().behaviour = behaviour;
    }

    /// The Message-IDs of all contents that reached the final dot.
    pub fn message_ids(&self) -> Vec<String> {
        let id = |content: &String| {
            let header = content
                .lines()
                .find_map(|line| line.strip_prefix("Message-ID: "));
            header.expect("a Message-ID").to_owned()
        };
        self.lock().contents.iter().map(id).collect()
    }

    /// The recipients of all contents that reached the final dot, in the same order.
    pub fn recipients(&self) -> Vec<String> {
        let to = |content: &String| {
            let header = content.lines().find_map(|line| line.strip_prefix("To: "));
            header.expect("a recipient").to_owned()
        };
        self.lock().contents.iter().map(to).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A relay of the configuration: this one, with one connection and without a limit.
pub fn relay_options(name: &str, relay: &Relay) -> RelayOptions {
    RelayOptions {
        name: name.into(),
        url: relay.url().parse().expect("an address"),
        priority: 1,
        weight: 1,
        connections: 1,
        per_second: 0,
        per_minute: 0,
        per_hour: 0,
        per_day: 0,
    }
}

async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let behaviour = || {
        state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .behaviour
    };
    let mut stream = BufReader::new(stream);
    match behaviour() {
        Behaviour::NotSmtp => return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await,
        Behaviour::Mute => {
            let mut nothing = String::new();
            stream.read_line(&mut nothing).await?;
            return Ok(());
        }
        _ => stream.write_all(b"220 relay ready\r\n").await?,
    }
    let mut line = String::new();
    let mut has_recipient = false;
    while stream.read_line(&mut line).await? > 0 {
        let command = line.trim_end().to_ascii_uppercase();
        line.clear();
        let reply = match command.split([' ', ':']).next().unwrap_or_default() {
            "RCPT" => {
                let decided = behaviour();
                has_recipient = !matches!(decided, Behaviour::RefuseRecipient(_));
                match decided {
                    Behaviour::RefuseRecipient(reply) => reply,
                    _ => "250 2.1.5 ok",
                }
            }
            "DATA" if !has_recipient => "503 5.5.1 no recipient",
            "DATA" if behaviour() == Behaviour::CloseBeforeContent => return Ok(()),
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let content = read_content(&mut stream).await?;
                // Decided before anybody can see the content, so that a story may change it from then on.
                let decided = behaviour();
                state
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .contents
                    .push(content);
                match decided {
                    Behaviour::RefuseContent(reply) => reply,
                    Behaviour::CloseAfterDot => return Ok(()),
                    Behaviour::HangAfterDot => {
                        // Whatever else comes, the next mail's envelope too, is left unanswered.
                        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
                        return Ok(());
                    }
                    _ => "250 2.0.0 taken",
                }
            }
            "EHLO" => "250-relay\r\n250 PIPELINING",
            "QUIT" => return stream.write_all(b"221 bye\r\n").await,
            _ => "250 ok",
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
    Ok(())
}

async fn read_content(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut content = String::new();
    while !content.ends_with("\r\n.\r\n") {
        if stream.read_line(&mut content).await? == 0 {
            // An announced mail that was taken back; without a dot there is no mail.
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(content)
}
