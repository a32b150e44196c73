//! Questions to a provider's DNS server without sockets.

use std::future::pending;
use std::net::IpAddr;
use std::str::FromStr;

use hickory_server::proto::op::Message;
use hickory_server::proto::op::Query;
use hickory_server::proto::op::ResponseCode;
use hickory_server::proto::rr::Name;
use hickory_server::proto::rr::RData;
use hickory_server::proto::rr::Record;
use hickory_server::proto::rr::RecordType;
use mailcheck::evidence::Dnssec;
use mailcheck::evidence::Family;
use mailcheck::evidence::LookupFailure;
use mailcheck::model::Host;
use mailcheck::wire::mx::Mx;
use mailcheck::wire::srv::Srv;

use crate::dns::Transport;
use crate::provider::Provider;

/// The addresses of one family.
pub(super) async fn addresses(
    provider: &Provider,
    host: &str,
    family: Family,
) -> Result<Vec<IpAddr>, LookupFailure> {
    let kind = match family {
        Family::Ipv4 => RecordType::A,
        Family::Ipv6 => RecordType::AAAA,
    };
    let found = ask(provider, host, kind).await?;
    Ok(found.iter().filter_map(|record| record.data.ip_addr()).collect())
}

/// The SRV records at a name.
pub(super) async fn srv(provider: &Provider, name: &str) -> Result<Vec<Srv>, LookupFailure> {
    let found = ask(provider, name, RecordType::SRV).await?;
    let read = |record: &Record| {
        let RData::SRV(srv) = &record.data else { return None };
        let target = srv.target.to_ascii();
        let target = if target == "." { None } else { Some(target.parse().ok()?) };
        Some(Srv { priority: srv.priority, weight: srv.weight, port: srv.port, target })
    };
    Ok(found.iter().filter_map(read).collect())
}

/// The MX records of a domain.
pub(super) async fn mx(provider: &Provider, domain: &Host) -> Result<Vec<Mx>, LookupFailure> {
    let found = ask(provider, domain.as_str(), RecordType::MX).await?;
    let read = |record: &Record| {
        let RData::MX(mx) = &record.data else { return None };
        let exchange = mx.exchange.to_ascii();
        let exchange = if exchange == "." { None } else { Some(exchange.parse().ok()?) };
        Some(Mx { preference: mx.preference, exchange })
    };
    Ok(found.iter().filter_map(read).collect())
}

/// The TXT records at a name, the strings of each joined.
pub(super) async fn txt(provider: &Provider, name: &str) -> Result<Vec<String>, LookupFailure> {
    let found = ask(provider, name, RecordType::TXT).await?;
    let read = |record: &Record| {
        let RData::TXT(txt) = &record.data else { return None };
        let octets: Vec<u8> = txt.txt_data.iter().flatten().copied().collect();
        Some(String::from_utf8_lossy(&octets).into_owned())
    };
    Ok(found.iter().filter_map(read).collect())
}

/// What a name is an alias of.
pub(super) async fn alias(provider: &Provider, name: &Host) -> Result<Option<Host>, LookupFailure> {
    let found = ask(provider, name.as_str(), RecordType::CNAME).await?;
    let read = |record: &Record| {
        let RData::CNAME(target) = &record.data else { return None };
        target.to_ascii().parse().ok()
    };
    Ok(found.iter().find_map(read))
}

/// The names of an address.
pub(super) async fn reverse(provider: &Provider, ip: IpAddr) -> Result<Vec<Host>, LookupFailure> {
    let name = Name::from(ip).to_ascii();
    let found = ask(provider, name.trim_end_matches('.'), RecordType::PTR).await?;
    let read = |record: &Record| {
        let RData::PTR(name) = &record.data else { return None };
        name.to_ascii().parse().ok()
    };
    Ok(found.iter().filter_map(read).collect())
}

/// What validation would say of these records, if the zones that count as signed were.
pub(super) async fn dnssec(provider: &Provider, name: &str, kind: RecordType) -> Dnssec {
    let found = match ask(provider, name, kind).await {
        Ok(found) => found,
        Err(LookupFailure::Bogus) => return Dnssec::Bogus,
        // There is no answer to validate.
        Err(_) => return Dnssec::Indeterminate,
    };
    let is_signed =
        |record: &Record| provider.zones().and_then(|zones| zones.is_signed(&record.name));
    let signed: Option<Vec<bool>> = found.iter().map(is_signed).collect();
    match signed.as_deref() {
        None | Some([]) => Dnssec::Indeterminate,
        // An alias on the way is part of the answer.
        Some(all) if all.iter().all(|it| *it) => Dnssec::Secure,
        Some(_) => Dnssec::Insecure,
    }
}

/// Asks by UDP, and by TCP where the answer is too long, as every resolver does.
async fn ask(
    provider: &Provider,
    name: &str,
    kind: RecordType,
) -> Result<Vec<Record>, LookupFailure> {
    let other = |why: String| LookupFailure::Other { text: why };
    let name = Name::from_str(&format!("{name}.")).map_err(|why| other(why.to_string()))?;
    match exchange(provider, &name, kind, false).await? {
        Err(ResponseCode::NXDomain) => Err(LookupFailure::NotFound),
        // An answer that is only there without validation is one whose signatures are wrong.
        Err(code) => match exchange(provider, &name, kind, true).await? {
            Ok(found) if !found.is_empty() => Err(LookupFailure::Bogus),
            Ok(_) | Err(_) => Err(LookupFailure::ServerError { code: code.to_str().to_owned() }),
        },
        Ok(found) => Ok(found),
    }
}

/// One question, validated or not, and its answer or its response code.
async fn exchange(
    provider: &Provider,
    name: &Name,
    kind: RecordType,
    checking_disabled: bool,
) -> Result<Result<Vec<Record>, ResponseCode>, LookupFailure> {
    let other = |why: String| LookupFailure::Other { text: why };
    let mut question = Message::query();
    question.metadata.recursion_desired = true;
    question.metadata.checking_disabled = checking_disabled;
    question.add_query(Query::query(name.clone(), kind));
    let octets = question.to_vec().map_err(|why| other(why.to_string()))?;
    for transport in [Transport::Udp, Transport::Tcp] {
        let answer = match provider.query_in_memory(octets.clone(), transport).await {
            Ok(Some(answer)) => answer,
            // Whoever waits has a limit of their own.
            Ok(None) => pending().await,
            Err(why) => return Err(other(why.to_string())),
        };
        let answer = Message::from_vec(&answer).map_err(|why| other(why.to_string()))?;
        if answer.metadata.truncation {
            continue;
        }
        let code = answer.metadata.response_code;
        return Ok(if code == ResponseCode::NoError { Ok(answer.answers) } else { Err(code) });
    }
    Err(LookupFailure::NoAnswer)
}
