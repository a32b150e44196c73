//! What is known, and what follows from it for one question (RFC 1034 §4.3.2).

use std::collections::BTreeMap;

use hickory_server::proto::op::ResponseCode;
use hickory_server::proto::rr::LowerName;
use hickory_server::proto::rr::Name;
use hickory_server::proto::rr::RData;
use hickory_server::proto::rr::Record;
use hickory_server::proto::rr::RecordType;
use hickory_server::proto::rr::rdata::CNAME;
use hickory_server::proto::rr::rdata::SOA;

use super::Dns;
use super::DnsAnswer;
use super::MAX_ENTRIES;
use super::ParseDnsError;
use super::Question;
use super::Signatures;
use super::TTL;
use super::Zone;

/// Everything that the server knows.
#[derive(Clone, Debug)]
pub(crate) struct Zones {
    /// In the canonical order (RFC 4034 §6.1): what is below a name follows it.
    records: BTreeMap<LowerName, Vec<Record>>,
    origins: Vec<LowerName>,
    answers: BTreeMap<Question, DnsAnswer>,
    /// Those of the origins whose zones count as signed.
    signed: Vec<LowerName>,
    signatures: Signatures,
}

/// What there is to say.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Reply {
    pub(crate) code: ResponseCode,
    pub(crate) answers: Vec<Record>,
    /// Says for how long a negative answer counts (RFC 2308 §3).
    pub(crate) soa: Option<Record>,
}

impl Zones {
    /// Puts the provider's own records, given in the words of zone files, and those of `dns`
    /// together.
    pub(crate) fn new(dns: &Dns, domain: &str, own: &[String]) -> Result<Self, ParseDnsError> {
        let count = dns.records.len() + dns.answers.len();
        if count > MAX_ENTRIES {
            return Err(ParseDnsError::TooMany { count });
        }
        let own_zone: Zone = domain.parse()?;
        let zones = [own_zone].into_iter().chain(dns.zones.iter().cloned());
        let origins: Vec<_> = zones.map(|Zone(origin)| origin).collect();
        let signed: Vec<_> = dns.signed.iter().map(|Zone(origin)| origin.clone()).collect();
        if let Some(zone) = signed.iter().find(|zone| !origins.contains(zone)) {
            return Err(ParseDnsError::NotServed { zone: zone.to_string() });
        }
        let (answers, signatures) = (dns.answers.clone(), dns.signatures);
        let mut known = Self { records: BTreeMap::new(), origins, answers, signed, signatures };
        for line in &dns.records {
            known.add(line.0.clone())?;
        }
        let taken = known.records.clone();
        for line in own.iter().filter(|_| dns.own_records) {
            let super::ZoneLine(record) = line.parse()?;
            let given = taken.get(&LowerName::new(&record.name)).map_or(&[][..], Vec::as_slice);
            if !given.iter().any(|given| excludes(given, &record)) {
                known.add(record)?;
            }
        }
        for origin in known.origins.clone() {
            let records = known.records.entry(origin.clone()).or_default();
            if !records.iter().any(|record| record.record_type() == RecordType::SOA) {
                records.push(soa(origin.into()));
            }
        }
        Ok(known)
    }

    fn add(&mut self, record: Record) -> Result<(), ParseDnsError> {
        let owner = LowerName::new(&record.name);
        if self.origin(&owner).is_none() {
            let zones: Vec<_> = self.origins.iter().map(ToString::to_string).collect();
            let (record, zones) = (record.to_string(), zones.join(" "));
            return Err(ParseDnsError::NoZone { record, zones });
        }
        self.records.entry(owner).or_default().push(record);
        Ok(())
    }

    /// The closest answer that was asked for, with the name that it was asked for.
    pub(crate) fn told(&self, name: &LowerName, kind: RecordType) -> Option<(&Name, DnsAnswer)> {
        let mut told: Vec<_> = self
            .answers
            .iter()
            .filter(|(question, answer)| question.covers(name, kind, **answer))
            .collect();
        told.sort_by_key(|(question, _)| question.closeness());
        told.last().map(|(question, answer)| ((&*question.name), **answer))
    }

