//! A relay that follows a script where it has one, and answers as an honest relay everywhere else.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// Where in a conversation the relay is about to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Greeting,
    Hello,
    StartTls,
    SignIn,
    Mail,
    Recipient,
    Data,
    /// The answer to DATA was given, no byte of the content was read.
    Content,
    /// The content and its dot were read.
    Dot,
    Reset,
    Quit,
}

/// The places of every conversation that brings a mail, in their order.
pub const PLACES: [Stage; 6] = [
    Stage::Greeting,
    Stage::Hello,
    Stage::Mail,
    Stage::Recipient,
    Stage::Data,
    Stage::Dot,
];

/// What the relay is about to answer.
#[derive(Clone, Debug)]
pub struct Moment {
    pub stage: Stage,
    /// The first connection is 1.
    pub connection: usize,
    /// The command's line, or the content.
    pub line: String,
}

/// What it does instead of the honest thing.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Says this, and goes on; CRLF is added.
    Say(&'static str),
    /// Says this once so many further lines have arrived.
    SayAfterLines(&'static str, usize),
    /// Sends these bytes as they are and closes.
    SendAndClose(Vec<u8>),
    /// Sends these bytes as they are and says nothing more.
    SendAndHang(Vec<u8>),
    /// Sends these bytes again and again, as long as somebody takes them.
    SendForever(Vec<u8>),
    /// Neither reads nor says anything any more.
    Freeze,
}

impl Turn {
    pub fn close() -> Self {
        Self::SendAndClose(Vec::new())
    }
    pub fn hang() -> Self {
        Self::SendAndHang(Vec::new())
    }
}

type Part = dyn Fn(&Moment) -> Option<Turn> + Send + Sync;

/// What the relay heard.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    pub connections: usize,
    /// Commands as they came, without line ends; under TLS with a lock in front.
    pub commands: Vec<String>,
    /// Contents whose final dot arrived, as they were before dots were doubled.
    pub contents: Vec<String>,
    /// Those of them that were answered with a yes.
    pub taken: Vec<String>,
    /// Connections that ended without QUIT while a content was awaited.
    pub abandoned: usize,
    /// Connections that are over.
    pub ended: usize,
    /// Commands that came before the answer to the one before them.
    pub early: usize,
}

/// The relay, on a free port; it ends with the test.
pub struct ScriptedRelay {
    pub address: SocketAddr,
    stage: Arc<Scene>,
    task: JoinHandle<()>,
}

struct Scene {
    offers: Vec<&'static str>,
    tls: Option<TlsAcceptor>,
    is_implicit: bool,
    part: Mutex<Box<Part>>,
    heard: Mutex<Heard>,
}

