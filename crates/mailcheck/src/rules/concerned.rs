//! Which addresses of an endpoint have a fault, and the arguments that every text may use.

use std::net::IpAddr;

use crate::evidence::{AddressView, EndpointView};
use crate::model::ServerText;
use crate::report::{Advice, Who};

/// The addresses that have one and the same fault.
pub(super) struct Concerned<'a, T> {
    view: EndpointView<'a>,
    ips: Vec<IpAddr>,
    is_partial: bool,
    /// What was seen at the first of them.
    pub(super) first: T,
}

impl<T> Concerned<'_, T> {
    /// Advice about the endpoint; names the addresses where others were reached without the fault.
    pub(super) fn advice(&self, who: Who) -> Advice {
        let advice = about(&self.view, who);
        if self.is_partial { advice.addresses(self.ips.iter().copied()) } else { advice }
    }
}

/// Asks every address; `None` when none has the fault.
pub(super) fn concerned<'a, T>(
    view: &EndpointView<'a>,
    fault: impl Fn(&AddressView<'a>) -> Option<T>,
) -> Option<Concerned<'a, T>> {
    let addresses = view.addresses();
    let reached = addresses.iter().filter(|address| address.connect().done().is_some()).count();
    let mut found = addresses.iter().filter_map(|address| Some((address.ip, fault(address)?)));
    let (ip, first) = found.next()?;
    let mut ips = vec![ip];
    ips.extend(found.map(|(ip, _)| ip));
    let is_partial = ips.len() < reached;
    Some(Concerned { view: *view, ips, is_partial, first })
}

/// Advice with the arguments that every text may use: where, what, and the usual ports.
pub(super) fn about(view: &EndpointView<'_>, who: Who) -> Advice {
    let endpoint = view.endpoint();
    Advice::new(who)
        .arg("host", endpoint.host.to_string())
        .arg("port", i64::from(endpoint.port))
        .arg("service", endpoint.service.acronym())
        .arg("tls-port", i64::from(endpoint.service.tls_port()))
        .arg("starttls-port", i64::from(endpoint.service.starttls_port()))
}

/// Text that the peer chose, fit to stand in a sentence: made safe, and cut to a bearable length.
pub(super) fn quoted(text: &str) -> String {
    let safe = ServerText::from(text);
    let mut letters = safe.as_str().chars();
    let mut short: String = letters.by_ref().take(MOST_LETTERS).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

/// The first of a list that the peer chose, each fit to stand in a sentence, and whether there are
/// more.
pub(super) fn quoted_list(texts: &[String]) -> Vec<String> {
    let first = texts.iter().take(MOST_TEXTS).map(|text| quoted(text));
    let more = (texts.len() > MOST_TEXTS).then(|| "…".to_owned());
    first.chain(more).collect()
}

/// Longest text of the peer in a sentence; distinguished names of real issuers are shorter.
const MOST_LETTERS: usize = 80;
/// How many names a sentence lists; certificates of large hosters have hundreds.
const MOST_TEXTS: usize = 5;
