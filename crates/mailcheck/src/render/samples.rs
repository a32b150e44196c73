//! Reports built by hand, for the tests of every format.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;

use super::Lang;
use crate::evidence::{
    Account, Asked, Attempt, Candidate, Chain, ConnectFailure, Credential, Encryption, Ended,
    EndpointView, Evidence, Fact, Family, Greeting, GreetingKind, LoginReply, Mechanism,
    Observation, Place, Sent, SourceOutcome, Stage, Step, Trust, Via,
};
use crate::model::{Authentication, Endpoint, ServerText, Service, Source};
use crate::report::{
    Advice, Decides, Finding, LoginOutcome, Report, Settings, SettingsSide, Severity, Verdict,
    Wait, WaitSource, Who,
};
use crate::wire::certificate::{Certificate, PublicKey};

/// Where the expected texts are.
const RENDERED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/rendered");
/// The published schema.
pub(super) const SCHEMA: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json");

/// Where saved runs are.
const EVIDENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/evidence");

/// Compares with files next to those of the other tests.
pub(super) fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(RENDERED);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// The report on a saved run.
pub(super) fn saved(name: &str) -> Report {
    let json = std::fs::read_to_string(format!("{EVIDENCE}/{name}.json")).expect(name);
    crate::judge(Evidence::from_json(&json).expect(name))
}

/// Every sample by name, but the hostile one.
pub(super) fn all() -> Vec<(&'static str, Report)> {
    vec![
        ("healthy", healthy()),
        ("warning", warning()),
        ("refused", refused()),
        ("rejected", rejected()),
        ("unreachable", unreachable()),
    ]
}

/// Words for the findings of the samples, so that the tests do not depend on how they are put.
pub(super) fn findings(lang: Lang) -> &'static str {
    match lang {
        Lang::En => EN,
        Lang::Ja => JA,
    }
}

const EN: &str = r"
connect-refused =
    .title = Nothing listens on this port
    .cause = { $host } answers, but no service listens on port { $port }.
    .action = Check the port. SMTP usually uses 465 (SSL/TLS) or 587 (STARTTLS).
connect-unreachable =
    .title = There is no way to the server
    .cause = No address of { $host } can be reached from here.
    .action = Check the connection of this device, for example by opening a web page.
login-rejected =
    .title = User name or password is not accepted
    .cause = The server refuses the log-in and does not say why.
    .action = Type the mail password again. Do not try more than twice: servers lock the account.
tls-certificate-expires-soon =
    .title = The certificate expires in { $days } days
    .cause = The certificate of { $host } is valid until { $date } and was not renewed yet.
    .action = Nothing today. Tell the provider if this warning is still here next week.
cause-mistyped = The password was mistyped, or has a space at the end.
cause-portal-password = The password of the web portal was used instead of the mail password.
cause-user-name = The user name has another form, such as the part before the @ only.
";

const JA: &str = r"
connect-refused =
    .title = このポートではサービスが動いていません
    .cause = { $host } は応答しますが、ポート番号 { $port } で待ち受けているサービスがありません。
    .action = ポート番号を確認してください。送信メールサーバーは通常 465（SSL/TLS）または 587（STARTTLS）を使います。
connect-unreachable =
    .title = サーバーに接続できません
    .cause = { $host } のどのアドレスにも、この回線から到達できません。
    .action = ウェブページを開くなどして、この端末がインターネットに接続されているか確認してください。
login-rejected =
    .title = ユーザー名またはパスワードが正しくありません
    .cause = サーバーがログインを拒否しました。理由は示されていません。
    .action = メールパスワードを入力し直してください。アカウントロックを避けるため、試すのは 2 回までにしてください。
tls-certificate-expires-soon =
    .title = サーバー証明書の有効期限まであと { $days } 日です
    .cause = { $host } のサーバー証明書の有効期限は { $date }で、まだ更新されていません。
    .action = 今は何もする必要はありません。来週も表示される場合は提供元に連絡してください。
cause-mistyped = パスワードの入力ミス、または末尾の空白。
cause-portal-password = メールパスワードではなく、会員ページのパスワードを入力している。
cause-user-name = ユーザー名の形式が違う（@ より前だけを入力する、など）。
";

/// All is well; the settings came out of SRV records.
pub(super) fn healthy() -> Report {
    let mut run = Run::new(Source::Srv);
    for (record, endpoint) in [("_imaps._tcp.example.org", 0), ("_submissions._tcp.example.org", 1)]
    {
        let mut asked = Asked::new(Source::Srv, record.to_owned(), SourceOutcome::Found, 12);
        asked.settings.push(run.evidence.endpoints[endpoint].endpoint.clone().into());
        run.evidence.observations.push(Observation::new(12, Place::default(), Fact::Asked(asked)));
    }
    run.works(0, V4);
    run.connects(0, V6);
    run.works(1, V4);
    run.report(Verdict::Ready, Vec::new())
}

