//! The head of a client's first message in SCRAM and OAUTHBEARER (RFC 5801 §4), and how names are
//! written in it.

use super::{Channel, SaslFault};

/// What the client says of channel binding.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Binding {
    /// `n`, `y` or `p=` and the type of the binding.
    pub(super) flag: &'static str,
    /// What the exchange is bound to; nothing if it is not.
    pub(super) data: Vec<u8>,
}

impl Binding {
    /// Of a `-PLUS` mechanism: to what TLS 1.3 has for it (RFC 9266 §3), else to the server's certificate.
    /// Which of them a server knows cannot be asked.
    pub(super) fn to(channel: &Channel) -> Result<Self, SaslFault> {
        if let Some(exporter) = channel.exporter {
            return Ok(Self { flag: "p=tls-exporter", data: exporter.to_vec() });
        }
        let data = channel.server_end_point.clone().ok_or(SaslFault::NoChannelBinding)?;
        Ok(Self { flag: "p=tls-server-end-point", data })
    }

    /// Of any other mechanism. A server that does offer `-PLUS` learns from `y` that somebody has taken
    /// it out of its list (RFC 5802 §6).
    pub(super) fn none(channel: &Channel) -> Self {
        let could = channel.exporter.is_some() || channel.server_end_point.is_some();
        let flag = if could && !channel.offers_plus { "y" } else { "n" };
        Self { flag, data: Vec::new() }
    }

    /// The header, for which RFC 5802 §7 wants the authorisation identity to be left out: we act for
    /// nobody else.
    pub(super) fn header(&self) -> String {
        format!("{},,", self.flag)
    }
}

/// A name in a header or a message of SCRAM (RFC 5802 §5.1, `saslname`).
pub(super) fn escaped(name: &str) -> String {
    name.replace('=', "=3D").replace(',', "=2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_binding_depends_on_the_connection_and_the_offer() {
        let (exporter, end_point) = (Some([1; 32]), Some(vec![2; 32]));
        let channel = |exporter, end_point: &Option<Vec<u8>>, offers_plus| Channel {
            exporter,
            server_end_point: end_point.clone(),
            offers_plus,
        };
        for (channel, plus, plain) in [
            (channel(exporter, &end_point, true), Some(("p=tls-exporter,,", 1)), "n,,"),
            (channel(None, &end_point, true), Some(("p=tls-server-end-point,,", 2)), "n,,"),
            (channel(None, &end_point, false), Some(("p=tls-server-end-point,,", 2)), "y,,"),
            (channel(exporter, &None, false), Some(("p=tls-exporter,,", 1)), "y,,"),
            (channel(None, &None, true), None, "n,,"),
            (channel(None, &None, false), None, "n,,"),
        ] {
            let expected = plus
                .map(|(header, octet)| (header.to_owned(), vec![octet; 32]))
                .ok_or(SaslFault::NoChannelBinding);
            assert_eq!(Binding::to(&channel).map(|it| (it.header(), it.data)), expected);
            let none = Binding::none(&channel);
            assert_eq!((none.header().as_str(), none.data), (plain, Vec::new()));
        }
    }

    #[test]
    fn two_characters_are_escaped() {
        assert_eq!(escaped("a,b=c=2C"), "a=2Cb=3Dc=3D2C");
        assert_eq!(escaped("you@mail.test"), "you@mail.test");
    }
}
