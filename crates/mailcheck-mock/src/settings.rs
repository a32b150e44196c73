//! What the provider tells the world about itself: DNS records, autoconfig, Autodiscover, PACC.

use std::collections::BTreeSet;
use std::io;
use std::net::IpAddr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use quick_xml::Writer;
use quick_xml::events::BytesDecl;
use quick_xml::events::BytesText;
use quick_xml::events::Event;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::port::Port;
use crate::port::Service;

/// The provider as its clients should see it, the best service of each kind first.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) domain: String,
    pub(crate) offers: Vec<Offer>,
}

/// A service that clients are sent to.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) port: Port,
    pub(crate) host: String,
    pub(crate) ip: IpAddr,
    /// The port's number.
    pub(crate) number: u16,
}

/// How the formats call a service.
struct Words {
    /// In autoconfig 1.1.
    kind: &'static str,
    /// In Autodiscover.
    protocol: &'static str,
    /// In SRV records (RFC 6186, RFC 8314 §5.1).
    label: &'static str,
    is_incoming: bool,
    is_implicit_tls: bool,
}

fn words(port: Port) -> Words {
    let is_implicit_tls = port.is_implicit_tls();
    let (kind, protocol, label) = match port {
        Port::ImapTls => ("imap", "IMAP", "_imaps"),
        Port::ImapStarttls | Port::ImapPlain => ("imap", "IMAP", "_imap"),
        Port::Pop3Tls => ("pop3", "POP3", "_pop3s"),
        Port::Pop3Starttls | Port::Pop3Plain => ("pop3", "POP3", "_pop3"),
        Port::SubmissionsTls => ("smtp", "SMTP", "_submissions"),
        Port::SubmissionStarttls | Port::SubmissionPlain => ("smtp", "SMTP", "_submission"),
    };
    Words { kind, protocol, label, is_incoming: port.service() != Service::Smtp, is_implicit_tls }
}

impl Settings {
    /// The records of a healthy zone, in the words of zone files, those of [PACC](Self::pacc) on request.
    pub(crate) fn records(&self, has_pacc: bool) -> Vec<String> {
        let domain = &self.domain;
        let mut records = BTreeSet::new();
        for Offer { port, host, ip, number } in &self.offers {
            records.insert(address(host, *ip));
            let Words { label, .. } = words(*port);
            records.insert(format!("{label}._tcp.{domain}. SRV 0 1 {number} {host}."));
        }
        let smtp = self.offers.iter().find(|offer| !words(offer.port).is_incoming);
        if let Some(Offer { host, ip, .. }) = smtp {
            records.insert(format!("{domain}. MX 10 {host}."));
            records.insert(address(domain, *ip));
            for host in web_hosts(domain) {
                records.insert(address(&host, *ip));
            }
            if has_pacc {
                let digest = BASE64_STANDARD.encode(Sha256::digest(self.pacc()));
                let value = format!("v=UAAC1; a=sha256; d={digest}");
                records.insert(format!("_ua-auto-config.{domain}. TXT \"{value}\""));
                records.insert(address(&pacc_host(domain), *ip));
            }
        }
        records.into_iter().collect()
    }

    /// An autoconfig document, version 1.1, as Thunderbird and others fetch it.
    pub(crate) fn autoconfig(&self) -> io::Result<String> {
        document(|xml| {
            let root = xml.create_element("clientConfig").with_attribute(("version", "1.1"));
            root.write_inner_content(|xml| {
                let id = ("id", self.domain.as_str());
                xml.create_element("emailProvider").with_attribute(id).write_inner_content(
                    |xml| {
                        text(xml, "domain", &self.domain)?;
                        text(xml, "displayName", &self.domain)?;
                        text(xml, "displayShortName", "mailcheck-mock")?;
                        let (incoming, outgoing): (Vec<_>, Vec<_>) =
                            self.offers.iter().partition(|offer| words(offer.port).is_incoming);
                        incoming.iter().try_for_each(|offer| server(xml, offer))?;
                        outgoing.iter().try_for_each(|offer| server(xml, offer))
                    },
                )?;
                Ok(())
            })?;
            Ok(())
        })
    }

