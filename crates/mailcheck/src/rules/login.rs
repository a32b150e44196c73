//! Logging in: what is offered, what is safe, and what the server said to it.

use std::time::Duration;

use super::beside::RELAY_PORT;
use super::causes::{self, Whose};
use super::concerned::{about, concerned, quoted_list};
use super::greeting::is_welcome;
use super::meaning;
use super::outcome::{Answer, answer};
use super::rule::{Judge, Rule};
use super::{settings, token, typing, waits};
use crate::evidence::{
    AddressView, Credential, EndpointView, Fact, LoginFailure, Mechanism, NotAttempted, OtherLogin,
    ReadFailure, Risk, Stage, Step, TooSoon,
};
use crate::knowledge::replies::Meaning;
use crate::model::{Security, ServerText, Service};
use crate::report::{Decides, LoginOutcome, Severity, Wait, WaitSource, Who};
use crate::wire;

/// Inside TLS the server offers nothing to log in with, or nobody has to, be it there or in clear.
pub(super) static NO_MECHANISM: Rule = Rule {
    id: "login.no-mechanism",
    severity: Severity::Error,
    reference: "RFC 4954 §3, RFC 9051 §6.2.3",
    judge: Judge::Endpoint(|view| {
        let endpoint = view.endpoint();
        let is_in_clear = endpoint.security == Security::Plain;
        let found = concerned(view, |address| {
            let is_preauth = address.not_attempted() == Some(NotAttempted::Preauth);
            let is_listed = address.capabilities(Stage::AfterTls).is_some();
            let offers_none = is_listed && !address.login_is_offered();
            let is_fault = if is_in_clear { is_preauth } else { is_preauth || offers_none };
            let is_reached = is_in_clear || is_private(address);
            let heard = || address.said_for_a_list(Stage::AfterTls).cloned();
            (is_reached && is_fault).then(|| (is_preauth, heard()))
        })?;
        let (is_preauth, heard) = found.first.clone();
        let case = match endpoint.service {
            _ if is_preauth && is_in_clear => "preauth-in-clear",
            _ if is_preauth => "preauth",
            Service::Smtp if endpoint.port == RELAY_PORT => "port-25",
            Service::Smtp => "smtp",
            Service::Imap | Service::Pop3 => "other",
        };
        Some(found.advice(Who::You).case(case).evidence(heard))
    }),
};

/// The server offers something to log in with, and nothing that a password can be used with here.
pub(super) static MECHANISM_UNUSABLE: Rule = Rule {
    id: "login.mechanism-unusable",
    severity: Severity::Error,
    reference: "RFC 4954 §4, RFC 9051 §6.2.2",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let chosen = match address.not_attempted() {
                Some(NotAttempted::NotOffered(mechanism)) => mechanism.name(),
                Some(NotAttempted::Unusable) => "",
                _other => return None,
            };
            is_private(address).then(|| (ways(address, Stage::AfterTls), chosen))
        })?;
        let (ways, chosen) = &found.first;
        let is = |names: &[&str]| ways.iter().any(|way| names.contains(&way.as_str()));
        let case = if !chosen.is_empty() {
            "chosen"
        } else if view.evidence.account.credential == Credential::Token {
            "token"
        } else if view.evidence.account.credential == Credential::Certificate {
            "certificate"
        } else if is(PASSWORD_WAYS) {
            "characters"
        } else if is(&["XOAUTH2", "OAUTHBEARER"]) {
            "oauth"
        } else {
            "other"
        };
        let advice = found.advice(Who::You).case(case).arg("ways", quoted_list(ways));
        Some(advice.arg("chosen", *chosen))
    }),
};

