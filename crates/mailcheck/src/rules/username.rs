//! The form of the user name: what the provider wants, against what was typed.

use super::concerned::quoted;
use super::provider::{self, named};
use super::rule::{Judge, Rule};
use crate::evidence::{Account, AddressView, EndpointView, Evidence, Step};
use crate::knowledge::providers::{self, Form, Grade, Provider, Username};
use crate::model::{Address, Service};
use crate::report::{Advice, Arg, Severity, Who};

/// The user name has another form than the provider wants. Said before anybody logs in as well, and
/// not where a server took the name.
pub(super) static USERNAME_FORM: Rule = Rule {
    id: "login.username-form",
    severity: Severity::Warning,
    reference: "RFC 6186 §4",
    judge: Judge::Run(|evidence| {
        let Mismatch { provider, wanted, form, given } = mismatch(evidence)?;
        let advice = Advice::new(Who::You)
            .case(case(form))
            .arg("provider", named(&provider.names))
            .arg("given", quoted(given))
            .arg("example", quoted(&example(form, &evidence.account, provider)))
            .arg("seen", wanted.source.seen.to_string());
        let Some(name) = &wanted.name else { return Some(advice) };
        let page = wanted.page.as_ref().unwrap_or(&wanted.source.at);
        Some(advice.arg("name", named(name)).arg("page", page.as_str()))
    }),
};

/// The name to log in with, in another form than the one that is wanted.
struct Mismatch<'a> {
    provider: &'static Provider,
    wanted: &'static Username,
    form: Form,
    given: &'a str,
}

/// The first server that wants another form. Where none is known, it is that for reading.
fn mismatch(evidence: &Evidence) -> Option<Mismatch<'_>> {
    let account = &evidence.account;
    let views: Vec<EndpointView<'_>> = evidence.views().collect();
    if views.is_empty() {
        let provider = account.domain.as_ref().and_then(providers::by_domain)?;
        return against(account, provider, Service::Imap);
    }
    // A name that one server took is doubted only where another refused it.
    let was_taken = views.iter().any(|view| answered(view, true));
    let mut doubtful = views.iter().filter(|view| !was_taken || answered(view, false));
    doubtful.find_map(here)
}

fn here<'a>(view: &EndpointView<'a>) -> Option<Mismatch<'a>> {
    against(&view.evidence.account, provider::of(view)?, view.endpoint().service)
}

fn against<'a>(
    account: &'a Account,
    provider: &'static Provider,
    service: Service,
) -> Option<Mismatch<'a>> {
    let (wanted, form) = wanted(provider, service)?;
    let given = given(account)?;
    let is_other = !fits(form, given, account, provider);
    is_other.then_some(Mismatch { provider, wanted, form, given })
}

/// The one form that the provider wants. Where it takes several, and where sources disagree, there is
/// none to hold against a name.
fn wanted(provider: &Provider, service: Service) -> Option<(&Username, Form)> {
    let wanted = published(provider, service)?;
    let [form] = wanted.forms.as_slice() else { return None };
    Some((wanted, *form))
}

/// What the provider or a collection of settings says of the name, and not only somebody else.
fn published(provider: &Provider, service: Service) -> Option<&Username> {
    provider.username(service).filter(|username| username.source.grade < Grade::C)
}

/// What is known of the name for a server.
pub(super) enum Name {
    /// It has the form that the provider wants.
    Fits,
    /// It has another. The name that is wanted, or what the provider calls it, and since when that is
    /// known.
    Other { wanted: Arg, seen: String },
    /// Which form the provider wants is not known.
    Unknown,
}

/// What is known of the name for this server.
pub(super) fn name_for(view: &EndpointView<'_>) -> Name {
    let account = &view.evidence.account;
    let service = view.endpoint().service;
    let provider = provider::of(view);
    let Some((provider, username)) = provider.and_then(|it| Some((it, published(it, service)?)))
    else {
        return Name::Unknown;
    };
    let has =
        |form: &Form| given(account).is_none_or(|given| fits(*form, given, account, provider));
    if username.forms.iter().any(has) {
        return Name::Fits;
    }
    let Some((_, form)) = wanted(provider, service) else { return Name::Unknown };
    let example = || Arg::from(quoted(&example(form, account, provider)));
    let wanted = username.name.as_ref().map_or_else(example, named);
    Name::Other { wanted, seen: username.source.seen.to_string() }
}

/// Whether it is known which form the name is to have, so that nobody has to guess by its letters.
pub(super) fn is_known(evidence: &Evidence) -> bool {
    let by_view = |view: EndpointView<'_>| !matches!(name_for(&view), Name::Unknown);
    let mut views = evidence.views().peekable();
    if views.peek().is_some() {
        return views.any(by_view);
    }
    let provider = evidence.account.domain.as_ref().and_then(providers::by_domain);
    provider.is_some_and(|provider| wanted(provider, Service::Imap).is_some())
}

/// The name to log in with, as it was given.
fn given(account: &Account) -> Option<&str> {
    account.username.as_deref().or(account.address.as_deref())
}

fn address(account: &Account) -> Option<Address> {
    account.address.as_deref()?.parse().ok()
}

/// Whether the name has this form. What cannot be told fits: an address of another domain may be the
/// name that its owner was given.
fn fits(form: Form, given: &str, account: &Account, provider: &Provider) -> bool {
    let is_its_address =
        || given.parse().is_ok_and(|address: Address| gives_out(provider, &address));
    match form {
        Form::Address => given.contains('@'),
        Form::Dotted if given.contains('@') => !is_its_address(),
        Form::Dotted => given.contains('.'),
        Form::LocalPart => !is_its_address(),
        Form::OtherId => address(account).is_none_or(|address| {
            let written = [address.to_string(), address.to_ascii_domain()];
            !written.iter().any(|written| written.eq_ignore_ascii_case(given))
        }),
    }
}

/// Whether this is a customer's address.
fn gives_out(provider: &Provider, address: &Address) -> bool {
    providers::by_domain(address.domain()).is_some_and(|owner| owner.id == provider.id)
}

/// The name in that form, as far as the address tells; else one that shows the form. An address of
/// another domain says nothing of the name that its provider gave.
fn example(form: Form, account: &Account, provider: &Provider) -> String {
    let known = address(account).filter(|it| form == Form::Address || gives_out(provider, it));
    let known = known.map(|it| (it.local().to_owned(), it.domain().to_string()));
    let (local, domain) = known.unwrap_or_else(|| {
        let mut domains = provider.domains.iter().flat_map(|group| &group.names);
        let domain = domains.next().map(|pattern| pattern.base().to_string());
        ("name".to_owned(), domain.unwrap_or_else(|| "example.org".to_owned()))
    });
    match form {
        Form::Address | Form::OtherId => format!("{local}@{domain}"),
        Form::Dotted => format!("{local}.{domain}"),
        Form::LocalPart => local,
    }
}

fn case(form: Form) -> &'static str {
    match form {
        Form::Address => "address",
        Form::Dotted => "dotted",
        Form::LocalPart => "local-part",
        Form::OtherId => "other",
    }
}

/// Whether the server took the log-in, or refused it.
fn answered(view: &EndpointView<'_>, accepted: bool) -> bool {
    let addresses = view.addresses();
    let mut logins = addresses.iter().map(AddressView::login);
    logins.any(|login| matches!(login, Step::Done(reply) if reply.accepted == accepted))
}
