//! What each source would have mail programs use for one service.

use super::{published, stale};
use crate::evidence::{Asked, Evidence, Forgeable, Step};
use crate::model::{Endpoint, Security, Service, Setting, Source};

/// What one source says of one service: the first that can be used, and all that it has.
pub(super) struct Voice<'a> {
    pub(super) asked: &'a Asked,
    pub(super) choice: &'a Setting,
    all: Vec<&'a Setting>,
}

impl Voice<'_> {
    /// The source in a word, the same in every language.
    pub(super) fn name(&self) -> String {
        let name = published::name(self.asked);
        // The same place asked twice, and only one of both answers can be changed on the way.
        let is_clear = self.asked.forgeable() == Some(Forgeable::PlainHttp);
        if is_clear { format!("{name} (http)") } else { name.to_owned() }
    }

    fn has(&self, endpoint: &Endpoint) -> bool {
        self.all.iter().any(|it| it.endpoint == *endpoint)
    }

    /// Whether one of both names what the other would have people use: it has more servers, or another
    /// order.
    pub(super) fn agrees(&self, other: &Self, evidence: &Evidence) -> bool {
        self.has(&other.choice.endpoint)
            || other.has(&self.choice.endpoint)
            || is_one_server(evidence, &self.choice.endpoint, &other.choice.endpoint)
    }
}

/// What all sources say of a service, the greatest authority first. Records are one source, however many
/// names they have. A server that is without encryption, or dead, is another rule's.
pub(super) fn voices(evidence: &Evidence, service: Service) -> Vec<Voice<'_>> {
    let answers = published::answers(evidence);
    let dead = stale::dead(evidence);
    let is_usable = |it: &Setting| {
        it.endpoint.security != Security::Plain
            && !dead.iter().any(|dead| *dead.endpoint == it.endpoint)
    };
    let mut voices = Vec::new();
    let mut are_records_heard = false;
    for asked in answers.iter().copied() {
        let is_record = |other: &&Asked| other.source == Source::Srv;
        let mut all = published::of_service(asked, service);
        if is_record(&asked) {
            if std::mem::replace(&mut are_records_heard, true) {
                continue;
            }
            let records = answers.iter().copied().filter(is_record);
            all = records.flat_map(|it| published::of_service(it, service)).collect();
            // Implicit TLS comes first (RFC 8314 §5.1).
            all.sort_by_key(|it| it.endpoint.security);
        }
        if let Some(choice) = all.iter().copied().find(|it| is_usable(it)) {
            // Of the records, the one that says so.
            let says = |it: &&Asked| it.settings.iter().any(|it| std::ptr::eq(it, choice));
            let asked = answers.iter().copied().find(says).unwrap_or(asked);
            voices.push(Voice { asked, choice, all });
        }
    }
    voices
}

/// Whether two names lead to one and the same server, which has a certificate for both.
fn is_one_server(evidence: &Evidence, one: &Endpoint, other: &Endpoint) -> bool {
    let ips = |endpoint| {
        let addresses =
            published::seen(evidence, endpoint).map(|view| view.addresses()).unwrap_or_default();
        let is_verified = |address: &crate::evidence::AddressView<'_>| matches!(address.handshake(), Step::Done(tls) if tls.verified);
        addresses.iter().filter(|it| is_verified(it)).map(|it| it.ip).collect::<Vec<_>>()
    };
    let is_alike = one.port == other.port && one.security == other.security;
    is_alike && ips(one).iter().any(|ip| ips(other).contains(ip))
}
