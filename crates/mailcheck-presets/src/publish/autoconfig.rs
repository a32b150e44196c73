//! An autoconfig document, version 1.1, that every mail program takes (draft-ietf-mailmaint-autoconfig).

use mailcheck::model::{Security, Setting};

use super::{Kind, Offer, Published, Reason, Servers, display_name, username, ways, web};
use crate::xml::Xml;

pub(super) fn write(offer: &Offer, servers: &Servers<'_>) -> Result<Vec<Published>, Reason> {
    let servers = servers.with_password()?;
    let domain = offer.domain.as_str();
    let mut xml = Xml::new();
    xml.open("clientConfig", &[("version", "1.1")]);
    xml.open("emailProvider", &[("id", domain)]);
    xml.leaf("domain", domain);
    xml.leaf("displayName", &display_name(offer, MAX_NAME));
    xml.leaf("displayShortName", &display_name(offer, MAX_SHORT_NAME));
    for setting in &servers.incoming {
        server(&mut xml, "incomingServer", setting);
    }
    for setting in &servers.outgoing {
        server(&mut xml, "outgoingServer", setting);
    }
    let places = vec![
        web(offer, Some("autoconfig"), "/mail/config-v1.1.xml", CONTENT_TYPE, false)?,
        web(offer, None, "/.well-known/autoconfig/mail/config-v1.1.xml", CONTENT_TYPE, false)?,
    ];
    Ok(vec![Published {
        kind: Kind::Autoconfig,
        name: "config-v1.1.xml",
        content: xml.end(),
        places,
        is_template: false,
        settings: servers.all().cloned().collect(),
    }])
}

fn server(xml: &mut Xml, element: &'static str, setting: &Setting) {
    let endpoint = &setting.endpoint;
    xml.open(element, &[("type", endpoint.service.name())]);
    xml.leaf("hostname", endpoint.host.as_str());
    xml.leaf("port", &endpoint.port.to_string());
    let socket_type = match endpoint.security {
        Security::Tls => "SSL",
        Security::Starttls => "STARTTLS",
        Security::Plain => "plain",
    };
    xml.leaf("socketType", socket_type);
    for way in ways(setting) {
        xml.leaf("authentication", way.name());
    }
    xml.leaf("username", username(setting));
    xml.close();
}

const CONTENT_TYPE: &str = "text/xml";

/// Characters of `displayName` and `displayShortName`, of which the draft wants no more.
const MAX_NAME: usize = 60;
const MAX_SHORT_NAME: usize = 20;
