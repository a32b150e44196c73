//! `mailcheck limits`, and `verify --limits`: how many connections a server lets be held at once.

pub(crate) mod args;

use std::net::{IpAddr, UdpSocket};
use std::time::Duration;

use mailcheck::probe::{self, MostConnections, OtherUser};
use mailcheck::render::Words;

use crate::complaint::{self, Complaint, Message};
use crate::exit::Ending;
use crate::password::Kind;
use crate::verify::{self, Purpose};
use crate::{password, reasons};

pub(crate) use args::{Limits, Measure, MeasureError};

pub(crate) fn limits(limits: Limits) -> Result<Ending, Complaint> {
    verify::carry_out(limits.verify, Purpose::Limits)
}

/// What is to be measured by these options, which are found right; nothing, if nobody asks for it.
pub(crate) fn wanted(
    measure: &Measure,
    purpose: Purpose,
    username: Option<&str>,
) -> Result<Option<probe::Limits>, Complaint> {
    let usual = match purpose {
        Purpose::Limits => USUAL_OF_LIMITS,
        Purpose::Settings if measure.is_wanted() => USUAL_OF_VERIFY,
        Purpose::Settings => return Ok(None),
    };
    for ip in &measure.from {
        is_ours(*ip)?;
    }
    let same = |name: &&String| username.is_some_and(|it| it.eq_ignore_ascii_case(name));
    if let Some(name) = measure.second_username.as_ref().filter(same) {
        return Err(Message::new("second-user-is-first").with("name", name.as_str()).into());
    }
    let usual = MostConnections::new(usual).map_err(|why| Complaint::text(reasons::of(&why)))?;
    let mut limits = probe::Limits::new(measure.max_connections.unwrap_or(usual));
    limits.from.clone_from(&measure.from);
    Ok(Some(limits))
}

/// The second user with the password, if one was named.
pub(crate) async fn other_user(
    measure: &Measure,
    patience: Duration,
    words: &Words,
) -> Result<Option<OtherUser>, Complaint> {
    let Some(name) = &measure.second_username else { return Ok(None) };
    let file = measure.second_password_file.as_deref();
    let command = measure.second_password_command.as_deref();
    let secret = password::of_second(file, command, patience, words).await;
    let secret = secret.map_err(|why| why.about(Kind::SecondPassword))?;
    Ok(secret.map(|secret| OtherUser::new(name.clone(), secret)))
}

/// Says before anything is done what the servers will have to bear.
pub(crate) fn announce(limits: &probe::Limits, logs_in: bool) {
    let connections = i64::from(limits.most.get());
    let message = if logs_in {
        let refusals = i64::try_from(limits.refusals()).unwrap_or(i64::MAX);
        Message::new("limits-announced").with("refusals", refusals)
    } else {
        Message::new("limits-announced-without-login")
    };
    complaint::note(&message.with("connections", connections));
}

/// An address can be asked from if a socket can have it.
fn is_ours(ip: IpAddr) -> Result<(), Complaint> {
    match UdpSocket::bind((ip, 0)) {
        Ok(_socket) => Ok(()),
        Err(why) => {
            let message = Message::new("from-not-ours").with("ip", ip.to_string());
            Err(message.with("why", reasons::of(&why)).into())
        }
    }
}

/// What fits most homes, and is less than most limits that are known.
const USUAL_OF_LIMITS: u32 = 16;
/// As many as one program holds by default (Thunderbird).
const USUAL_OF_VERIFY: u32 = 5;
