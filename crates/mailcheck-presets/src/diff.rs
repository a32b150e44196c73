//! Lists of presets held against each other, domain by domain: where two say different things of one domain,
//! one of them is wrong or stale. No network is needed for that; it can tell which one (see [`Diff::ask`]).

mod choice;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

use mailcheck::model::{Endpoint, Security, Service};

pub use choice::{Aspect, Choice};

use crate::file::{Place, PresetFile, Provider, Server};
use crate::preset::{Domain, Format};
use crate::report::ProbeOutcome;

/// What came of comparing lists.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Diff {
    /// The lists, in the order in which they were given.
    pub lists: Vec<List>,
    /// How many domains more than one list names servers for.
    pub shared: usize,
    /// Where they differ: those with no server in common first, then what concerns the most domains.
    pub conflicts: Vec<Conflict>,
}

/// A list that was compared.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct List {
    /// What it is called.
    pub name: String,
    /// How many files it has.
    pub files: usize,
    /// How many domains it names.
    pub domains: usize,
    /// For how many of these it names no server. They are not compared.
    pub without_servers: usize,
    /// How many patterns it has that are no domain, and so cannot be compared.
    pub patterns: usize,
    /// The domains for which no other list names a server.
    pub alone: Vec<String>,
}

/// A difference that lists have, and all domains that they have it for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Conflict {
    /// The domains, in the order of the alphabet.
    pub domains: Vec<String>,
    /// What differs, a service each.
    pub services: Vec<ServiceConflict>,
}

/// A service of which lists say different things.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ServiceConflict {
    /// Which.
    pub service: Service,
    /// What differs between the first choices.
    pub aspects: BTreeSet<Aspect>,
    /// Whether there is no server that every list that has the service names, be it as second choice.
    pub shares_none: bool,
    /// What each list says, in the order of the lists. Those that do not have the domain are not there.
    pub sides: Vec<Side>,
}

/// What one list says of a service.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Side {
    /// Index into [`Diff::lists`].
    pub list: usize,
    /// Where it says so: what differs, else the server, else the provider. Untrusted paths.
    pub places: Vec<(PathBuf, Place)>,
    /// What; `None` where it has no such server.
    pub choice: Option<Choice>,
    /// The endpoint that is meant, for the first of the domains.
    pub endpoint: Option<Endpoint>,
    /// What came of looking at it, if anybody did.
    pub answer: Option<ProbeOutcome>,
}

/// What looking at the servers says of a difference.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// Both or all work: the settings of either list do.
    AllWork,
    /// None of them does.
    NoneWorks,
    /// Some do, and the others do not; indices into [`Diff::lists`].
    Right {
        /// Lists whose server works.
        right: Vec<usize>,
        /// Lists whose server does not.
        wrong: Vec<usize>,
    },
    /// That cannot be told from here.
    Unknown,
}

impl Conflict {
    /// Whether the lists have no server of some service in common.
    pub fn shares_none(&self) -> bool {
        self.services.iter().any(|it| it.shares_none)
    }

    /// Whether they send programs to different places, and do not only differ in how to log in.
    pub fn is_place(&self) -> bool {
        self.services.iter().any(ServiceConflict::is_place)
    }

    /// How much it matters, the smallest the most.
    fn rank(&self) -> u8 {
        match (self.shares_none(), self.is_place()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }
}

impl ServiceConflict {
    /// Whether hosts, ports or securities differ.
    pub fn is_place(&self) -> bool {
        self.aspects.iter().any(|aspect| aspect.is_place())
    }

    /// Which list is right, as far as that was looked at and can be told; `None` if nobody looked, or where all
    /// lists name the same place.
    pub fn verdict(&self) -> Option<Verdict> {
        let is_asked = self.sides.iter().any(|side| side.answer.is_some());
        if !is_asked || !self.is_place() {
            return None;
        }
        let with = |outcome: ProbeOutcome| {
            let sides = self.sides.iter().filter(move |side| side.answer == Some(outcome));
            sides.map(|side| side.list).collect::<Vec<usize>>()
        };
        let (right, wrong) = (with(ProbeOutcome::Works), with(ProbeOutcome::Fails));
        let named = self.sides.iter().filter(|side| side.choice.is_some()).count();
        Some(if !right.is_empty() && !wrong.is_empty() {
            Verdict::Right { right, wrong }
        } else if right.len() == named {
            Verdict::AllWork
        } else if wrong.len() == named {
            Verdict::NoneWorks
        } else {
            Verdict::Unknown
        })
    }
}

impl Diff {
    /// Whether the lists say the same of every domain, and have the same domains.
    pub fn is_same(&self) -> bool {
        self.conflicts.is_empty() && self.lists.iter().all(|list| list.alone.is_empty())
    }