    /// A "plain old XML" Autodiscover response, as Outlook asks for it.
    pub(crate) fn autodiscover(&self) -> io::Result<String> {
        const SCHEMA: &str = "http://schemas.microsoft.com/exchange/autodiscover";
        let outer = format!("{SCHEMA}/responseschema/2006");
        let inner = format!("{SCHEMA}/outlook/responseschema/2006a");
        document(|xml| {
            let root = xml.create_element("Autodiscover").with_attribute(("xmlns", outer.as_str()));
            root.write_inner_content(|xml| {
                let response = xml.create_element("Response");
                response.with_attribute(("xmlns", inner.as_str())).write_inner_content(|xml| {
                    xml.create_element("Account").write_inner_content(|xml| {
                        text(xml, "AccountType", "email")?;
                        text(xml, "Action", "settings")?;
                        self.offers.iter().try_for_each(|offer| protocol(xml, offer))
                    })?;
                    Ok(())
                })?;
                Ok(())
            })?;
            Ok(())
        })
    }

    /// A PACC document (draft-ietf-mailmaint-pacc-03), which names only what has TLS from the first byte
    /// on the port that the standards name.
    pub(crate) fn pacc(&self) -> String {
        let keys =
            [(Port::ImapTls, "imap"), (Port::Pop3Tls, "pop3"), (Port::SubmissionsTls, "submit")];
        let of = |(port, key): (Port, &str)| {
            let offer = self.offers.iter().find(|offer| offer.port == port)?;
            Some((key.to_owned(), json!({ "host": offer.host })))
        };
        let protocols: Map<String, Value> = keys.into_iter().filter_map(of).collect();
        let document = json!({
            "protocols": protocols,
            "authentication": { "password": true },
            "info": { "provider": { "name": self.domain, "shortName": "mailcheck-mock" } },
        });
        format!("{document:#}\n")
    }
}

/// Where clients look for a PACC document.
pub(crate) fn pacc_host(domain: &str) -> String {
    format!("ua-auto-config.{domain}")
}

/// Where clients look for settings on the web.
pub(crate) fn web_hosts(domain: &str) -> [String; 3] {
    [format!("autoconfig.{domain}"), domain.to_owned(), format!("autodiscover.{domain}")]
}

fn address(host: &str, ip: IpAddr) -> String {
    let kind = if ip.is_ipv4() { "A" } else { "AAAA" };
    format!("{host}. {kind} {ip}")
}

type Xml = Writer<Vec<u8>>;

fn document(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    write(&mut xml)?;
    let mut octets = xml.into_inner();
    octets.push(b'\n');
    String::from_utf8(octets).map_err(io::Error::other)
}

fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(content))?;
    Ok(())
}

fn server(xml: &mut Xml, offer: &Offer) -> io::Result<()> {
    let Words { kind, is_incoming, is_implicit_tls, .. } = words(offer.port);
    let name = if is_incoming { "incomingServer" } else { "outgoingServer" };
    xml.create_element(name).with_attribute(("type", kind)).write_inner_content(|xml| {
        text(xml, "hostname", &offer.host)?;
        text(xml, "port", &offer.number.to_string())?;
        text(xml, "socketType", if is_implicit_tls { "SSL" } else { "STARTTLS" })?;
        text(xml, "authentication", "password-cleartext")?;
        text(xml, "username", "%EMAILADDRESS%")
    })?;
    Ok(())
}

fn protocol(xml: &mut Xml, offer: &Offer) -> io::Result<()> {
    let Words { protocol, is_implicit_tls, .. } = words(offer.port);
    xml.create_element("Protocol").write_inner_content(|xml| {
        text(xml, "Type", protocol)?;
        text(xml, "Server", &offer.host)?;
        text(xml, "Port", &offer.number.to_string())?;
        text(xml, "DomainRequired", "off")?;
        text(xml, "SPA", "off")?;
        text(xml, "SSL", "on")?;
        text(xml, "Encryption", if is_implicit_tls { "SSL" } else { "TLS" })?;
        text(xml, "AuthRequired", "on")
    })?;
    Ok(())
}
