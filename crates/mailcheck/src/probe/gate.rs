//! Who may send the credential, and when: one after the other, and nobody after a refusal.

use tokio::sync::watch;

/// The tickets of a run, in the order in which they may be used: incoming before outgoing, so that a
/// wrong password costs one failed log-in.
pub(super) struct Gate {
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
    RefusedElsewhere,
    Taken,
}

impl Gate {
    pub(super) fn new(tickets: usize) -> Self {
        Self { tickets: watch::Sender::new(vec![Ticket::default(); tickets]) }
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
        let settled = |tickets: &Vec<Ticket>| {
            let mut before = tickets.iter().take(ticket);
            before.clone().any(|it| it.outcome == Some(Outcome::NotAccepted))
                || before.all(|it| it.outcome.is_some())
        };
        let mut changes = self.tickets.subscribe();
        // The sender lives as long as the gate, so the wait cannot fail.
        let Ok(tickets) = changes.wait_for(settled).await else { return Turn::RefusedElsewhere };
        let refused =
            tickets.iter().take(ticket).any(|it| it.outcome == Some(Outcome::NotAccepted));
        if refused { Turn::RefusedElsewhere } else { Turn::Go }
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
        let gate = Gate::new(2);
        let (outgoing, ()) = tokio::join!(gate.turn(1), async {
            assert_eq!(gate.turn(0).await, Turn::Go);
            assert_eq!(gate.turn(0).await, Turn::Taken);
            gate.settle(0, Outcome::Accepted);
        });
        assert_eq!(outgoing, Turn::Go);
    }

    #[tokio::test]
    async fn a_refusal_ends_all_use() {
        let gate = Gate::new(3);
        gate.settle(0, Outcome::NotAccepted);
        assert_eq!(gate.turn(2).await, Turn::RefusedElsewhere);
    }

    #[tokio::test]
    async fn who_never_came_to_logging_in_holds_nobody_up() {
        let gate = Gate::new(2);
        gate.settle(0, Outcome::Unused);
        gate.settle(0, Outcome::NotAccepted);
        assert_eq!(gate.turn(1).await, Turn::Go);
        assert_eq!(gate.turn(0).await, Turn::Taken);
    }
}
