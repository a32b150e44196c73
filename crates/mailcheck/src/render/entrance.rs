//! Whether a web address is an official entrance: for people as text, for programs as JSON.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use textwrap::core::display_width;

use super::page::{Page, Role};
use super::{Lang, Style, Words, escape_json, failures};
use crate::entrance::{Fault, Judged, Reason, Stop, Verdict};
use crate::evidence::Hop;
use crate::knowledge::providers::{Names, Source};
use crate::report::Arg;

/// The name and version of the JSON shape.
const SCHEMA: &str = "mailcheck-entrance/1";

/// Tells people what is known of an address. Ends in a line feed.
pub fn entrance_text(url: &str, judged: &Judged<'_>, style: &Style) -> String {
    let words = Words::new(style.lang);
    let mut page = Page::new(style.width, style.colour);
    let role = match judged.verdict {
        Verdict::OnTheList => Role::Good,
        Verdict::NotOnTheList => Role::Bad,
        Verdict::Inconclusive => Role::Warn,
    };
    page.say(role, &headline(url, judged, &words));
    for line in [known(judged, &words), kind(judged, &words)] {
        if !line.is_empty() {
            page.say(Role::Plain, &line);
        }
    }
    if !judged.stops.is_empty() {
        page.gap();
        page.say(Role::Heading, &words.ui("entrance-hops", &[]));
        for (index, stop) in judged.stops.iter().enumerate() {
            hop(&mut page, index, stop, judged, &words);
        }
    }
    for (key, is_against) in [("entrance-against", true), ("entrance-open", false)] {
        let reasons = judged.reasons.iter().filter(|it| it.fault.is_against() == is_against);
        let mut reasons = reasons.peekable();
        if reasons.peek().is_some() {
            page.gap();
            page.say(Role::Heading, &words.ui(key, &[]));
        }
        for reason in reasons {
            let text = placed(reason, judged, &words);
            let text = format!("{text} [{}]", reason.fault.id());
            page.paragraph((Role::Label, "  - "), 4, (Role::Plain, &text));
        }
    }
    page.gap();
    let lead = words.ui("label-do", &[]);
    page.entry(&lead, display_width(&lead) + 2, &action(judged, &words));
    page.gap();
    page.say(Role::Plain, &words.ui("entrance-limits", &[]));
    page.into_text()
}

/// Tells programs what is known of an address, with the sentences in the language. Ends in a line feed.
pub fn entrance_json(url: &str, judged: &Judged<'_>, lang: Lang) -> String {
    let words = Words::new(lang);
    let shape = EntranceJson {
        schema: SCHEMA,
        url,
        verdict: judged.verdict.name(),
        provider: judged
            .provider
            .map(|it| ProviderJson { id: &it.id, name: name(&it.names, lang) }),
        entrance: judged.entrance.map(|it| KindJson {
            kind: it.kind.name(),
            url: &it.url,
            source: source(&it.source),
        }),
        hops: judged.stops.iter().enumerate().map(|(at, it)| hop_json(at, it, judged)).collect(),
        reasons: judged
            .reasons
            .iter()
            .map(|it| ReasonJson {
                id: it.fault.id(),
                hop: it.hop,
                against: it.fault.is_against(),
                text: told(it, judged, &words),
            })
            .collect(),
        action: action(judged, &words),
        limits: words.ui("entrance-limits", &[]),
    };
    // Serialising cannot fail: every key is a string, and no type here says no.
    escape_json(&serde_json::to_string_pretty(&shape).unwrap_or_default()) + "\n"
}

fn headline(url: &str, judged: &Judged<'_>, words: &Words) -> String {
    let args = [("url", Arg::from(url)), ("provider", provider(judged))];
    words.ui(&format!("entrance-{}", judged.verdict.name()), &args)
}

fn provider(judged: &Judged<'_>) -> Arg {
    judged.provider.map_or_else(|| Arg::from(""), |it| named(&it.names))
}