    /// How many domains the lists differ in.
    pub fn differing(&self) -> usize {
        self.conflicts.iter().map(|it| it.domains.len()).sum()
    }

    /// Leaves out the domains that only one list has.
    #[must_use]
    pub fn only_shared(mut self) -> Self {
        for list in &mut self.lists {
            list.alone.clear();
        }
        self
    }

    /// The endpoints that the lists disagree about, each once: looking at them tells who is right.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let mut seen = HashSet::new();
        let services = self.conflicts.iter().flat_map(|it| &it.services);
        let sides = services.filter(|it| it.is_place()).flat_map(|it| &it.sides);
        let endpoints = sides.filter_map(|side| side.endpoint.as_ref());
        endpoints.filter(|endpoint| seen.insert(*endpoint)).cloned().collect()
    }

    /// Notes what came of looking at the endpoints that the lists disagree about.
    pub fn ask(&mut self, answers: impl Fn(&Endpoint) -> Option<ProbeOutcome>) {
        let services = self.conflicts.iter_mut().flat_map(|it| &mut it.services);
        for side in services.filter(|it| it.is_place()).flat_map(|it| &mut it.sides) {
            side.answer = side.endpoint.as_ref().and_then(&answers);
        }
    }
}

/// Compares lists, each with its name, domain by domain.
///
/// Of a domain that a list has twice the first file counts. What a list leaves open, such as the port or the
/// form of the log-in name, differs from nothing.
///
/// # Examples
///
/// ```
/// use mailcheck_presets::diff::{Aspect, diff};
/// let file = |host: &str| {
///     let xml = format!(
///         "<clientConfig version=\"1.1\"><emailProvider id=\"a.example\"><domain>a.example</domain>\
///          <incomingServer type=\"imap\"><hostname>{host}</hostname><port>993</port>\
///          <socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>"
///     );
///     mailcheck_presets::read(xml.as_bytes(), "a.example.xml".as_ref()).expect("is autoconfig")
/// };
/// let (old, new) = ([file("mail.a.example")?], [file("imap.a.example")?]);
/// let told = diff(&[("old", &old), ("new", &new)]);
/// assert_eq!(told.conflicts[0].domains, ["a.example"]);
/// assert!(told.conflicts[0].services[0].aspects.contains(&Aspect::Host));
/// # Ok::<(), mailcheck_presets::Unreadable>(())
/// ```
pub fn diff(lists: &[(&str, &[PresetFile])]) -> Diff {
    let offers: Vec<Offers<'_>> = lists.iter().map(|(_, files)| Offers::of(files)).collect();
    let mut told = Diff::default();
    let mut conflicts: BTreeMap<Vec<Key>, Conflict> = BTreeMap::new();
    let domains: BTreeSet<&Domain> =
        offers.iter().flat_map(|list| list.servers.keys()).copied().collect();
    let mut alone = vec![Vec::new(); lists.len()];
    for domain in domains {
        let named: Vec<(usize, Offer<'_>)> = offers
            .iter()
            .enumerate()
            .filter_map(|(list, offers)| Some((list, *offers.servers.get(domain)?)))
            .collect();
        if let [(list, _)] = named.as_slice() {
            alone.get_mut(*list).into_iter().for_each(|alone| alone.push(written(domain)));
            continue;
        }
        told.shared += 1;
        let services: Vec<ServiceConflict> =
            SERVICES.into_iter().filter_map(|service| compare(domain, service, &named)).collect();
        if services.is_empty() {
            continue;
        }
        let key = services.iter().map(key).collect();
        let name = written(domain);
        match conflicts.get_mut(&key) {
            Some(conflict) => conflict.add(name, services),
            None => {
                conflicts.insert(key, Conflict { domains: vec![name], services });
            }
        }
    }
    told.conflicts = conflicts.into_values().collect();
    told.conflicts.sort_by(|one, other| {
        let order = |it: &Conflict| (it.rank(), usize::MAX - it.domains.len());
        order(one).cmp(&order(other)).then_with(|| one.domains.cmp(&other.domains))
    });
    told.lists = lists
        .iter()
        .zip(offers)
        .zip(alone)
        .map(|(((name, files), offers), alone)| List {
            name: (*name).to_owned(),
            files: files.len(),
            domains: offers.servers.len() + offers.without_servers.len(),
            without_servers: offers.without_servers.len(),
            patterns: offers.patterns,
            alone,
        })
        .collect();
    told
}

/// The services, as they are told.
const SERVICES: [Service; 3] = [Service::Imap, Service::Pop3, Service::Smtp];

/// What makes two conflicts one: the same lists say the same of a service.
type Key = (Service, bool, Vec<(usize, Option<Choice>)>);

fn key(conflict: &ServiceConflict) -> Key {
    let sides = conflict.sides.iter().map(|side| (side.list, side.choice.clone()));
    (conflict.service, conflict.shares_none, sides.collect())
}

impl Conflict {
    /// Adds a domain that has the same conflict, and the places that it is written at.
    fn add(&mut self, domain: String, services: Vec<ServiceConflict>) {
        self.domains.push(domain);
        let known = self.services.iter_mut().flat_map(|it| &mut it.sides);
        let added = services.into_iter().flat_map(|it| it.sides);
        for (known, added) in known.zip(added) {
            for place in added.places {
                if !known.places.contains(&place) {
                    known.places.push(place);
                }
            }
        }
    }
}

/// Where a list speaks of a domain.
#[derive(Clone, Copy)]
struct Offer<'a> {
    file: &'a PresetFile,
    provider: &'a Provider,
}

