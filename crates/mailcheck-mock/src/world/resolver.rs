//! Questions to a provider's DNS server without sockets.

use std::future::pending;
use std::net::IpAddr;
use std::str::FromStr;

use hickory_server::proto::op::Message;
use hickory_server::proto::op::Query;
use hickory_server::proto::op::ResponseCode;
use hickory_server::proto::rr::Name;
use hickory_server::proto::rr::RData;
use hickory_server::proto::rr::RecordType;
use mailcheck::evidence::Family;
use mailcheck::evidence::LookupFailure;
use mailcheck::model::Host;
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
    Ok(found.iter().filter_map(RData::ip_addr).collect())
}

/// The SRV records at a name.
pub(super) async fn srv(provider: &Provider, name: &str) -> Result<Vec<Srv>, LookupFailure> {
    let found = ask(provider, name, RecordType::SRV).await?;
    let read = |data: &RData| {
        let RData::SRV(srv) = data else { return None };
        let target = srv.target.to_ascii();
        let target = if target == "." { None } else { Some(target.parse().ok()?) };
        Some(Srv { priority: srv.priority, weight: srv.weight, port: srv.port, target })
    };
    Ok(found.iter().filter_map(read).collect())
}

/// The names of an address.
pub(super) async fn reverse(provider: &Provider, ip: IpAddr) -> Result<Vec<Host>, LookupFailure> {
    let name = Name::from(ip).to_ascii();
    let found = ask(provider, name.trim_end_matches('.'), RecordType::PTR).await?;
    let read = |data: &RData| {
        let RData::PTR(name) = data else { return None };
        name.to_ascii().parse().ok()
    };
    Ok(found.iter().filter_map(read).collect())
}

/// Asks by UDP, and by TCP where the answer is too long, as every resolver does.
async fn ask(
    provider: &Provider,
    name: &str,
    kind: RecordType,
) -> Result<Vec<RData>, LookupFailure> {
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
) -> Result<Result<Vec<RData>, ResponseCode>, LookupFailure> {
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
        let data = answer.answers.iter().map(|record| record.data.clone());
        let code = answer.metadata.response_code;
        return Ok(if code == ResponseCode::NoError { Ok(data.collect()) } else { Err(code) });
    }
    Err(LookupFailure::NoAnswer)
}