fn named(names: &Names) -> Arg {
    Arg::Name { en: names.en.clone(), ja: names.ja.clone() }
}

fn name(names: &Names, lang: Lang) -> &str {
    match lang {
        Lang::En => &names.en,
        Lang::Ja => &names.ja,
    }
}

fn known(judged: &Judged<'_>, words: &Words) -> String {
    match judged.verdict {
        Verdict::OnTheList => words.ui("entrance-known", &[("provider", provider(judged))]),
        Verdict::NotOnTheList | Verdict::Inconclusive => String::new(),
    }
}

fn kind(judged: &Judged<'_>, words: &Words) -> String {
    let told = judged.entrance.map(|entrance| {
        let key = format!("entrance-kind-{}", entrance.kind.name());
        let page = Arg::from(entrance.url.as_str());
        words.ui(&key, &[("page", page), ("provider", provider(judged))])
    });
    told.unwrap_or_default()
}

/// One hop: the address, and below it what was seen there.
fn hop(page: &mut Page, index: usize, stop: &Stop<'_>, judged: &Judged<'_>, words: &Words) {
    let lead = format!("{:>3}. ", index + 1);
    let column = display_width(&lead);
    page.paragraph((Role::Label, &lead), column, (Role::Plain, &shortened(&stop.hop.url)));
    let (key, role) = match stop.listed {
        Some(_) => ("entrance-hop-listed", Role::Good),
        None => ("entrance-hop-not-listed", Role::Warn),
    };
    let mut seen = vec![words.ui(key, &[]), encryption(&stop.hop, words)];
    seen.push(match stop.hop.status {
        Some(status) => words.ui("entrance-hop-status", &[("status", status.to_string().into())]),
        None => words.ui("entrance-hop-unanswered", &[]),
    });
    if left_by(index, &stop.hop, judged) == Some("refresh") {
        seen.push(words.ui("entrance-hop-refreshes", &[]));
    }
    let indent = " ".repeat(column);
    page.paragraph((Role::Label, &indent), column, (role, &words.list(&seen)));
    if let Some(listed) = stop.listed {
        let args = [
            ("source", Arg::from(listed.source.at.as_str())),
            ("date", Arg::from(day(listed.source.seen, words))),
        ];
        let text = words.ui("entrance-source", &args);
        page.paragraph((Role::Label, &indent), column, (Role::Plain, &text));
    }
}

fn day(date: Date, words: &Words) -> String {
    let at = date.to_zoned(TimeZone::UTC).map(|it| it.timestamp());
    at.map_or_else(|_| date.to_string(), |at| words.day(at))
}

fn encryption(hop: &Hop, words: &Words) -> String {
    if !hop.is_https() {
        return words.ui("entrance-hop-plain", &[]);
    }
    match &hop.presented {
        None => words.ui("entrance-hop-https-unseen", &[]),
        Some(chain) if chain.verifier.is_some() => words.ui("entrance-hop-https-refused", &[]),
        Some(chain) => {
            let issuer = chain.leaf().map_or("?", |leaf| leaf.issuer.as_str());
            words.ui("entrance-hop-https", &[("issuer", organisation(issuer).into())])
        }
    }
}

/// The organisation in a name, or its common name, as people know it (RFC 4514 §2).
fn organisation(name: &str) -> String {
    let mut parts: Vec<String> = vec![String::new()];
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        let Some(part) = parts.last_mut() else { break };
        match letter {
            '\\' => part.extend(letters.next()),
            ',' | '+' => parts.push(String::new()),
            _ => part.push(letter),
        }
    }
    let value = |kind: &str| parts.iter().find_map(|part| part.strip_prefix(kind));
    value("O=").or_else(|| value("CN=")).unwrap_or(name).to_owned()
}

