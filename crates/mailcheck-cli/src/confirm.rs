//! Asks the person on a terminal whether the password may go to a server outside of the mail domain that
//! only forgeable sources name.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;

use mailcheck::evidence::Forgeable;
use mailcheck::probe::{Confirm, Confirmation, ForeignHost};
use mailcheck::render::escape;
use mailcheck::report::Arg;

use crate::slips;
use crate::tongue::{say, words};

/// Whoever sits at the terminal.
#[derive(Debug)]
pub(crate) struct Person;

impl Person {
    /// Somebody to be asked, if there is a terminal to ask at.
    pub(crate) fn at_terminal() -> Option<Arc<dyn Confirm>> {
        let is_there = io::stdin().is_terminal() && io::stderr().is_terminal();
        is_there.then(|| Arc::new(Self) as Arc<dyn Confirm>)
    }
}

impl Confirm for Person {
    fn may_send<'a>(&'a self, question: &'a ForeignHost) -> Confirmation<'a> {
        Box::pin(async {
            {
                let mut err = io::stderr().lock();
                for line in told(question) {
                    let _nobody = writeln!(err, "{}", escape(&line));
                }
            }
            let host = [("host", Arg::from(question.endpoint.host.to_string()))];
            // Who cannot be heard has not said yes; Ctrl-C ends the run by itself.
            slips::says_yes(&say("confirm-question", &host)).await.unwrap_or(false)
        })
    }
}

/// Which server, who names it, and why that could be forged.
fn told(ForeignHost { domain, endpoint, named_by, .. }: &ForeignHost) -> Vec<String> {
    let domain = domain.as_ref().map(ToString::to_string).unwrap_or_default();
    let args = [("host", Arg::from(endpoint.host.to_string())), ("domain", Arg::from(domain))];
    let mut lines = vec![say("confirm-foreign", &args)];
    for (source, how) in named_by {
        let source = words().ui(&format!("source-{source}"), &[]);
        let how = how.map(|how| match how {
            Forgeable::PlainHttp => say("confirm-plain-http", &[]),
            Forgeable::Redirected => say("confirm-redirected", &[]),
            Forgeable::UnsignedDns | _ => say("confirm-unsigned-dns", &[]),
        });
        let args = [("source", source.into()), ("how", how.unwrap_or_default().into())];
        lines.push(format!("  {}", say("confirm-named", &args)));
    }
    lines.push(say("confirm-risk", &args));
    lines
}
