//! What a server says of a connection that it does not let in.

use std::net::IpAddr;

use crate::evidence::{EndpointView, Refused, Turn};
use crate::knowledge::replies::{Certainty, Kind, Moment, Said, Scope, meanings};

/// What the words of a refusal tell.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Words {
    pub(super) says: Says,
    /// Whose connections are counted together.
    pub(super) scope: Option<Scope>,
    /// How many are allowed.
    pub(super) limit: Option<u32>,
}

/// What is limited by a server's words.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Says {
    /// Something that is no limit.
    Another,
    /// Connections at once.
    Concurrency,
    /// Connections at once, or in a time.
    Either,
    /// The words are not known, or not clear, or there are none: what the server does decides. So they
    /// are, too, where it says that the password is wrong which it took a moment ago.
    #[default]
    Nothing,
    /// Connections in a time.
    Rate,
}

impl Words {
    pub(super) fn of(view: &EndpointView<'_>, ip: Option<IpAddr>, refused: &Refused) -> Self {
        let Some(moment) = moment(&refused.turn) else { return Self::default() };
        let endpoint = view.endpoint();
        let said = Said::new(endpoint.service, moment, &refused.lines).host(&endpoint.host);
        let addresses = view.addresses();
        let address = addresses.iter().find(|address| Some(address.ip) == ip);
        let greeting = address.and_then(|address| address.greeting().done());
        let mut meanings =
            meanings(&said.greeting(greeting.map_or(&[][..], |greeting| &greeting.lines)));
        // A code alone says no more than what was seen of it already.
        meanings.retain(|meaning| meaning.certainty > Certainty::Code);
        let (mut concurrency, mut rate, mut another) = (false, false, false);
        for meaning in &meanings {
            match (meaning.finding, meaning.kind) {
                ("greeting.busy", Some(Kind::Concurrency)) => concurrency = true,
                ("greeting.busy", Some(Kind::Rate)) => rate = true,
                ("login.rejected", _) => {}
                _other => another = true,
            }
        }
        let is_bug = refused.detail.as_deref() == Some(SERVERBUG);
        let says = match (concurrency, rate, another || is_bug) {
            (true, false, false) => Says::Concurrency,
            (true, true, false) => Says::Either,
            (false, true, false) => Says::Rate,
            (false, false, true) => Says::Another,
            (false, false, false) | (_, _, true) => Says::Nothing,
        };
        let first = meanings.first().filter(|_| concurrency || rate);
        Self {
            says,
            scope: first.and_then(|meaning| meaning.scope),
            limit: first.and_then(|meaning| meaning.limit),
        }
    }
}

/// When in the dialogue it was said; `None` where nothing can have been.
fn moment(turn: &Turn) -> Option<Moment> {
    match turn {
        Turn::Connect { .. } => None,
        Turn::Greeting | Turn::Opening { .. } => Some(Moment::Greeting),
        Turn::Held { .. } | Turn::Login | Turn::LoginBye | Turn::Unanswered { .. } => {
            Some(Moment::Login)
        }
        Turn::Question => Some(Moment::FirstQuestion),
    }
}

/// The response code of a server that failed by itself (RFC 5530 §3).
const SERVERBUG: &str = "SERVERBUG";