    /// The truth.
    pub(crate) fn look_up(&self, name: &Name, kind: RecordType) -> Reply {
        let mut reply = Reply { code: ResponseCode::NoError, answers: Vec::new(), soa: None };
        let mut name = name.clone();
        for _ in 0..MAX_ALIASES {
            let key = LowerName::new(&name);
            if self.origin(&key).is_none() {
                if reply.answers.is_empty() {
                    reply.code = ResponseCode::Refused;
                }
                break;
            }
            let Some(found) = self.at(&key) else {
                return Reply { code: ResponseCode::NXDomain, soa: self.soa(&key), ..reply };
            };
            let owned = |record: &Record| {
                let mut record = record.clone();
                record.name.clone_from(&name);
                record
            };
            let is_wanted =
                |record: &&Record| [record.record_type(), RecordType::ANY].contains(&kind);
            let wanted: Vec<Record> = found.iter().filter(is_wanted).map(owned).collect();
            let alias = found.iter().find_map(|record| {
                let RData::CNAME(CNAME(target)) = &record.data else { return None };
                Some((owned(record), target.clone()))
            });
            match alias {
                Some((record, target)) if wanted.is_empty() => {
                    if reply.answers.contains(&record) {
                        break;
                    }
                    reply.answers.push(record);
                    name = target;
                }
                _ => {
                    reply.soa = if wanted.is_empty() { self.soa(&key) } else { None };
                    reply.answers.extend(wanted);
                    break;
                }
            }
        }
        reply
    }

    /// The SOA record of the zone that a name is in.
    pub(crate) fn soa(&self, name: &LowerName) -> Option<Record> {
        let records = self.records.get(self.origin(name)?)?;
        records.iter().find(|record| record.record_type() == RecordType::SOA).cloned()
    }

    /// Whether a name is in a zone that counts as signed; `None` where nobody sees signatures.
    #[cfg_attr(not(feature = "world"), expect(dead_code, reason = "a world asks for it"))]
    pub(crate) fn is_signed(&self, name: &Name) -> Option<bool> {
        let is_signed = || {
            let origin = self.origin(&LowerName::new(name));
            origin.is_some_and(|origin| self.signed.contains(origin))
        };
        (self.signatures == Signatures::Passed).then(is_signed)
    }

    /// The zone that a name is in.
    fn origin(&self, name: &LowerName) -> Option<&LowerName> {
        let above = self.origins.iter().filter(|origin| origin.zone_of(name));
        above.max_by_key(|origin| origin.num_labels())
    }

    /// The records of a name in a zone, if need be by a wildcard (RFC 4592 §3.3.1); `None` if there
    /// is no such name.
    fn at(&self, name: &LowerName) -> Option<&[Record]> {
        if self.exists(name) {
            // Something may be below a name that has no records.
            return Some(self.records.get(name).map_or(&[], Vec::as_slice));
        }
        let mut child = name.clone();
        while !child.is_root() && !self.exists(&child.base_name()) {
            child = child.base_name();
        }
        self.records.get(&child.into_wildcard()).map(Vec::as_slice)
    }

    fn exists(&self, name: &LowerName) -> bool {
        self.records.range(name..).next().is_some_and(|(next, _)| name.zone_of(next))
    }
}

impl Question {
    fn covers(&self, name: &LowerName, kind: RecordType, answer: DnsAnswer) -> bool {
        let is_below = || self.name.base_name().zone_of(name) && self.name.base_name() != *name;
        let names = if self.name.is_wildcard() {
            is_below()
        } else if answer == DnsAnswer::Chain {
            self.name.zone_of(name)
        } else {
            self.name == *name
        };
        names && self.kind.is_none_or(|wanted| wanted == kind)
    }

    fn closeness(&self) -> (bool, u8, bool) {
        (!self.name.is_wildcard(), self.name.num_labels(), self.kind.is_some())
    }
}

/// An alias of `from`, of which the one at `origin` is the first, for the next link of a chain.
pub(crate) fn link(origin: &Name, from: &Name) -> Option<Record> {
    let links = from.num_labels().saturating_sub(origin.num_labels());
    let number: u32 = match from.iter().next() {
        Some(label) if links == 1 => str::from_utf8(label).ok()?.parse().ok()?,
        _ => 0,
    };
    let next = Name::from_ascii(number.wrapping_add(1).to_string()).ok()?;
    Some(alias(from.clone(), next.append_name(origin).ok()?))
}

/// Says that `from` is another name of `to`.
pub(crate) fn alias(from: Name, to: Name) -> Record {
    Record::from_rdata(from, TTL, RData::CNAME(CNAME(to)))
}

/// Whether a record that was asked for stands where one of the provider's own would.
fn excludes(given: &Record, own: &Record) -> bool {
    let (given, own) = (given.record_type(), own.record_type());
    given == own || given == RecordType::CNAME
}

/// Serial and times as in RFC 1912 §2.2; negative answers count for as long as others.
fn soa(origin: Name) -> Record {
    let server = origin.clone();
    let person = origin.clone();
    let soa = SOA::new(server, person, 1, 7_200, 3_600, 1_209_600, TTL);
    Record::from_rdata(origin, TTL, RData::SOA(soa))
}

/// Most aliases that are followed for one answer, as hickory and BIND do it or nearly so.
const MAX_ALIASES: usize = 16;
