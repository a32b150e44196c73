//! Whose server it is. What its provider publishes sharpens what rules say, and never replaces what was
//! seen.

use crate::evidence::EndpointView;
use crate::knowledge::providers::{
    self, AccessKind, Names, PageKind, Provider, Source as Reference,
};
use crate::model::{Host, Source};
use crate::report::Arg;

/// Whose server this is, if that is known: by its own name; where several providers have it in common,
/// or it has none that tells, by the mail domain that led to it.
pub(super) fn of(view: &EndpointView<'_>) -> Option<&'static Provider> {
    let of_domain = view.evidence.account.domain.as_ref().and_then(providers::by_domain);
    let host = &view.endpoint().host;
    if of_domain.is_some_and(|provider| provider.names_server(host)) {
        return of_domain;
    }
    // A server that the person named is of the domain's provider only if something says so.
    let leads_here = |provider: &&Provider| {
        view.candidate.source != Source::Given || (is_bridged(provider) && is_this_device(host))
    };
    providers::by_server(host).or_else(|| of_domain.filter(leads_here))
}

/// Whether mail programs get in by a program of the provider on the same device.
fn is_bridged(provider: &Provider) -> bool {
    provider.access.as_ref().is_some_and(|access| access.kind == AccessKind::Bridge)
}

fn is_this_device(host: &Host) -> bool {
    host.as_str() == "localhost" || host.ip().is_some_and(|ip| ip.is_loopback())
}

/// A proper name as an argument of texts.
pub(super) fn named(names: &Names) -> Arg {
    Arg::Name { en: names.en.clone(), ja: names.ja.clone() }
}

/// Where this is described: on a page of its own, else on that about mail programs, else where it is
/// known from.
pub(super) fn page<'a>(
    provider: &'a Provider,
    own: Option<&'a String>,
    known_from: &'a Reference,
) -> &'a str {
    let help = || provider.page(PageKind::Help).map(|page| &page.url);
    own.or_else(help).unwrap_or(&known_from.at)
}