/// A mechanism is offered and not there, while another works: programs that take the first that they
/// know cannot log in.
pub(super) static MECHANISM_BROKEN: Rule = Rule {
    id: "login.mechanism-broken",
    severity: Severity::Warning,
    reference: "RFC 4954 §4, RFC 9051 §6.2.2",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let works = address.login().done().filter(|reply| reply.accepted)?;
            let broken = broken(address);
            (!broken.is_empty()).then_some((broken, works.mechanism))
        })?;
        let (broken, works) = &found.first;
        let is_missing = broken.iter().all(|it| it.is_missing);
        let names = broken.iter().map(|it| it.mechanism.name().to_owned()).collect::<Vec<_>>();
        let lines = broken.iter().filter_map(|it| it.lines.last().cloned());
        let advice = found.advice(Who::Provider).evidence(lines);
        let case = if is_missing { "missing" } else { "other" };
        Some(advice.case(case).arg("broken", names).arg("works", works.name()))
    }),
};

/// A mechanism that did not work though another did.
struct Broken<'a> {
    mechanism: Mechanism,
    /// The server said that it does not have it.
    is_missing: bool,
    lines: &'a [ServerText],
}

/// Those that were tried at an address.
fn broken<'a>(address: &AddressView<'a>) -> Vec<Broken<'a>> {
    let missing = address.login_by_a_missing_mechanism().map(|reply| Broken {
        mechanism: reply.mechanism,
        is_missing: true,
        lines: &reply.lines,
    });
    let others = address.other_mechanisms().filter_map(|(mechanism, login)| {
        let (is_broken, lines) = match login {
            // What may pass says nothing of the mechanism.
            OtherLogin::Answered(reply) => (!reply.accepted && !reply.transient, &reply.lines),
            OtherLogin::Failed(_) | OtherLogin::LeftOut => return None,
        };
        is_broken.then_some(Broken { mechanism, is_missing: false, lines })
    });
    missing.into_iter().chain(others).collect()
}

/// These settings send the password unencrypted. `mailcheck` never does.
pub(super) static WOULD_BE_IN_CLEAR: Rule = Rule {
    id: "login.would-be-in-clear",
    severity: Severity::Error,
    reference: "RFC 8314 §5.2",
    judge: Judge::Endpoint(|view| {
        if view.endpoint().security != Security::Plain || settings::is_said_of(view) {
            return None;
        }
        let found = concerned(view, |address| {
            // Without an answer to the first question no client comes as far as a password.
            let list = address.capabilities(Stage::BeforeTls)?;
            let heard = address.said_for_a_list(Stage::BeforeTls);
            is_welcome(address).then(|| (offers_starttls(list), heard))
        })?;
        let (has_starttls, heard) = found.first;
        let case = if has_starttls { "starttls" } else { "other" };
        Some(found.advice(Who::You).case(case).evidence(heard.cloned()))
    }),
};

/// The server would take a password before TLS, so a client that is set up badly, or one that is
/// made believe that there is no TLS, gives it away. Where STARTTLS is not offered at all, or the
/// settings ask for no encryption, that is the fault and this its consequence.
pub(super) static ALLOWED_IN_CLEAR: Rule = Rule {
    id: "login.allowed-in-clear",
    severity: Severity::Warning,
    reference: "RFC 8314 §4.1, RFC 9051 §11.7, RFC 4954 §4",
    judge: Judge::Endpoint(|view| {
        if view.endpoint().security != Security::Starttls {
            return None;
        }
        let found = concerned(view, |address| {
            if matches!(address.starttls(), Some(Fact::StarttlsNotOffered)) {
                return None;
            }
            let mut ways = ways(address, Stage::BeforeTls);
            ways.retain(|way| PASSWORD_WAYS.contains(&way.as_str()));
            (!ways.is_empty()).then_some(ways)
        })?;
        let advice = found.advice(Who::You);
        Some(advice.arg("ways", quoted_list(&found.first)))
    }),
};