/// All is well but for one thing.
pub(super) fn warning() -> Report {
    let mut run = Run::new(Source::Given);
    run.works(0, V4);
    run.works(1, V4);
    let advice = Advice::new(Who::Provider)
        .arg("host", "smtp.example.org")
        .arg("days", 5)
        .arg("date", at("2026-11-28T00:00:00Z"))
        .addresses([ip(V4)]);
    let found = ("tls.certificate-expires-soon", Severity::Warning, "RFC 5280 §4.1.2.5");
    run.report(Verdict::ReadyWithWarnings, vec![finding(found, 1, advice)])
}

/// The port for sending is shut.
pub(super) fn refused() -> Report {
    let mut run = Run::new(Source::Given);
    run.works(0, V4);
    run.fails(1, V4, ConnectFailure::Refused);
    run.fails(1, V6, ConnectFailure::Refused);
    let advice = Advice::new(Who::You).arg("host", "smtp.example.org").arg("port", 465);
    let found = ("connect.refused", Severity::Error, "RFC 9293 §3.5.2");
    run.report(Verdict::NotReady, vec![finding(found, 1, advice)])
}

/// The password is wrong.
pub(super) fn rejected() -> Report {
    let mut run = Run::new(Source::Given);
    let lines = vec![ServerText::from("NO [AUTHENTICATIONFAILED] Authentication failed.")];
    run.secures(0, V4);
    let mut reply = LoginReply::new(Mechanism::Plain, false, lines.clone(), 2_004);
    reply.detail = Some("AUTHENTICATIONFAILED".to_owned());
    run.saw(0, V4, Fact::Login(reply));
    run.secures(1, V4);
    let advice = Advice::new(Who::You)
        .causes(&["cause-mistyped", "cause-portal-password", "cause-user-name"])
        .evidence(lines)
        .wait(Wait::new(Duration::from_mins(15), WaitSource::Provider, "example.org/help/lock"));
    let found = ("login.rejected", Severity::Error, "RFC 9051 §11.7");
    run.report(Verdict::NotReady, vec![finding(found, 0, advice)])
}

/// There is no network.
pub(super) fn unreachable() -> Report {
    let mut run = Run::new(Source::Given);
    for index in 0..2 {
        run.fails(index, V4, ConnectFailure::NoRoute);
        run.fails(index, V6, ConnectFailure::Unreachable);
    }
    run.evidence.ended = Ended::Deadline;
    let found = ("connect.unreachable", Severity::Error, "RFC 1122 §3.2.2.1");
    let advice = |host: &str| Advice::new(Who::You).arg("host", host).decides(Decides::No);
    let findings = vec![
        finding(found, 0, advice("imap.example.org")),
        finding(found, 1, advice("smtp.example.org")),
    ];
    run.report(Verdict::Inconclusive, findings)
}

/// Every text that comes from outside tries to drive the terminal.
pub(super) fn hostile() -> Report {
    const EVIL: &str = "\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{7f}\r\nevil\0\u{e0041}\u{feff}";
    let mut report = rejected();
    report.evidence.account.address = Some(format!("{EVIL}@example.org"));
    report.evidence.account.username = Some(EVIL.to_owned());
    report.evidence.tool.version = EVIL.to_owned();
    for seen in report.evidence.observations.iter_mut() {
        if let Fact::Encrypted(tls) = &mut seen.fact {
            tls.version = EVIL.to_owned();
        }
        if let Fact::Presented(chain) = &mut seen.fact {
            let mut evil = chain.leaf().expect("is there").clone();
            evil.subject = EVIL.to_owned();
            let unreadable = Sent::Unreadable { unreadable: EVIL.to_owned() };
            chain.certificates = vec![evil.into(), unreadable];
        }
    }
    for finding in &mut report.findings {
        finding.advice.evidence.push(ServerText::from(EVIL));
        finding.advice.args.push(("host", EVIL.into()));
    }
    let endpoint = report.evidence.endpoints[0].endpoint.clone();
    let side = SettingsSide::new(0, endpoint, Some(EVIL.to_owned()), password(), Source::Given);
    report.settings = Some(Settings::new(Some(side), None));
    report
}

const V4: &str = "192.0.2.1";
const V6: &str = "2001:db8::1";

/// A run in the making.
struct Run {
    evidence: Evidence,
}

impl Run {
    fn new(source: Source) -> Self {
        let account = Account {
            address: Some("you@example.org".to_owned()),
            credential: Credential::Password,
            ..Account::default()
        };
        let mut evidence = Evidence::new(at("2026-11-23T04:05:06Z"), account);
        evidence.tool.version = "0.1.0".to_owned();
        evidence.elapsed_ms = 354;
        for (service, host) in
            [(Service::Imap, "imap.example.org"), (Service::Smtp, "smtp.example.org")]
        {
            let endpoint = Endpoint::parse(service, host).expect("is an endpoint");
            evidence.endpoints.push(Candidate::new(endpoint, source));
        }
        Self { evidence }
    }

