//! SRV records of a mail domain (RFC 6186, RFC 8314 §5.1), as lines of its zone (RFC 1035 §5).

use mailcheck::model::{Host, Security, Service, Setting};

use super::{Kind, Offer, Place, Published, Reason, Servers};

/// Writes all six labels: what is not offered has the target `.` (RFC 6186 §3.4), so that nobody has
/// to guess. Of what is not known nothing is said.
pub(super) fn write(
    offer: &Offer,
    servers: &Servers<'_>,
    has_autodiscover: bool,
) -> Result<Vec<Published>, Reason> {
    let servers = servers.any()?;
    let mut content = String::new();
    let mut settings = Vec::new();
    for (label, service, security) in LABELS {
        let owner = format!("{label}._tcp");
        let is_of_label =
            |(its_service, its_security)| (its_service, its_security) == (service, security);
        let mut priority = 0_u16;
        for setting in servers.all() {
            let endpoint = &setting.endpoint;
            if is_of_label((endpoint.service, endpoint.security)) {
                let target = format!("{priority} 1 {} {}.", endpoint.port, endpoint.host.as_str());
                content.push_str(&line(&owner, &offer.domain, "SRV", &target));
                settings.push(Setting::new(endpoint.clone()));
                priority = priority.saturating_add(1);
            }
        }
        if priority == 0 && !offer.not_known.contains(&service) {
            content.push_str(&line(&owner, &offer.domain, "SRV", "0 0 0 ."));
        }
    }
    if has_autodiscover {
        let target = format!("0 1 443 autodiscover.{}.", offer.domain.as_str());
        content.push_str(&line("_autodiscover._tcp", &offer.domain, "SRV", &target));
    }
    let places = vec![Place::Zone { zone: offer.domain.clone() }];
    let (kind, name, is_template) = (Kind::Srv, "srv.zone", false);
    Ok(vec![Published { kind, name, content, places, is_template, settings }])
}

/// One line of a zone.
pub(super) fn line(owner: &str, domain: &Host, kind: &str, rest: &str) -> String {
    format!("{owner}.{}. {TTL_SECONDS} IN {kind} {rest}\n", domain.as_str())
}

const LABELS: [(&str, Service, Security); 6] = [
    ("_imaps", Service::Imap, Security::Tls),
    ("_imap", Service::Imap, Security::Starttls),
    ("_pop3s", Service::Pop3, Security::Tls),
    ("_pop3", Service::Pop3, Security::Starttls),
    ("_submissions", Service::Smtp, Security::Tls),
    ("_submission", Service::Smtp, Security::Starttls),
];

/// An hour: a mistake is mended soon.
const TTL_SECONDS: u32 = 3_600;
