//! Evidence of a reply of the catalogue: a healthy dialogue until its moment, and then the reply.

use std::net::{IpAddr, Ipv4Addr};

use jiff::Timestamp;
use mailcheck::evidence::{
    Account, Attempt, Candidate, Credential, Encryption, Evidence, Fact, Greeting, GreetingKind,
    LoginFailure, LoginReply, Mechanism, Observation, Place, ReadFailure, Stage,
};
use mailcheck::knowledge::replies::{Entry, Moment, SpeakerKind};
use mailcheck::model::{Endpoint, Host, ParseHostError, Security, ServerText, Service, Source};
use mailcheck::wire::greeting;
use mailcheck::wire::imap::{Condition, Response, Status};
use mailcheck::wire::pop3;
use mailcheck::wire::smtp::Collector;

/// The moments that rules judge.
pub(crate) const MOMENTS: [Moment; 4] =
    [Moment::Greeting, Moment::FirstQuestion, Moment::Starttls, Moment::Login];

/// The service that a reply has the form of.
pub(crate) fn service(example: &str) -> Service {
    match example.bytes().next() {
        Some(b'0'..=b'9') => Service::Smtp,
        Some(b'-') => Service::Pop3,
        _letter => Service::Imap,
    }
}

/// The server that says so: one of the provider's, or any.
pub(crate) fn host(entry: &Entry, service: Service) -> Result<Host, ParseHostError> {
    let domain = entry.by.hosts.first().map_or("example.org", Host::as_str);
    format!("{service}.{domain}").parse()
}

/// What is seen where the server of this entry gives this reply at this moment; `None` where it lets
/// us in with it, or no rule judges the moment.
pub(crate) fn evidence(
    entry: &Entry,
    service: Service,
    moment: Moment,
) -> Result<Option<Evidence>, ParseHostError> {
    let (security, port) = if moment == Moment::Starttls {
        (Security::Starttls, service.starttls_port())
    } else {
        (Security::Tls, service.tls_port())
    };
    let host = host(entry, service)?;
    let Some(last) = reply(service, moment, entry.example) else { return Ok(None) };
    let before = before(service, moment, &greeting(entry, service));

    let mut account = Account::default();
    account.address = Some("you@example.org".to_owned());
    account.credential = Credential::Password;
    let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, account);
    let endpoint = Endpoint { service, host, port, security };
    evidence.endpoints.push(Candidate::new(endpoint, Source::Given));
    for fact in before.into_iter().chain([last]) {
        let place = Place {
            endpoint: Some(0),
            ip: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            attempt: Some(Attempt::Client),
        };
        evidence.observations.push(Observation::new(0, place, fact));
    }
    Ok(Some(evidence))
}

/// How the server of this entry greets, as far as anybody knows it by that.
fn greeting(entry: &Entry, service: Service) -> String {
    let name = match entry.by.kind {
        SpeakerKind::Software => entry.by.greetings.first().copied().unwrap_or("ready"),
        SpeakerKind::Provider | SpeakerKind::Standard | SpeakerKind::Words | _ => "ready",
    };
    match service {
        Service::Imap => format!("* OK {name}"),
        Service::Smtp => format!("220 mail.example.org {name}"),
        Service::Pop3 | _ => format!("+OK {name}"),
    }
}

/// The healthy dialogue until then.
fn before(service: Service, moment: Moment, greeting: &str) -> Vec<Fact> {
    let connected = Fact::Connected { took_ms: 0 };
    let suite = ("TLS 1.3".to_owned(), "TLS_AES_256_GCM_SHA384".to_owned());
    let encrypted = Fact::Encrypted(Encryption::new(suite.0, suite.1, true, 0));
    let greeted =
        Fact::Greeted(Greeting::new(GreetingKind::Ready, vec![ServerText::from(greeting)], 0));
    let capabilities = |stage, list: &[&str]| {
        let list = list.iter().copied().map(ServerText::from).collect();
        Fact::Capabilities { stage, list, unasked: false }
    };
    let ways = match service {
        Service::Imap => ["IMAP4rev1", "AUTH=PLAIN"],
        Service::Pop3 => ["USER", "SASL PLAIN"],
        Service::Smtp | _ => ["PIPELINING", "AUTH PLAIN"],
    };
    match moment {
        Moment::Greeting => vec![connected, encrypted],
        Moment::FirstQuestion => vec![connected, encrypted, greeted],
        Moment::Starttls => {
            vec![connected, greeted, capabilities(Stage::BeforeTls, &["STARTTLS", "LOGINDISABLED"])]
        }
        Moment::AfterLogin | Moment::Data | Moment::Login | Moment::Mail | Moment::Rcpt | _ => {
            vec![connected, encrypted, greeted, capabilities(Stage::AfterTls, &ways)]
        }
    }
}

