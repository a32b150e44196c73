//! Clients that none of us wrote complete a round trip with the mock on loopback: curl, swaks, msmtp, mbsync, and
//! Python's imaplib, smtplib and poplib.
//!
//! All verify its certificate and get the password by a file or by standard input. A client that is not installed
//! counts as ignored, and a loud line says how to have it.

#![expect(clippy::print_stderr, reason = "a test says on standard error why it was skipped")]

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use lettre::Message;
use lettre::SmtpTransport;
use lettre::Transport as _;
use lettre::transport::smtp::authentication::Credentials;
use libtest_mimic::Arguments;
use libtest_mimic::Trial;
use mailcheck_mock::Event;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use serde_json::json;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;

const USER: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";
/// What the provider's certificate is for here, since clients look names up.
const HOST: &str = "localhost";
/// In the body of every message that makes the round.
const TEXT: &str = "There and back again.";
/// How long a client may take, in seconds; each needs less than one.
const PATIENCE: &str = "60";

type Outcome = Result<(), Box<dyn Error>>;

/// What a client does.
type Check = fn(&Place) -> Outcome;

/// What is tested, the program that must be there, and how.
const TRIALS: &[(&str, &str, Check)] = &[
    ("curl", "curl", curl),
    ("imaplib", "python3", imaplib),
    ("mbsync", "mbsync", mbsync),
    ("msmtp", "msmtp", msmtp),
    ("poplib", "python3", poplib),
    ("smtplib", "python3", smtplib),
    ("swaks", "swaks", swaks),
];

