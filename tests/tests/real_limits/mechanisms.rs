//! Every mechanism at the servers that offer it.

use libtest_mimic::Failed;
use mailcheck_tests::lab::{CERTIFIED_USER, Inside, PASSWORD, SUBMISSION_PORT, Token};

use super::run::{GOOD, Run, Secret, output};
use super::{Named, host, same, settle};

/// One log-in: over what, where, by which mechanism.
#[derive(Clone, Copy, Debug)]
struct Login {
    service: &'static str,
    host: &'static str,
    mechanism: &'static str,
}

const fn login(service: &'static str, host: &'static str, mechanism: &'static str) -> Login {
    Login { service, host, mechanism }
}

/// Debian has no server that binds SCRAM to TLS in a way of TLS 1.3: Dovecot 2.3, Postfix and its Exim know no -PLUS, and
/// its Cyrus knows `tls-unique` alone, which TLS 1.3 has not (RFC 9266 §1).
const BY_PASSWORD: &[Login] = &[
    login("imap", "mechanisms", "PLAIN"),
    login("imap", "mechanisms", "LOGIN"),
    login("imap", "mechanisms", "CRAM-MD5"),
    login("imap", "mechanisms", "SCRAM-SHA-1"),
    login("imap", "mechanisms", "SCRAM-SHA-256"),
    login("pop3", "mechanisms", "USER"),
    login("pop3", "mechanisms", "APOP"),
    login("pop3", "mechanisms", "PLAIN"),
    login("pop3", "mechanisms", "LOGIN"),
    login("pop3", "mechanisms", "CRAM-MD5"),
    login("pop3", "mechanisms", "SCRAM-SHA-1"),
    login("pop3", "mechanisms", "SCRAM-SHA-256"),
    login("smtp", "mechanisms", "PLAIN"),
    login("smtp", "mechanisms", "LOGIN"),
    login("smtp", "mechanisms", "CRAM-MD5"),
    login("smtp", "mechanisms", "SCRAM-SHA-1"),
    login("smtp", "mechanisms", "SCRAM-SHA-256"),
    login("smtp", "cyrus-sasl", "PLAIN"),
    login("smtp", "cyrus-sasl", "LOGIN"),
    login("smtp", "cyrus-sasl", "CRAM-MD5"),
    login("smtp", "cyrus-sasl", "SCRAM-SHA-1"),
    login("smtp", "cyrus-sasl", "SCRAM-SHA-256"),
    login("smtp", "cyrus-sasl", "SCRAM-SHA-512"),
];

const BY_TOKEN: &[Login] = &[
    login("imap", "mechanisms", "XOAUTH2"),
    login("imap", "mechanisms", "OAUTHBEARER"),
    login("pop3", "mechanisms", "XOAUTH2"),
    login("pop3", "mechanisms", "OAUTHBEARER"),
    login("smtp", "mechanisms", "XOAUTH2"),
    login("smtp", "mechanisms", "OAUTHBEARER"),
];

/// Postfix keeps EXTERNAL back (`smtpd_sasl_mechanism_filter`), and tells Dovecot nothing of certificates: over SMTP it is
/// Dovecot's own submission server that takes it.
const BY_CERTIFICATE: &[Login] = &[
    login("imap", "mechanisms", "EXTERNAL"),
    login("pop3", "mechanisms", "EXTERNAL"),
    login("smtp", "mechanisms", "EXTERNAL"),
];

/// What is chosen where nobody does.
const CHOSEN: &[Login] = &[
    login("imap", "mechanisms", "SCRAM-SHA-256"),
    login("pop3", "mechanisms", "SCRAM-SHA-256"),
    login("smtp", "mechanisms", "SCRAM-SHA-256"),
    login("smtp", "cyrus-sasl", "SCRAM-SHA-512"),
];

pub(super) fn trials() -> Vec<Named> {
    let mut trials: Vec<Named> = Vec::new();
    for login in BY_PASSWORD {
        trials.push((login.name("accepted"), Box::new(|lab| login.accepted(lab))));
        trials.push((login.name("refused"), Box::new(|lab| login.refused(lab))));
    }
    for login in BY_TOKEN {
        trials.push((login.name("token"), Box::new(|lab| login.token(lab))));
        trials.push((login.name("bad_token"), Box::new(|lab| login.bad_token(lab))));
    }
    for login in BY_CERTIFICATE {
        trials.push((login.name("certificate"), Box::new(|lab| login.certificate(lab))));
        trials.push((login.name("no_certificate"), Box::new(|lab| login.no_certificate(lab))));
    }
    for login in CHOSEN {
        trials.push((login.name("chosen"), Box::new(|lab| login.chosen(lab))));
    }
    trials.push(("mechanisms::token::chosen".to_owned(), Box::new(token_chosen)));
    trials.push(("mechanisms::token::expired_is_not_sent".to_owned(), Box::new(expired)));
    trials
}

impl Login {
    fn name(&self, what: &str) -> String {
        let Self { service, host, mechanism } = self;
        let host = if *host == "mechanisms" { String::new() } else { format!("{host}::") };
        format!("mechanisms::{service}::{host}{mechanism}::{what}").replace(['-'], "_")
    }

    /// What a call that logs in here begins with.
    fn call(&self) -> Result<[String; 4], Failed> {
        let state = host(self.host)?;
        let server = match (self.service, self.mechanism) {
            ("smtp", "EXTERNAL") => format!("{}:{SUBMISSION_PORT}/tls", state.host()),
            _usual => format!("{}/tls", state.host()),
        };
        Ok(["verify".to_owned(), state.user("you"), format!("--{}", self.service), server])
    }

