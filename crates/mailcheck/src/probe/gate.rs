//! Who may send the credential, and when: one after the other, nobody after a refusal, and outgoing
//! servers only once an incoming one took it.

use tokio::sync::watch;

/// The tickets of a run, in the order in which they may be used: incoming before outgoing, so that a
/// wrong password costs one failed log-in.
pub(super) struct Gate {
    /// How many of the tickets, the first, are for incoming servers.
    incoming: usize,
    tickets: watch::Sender<Vec<Ticket>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Ticket {
    reserved: bool,
    outcome: Option<Outcome>,
}

/// What became of a ticket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Outcome {
    /// There is no server to use it for.
    Absent,
    Accepted,
    /// Refused, or begun without an answer: either way the credential is not used again.
    NotAccepted,
    /// No credential was sent.
    Unused,
}

/// Whether the credential may be sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Turn {
    Go,
    /// There are incoming servers, and none took it.
    NotProved,
    RefusedElsewhere,
    Taken,
}

impl Gate {
    pub(super) fn new(incoming: usize, outgoing: usize) -> Self {
        let tickets = watch::Sender::new(vec![Ticket::default(); incoming + outgoing]);
        Self { incoming, tickets }
    }

    /// Reserves a ticket, for the first who asks; then waits until all before it are settled.
    pub(super) async fn turn(&self, ticket: usize) -> Turn {
        let reserved = self.tickets.send_if_modified(|tickets| match tickets.get_mut(ticket) {
            Some(mine) if !mine.reserved => {
                mine.reserved = true;
                true
            }
            Some(_) | None => false,
        });
        if !reserved {
            return Turn::Taken;
        }
        let is_refused = |it: &Ticket| it.outcome == Some(Outcome::NotAccepted);
        let settled = |tickets: &Vec<Ticket>| {
            let mut before = tickets.iter().take(ticket);
            before.clone().any(is_refused) || before.all(|it| it.outcome.is_some())
        };
        let mut changes = self.tickets.subscribe();
        // The sender lives as long as the gate, so the wait cannot fail.
        let Ok(tickets) = changes.wait_for(settled).await else { return Turn::RefusedElsewhere };
        if tickets.iter().take(ticket).any(is_refused) {
            return Turn::RefusedElsewhere;
        }
        let mut incoming = tickets.iter().take(self.incoming).map(|it| it.outcome);
        let is_outgoing = ticket >= self.incoming;
        let is_alone = incoming.clone().all(|outcome| outcome == Some(Outcome::Absent));
        let is_proved = incoming.any(|outcome| outcome == Some(Outcome::Accepted));
        if is_outgoing && !is_alone && !is_proved { Turn::NotProved } else { Turn::Go }
    }

    /// Says what became of a ticket. The first word counts.
    pub(super) fn settle(&self, ticket: usize, outcome: Outcome) {
        self.tickets.send_if_modified(|tickets| match tickets.get_mut(ticket) {
            Some(mine) if mine.outcome.is_none() => {
                mine.reserved = true;
                mine.outcome = Some(outcome);
                true
            }
            Some(_) | None => false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn outgoing_waits_for_incoming() {
        let gate = Gate::new(1, 1);
        let (outgoing, ()) = tokio::join!(gate.turn(1), async {
            assert_eq!(gate.turn(0).await, Turn::Go);
            assert_eq!(gate.turn(0).await, Turn::Taken);
            gate.settle(0, Outcome::Accepted);
        });
        assert_eq!(outgoing, Turn::Go);
    }

    #[tokio::test]
    async fn a_refusal_ends_all_use() {
        let gate = Gate::new(2, 1);
        gate.settle(0, Outcome::NotAccepted);
        assert_eq!(gate.turn(2).await, Turn::RefusedElsewhere);
    }

    #[tokio::test]
    async fn outgoing_goes_once_incoming_took_it_or_where_there_is_none() {
        for (incoming, expected) in [
            (vec![], Turn::Go),
            (vec![Outcome::Absent], Turn::Go),
            (vec![Outcome::Unused], Turn::NotProved),
            (vec![Outcome::Unused, Outcome::Absent], Turn::NotProved),
            (vec![Outcome::Unused, Outcome::Accepted], Turn::Go),
            (vec![Outcome::Accepted, Outcome::NotAccepted], Turn::RefusedElsewhere),
        ] {
            let gate = Gate::new(incoming.len(), 2);
            for (ticket, outcome) in incoming.iter().enumerate() {
                gate.settle(ticket, *outcome);
            }
            assert_eq!(gate.turn(incoming.len()).await, expected, "{incoming:?}");
            gate.settle(incoming.len(), Outcome::Unused);
            assert_eq!(gate.turn(incoming.len() + 1).await, expected, "{incoming:?}");
        }
    }

    #[tokio::test]
    async fn who_never_came_to_logging_in_holds_no_incoming_one_up() {
        let gate = Gate::new(2, 0);
        gate.settle(0, Outcome::Unused);
        gate.settle(0, Outcome::NotAccepted);
        assert_eq!(gate.turn(1).await, Turn::Go);
        assert_eq!(gate.turn(0).await, Turn::Taken);
    }
}