/// Log-ins of earlier runs were refused, and one more could lock the account or ban this line, so it
/// was held back.
pub(super) static TOO_SOON: Rule = Rule {
    id: "login.too-soon",
    severity: Severity::Error,
    reference: "NIST SP 800-63B §5.2.2",
    judge: Judge::Endpoint(|view| {
        // One address is chosen to log in at, and which one says nothing.
        let too_soon =
            view.addresses().iter().find_map(|address| match address.not_attempted() {
                Some(NotAttempted::TooSoon(too_soon)) => Some(too_soon),
                _else => None,
            })?;
        let TooSoon { risk, refusals, until } = too_soon;
        let advice = about(view, Who::You).arg("until", until).arg("refusals", i64::from(refusals));
        let advice = advice.decides(Decides::No).case(match risk {
            Risk::Ban => "ban",
            Risk::Lock => "other",
            Risk::LongerLock => "longer-lock",
        });
        let left = until.duration_since(view.evidence.ended_at());
        Some(match Duration::try_from(left) {
            Ok(left) => advice.wait(Wait::new(left, WaitSource::Ledger, "")),
            Err(_is_over) => advice,
        })
    }),
};

/// A definite refusal. Servers do not say why (RFC 9051 §11.7), so causes are given by likelihood:
/// those of the server's own words where they are known to stand for several.
pub(super) static REJECTED: Rule = Rule {
    id: "login.rejected",
    severity: Severity::Error,
    reference: "RFC 5530 §3, RFC 4954 §6",
    judge: Judge::Endpoint(|view| {
        if !token::is_by_password(view) {
            return None;
        }
        let found = concerned(view, |address| answered(address, LoginOutcome::Rejected))?;
        let Answer { lines, meanings, .. } = &found.first;
        let advice = found.advice(Who::You).evidence(lines.iter().cloned());
        let is_form = |it: &Meaning| it.finding == "login.username-form";
        let is_told = meanings.len() > 1 || meanings.first().is_some_and(is_form);
        let told = if is_told { meaning::causes(meanings) } else { Vec::new() };
        let whose = if meaning::is_of_provider(meanings) { Whose::Seen } else { Whose::Anybody };
        let (case, remedy, likely) = if was_accepted_elsewhere(view) {
            ("accepted-elsewhere", "member-page", causes_with_good_password(told))
        } else if told.is_empty() {
            ("other", "webmail", causes(view, told))
        } else {
            ("several", "in-turn", causes(view, told))
        };
        let advice = causes::add(view, advice.case(case), &likely, whose);
        let remedy = causes::remedy(&advice, remedy);
        Some(advice.arg("remedy", remedy))
    }),
};

/// The server could not check, or would not now; or it gave no answer, or none about the credential.
pub(super) static TEMPORARY_FAILURE: Rule = Rule {
    id: "login.temporary-failure",
    severity: Severity::Error,
    reference: "RFC 5530 §3, RFC 4954 §6",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let answer = answer(address);
            let garbled = garbled_answer(address);
            let case = match answer.outcome {
                LoginOutcome::Later => "other",
                LoginOutcome::NotCarriedOut => "not-carried-out",
                LoginOutcome::Unanswered if garbled.is_some() => "garbled",
                LoginOutcome::Unanswered => "no-answer",
                LoginOutcome::Accepted
                | LoginOutcome::Busy
                | LoginOutcome::Denied
                | LoginOutcome::GivenUp
                | LoginOutcome::Locked
                | LoginOutcome::NotAttempted
                | LoginOutcome::Rejected
                | LoginOutcome::Stopped
                | LoginOutcome::TurnedAway => return None,
            };
            Some((case, answer, garbled))
        })?;
        let (case, Answer { lines, meanings, .. }, garbled) = &found.first;
        let who = if *case == "not-carried-out" { Who::Provider } else { Who::You };
        let heard = lines.iter().chain(*garbled).cloned();
        let advice = found.advice(who).case(case).evidence(heard);
        let advice = advice.decides(Decides::No);
        // What was not carried out now will not be later.
        if *case == "not-carried-out" {
            return Some(advice);
        }
        Some(advice.wait(meaning::wait(meanings).unwrap_or(waits::LOGIN)))
    }),
};