    /// One run that logs in here.
    fn run(&self, lab: &Inside, secret: Secret<'_>, more: &[&str]) -> Result<Run, Failed> {
        let call = self.call()?;
        let call = call.each_ref().map(String::as_str);
        Run::of(lab, &[&call[..], more].concat(), secret)
    }

    fn accepted(&self, lab: &Inside) -> Result<(), Failed> {
        let run = self.run(lab, GOOD, &["--auth", self.mechanism])?;
        self.is_logged_in(&run)
    }

    /// What reports call the mechanism: over IMAP the command goes before the mechanism of the same name.
    fn reported(&self) -> &'static str {
        if (self.service, self.mechanism) == ("imap", "LOGIN") {
            "IMAP LOGIN"
        } else {
            self.mechanism
        }
    }

    fn is_logged_in(&self, run: &Run) -> Result<(), Failed> {
        run.same("log-in", run.login(), (Some("accepted"), Some(self.reported())))?;
        run.same("exit status", run.status, Some(0))
    }

    fn chosen(&self, lab: &Inside) -> Result<(), Failed> {
        let run = self.run(lab, GOOD, &[])?;
        self.is_logged_in(&run)
    }

    /// A wrong password is refused, once.
    fn refused(&self, lab: &Inside) -> Result<(), Failed> {
        let mark = lab.mark();
        let run = self.run(lab, Secret::Password("wrong"), &["--auth", self.mechanism])?;
        run.same("log-in", run.login(), (Some("rejected"), Some(self.reported())))?;
        run.same("findings", run.findings().contains(&"login.rejected"), true)?;
        run.same("exit status", run.status, Some(1))?;
        let user = host(self.host)?.user("you");
        if self.host == "cyrus-sasl" {
            let refused = format!("SASL {} authentication failed", self.mechanism);
            let here = format!("postfix/{}-465/", self.host);
            let is_meant = |line: &&str| line.contains(&here) && line.contains(&refused);
            let count = || lab.postfix_log(&mark).lines().filter(is_meant).count();
            return settle("refused", count, 1);
        }
        let log = lab.dovecot_log(&mark);
        let is_refused = |line: &&str| line.contains(&user) && line.contains("assword mismatch");
        same(&log, log.lines().any(|line| is_refused(&line)), true)
    }

    fn token(&self, lab: &Inside) -> Result<(), Failed> {
        let token = Token::Good.for_user(&host(self.host)?.user("you"))?;
        let run = self.run(lab, Secret::Token(&token), &["--auth", self.mechanism])?;
        self.is_logged_in(&run)
    }

    /// One that has expired, sent all the same, and one that is signed by somebody else.
    fn bad_token(&self, lab: &Inside) -> Result<(), Failed> {
        for (bad, more) in [(Token::Expired, &["--force"][..]), (Token::Forged, &[])] {
            let token = bad.for_user(&host(self.host)?.user("you"))?;
            let more = [&["--auth", self.mechanism], more].concat();
            let run = self.run(lab, Secret::Token(&token), &more)?;
            run.same("log-in", run.login(), (Some("rejected"), Some(self.mechanism)))?;
            run.same("exit status", run.status, Some(1))?;
        }
        Ok(())
    }

    fn certificate(&self, lab: &Inside) -> Result<(), Failed> {
        let (certificate, key) = (lab.client_certificate_file(), lab.client_key_file());
        let (certificate, key) = (certificate.to_string_lossy(), key.to_string_lossy());
        let own = ["--client-certificate", &certificate, "--client-key", &key];
        let run = self.run(lab, Secret::None, &own)?;
        self.is_logged_in(&run)?;
        let user = run.report["address"].as_str();
        run.same("user", user, Some(CERTIFIED_USER))
    }

    /// Without one there is nothing to log in with by EXTERNAL, so nothing is tried.
    fn no_certificate(&self, lab: &Inside) -> Result<(), Failed> {
        let call = self.call()?;
        let call = call.each_ref().map(String::as_str);
        let output = output(lab, &[&call[..], &["--auth", self.mechanism]].concat(), GOOD)?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        same(&said, output.status.code(), Some(2))?;
        same(&said, said.contains("--client-certificate"), true)?;
        same("password not used", said.contains(PASSWORD), false)
    }
}

fn token_chosen(lab: &Inside) -> Result<(), Failed> {
    let token = Token::Good.for_user("you@mechanisms.example.test")?;
    for service in ["imap", "pop3", "smtp"] {
        let login = login(service, "mechanisms", "OAUTHBEARER");
        let run = login.run(lab, Secret::Token(&token), &[])?;
        login.is_logged_in(&run)?;
    }
    Ok(())
}

fn expired(lab: &Inside) -> Result<(), Failed> {
    let token = Token::Expired.for_user("you@mechanisms.example.test")?;
    let server = ["--imap", "mechanisms.example.test/tls"];
    let arguments = [&["verify", "you@mechanisms.example.test"], &server[..]].concat();
    let output = output(lab, &arguments, Secret::Token(&token))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    same(&said, output.status.code(), Some(2))?;
    same("not shown", said.contains(&token), false)?;
    same(&said, said.contains("expired"), true)?;
    same("password not used", said.contains(PASSWORD), false)
}
