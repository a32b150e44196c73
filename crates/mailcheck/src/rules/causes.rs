//! The causes of a refused log-in in the order in which they are likely at its provider, with the
//! provider's pages. They sharpen hypotheses; what was seen stays as it is.

use super::login::was_accepted_elsewhere;
use super::provider::{self, named, page};
use super::username::{Name, name_for};
use crate::evidence::EndpointView;
use crate::knowledge::providers::{
    Credential, CredentialKind, Lockout, Provider, Release, Source, Switch, SwitchState,
};
use crate::report::{Advice, Arg};

/// Whose the causes are.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Whose {
    /// Of anybody with such a reply. What the provider rules out is left away, and what it asks of
    /// everybody comes first.
    Anybody,
    /// Those of the provider's own words, or of what was seen. They stay, in their order, and are only
    /// named more exactly.
    Seen,
}

/// Adds causes, as the provider of this server makes them likely. Where nothing is known of it, they
/// are as they were.
pub(super) fn add(
    view: &EndpointView<'_>,
    advice: Advice,
    causes: &[&'static str],
    whose: Whose,
) -> Advice {
    let Some(provider) = provider::of(view) else { return advice.causes(causes) };
    let mut sharpened: Vec<&'static str> = Vec::new();
    let mut push = |cause| {
        if !sharpened.contains(&cause) {
            sharpened.push(cause);
        }
    };
    for cause in causes {
        match known(view, provider, cause) {
            Known::As(exactly) => push(exactly),
            Known::RuledOut if whose == Whose::Anybody => {}
            Known::Nothing | Known::RuledOut => push(cause),
        }
    }
    if whose == Whose::Anybody {
        for cause in ASKED_OF_ALL {
            if let Known::As(exactly) = known(view, provider, cause) {
                push(exactly);
            }
        }
        sharpened.sort_by_key(|cause| rank(cause));
    }
    with_args(view, advice, provider).causes(&sharpened)
}

/// Names the filter on addresses from abroad as a cause beside another one, where the provider has it.
pub(super) fn add_foreign_filter(
    view: &EndpointView<'_>,
    advice: Advice,
    other: &'static str,
) -> Advice {
    let filter = provider::of(view).map(|provider| (provider, foreign_filter(view, provider)));
    let Some((provider, Known::As(filter))) = filter else { return advice };
    with_args(view, advice, provider).causes(&[other, filter])
}

/// What to do first about the likeliest cause, as the variant of the texts; `usual` where it is one of
/// anybody's.
pub(super) fn remedy(advice: &Advice, usual: &'static str) -> &'static str {
    match advice.causes.first() {
        Some(&"cause-other-username") => "username",
        Some(&("cause-app-password-named" | "cause-bridge-password" | "cause-mail-password")) => {
            "password"
        }
        Some(&"cause-oauth-only") => "oauth",
        Some(&("cause-not-in-plan" | "cause-switch-off")) => "switch",
        _of_anybody => usual,
    }
}

/// Says where to get the password that mail programs need, if that is known.
pub(super) fn point_to_password(view: &EndpointView<'_>, advice: Advice) -> Advice {
    let provider = provider::of(view);
    match provider.and_then(|provider| Some((provider, special_password(provider)?))) {
        Some((provider, password)) => {
            with_password(advice.arg("where", "known"), provider, password)
        }
        None => advice.arg("where", "unknown"),
    }
}

/// Says where to switch the service on, if that is known.
pub(super) fn point_to_switch(view: &EndpointView<'_>, advice: Advice) -> Advice {
    let service = view.endpoint().service;
    let provider = provider::of(view);
    let switch = provider.and_then(|provider| Some((provider, provider.switch(service)?)));
    match switch.filter(|(_, switch)| switch.state != SwitchState::AlwaysOn) {
        Some((provider, switch)) => with_switch(advice.arg("where", "known"), provider, switch),
        None => advice.arg("where", "unknown"),
    }
}

/// What is known of a cause at this provider.
enum Known {
    /// It is this one, more exactly.
    As(&'static str),
    Nothing,
    /// It cannot be the cause here.
    RuledOut,
}

fn known(view: &EndpointView<'_>, provider: &Provider, cause: &str) -> Known {
    match cause {
        "cause-access-off" => match switch(view, provider) {
            // Which password is wanted is said by itself.
            Known::Nothing if !provider.credentials.is_empty() => Known::As("cause-service-off"),
            known @ (Known::As(_) | Known::Nothing | Known::RuledOut) => known,
        },
        "cause-account-locked" => lock(view, provider),
        "cause-app-password" | "cause-oauth" | "cause-portal-password" => password(view, provider),
        "cause-blocked-for-now" => match lock(view, provider) {
            Known::As(lifted @ "cause-locked-until-lifted") => Known::As(lifted),
            Known::As(_) | Known::Nothing | Known::RuledOut => Known::Nothing,
        },
        "cause-foreign-filter" => foreign_filter(view, provider),
        "cause-service-off" => switch(view, provider),
        "cause-username-form" => match name_for(view) {
            Name::Fits => Known::RuledOut,
            Name::Other { .. } => Known::As("cause-other-username"),
            Name::Unknown => Known::Nothing,
        },
        _other => Known::Nothing,
    }
}

/// Which password it may be in place of the one that is wanted. Kinds that are not listed are refused.
fn password(view: &EndpointView<'_>, provider: &Provider) -> Known {
    let takes = |kind| provider.credential(kind).is_some();
    match (takes(CredentialKind::MainPassword), takes(CredentialKind::AppPassword)) {
        _any if provider.credentials.is_empty() => Known::Nothing,
        _any if was_accepted_elsewhere(view) => Known::RuledOut,
        (true, true) => Known::As("cause-two-step"),
        (true, false) => Known::RuledOut,
        (false, true) => Known::As("cause-app-password-named"),
        (false, false) if takes(CredentialKind::MailPassword) => Known::As("cause-mail-password"),
        (false, false) if takes(CredentialKind::BridgePassword) => {
            Known::As("cause-bridge-password")
        }
        (false, false) => Known::As("cause-oauth-only"),
    }
}

fn switch(view: &EndpointView<'_>, provider: &Provider) -> Known {
    match provider.switch(view.endpoint().service).map(|switch| switch.state) {
        Some(SwitchState::AlwaysOn) => Known::RuledOut,
        Some(SwitchState::Off) => Known::As("cause-switch-off"),
        Some(SwitchState::OnlyWithPlan) => Known::As("cause-not-in-plan"),
        None => Known::Nothing,
    }
}

fn lock(view: &EndpointView<'_>, provider: &Provider) -> Known {
    match provider.lockout(view.endpoint().service).map(|lockout| lockout.over) {
        Some(Release::AfterSeconds(_)) => Known::As("cause-locked-for-a-time"),
        Some(Release::OnRequest) => Known::As("cause-locked-until-lifted"),
        Some(Release::NotPublished) | None => Known::Nothing,
    }
}

fn foreign_filter(view: &EndpointView<'_>, provider: &Provider) -> Known {
    let filter = provider.foreign_filter(view.endpoint().service);
    match filter.filter(|filter| filter.on_unless_changed) {
        Some(_) => Known::As("cause-foreign-filter-named"),
        None => Known::Nothing,
    }
}

/// What was seen of this account comes first, then what the provider asks of everybody.
fn rank(cause: &str) -> u8 {
    match cause {
        "cause-other-username" => 0,
        "cause-app-password-named"
        | "cause-bridge-password"
        | "cause-mail-password"
        | "cause-oauth-only" => 1,
        "cause-not-in-plan" | "cause-switch-off" => 2,
        "cause-foreign-filter-named" => 4,
        _of_anybody => 3,
    }
}

/// What the provider may ask of everybody, or do to everybody, whatever a reply says.
const ASKED_OF_ALL: &[&str] = &[
    "cause-username-form",
    "cause-portal-password",
    "cause-service-off",
    "cause-account-locked",
    "cause-foreign-filter",
];

/// Everything that the texts of these causes name, as far as it is known.
fn with_args(view: &EndpointView<'_>, advice: Advice, provider: &Provider) -> Advice {
    let service = view.endpoint().service;
    let mut advice = advice.arg("provider", named(&provider.names));
    if let Name::Other { wanted, seen } = name_for(view) {
        advice = advice.arg("wanted", wanted).arg("wanted-seen", seen);
    }
    if let Some(password) = special_password(provider) {
        advice = with_password(advice, provider, password);
    }
    if let Some(switch) = provider.switch(service) {
        advice = with_switch(advice, provider, switch);
    }
    if let Some(filter) = provider.foreign_filter(service) {
        let page = page(provider, filter.page.as_ref(), &filter.source);
        advice = advice.arg("filter-page", page).arg("filter-seen", day(&filter.source));
    }
    match provider.lockout(service) {
        Some(lockout) => with_lock(advice, provider, lockout),
        None => advice,
    }
}

/// The password for mail programs that is not that of the member page.
fn special_password(provider: &Provider) -> Option<&Credential> {
    provider.credentials.iter().find(|it| match it.kind {
        CredentialKind::AppPassword
        | CredentialKind::BridgePassword
        | CredentialKind::MailPassword => true,
        CredentialKind::MainPassword | CredentialKind::Oauth => false,
    })
}

/// What the password is called, and where it is to be had.
fn with_password(advice: Advice, provider: &Provider, password: &Credential) -> Advice {
    // Where it has no name of its own, the texts have one.
    let name = password.name.as_ref().map_or_else(|| Arg::from("none"), named);
    advice
        .arg("password", name)
        .arg("password-page", page(provider, password.page.as_ref(), &password.source))
        .arg("password-seen", day(&password.source))
}

/// Where access is switched on: the way through the menus, and the page.
fn with_switch(advice: Advice, provider: &Provider, switch: &Switch) -> Advice {
    let page = page(provider, switch.page.as_ref(), &switch.source);
    let place = match &switch.menu {
        Some(menu) => {
            Arg::Name { en: format!("{} ({page})", menu.en), ja: format!("{} ({page})", menu.ja) }
        }
        None => Arg::from(page),
    };
    advice.arg("switch", place).arg("switch-seen", day(&switch.source))
}

/// What brings a lock about, and what ends it. Neither is always told.
pub(super) fn with_lock(advice: Advice, provider: &Provider, lockout: &Lockout) -> Advice {
    let failures = lockout.failures.told().map_or(0, i64::from);
    let minutes = lockout.over.wait().map_or(0, |wait| wait.as_secs().div_ceil(60));
    advice
        .arg("failures", failures)
        .arg("lock-minutes", i64::try_from(minutes).unwrap_or(i64::MAX))
        .arg("lock-page", page(provider, None, &lockout.source))
        .arg("lock-seen", day(&lockout.source))
}

/// Since when it is known.
fn day(source: &Source) -> String {
    source.seen.to_string()
}