/// The reply as the stage of its moment records it.
fn reply(service: Service, moment: Moment, example: &str) -> Option<Fact> {
    let lines = lines(service, moment, example);
    let last = lines.last()?.clone();
    let form = Form::of(service, &lines)?;
    let fact = match moment {
        Moment::Greeting => {
            let kind = greeting::kind(service, lines.first()?.as_str().as_bytes());
            return (!form.is_good).then(|| Fact::Greeted(Greeting::new(kind, lines, 0)));
        }
        Moment::FirstQuestion if matches!(form.code, Some(500 | 502)) => {
            Fact::CapabilitiesNotListed { stage: Stage::AfterTls, reply: last }
        }
        Moment::FirstQuestion => {
            Fact::CapabilitiesFailed { stage: Stage::AfterTls, why: None, reply: Some(last) }
        }
        Moment::Starttls => {
            let is_unavailable = form.detail.as_deref() == Some("UNAVAILABLE");
            let is_transient =
                form.is_smtp_transient() || service == Service::Pop3 && form.transient;
            let transient = form.is_goodbye || is_unavailable || is_transient;
            Fact::StarttlsRefused { reply: last, transient }
        }
        Moment::Login if form.is_goodbye => {
            Fact::LoginFailed(LoginFailure::new(Mechanism::Plain, ReadFailure::Closed, lines))
        }
        Moment::Login => {
            let mut reply = LoginReply::new(Mechanism::Plain, false, lines, 0);
            reply.code = form.code;
            reply.transient = form.transient;
            reply.detail = form.detail;
            Fact::Login(reply)
        }
        Moment::AfterLogin | Moment::Data | Moment::Mail | Moment::Rcpt | _ => return None,
    };
    (!form.is_good).then_some(fact)
}

/// The lines as they come: the catalogue leaves out the tag.
fn lines(service: Service, moment: Moment, example: &str) -> Vec<ServerText> {
    let tag = if moment == Moment::Greeting { "*" } else { "a1" };
    let line = |line: &str| {
        let word = line.split(' ').next().unwrap_or_default();
        let is_status = service == Service::Imap && ["NO", "BAD", "OK"].contains(&word);
        ServerText::from(if is_status { format!("{tag} {line}") } else { line.to_owned() }.as_str())
    };
    example.lines().filter(|line| !line.starts_with("+ ")).map(line).collect()
}

/// What a reply says by its form.
#[derive(Default)]
struct Form {
    code: Option<u16>,
    detail: Option<String>,
    transient: bool,
    is_good: bool,
    is_goodbye: bool,
}

impl Form {
    /// `None` where no server of this service says it.
    fn of(service: Service, lines: &[ServerText]) -> Option<Self> {
        let last = lines.last()?;
        match service {
            Service::Imap => Self::of_imap(last),
            Service::Smtp => Self::of_smtp(lines),
            Service::Pop3 | _ => Self::of_pop3(last),
        }
    }

    fn of_pop3(line: &ServerText) -> Option<Self> {
        let Ok(pop3::Response::Status(status)) = pop3::Response::parse(line.as_str().as_bytes())
        else {
            return None;
        };
        let transient = status.is_transient();
        Some(Self { detail: status.code, transient, ..Self::default() })
            .filter(|_| !status.is_positive)
    }

    fn of_imap(line: &ServerText) -> Option<Self> {
        let Ok(Response::Tagged { status, .. } | Response::Status(status)) =
            Response::parse(line.as_str().as_bytes())
        else {
            return None;
        };
        let transient = status.is_transient();
        let Status { condition, code, .. } = status;
        let (is_good, is_goodbye) = (condition == Condition::Ok, condition == Condition::Bye);
        Some(Self { code: None, detail: code, transient, is_good, is_goodbye })
    }

    fn of_smtp(lines: &[ServerText]) -> Option<Self> {
        let mut collector = Collector::default();
        let read = lines.iter().filter_map(|line| collector.push(line.as_str().as_bytes()).ok()?);
        let reply = read.last()?;
        let (transient, is_good) = (reply.is_transient(), reply.is_positive());
        let (code, detail) = (Some(reply.code), reply.enhanced);
        Some(Self { code, detail, transient, is_good, is_goodbye: false })
    }

    fn is_smtp_transient(&self) -> bool {
        self.code.is_some() && self.transient
    }
}