/// What led on from a hop; `None` from the last.
fn left_by(index: usize, hop: &Hop, judged: &Judged<'_>) -> Option<&'static str> {
    let is_redirect = hop.status.is_some_and(|status| (300..400).contains(&status));
    let by = if is_redirect { "redirect" } else { "refresh" };
    (index + 1 < judged.stops.len()).then_some(by)
}

/// The beginning of a long address: the host, and enough to know it again.
fn shortened(url: &str) -> String {
    match url.char_indices().nth(MOST_LETTERS) {
        Some((end, _letter)) => format!("{}…", url.get(..end).unwrap_or_default()),
        None => url.to_owned(),
    }
}

/// Letters of an address that are shown: two lines.
const MOST_LETTERS: usize = 140;

/// What is said of a hop, with its number where there are several.
fn placed(reason: &Reason, judged: &Judged<'_>, words: &Words) -> String {
    let text = told(reason, judged, words);
    if judged.stops.len() < 2 {
        return text;
    }
    let number = i64::try_from(reason.hop + 1).unwrap_or(i64::MAX);
    words.ui("entrance-of-hop", &[("hop", Arg::Number(number)), ("text", Arg::from(text))])
}

fn told(reason: &Reason, judged: &Judged<'_>, words: &Words) -> String {
    let stop = judged.stops.get(reason.hop);
    let host = stop.and_then(|stop| stop.host.as_ref()).map(ToString::to_string);
    let mut args = vec![("host", Arg::from(host.unwrap_or_else(|| "?".to_owned())))];
    args.extend(args_of(&reason.fault));
    words.ui(&format!("entrance-{}", reason.fault.id()), &args)
}

fn args_of(fault: &Fault) -> Vec<(&'static str, Arg)> {
    match fault {
        Fault::BadCertificate { fault, why } => {
            vec![("case", fault.name().into()), ("why", why.as_str().into())]
        }
        Fault::EndlessRedirects { to } | Fault::LeadsNowhere { to } => {
            vec![("to", shortened(to.as_str()).into())]
        }
        Fault::LeavesTheList { to } => vec![("to", to.to_string().into())],
        Fault::LookAlike { other, likeness } => {
            vec![("case", likeness.name().into()), ("other", other.to_string().into())]
        }
        Fault::OddPort { port } => vec![("port", port.to_string().into())],
        Fault::OtherProvider { names } => vec![("provider", named(names))],
        Fault::Punycode { ascii } => vec![("ascii", ascii.as_str().into())],
        Fault::Status { status } => vec![("status", status.to_string().into())],
        Fault::UnexpectedIssuer { issuer, expected } => {
            vec![("issuer", issuer.as_str().into()), ("expected", Arg::List(expected.clone()))]
        }
        Fault::UnlistedHost { domain, by_listed } => {
            let case = if *by_listed { "by-listed" } else { "other" };
            vec![("case", case.into()), ("domain", domain.to_string().into())]
        }
        Fault::Unreachable { why } => vec![("why", failures::fetch(why).into())],
        Fault::IpAddress
        | Fault::NotHttps
        | Fault::PrivateAddress
        | Fault::Shortener
        | Fault::Stopped
        | Fault::UnknownHost
        | Fault::UserInfo => Vec::new(),
    }
}

fn action(judged: &Judged<'_>, words: &Words) -> String {
    // Who was there already, and rightly, is not sent there again.
    let first = judged.stops.first().and_then(|stop| stop.hop.host());
    let is_spelt =
        |fault: &Fault| matches!(fault, Fault::NotHttps | Fault::OddPort { .. } | Fault::UserInfo);
    let is_right = !judged.reasons.iter().any(|it| it.hop == 0 && is_spelt(&it.fault));
    let is_there = |url: &str| is_right && Hop::new(url.to_owned()).host() == first;
    let known = judged.provider.and_then(|it| it.entrances.first());
    let known = known.filter(|it| !is_there(&it.url));
    let page = Arg::from(known.map_or("", |it| it.url.as_str()));
    let is = |test: fn(&Fault) -> bool| judged.reasons.iter().all(|it| test(&it.fault));
    let key = match judged.verdict {
        Verdict::NotOnTheList if is(of_the_line) => "not-on-the-list-line",
        Verdict::NotOnTheList if known.is_some() => "not-on-the-list-known",
        Verdict::Inconclusive if !is(of_the_moment) => "inconclusive-open",
        Verdict::Inconclusive | Verdict::NotOnTheList | Verdict::OnTheList => judged.verdict.name(),
    };
    let key = format!("entrance-do-{key}");
    words.ui(&key, &[("provider", provider(judged)), ("page", page)])
}

/// What the network in between may have done, all else being as it should be.
fn of_the_line(fault: &Fault) -> bool {
    matches!(fault, Fault::BadCertificate { .. } | Fault::PrivateAddress)
}

/// What may pass.
fn of_the_moment(fault: &Fault) -> bool {
    matches!(fault, Fault::Stopped | Fault::Unreachable { .. })
}

#[derive(Serialize)]
struct EntranceJson<'a> {
    schema: &'static str,
    /// As it was asked for, without user name and password.
    url: &'a str,
    verdict: &'static str,
    provider: Option<ProviderJson<'a>>,
    entrance: Option<KindJson<'a>>,
    hops: Vec<HopJson<'a>>,
    reasons: Vec<ReasonJson>,
    action: String,
    limits: String,
}

