//! An answer to Autodiscover, "plain old XML" (MS-OXDSCLI §2.2.4).

use mailcheck::model::{Security, Service, Setting};

use super::{Kind, Offer, Published, Reason, Servers, username, web};
use crate::xml::Xml;

pub(super) fn write(offer: &Offer, servers: &Servers<'_>) -> Result<Vec<Published>, Reason> {
    let servers = servers.with_password()?;
    let mut xml = Xml::new();
    xml.open("Autodiscover", &[("xmlns", OUTER)]);
    xml.open("Response", &[("xmlns", INNER)]);
    xml.open("Account", &[]);
    xml.leaf("AccountType", "email");
    xml.leaf("Action", "settings");
    // One of each kind: programs do not agree on which of several counts.
    let mut settings = Vec::new();
    for (service, word) in
        [(Service::Imap, "IMAP"), (Service::Pop3, "POP3"), (Service::Smtp, "SMTP")]
    {
        if let Some(setting) = servers.all().find(|it| it.endpoint.service == service) {
            protocol(&mut xml, word, setting);
            settings.push(setting.clone());
        }
    }
    let path = "/autodiscover/autodiscover.xml";
    let places = vec![
        web(offer, Some("autodiscover"), path, CONTENT_TYPE, true)?,
        web(offer, None, path, CONTENT_TYPE, true)?,
    ];
    Ok(vec![Published {
        kind: Kind::Autodiscover,
        name: "autodiscover.xml",
        content: xml.end(),
        places,
        // The format has no placeholders: the server writes the log-in name of who asks.
        is_template: true,
        settings,
    }])
}

fn protocol(xml: &mut Xml, word: &str, setting: &Setting) {
    let endpoint = &setting.endpoint;
    xml.open("Protocol", &[]);
    xml.leaf("Type", word);
    xml.leaf("Server", endpoint.host.as_str());
    xml.leaf("Port", &endpoint.port.to_string());
    xml.leaf("LoginName", username(setting));
    xml.leaf("DomainRequired", "off");
    // Absent means on: a log-in by NTLM.
    xml.leaf("SPA", "off");
    // `Encryption` says which; who does not know it is kept from going without by `SSL`.
    xml.leaf("SSL", "on");
    let encryption = match endpoint.security {
        Security::Tls => "SSL",
        Security::Starttls => "TLS",
        Security::Plain => "None",
    };
    xml.leaf("Encryption", encryption);
    xml.leaf("AuthRequired", "on");
    if endpoint.service == Service::Smtp {
        xml.leaf("UsePOPAuth", "on");
        xml.leaf("SMTPLast", "off");
    }
    xml.close();
}

const CONTENT_TYPE: &str = "text/xml";

const OUTER: &str = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
const INNER: &str =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