impl ScriptedRelay {
    /// An honest relay in the clear that offers these extensions.
    pub async fn start(offers: &[&'static str]) -> Self {
        Self::open(offers, None, false).await
    }

    /// One that begins TLS on STARTTLS.
    pub async fn with_starttls(offers: &[&'static str], tls: TlsAcceptor) -> Self {
        Self::open(offers, Some(tls), false).await
    }

    /// One that speaks TLS from the first octet.
    pub async fn under_tls(offers: &[&'static str], tls: TlsAcceptor) -> Self {
        Self::open(offers, Some(tls), true).await
    }

    async fn open(offers: &[&'static str], tls: Option<TlsAcceptor>, is_implicit: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let stage = Arc::new(Scene {
            offers: offers.to_vec(),
            tls,
            is_implicit,
            part: Mutex::new(Box::new(|_| None)),
            heard: Mutex::default(),
        });
        let shared = Arc::clone(&stage);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            stage,
            task,
        }
    }

    /// From now on it plays this part.
    pub fn plays(&self, part: impl Fn(&Moment) -> Option<Turn> + Send + Sync + 'static) {
        *lock(&self.stage.part) = Box::new(part);
    }

    /// From now on it is honest.
    pub fn is_honest(&self) {
        self.plays(|_| None);
    }

    /// The `mail.url` of this relay, in the clear.
    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    pub fn heard(&self) -> Heard {
        lock(&self.stage.heard).clone()
    }

    /// Waits until what was heard is like this.
    pub async fn hears(&self, like: impl Fn(&Heard) -> bool) {
        while !like(&self.heard()) {
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for ScriptedRelay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// One connection as the relay sees it.
struct Talk {
    wire: Box<dyn Wire>,
    buffer: Vec<u8>,
    scene: Arc<Scene>,
    connection: usize,
    is_secret: bool,
}

/// The connection is over.
struct Over;

async fn converse(stream: TcpStream, scene: Arc<Scene>) {
    stream.set_nodelay(true).expect("no delay");
    let connection = {
        let mut heard = lock(&scene.heard);
        heard.connections += 1;
        heard.connections
    };
    let mut talk = Talk {
        wire: Box::new(stream),
        buffer: Vec::new(),
        connection,
        is_secret: false,
        scene: Arc::clone(&scene),
    };
    // Nobody needs to know how it ended.
    let _ = talk.hold().await;
    drop(talk);
    lock(&scene.heard).ended += 1;
}

impl Talk {
    async fn hold(&mut self) -> Result<(), Over> {
        if self.scene.is_implicit {
            self.start_tls().await?;
        }
        self.answer(Stage::Greeting, "", "220 relay ready").await?;
        let (mut has_sender, mut has_recipient) = (false, false);
        loop {
            let line = self.line().await?;
            let word = line.split([' ', ':']).next().unwrap_or_default();
            let word = word.to_ascii_uppercase();
            lock(&self.scene.heard)
                .commands
                .push(format!("{}{line}", if self.is_secret { "🔒" } else { "" }));
            match word.as_str() {
                "EHLO" => {
                    let offers = self.offers();
                    self.answer(Stage::Hello, &line, &offers).await?;
                }
                "HELO" => drop(self.answer(Stage::Hello, &line, "250 relay").await?),
                "STARTTLS" => {
                    let said = self.answer(Stage::StartTls, &line, "220 go on").await?;
                    if said.starts_with("220") {
                        self.start_tls().await?;
                    }
                }
                "AUTH" => self.sign_in(&line).await?,
                "MAIL" => {
                    has_recipient = false;
                    let said = self.answer(Stage::Mail, &line, "250 2.1.0 ok").await?;
                    has_sender = said.starts_with('2');
                }
                "RCPT" => {
                    let honest = if has_sender {
                        "250 2.1.5 ok"
                    } else {
                        "503 5.5.1 no sender"
                    };
                    let said = self.answer(Stage::Recipient, &line, honest).await?;
                    has_recipient |= said.starts_with('2');
                }
                "DATA" => {
                    let honest = if has_recipient {
                        "354 go on"
                    } else {
                        "503 5.5.1 no recipient"
                    };
                    let said = self.answer(Stage::Data, &line, honest).await?;
                    if said.starts_with("354") {
                        self.content(has_recipient).await?;
                    }
                    has_recipient = false;
                }
                "RSET" => drop(self.answer(Stage::Reset, &line, "250 2.0.0 ok").await?),
                "QUIT" => {
                    self.answer(Stage::Quit, &line, "221 2.0.0 bye").await?;
                    return Ok(());
                }
                _ => self.say("500 5.5.1 what?").await?,
            }
        }
    }

    fn offers(&self) -> String {
        let mut lines = vec!["relay"];
        lines.extend(&self.scene.offers);
        if self.scene.tls.is_some() && !self.is_secret {
            lines.push("STARTTLS");
        }
        let last = lines.pop().unwrap_or_default();
        let mut answer = String::new();
        for line in lines {
            answer.push_str("250-");
            answer.push_str(line);
            answer.push_str("\r\n");
        }
        answer + "250 " + last
    }

    async fn sign_in(&mut self, line: &str) -> Result<(), Over> {
        if line == "AUTH LOGIN" {
            // "Login:" and "Password:"; relays ask in words of their own.
            for question in ["334 TG9naW46", "334 UGFzc3dvcmQ6"] {
                self.say(question).await?;
                let answer = self.line().await?;
                lock(&self.scene.heard).commands.push(answer);
            }
        }
        let honest = "235 2.7.0 welcome";
        let said = self.answer(Stage::SignIn, line, honest).await?;
        if said.starts_with("334") {
            // What is wrong with a token is said in a challenge, to be acknowledged.
            let acknowledged = self.line().await?;
            lock(&self.scene.heard).commands.push(acknowledged);
            self.say("535 5.7.8 the token has ended").await?;
        }
        Ok(())
    }

    async fn content(&mut self, has_recipient: bool) -> Result<(), Over> {
        if let Some(turn) = self.turn(Stage::Content, "") {
            self.play(turn).await?;
        }
        let mut content = String::new();
        loop {
            let Ok(line) = self.line().await else {
                lock(&self.scene.heard).abandoned += 1;
                return Err(Over);
            };
            if line == "." {
                break;
            }
            content.push_str(line.strip_prefix('.').unwrap_or(&line));
            content.push_str("\r\n");
        }
        let honest = if has_recipient {
            lock(&self.scene.heard).contents.push(content.clone());
            "250 2.0.0 taken"
        } else {
            "554 5.5.1 no recipient"
        };
        let turn = self.turn(Stage::Dot, &content);
        let said = match &turn {
            None => honest,
            Some(Turn::Say(text) | Turn::SayAfterLines(text, _)) => text,
            Some(_) => "",
        };
        // Noted before anybody can know of the answer.
        if said.starts_with('2') {
            lock(&self.scene.heard).taken.push(content);
        }
        match turn {
            None => self.say(honest).await?,
            Some(turn) => drop(self.play(turn).await?),
        }
        Ok(())
    }

    fn turn(&self, stage: Stage, line: &str) -> Option<Turn> {
        let moment = Moment {
            stage,
            connection: self.connection,
            line: line.to_owned(),
        };
        (lock(&self.scene.part))(&moment)
    }

    /// Answers honestly or by its part; returns what was said.
    async fn answer(&mut self, stage: Stage, line: &str, honest: &str) -> Result<String, Over> {
        match self.turn(stage, line) {
            None => {
                self.say(honest).await?;
                Ok(honest.to_owned())
            }
            Some(turn) => self.play(turn).await,
        }
    }

    async fn play(&mut self, turn: Turn) -> Result<String, Over> {
        match turn {
            Turn::Say(text) => {
                self.say(text).await?;
                Ok(text.to_owned())
            }
            Turn::SayAfterLines(text, lines) => {
                while memchr::memchr_iter(b'\n', &self.buffer).count() < lines {
                    self.read().await?;
                }
                self.say(text).await?;
                Ok(text.to_owned())
            }
            Turn::SendAndClose(bytes) => {
                self.send(&bytes).await?;
                let _ = self.wire.shutdown().await;
                Err(Over)
            }
            Turn::SendAndHang(bytes) => {
                self.send(&bytes).await?;
                loop {
                    self.read().await?;
                }
            }
            Turn::SendForever(bytes) => loop {
                self.send(&bytes).await?;
            },
            Turn::Freeze => std::future::pending().await,
        }
    }

    async fn say(&mut self, text: &str) -> Result<(), Over> {
        if !self.buffer.is_empty() {
            lock(&self.scene.heard).early += 1;
        }
        self.send(format!("{text}\r\n").as_bytes()).await
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), Over> {
        self.wire.write_all(bytes).await.map_err(|_| Over)?;
        self.wire.flush().await.map_err(|_| Over)
    }

    async fn line(&mut self) -> Result<String, Over> {
        loop {
            if let Some(end) = self.buffer.iter().position(|octet| *octet == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                let line = String::from_utf8(line).expect("a client speaks UTF-8");
                let line = line.strip_suffix("\r\n").expect("never a bare LF");
                assert!(!line.contains('\r'), "never a bare CR");
                return Ok(line.to_owned());
            }
            self.read().await?;
        }
    }

    async fn read(&mut self) -> Result<(), Over> {
        match self.wire.read_buf(&mut self.buffer).await {
            Ok(count) if count > 0 => Ok(()),
            _ => Err(Over),
        }
    }

    async fn start_tls(&mut self) -> Result<(), Over> {
        let acceptor = self.scene.tls.clone().ok_or(Over)?;
        let (nowhere, _) = tokio::io::duplex(1);
        let wire = std::mem::replace(&mut self.wire, Box::new(nowhere));
        self.wire = Box::new(acceptor.accept(wire).await.map_err(|_| Over)?);
        self.is_secret = true;
        Ok(())
    }
}