#[derive(Serialize)]
struct ProviderJson<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct KindJson<'a> {
    kind: &'static str,
    url: &'a str,
    source: SourceJson<'a>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    at: &'a str,
    seen: String,
    grade: &'static str,
}

fn source(source: &Source) -> SourceJson<'_> {
    SourceJson { at: &source.at, seen: source.seen.to_string(), grade: source.grade.name() }
}

#[derive(Serialize)]
struct HopJson<'a> {
    url: &'a str,
    /// As it goes on the wire, and as people read it.
    host: Option<&'a str>,
    host_unicode: Option<String>,
    https: bool,
    status: Option<u16>,
    listed: bool,
    source: Option<SourceJson<'a>>,
    certificate: Option<CertificateJson<'a>>,
    /// What led on to the next.
    left_by: Option<&'static str>,
}

#[derive(Serialize)]
struct CertificateJson<'a> {
    trusted: bool,
    verification_error: Option<&'a str>,
    subject: &'a str,
    issuer: &'a str,
    names: &'a [String],
    not_before: String,
    not_after: String,
    sha256: &'a str,
}

#[derive(Serialize)]
struct ReasonJson {
    id: &'static str,
    hop: usize,
    /// Whether it keeps the address off the list; else it is only not known what comes of it.
    against: bool,
    text: String,
}

fn hop_json<'a>(index: usize, stop: &'a Stop<'_>, judged: &Judged<'_>) -> HopJson<'a> {
    let host = stop.host.as_ref();
    let certificate = stop.hop.presented.as_ref().and_then(|chain| {
        let leaf = chain.leaf()?;
        Some(CertificateJson {
            trusted: chain.verifier.is_none(),
            verification_error: chain.verifier.as_deref(),
            subject: &leaf.subject,
            issuer: &leaf.issuer,
            names: &leaf.names,
            not_before: leaf.not_before.to_string(),
            not_after: leaf.not_after.to_string(),
            sha256: &leaf.sha256,
        })
    });
    HopJson {
        url: &stop.hop.url,
        host: host.map(crate::model::Host::as_str),
        host_unicode: host.map(ToString::to_string),
        https: stop.hop.is_https(),
        status: stop.hop.status,
        listed: stop.listed.is_some(),
        source: stop.listed.map(|listed| source(&listed.source)),
        certificate,
        left_by: left_by(index, &stop.hop, judged),
    }
}

#[cfg(test)]
mod tests;