/// What a list says of its domains.
#[derive(Default)]
struct Offers<'a> {
    servers: BTreeMap<&'a Domain, Offer<'a>>,
    without_servers: BTreeSet<&'a Domain>,
    patterns: usize,
}

impl<'a> Offers<'a> {
    fn of(files: &'a [PresetFile]) -> Self {
        let mut offers = Self::default();
        for file in files {
            for provider in &file.providers {
                let is_of_mail = |server: &Server| server.service.meaning.is_some();
                let has_servers = provider.servers.iter().any(is_of_mail);
                for word in &provider.domains {
                    match &word.meaning {
                        Some(domain) if has_servers => {
                            offers.servers.entry(domain).or_insert(Offer { file, provider });
                        }
                        Some(domain) => {
                            offers.without_servers.insert(domain);
                        }
                        None => offers.patterns += 1,
                    }
                }
            }
        }
        let Self { servers, without_servers, .. } = &mut offers;
        without_servers.retain(|domain| !servers.contains_key(domain));
        offers
    }
}

impl<'a> Offer<'a> {
    fn servers(self, service: Service) -> impl Iterator<Item = &'a Server> {
        let servers = self.provider.servers.iter();
        servers.filter(move |server| server.service.meaning == Some(service))
    }

    /// The places of all servers of a service, second choices too.
    fn places(
        self,
        domain: &Domain,
        service: Service,
    ) -> BTreeSet<(Option<String>, Option<u16>, Option<Security>)> {
        let choices =
            self.servers(service).map(|server| Choice::of(service, server).filled(domain));
        choices.map(|it| (it.host, it.port, it.security)).collect()
    }

    /// Whether its format has a place for such servers.
    fn can_have(self, service: Service) -> bool {
        self.file.format != Format::Nodemailer || service == Service::Smtp
    }
}

/// What lists say of one service of a domain; `None` if that is the same.
fn compare(
    domain: &Domain,
    service: Service,
    named: &[(usize, Offer<'_>)],
) -> Option<ServiceConflict> {
    let with: Vec<(usize, Offer<'_>, &Server)> = named
        .iter()
        .filter_map(|(list, offer)| Some((*list, *offer, offer.servers(service).next()?)))
        .collect();
    let choice = |server: &Server| Choice::of(service, server);
    let filled: Vec<Choice> = with.iter().map(|it| choice(it.2).filled(domain)).collect();
    let mut aspects: BTreeSet<Aspect> = BTreeSet::new();
    for (number, one) in filled.iter().enumerate() {
        for other in filled.iter().skip(number + 1) {
            aspects.extend(one.differs_from(other));
        }
    }
    // A list that has IMAP needs no POP3.
    let lacks = |(list, offer): &(usize, Offer<'_>)| {
        service != Service::Pop3 && offer.can_have(service) && with.iter().all(|it| it.0 != *list)
    };
    if !with.is_empty() && named.iter().any(lacks) {
        aspects.insert(Aspect::Service);
    }
    let first = aspects.first().copied().filter(|_| !with.is_empty())?;
    let common = with
        .iter()
        .map(|(_, offer, _)| offer.places(domain, service))
        .reduce(|one, other| &one & &other);
    let is_place = aspects.iter().any(|aspect| aspect.is_place());
    let shares_none = is_place && common.is_some_and(|common| common.is_empty());
    let sides = named.iter().filter(|it| it.1.can_have(service)).map(|(list, offer)| {
        let server = offer.servers(service).next();
        let at = server.map_or(offer.provider.at, |server| choice::place(server, Some(first)));
        let choice = server.map(choice);
        Side {
            list: *list,
            places: vec![(offer.file.path.clone(), at)],
            endpoint: choice.as_ref().and_then(|it| it.filled(domain).endpoint(service)),
            choice,
            answer: None,
        }
    });
    let sides = sides.collect();
    Some(ServiceConflict { service, aspects, shares_none, sides })
}

/// A domain as lists write it.
fn written(domain: &Domain) -> String {
    let stars = if domain.is_wildcard { "*." } else { "" };
    format!("{stars}{}", domain.host.as_str())
}
