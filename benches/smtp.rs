//! Mails a second that the SMTP client hands to Postfix's smtp-sink, beside what Postfix's own smtp-source hands to it.
//! Run with `cargo bench --bench smtp`; both programs come with Postfix.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener as FreePort};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use gudok::address::EmailAddress;
use gudok::delivery::transport::Transport;
use gudok::smtp::{self, DeliveryOutcome, OutgoingMessage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, tcp};
use tokio::sync::mpsc;
use tokio::time::sleep_until;

/// Octets of each mail: a digest with a plain and an HTML part.
const SIZE: usize = 20_480;
/// Half of the round trip that the proxy adds.
const DELAY: Duration = Duration::from_millis(10);

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    match runtime.block_on(measure()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<(), String> {
    let sink = Sink::start(&["-c"])?;
    let source = smtp_source(sink.address, 10_000)?;
    report("smtp-source, 8 connections", source, source);
    for (connections, mails) in [(1, 5_000), (8, 10_000), (32, 10_000)] {
        let rate = client(sink.address, connections, mails).await;
        report(&format!("gudok, {connections} connections"), rate, source);
    }
    let far = delayed(sink.address).await;
    let rate = client(far, 32, 8_000).await;
    report("gudok, 32 connections, 20 ms away", rate, source);
    let old = Sink::start(&["-c", "-p"])?;
    let far = delayed(old.address).await;
    let rate = client(far, 32, 2_000).await;
    report("… to a relay that does not pipeline", rate, source);
    Ok(())
}

fn report(what: &str, rate: f64, source: f64) {
    println!(
        "{what:<38} {rate:>8.0} mails/s   {:>5.2} × smtp-source -s 8 -d",
        rate / source
    );
}

/// Mails a second over so many connections, all of them accepted.
async fn client(sink: SocketAddr, connections: u32, mails: u32) -> f64 {
    let url = format!("smtp://{sink}?tls=none")
        .parse()
        .expect("a mail.url");
    let transport = Transport::open(&url).expect("a transport");
    let mut message = b"Subject: a digest\r\n\r\n".to_vec();
    while message.len() < SIZE {
        message.extend_from_slice(
            b"A line of a digest as long as lines of encoded text are, seventy-six bytes.\r\n",
        );
    }
    message.truncate(SIZE);
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for connection in 0..connections {
        let (mut link, message) = (transport.connection(), message.clone());
        let address = |text: &str| text.parse::<EmailAddress>().expect("an address");
        let reader = address(&format!("reader{connection}@example.com"));
        let envelope = smtp::envelope(&address("letters@example.org"), &reader);
        let envelope = envelope.expect("an envelope");
        tasks.spawn(async move {
            let count = mails / connections;
            for number in 1..=count {
                let mail = OutgoingMessage {
                    envelope: &envelope,
                    message_id: "<1@example.org>",
                    bytes: &message,
                };
                let next = (number < count).then_some(&envelope);
                let verdict = link.send(mail, next, Duration::from_secs(30)).await;
                assert!(
                    matches!(verdict, DeliveryOutcome::Accepted(_)),
                    "{verdict:?}"
                );
            }
            link.close().await;
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("every mail is taken");
    }
    f64::from(mails / connections * connections) / start.elapsed().as_secs_f64()
}

fn smtp_source(sink: SocketAddr, mails: u32) -> Result<f64, String> {
    let (count, size) = (mails.to_string(), SIZE.to_string());
    let sink = sink.to_string();
    let arguments = ["-s", "8", "-d", "-m", &count, "-l", &size, &sink];
    let start = Instant::now();
    let status = postfix("smtp-source", &arguments)?.wait();
    match status {
        Ok(status) if status.success() => Ok(f64::from(mails) / start.elapsed().as_secs_f64()),
        other => Err(format!("smtp-source failed: {other:?}")),
    }
}

/// A running smtp-sink; it ends with this.
struct Sink {
    address: SocketAddr,
    process: Child,
}

impl Sink {
    fn start(options: &[&str]) -> Result<Self, String> {
        let free = FreePort::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("its address");
        drop(free);
        let place = address.to_string();
        let arguments = [options, &["-u", "nobody", &place, "1000"]].concat();
        let process = postfix("smtp-sink", &arguments)?;
        let sink = Self { address, process };
        let start = Instant::now();
        while std::net::TcpStream::connect(address).is_err() {
            if start.elapsed() > Duration::from_secs(5) {
                return Err("smtp-sink does not listen; its option -u wants root".into());
            }
            std::thread::yield_now();
        }
        Ok(sink)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn postfix(program: &str, arguments: &[&str]) -> Result<Child, String> {
    for path in [program.to_owned(), format!("/usr/sbin/{program}")] {
        let started = Command::new(path)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Ok(process) => return Ok(process),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(format!("{program} cannot be started: {error}")),
        }
    }
    Err(format!(
        "{program} is missing; it comes with Postfix (apt-get install postfix)"
    ))
}

/// A proxy before the sink through which everything takes its time, however much of it there is.
async fn delayed(sink: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect(sink).await.expect("the sink");
            for stream in [&near, &far] {
                stream.set_nodelay(true).expect("no delay");
            }
            let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
            tokio::spawn(carry(near_in, far_out));
            tokio::spawn(carry(far_in, near_out));
        }
    });
    address
}

async fn carry(mut from: tcp::OwnedReadHalf, mut to: tcp::OwnedWriteHalf) {
    let (sender, mut receiver) = mpsc::channel::<(tokio::time::Instant, Vec<u8>)>(1_000);
    tokio::spawn(async move {
        while let Some((due, bytes)) = receiver.recv().await {
            sleep_until(due).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
    });
    loop {
        let mut bytes = Vec::with_capacity(64 * 1024);
        match from.read_buf(&mut bytes).await {
            Ok(count) if count > 0 => {
                let due = tokio::time::Instant::now() + DELAY;
                if sender.send((due, bytes)).await.is_err() {
                    return;
                }
            }
            _ => return,
        }
    }
}
