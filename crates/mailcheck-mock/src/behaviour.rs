//! How one port behaves, as data. A fault is a change to the healthy behaviour, never a server
//! of its own.

use std::time::Duration;

use crate::certificate::CertificateSpec;
use crate::certificate::IssuedBy;
use crate::certificate::KeyKind;
use crate::fault::Fault;
use crate::port::Port;

/// Everything in which one port can differ from another.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent answer")]
pub(crate) struct Behaviour {
    /// Whether anything listens.
    pub(crate) listens: bool,
    /// Whether TLS begins with the first byte.
    pub(crate) implicit_tls: bool,
    pub(crate) certificate: CertificateSpec,
    pub(crate) handshake: Handshake,
    pub(crate) starttls: Starttls,
    pub(crate) opening: Opening,
    /// Whether there is any mechanism to log in with.
    pub(crate) mechanisms: bool,
    /// Whether credentials are asked for and taken before TLS.
    pub(crate) clear_auth: bool,
    pub(crate) login: Login,
    /// Whether texts for people carry what no terminal should see.
    pub(crate) control_characters: bool,
    /// How many capabilities nobody has heard of are listed.
    pub(crate) invented_capabilities: usize,
}

/// What the server does when TLS is due.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Handshake {
    Completed,
    Dropped,
    Silent,
}

/// What becomes of `STARTTLS`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Starttls {
    NotOffered,
    Offered,
    /// Offered, then refused.
    Refused,
    /// A reply that nobody asked for follows the go-ahead in clear.
    Injecting,
    /// What the client sent in clear behind the command counts inside TLS.
    CarryingCommands,
}

/// What a client gets to see first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Opening {
    /// What the service always says.
    Greeting,
    Busy,
    Dropped,
    EndlessGreeting,
    EndlessLine,
    /// What another kind of server says, which then leaves.
    Foreign(&'static [u8]),
    Half,
    HugeLiteral,
    Preauth,
    Silent,
    Slow(Duration),
}

/// What becomes of a credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Login {
    /// Compared with the accounts.
    Checked,
    /// Compared with the accounts; then the server leaves.
    CheckedThenBye,
    Refused,
    TemporaryFailure,
}

/// Over the five seconds from which on `mailcheck` calls a greeting slow.
const SLOW: Duration = Duration::from_secs(6);

/// nginx 1.22's words for a request that it does not understand.
const HTTP: &[u8] = b"HTTP/1.1 400 Bad Request\r\nServer: mailcheck-mock\r\n\
    Content-Type: text/html\r\nContent-Length: 52\r\nConnection: close\r\n\r\n\
    <html><body><h1>400 Bad Request</h1></body></html>\r\n";

const POP3: &[u8] = b"+OK POP3 mailcheck-mock ready.\r\n";

impl Behaviour {
    pub(crate) fn healthy(port: Port, domain: &str) -> Self {
        Self {
            listens: true,
            implicit_tls: port.is_implicit_tls(),
            certificate: CertificateSpec {
                names: vec![format!("imap.{domain}"), format!("smtp.{domain}")],
                not_before_days: -30,
                not_after_days: 60,
                key: KeyKind::P256,
                issuer: IssuedBy::Intermediate,
                sends_issuer: true,
            },
            handshake: Handshake::Completed,
            starttls: Starttls::Offered,
            opening: Opening::Greeting,
            mechanisms: true,
            clear_auth: false,
            login: Login::Checked,
            control_characters: false,
            invented_capabilities: 0,
        }
    }

    /// Makes `fault` show on this port.
    pub(crate) fn suffer(&mut self, fault: Fault, port: Port) {
        let certificate = &mut self.certificate;
        match fault {
            Fault::Refused => self.listens = false,
            Fault::HandshakeDropped => self.handshake = Handshake::Dropped,
            Fault::HandshakeSilent => self.handshake = Handshake::Silent,
            Fault::WrongKindOfTls => self.implicit_tls = !port.is_implicit_tls(),
            Fault::ExpiredCertificate => {
                (certificate.not_before_days, certificate.not_after_days) = (-93, -3);
            }
            Fault::NotYetValidCertificate => {
                (certificate.not_before_days, certificate.not_after_days) = (2, 92);
            }
            Fault::ExpiresSoon => {
                (certificate.not_before_days, certificate.not_after_days) = (-85, 5);
            }
            Fault::WrongName => {
                certificate.names = vec!["mx.hosting.example".into(), "*.hosting.example".into()];
            }
            Fault::SelfSigned => certificate.issuer = IssuedBy::Itself,
            Fault::WeakKey => certificate.key = KeyKind::Rsa1024,
            Fault::UnknownIssuer => certificate.issuer = IssuedBy::Stranger,
            Fault::MissingIntermediate => certificate.sends_issuer = false,
            Fault::CertificatesDiffer => certificate.not_after_days -= 20,
            Fault::NoStarttls => self.starttls = Starttls::NotOffered,
            Fault::StarttlsRefused => self.starttls = Starttls::Refused,
            Fault::StarttlsInjection => self.starttls = Starttls::Injecting,
            Fault::StarttlsCarriesCommands => self.starttls = Starttls::CarryingCommands,
            Fault::PlainOnly => {
                self.listens = !port.is_implicit_tls();
                self.starttls = Starttls::NotOffered;
                self.clear_auth = true;
            }
            Fault::Dropped => self.opening = Opening::Dropped,
            Fault::HalfGreeting => self.opening = Opening::Half,
            Fault::Silent => self.opening = Opening::Silent,
            Fault::SlowGreeting => self.opening = Opening::Slow(SLOW),
            Fault::Busy => self.opening = Opening::Busy,
            Fault::NotMail => self.opening = Opening::Foreign(HTTP),
            Fault::OtherService => self.opening = Opening::Foreign(POP3),
            Fault::EndlessLine => self.opening = Opening::EndlessLine,
            Fault::EndlessGreeting => self.opening = Opening::EndlessGreeting,
            Fault::HugeLiteral => self.opening = Opening::HugeLiteral,
            Fault::Preauth => self.opening = Opening::Preauth,
            Fault::ManyCapabilities => self.invented_capabilities = 5_000,
            Fault::ControlCharacters => self.control_characters = true,
            Fault::NoMechanism => self.mechanisms = false,
            Fault::ClearAuth => self.clear_auth = true,
            Fault::WrongPassword => self.login = Login::Refused,
            Fault::TemporaryFailure => self.login = Login::TemporaryFailure,
            Fault::ByeAfterLogin => self.login = Login::CheckedThenBye,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_greeting_takes_six_seconds() {
        let mut behaviour = Behaviour::healthy(Port::ImapTls, "example.org");
        behaviour.suffer(Fault::SlowGreeting, Port::ImapTls);
        assert_eq!(behaviour.opening, Opening::Slow(Duration::from_secs(6)));
    }
}