/// The answer to the log-in, if this is what came of it.
fn answered<'a>(address: &AddressView<'a>, outcome: LoginOutcome) -> Option<Answer<'a>> {
    let answer = answer(address);
    (answer.outcome == outcome).then_some(answer)
}

/// What came instead of an answer to the log-in, where it was none of the protocol's.
fn garbled_answer<'a>(address: &AddressView<'a>) -> Option<&'a ServerText> {
    let Step::Failed(LoginFailure { why: ReadFailure::Garbled { text }, .. }) = address.login()
    else {
        return None;
    };
    Some(text)
}

fn offers_starttls(list: &[ServerText]) -> bool {
    wire::offers(list, "STARTTLS") || wire::offers(list, "STLS")
}

/// What a client could log in with, the commands of IMAP and POP3 included.
fn ways(address: &AddressView<'_>, stage: Stage) -> Vec<String> {
    let Some(list) = address.capabilities(stage) else { return Vec::new() };
    let service = address.endpoint.endpoint().service;
    let mut ways = wire::mechanisms(service, list);
    if service == Service::Imap && !wire::offers(list, "LOGINDISABLED") {
        ways.push(IMAP_LOGIN.to_owned());
    }
    if service == Service::Pop3 && wire::offers(list, POP3_USER) {
        ways.push(POP3_USER.to_owned());
    }
    if stage == Stage::AfterTls && address.apop_timestamp().is_some() {
        ways.push(Mechanism::Apop.name().to_owned());
    }
    ways
}

/// Verified TLS on the client's own connection: what comes before hides what would come here.
fn is_private(address: &AddressView<'_>) -> bool {
    matches!(address.handshake(), Step::Done(tls) if tls.verified)
}

/// The causes that are known of the reply, with the usual ones where there are not several; letters that look alike were seen
/// in what was typed, so they come right after the typing.
fn causes(view: &EndpointView<'_>, known: Vec<&'static str>) -> Vec<&'static str> {
    let mut causes = known;
    if causes.len() < 2 {
        add(&mut causes, CAUSES);
    }
    if typing::has_look_alikes(view.evidence) {
        let typed = causes.iter().position(|cause| *cause == "cause-wrong-password");
        causes.insert(typed.map_or(0, |at| at + 1), "cause-look-alikes");
    }
    causes
}

/// The causes that are left where another server took the same name and password.
fn causes_with_good_password(known: Vec<&'static str>) -> Vec<&'static str> {
    let typed = ["cause-wrong-password", "cause-portal-password"];
    let mut causes = known;
    causes.retain(|cause| !typed.contains(cause));
    add(&mut causes, CAUSES_WITH_GOOD_PASSWORD);
    causes
}

fn add(causes: &mut Vec<&'static str>, more: &[&'static str]) {
    for cause in more {
        if !causes.contains(cause) {
            causes.push(cause);
        }
    }
}

/// Whether another server of the run took the same credential.
pub(super) fn was_accepted_elsewhere(view: &EndpointView<'_>) -> bool {
    let others = view.evidence.views().filter(|other| other.index != view.index);
    others
        .flat_map(|other| other.addresses())
        .any(|address| matches!(address.login(), Step::Done(reply) if reply.accepted))
}

/// The likeliest first: typing, the portal's password (most Japanese providers have two), the form
/// of the name, a switch that is off, a lock.
const CAUSES: &[&str] = &[
    "cause-wrong-password",
    "cause-portal-password",
    "cause-username-form",
    "cause-access-off",
    "cause-account-locked",
];

/// The likeliest first where another server took the same name and password.
const CAUSES_WITH_GOOD_PASSWORD: &[&str] =
    &["cause-access-off", "cause-username-form", "cause-other-password"];

/// IMAP's own command, which is no SASL mechanism.
const IMAP_LOGIN: &str = "IMAP LOGIN";
/// POP3's own, with PASS.
const POP3_USER: &str = "USER";
/// What hands over the password itself.
const PASSWORD_WAYS: &[&str] = &["PLAIN", "LOGIN", IMAP_LOGIN, POP3_USER];