fn main() {
    let arguments = Arguments::from_args();
    let trials = TRIALS.iter().map(|&(name, program, check)| {
        let is_missing = !is_installed(program);
        if is_missing {
            eprintln!("\nSKIPPED: the round trip of {name}. {program} is not installed; tests/setup does that.\n");
        }
        let run = move || check(&Place::new(name)?).map_err(|why| why.to_string().into());
        Trial::test(name, run).with_ignored_flag(is_missing)
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn is_installed(program: &str) -> bool {
    let mut asked = Command::new(program);
    asked.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}

/// A provider, and a folder for a client's files that is gone in the end.
struct Place {
    folder: PathBuf,
    provider: Provider,
    _runtime: Runtime,
}

impl Place {
    fn new(name: &str) -> Result<Self, Box<dyn Error>> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut builder = Provider::builder().account(USER, PASSWORD);
        for port in Port::ALL {
            builder = builder.certificates(port, format!("names {HOST}").parse()?);
        }
        let provider = runtime.block_on(builder.start())?;
        let folder = format!("mailcheck-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        fs::create_dir_all(&folder)?;
        let place = Self { folder, provider, _runtime: runtime };
        place.write("ca.pem", place.provider.ca_pem())?;
        place.write("password", &format!("{PASSWORD}\n"))?;
        Ok(place)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file that nobody else can read, which some clients insist on.
    fn write(&self, name: &str, text: &str) -> Result<PathBuf, Box<dyn Error>> {
        let path = self.path(name);
        let mut file = fs::OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&path)?;
        file.write_all(text.as_bytes())?;
        Ok(path)
    }

    fn port(&self, port: Port) -> u16 {
        self.provider.addr(port).port()
    }

    /// Runs a client that must succeed, and gives what it wrote to standard output.
    fn run(
        &self,
        program: &str,
        arguments: &[&str],
        input: &str,
    ) -> Result<String, Box<dyn Error>> {
        let mut client = Command::new("timeout")
            .args([PATIENCE, program])
            .args(arguments)
            .current_dir(&self.folder)
            .env("HOME", &self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        if let Some(mut stdin) = client.stdin.take() {
            // A client that reads nothing has gone; its status says why.
            let _ = stdin.write_all(input.as_bytes());
        }
        let output = client.wait_with_output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let error = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{program}: {}\n{said}\n{error}", output.status).into());
        }
        Ok(said)
    }

    /// Runs a script of `tests/clients`, which is told the rest on standard input.
    fn python(&self, script: &str, port: Port, tls_port: Port) -> Result<String, Box<dyn Error>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(script);
        let told = json!({
            "host": HOST,
            "port": self.port(port),
            "tls_port": self.port(tls_port),
            "ca": self.path("ca.pem"),
            "user": USER,
            "password": PASSWORD,
            "message": message(),
        });
        let script = script.to_str().ok_or("a path that is no text")?;
        self.run("python3", &[script], &told.to_string())
    }

    /// Has a message in the INBOX for a client that only fetches.
    fn deliver(&self) -> Outcome {
        let mail = Message::builder()
            .from(USER.parse()?)
            .to(USER.parse()?)
            .subject("Round trip")
            .body(format!("{TEXT}\r\n"))?;
        let smtp = SmtpTransport::builder_dangerous("127.0.0.1")
            .port(self.port(Port::SubmissionPlain))
            .credentials(Credentials::new(USER.to_owned(), PASSWORD.to_owned()))
            .build();
        smtp.send(&mail)?;
        Ok(())
    }

    /// Whether a message for the account has arrived by this port.
    fn has_delivered(&self, port: Port) -> bool {
        let is_there =
            |event: &Event| matches!(event, Event::MailDelivered { to, .. } if to == USER);
        self.provider.log().iter().any(|entry| entry.door == port.into() && is_there(&entry.event))
    }

    /// What curl fetches, which is the way back for clients that only send.
    fn fetched(&self, url: &str) -> Result<String, Box<dyn Error>> {
        let config = format!("user = \"{USER}:{PASSWORD}\"\n");
        self.run("curl", &["-sS", "--cacert", "ca.pem", "--config", "-", url], &config)
    }

    fn imap(&self) -> String {
        format!("imaps://{HOST}:{}/INBOX;MAILINDEX=1", self.port(Port::ImapTls))
    }

    fn pop3(&self) -> String {
        format!("pop3s://{HOST}:{}/1", self.port(Port::Pop3Tls))
    }

    /// That the message arrived by this port, and comes back by IMAP where curl can ask for it.
    fn expect_round_trip(&self, port: Port) -> Outcome {
        if !self.has_delivered(port) {
            return Err(format!("nothing arrived:\n{:#?}", self.provider.log()).into());
        }
        if is_installed("curl") {
            expect_text(&self.fetched(&self.imap())?)?;
        }
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Left over in the system's folder for such files, if it cannot be removed.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn message() -> String {
    format!("From: {USER}\r\nTo: {USER}\r\nSubject: Round trip\r\n\r\n.\r\n{TEXT}\r\n")
}

fn expect_text(text: &str) -> Outcome {
    if text.contains(TEXT) && text.contains("Received: from ") {
        Ok(())
    } else {
        Err(format!("this is not the message: {text}").into())
    }
}

fn curl(place: &Place) -> Outcome {
    place.write("message", &message())?;
    let smtp = format!("smtps://{HOST}:{}/client.example.net", place.port(Port::SubmissionsTls));
    let config = format!("user = \"{USER}:{PASSWORD}\"\n");
    let send =
        ["-sS", "--cacert", "ca.pem", "--config", "-", "--mail-from", USER, "--mail-rcpt", USER];
    place.run("curl", &[&send[..], &["--upload-file", "message", &smtp]].concat(), &config)?;
    assert!(place.has_delivered(Port::SubmissionsTls), "{:#?}", place.provider.log());
    expect_text(&place.fetched(&place.imap())?)?;
    expect_text(&place.fetched(&place.pop3())?)?;
    let starttls = format!("pop3://{HOST}:{}/1", place.port(Port::Pop3Starttls));
    let fetch = ["-sS", "--ssl-reqd", "--cacert", "ca.pem", "--config", "-", &starttls];
    expect_text(&place.run("curl", &fetch, &config)?)
}

fn imaplib(place: &Place) -> Outcome {
    place.deliver()?;
    expect_text(&place.python("imap.py", Port::ImapTls, Port::ImapTls)?)
}

fn poplib(place: &Place) -> Outcome {
    place.deliver()?;
    expect_text(&place.python("pop.py", Port::Pop3Starttls, Port::Pop3Tls)?)
}

fn smtplib(place: &Place) -> Outcome {
    place.python("smtp.py", Port::SubmissionStarttls, Port::SubmissionsTls)?;
    place.expect_round_trip(Port::SubmissionStarttls)
}

fn msmtp(place: &Place) -> Outcome {
    let port = place.port(Port::SubmissionStarttls);
    let settings = format!(
        "account default\nhost {HOST}\nport {port}\nfrom {USER}\nauth on\nuser {USER}\n\
         passwordeval cat password\ntls on\ntls_starttls on\ntls_trust_file {}\n",
        place.path("ca.pem").display()
    );
    place.write("msmtprc", &settings)?;
    place.run("msmtp", &["--file=msmtprc", USER], &message())?;
    place.expect_round_trip(Port::SubmissionStarttls)
}

fn swaks(place: &Place) -> Outcome {
    place.write("message", &message())?;
    let port = place.port(Port::SubmissionsTls);
    let settings = format!(
        "--server {HOST}\n--port {port}\n--tls-on-connect\n--tls-verify\n--tls-ca-path {}\n\
         --auth PLAIN\n--auth-user {USER}\n--auth-password {PASSWORD}\n\
         --ehlo client.example.net\n--from {USER}\n--to {USER}\n",
        place.path("ca.pem").display()
    );
    place.write("swaksrc", &settings)?;
    place.run("swaks", &["--config", "swaksrc", "--data", "@message"], "")?;
    place.expect_round_trip(Port::SubmissionsTls)
}

/// Down and up: what lies there is fetched, and what is filed here is put there.
fn mbsync(place: &Place) -> Outcome {
    place.deliver()?;
    let settings = format!(
        "IMAPAccount mock\nHost {HOST}\nPort {}\nUser {USER}\nPassCmd \"cat password\"\n\
         SSLType IMAPS\nSystemCertificates no\nCertificateFile {}\n\n\
         IMAPStore far\nAccount mock\n\n\
         MaildirStore near\nInbox {}\n\n\
         Channel all\nFar :far:\nNear :near:\nCreate Near\nSyncState *\n",
        place.port(Port::ImapTls),
        place.path("ca.pem").display(),
        place.path("inbox").display(),
    );
    place.write("mbsyncrc", &settings)?;
    let sync = ["--config", "mbsyncrc", "all"];
    place.run("mbsync", &sync, "")?;
    let near: Vec<_> = fs::read_dir(place.path("inbox/new"))?.collect::<Result<_, _>>()?;
    let [mail] = near.as_slice() else { return Err(format!("{near:?}").into()) };
    expect_text(&fs::read_to_string(mail.path())?)?;
    place.write("inbox/new/1.mailcheck.example", &message().replace("\r\n", "\n"))?;
    place.run("mbsync", &sync, "")?;
    let up = format!("imaps://{HOST}:{}/INBOX;MAILINDEX=2", place.port(Port::ImapTls));
    if is_installed("curl") && !place.fetched(&up)?.contains(TEXT) {
        return Err("what was filed here is not there".into());
    }
    Ok(())
}