    fn saw(&mut self, index: usize, address: &str, fact: Fact) {
        let place =
            Place { endpoint: Some(index), ip: Some(ip(address)), attempt: Some(Attempt::Client) };
        let at_ms = 20 * (self.evidence.observations.len() as u64 + 1);
        self.evidence.observations.push(Observation::new(at_ms, place, fact));
    }

    fn connects(&mut self, index: usize, address: &str) {
        let place = Place { endpoint: Some(index), ..Place::default() };
        let fact = Fact::Resolved {
            family: Family::of(ip(address)),
            ips: vec![ip(address)],
            via: Via::Dns,
            took_ms: 11,
        };
        let at_ms = 20 * (self.evidence.observations.len() as u64 + 1);
        self.evidence.observations.push(Observation::new(at_ms, place, fact));
        self.saw(index, address, Fact::Connected { took_ms: 21 });
    }

    fn secures(&mut self, index: usize, address: &str) {
        self.connects(index, address);
        let host = self.evidence.endpoints[index].endpoint.host.to_string();
        let certificate = Certificate {
            subject: format!("CN={host}"),
            issuer: "CN=Example CA".to_owned(),
            names: vec![host],
            common_name: None,
            not_before: at("2026-10-01T00:00:00Z"),
            not_after: at("2027-02-20T12:00:00Z"),
            public_key: PublicKey { algorithm: "EC P-256".to_owned(), bits: 256 },
            signature: "ecdsa-with-SHA256".to_owned(),
            sha256: "5f".repeat(32),
            self_issued: false,
            self_signed: false,
            is_ca: false,
            ca_issuers: Vec::new(),
            log_promises: 0,
        };
        let chain = Chain::new(vec![certificate], Trust::Path, true, None);
        self.saw(index, address, Fact::Presented(chain));
        let mut tls =
            Encryption::new("TLS 1.3".to_owned(), "TLS_AES_256_GCM_SHA384".to_owned(), true, 40);
        tls.key_exchange_group = Some("X25519MLKEM768".to_owned());
        self.saw(index, address, Fact::Encrypted(tls));
        let (greeting, list) = match index {
            0 => ("* OK Dovecot ready.", vec!["IMAP4rev1", "SASL-IR", "AUTH=PLAIN"]),
            _ => ("220 smtp.example.org ESMTP", vec!["SIZE 1000", "AUTH PLAIN LOGIN"]),
        };
        let lines = vec![ServerText::from(greeting)];
        self.saw(index, address, Fact::Greeted(Greeting::new(GreetingKind::Ready, lines, 20)));
        let list = list.into_iter().map(ServerText::from).collect();
        let fact = Fact::Capabilities { stage: Stage::AfterTls, list, unasked: false };
        self.saw(index, address, fact);
    }

    fn works(&mut self, index: usize, address: &str) {
        self.secures(index, address);
        let lines = vec![ServerText::from("OK Logged in")];
        self.saw(index, address, Fact::Login(LoginReply::new(Mechanism::Plain, true, lines, 22)));
    }

    fn fails(&mut self, index: usize, address: &str, why: ConnectFailure) {
        self.saw(index, address, Fact::ConnectFailed { why, took_ms: 3 });
    }

    fn report(self, verdict: Verdict, findings: Vec<Finding>) -> Report {
        let side = |index: usize| {
            let Candidate { endpoint, source, .. } = self.evidence.endpoints[index].clone();
            let name = self.evidence.account.address.clone();
            Some(SettingsSide::new(index, endpoint, name, password(), source))
        };
        let settings = match verdict {
            Verdict::Ready | Verdict::ReadyWithWarnings => Some(Settings::new(side(0), side(1))),
            Verdict::Inconclusive | Verdict::NotReady => None,
        };
        let login = |view: EndpointView<'_>| match view.furthest()?.login() {
            Step::Done(reply) if reply.accepted => Some(LoginOutcome::Accepted),
            Step::Done(_) => Some(LoginOutcome::Rejected),
            Step::Failed(_) | Step::NotReached => None,
        };
        let logins = self.evidence.views().map(login);
        let logins = logins.map(|login| login.unwrap_or(LoginOutcome::NotAttempted)).collect();
        Report::new(self.evidence, verdict, settings, logins, findings)
    }
}

fn finding(
    (id, severity, reference): (&'static str, Severity, &'static str),
    index: usize,
    advice: Advice,
) -> Finding {
    Finding::new(id, severity, Some(index), advice, reference)
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("is a time")
}

fn ip(text: &str) -> IpAddr {
    text.parse().expect("is an address")
}

fn password() -> Vec<Authentication> {
    vec![Authentication::PasswordCleartext]
}
