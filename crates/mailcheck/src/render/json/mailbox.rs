//! What a mail program finds right after the log-in.

use serde::Serialize;

use super::joined;
use crate::evidence::{AddressView, Folder, Namespace, Opened, Usage};
use crate::model::ServerText;
use crate::render::facts;

/// What a mail program finds right after the log-in.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "mailbox"))]
pub(in crate::render) struct MailboxJson<'a> {
    /// What came of opening INBOX for reading; null when the run ended first.
    #[cfg_attr(test, schemars(extend("enum" = ["opened", "refused", "unanswered", null])))]
    pub(in crate::render) outcome: Option<&'static str>,
    /// What the server said to that if it was not opened, its lines parted by line feeds.
    pub(in crate::render) reply: Option<String>,
    /// Whether it was opened only after the program had given its name; null where it was not opened.
    pub(in crate::render) id_required: Option<bool>,
    /// How many messages INBOX has.
    pub(in crate::render) messages: Option<u32>,
    /// Where folders are; null where that was not told, as with the next ones.
    pub(in crate::render) namespace: Option<NamespaceJson<'a>>,
    /// The folders that are for something, each once; of no others anything is kept.
    pub(in crate::render) folders: Option<Vec<FolderJson<'a>>>,
    /// In octets.
    pub(in crate::render) storage: Option<UsageJson>,
    /// Of messages in the whole account.
    pub(in crate::render) message_count: Option<UsageJson>,
    /// How the server calls its software.
    pub(in crate::render) software: Option<&'a str>,
    pub(in crate::render) took_ms: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "namespace"))]
pub(in crate::render) struct NamespaceJson<'a> {
    /// What the names of folders other than INBOX begin with.
    pub(in crate::render) prefix: &'a str,
    /// What parts the levels of a name.
    pub(in crate::render) delimiter: Option<char>,
    /// Whether folders of other users can be there.
    pub(in crate::render) other_users: bool,
    pub(in crate::render) shared: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "folder"))]
pub(in crate::render) struct FolderJson<'a> {
    #[cfg_attr(test, schemars(extend("enum" = ["archive", "drafts", "junk", "sent", "trash"])))]
    pub(in crate::render) role: &'static str,
    pub(in crate::render) name: &'a str,
    /// Whether the server says what it is for; else its name does.
    pub(in crate::render) marked: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "usage"))]
pub(in crate::render) struct UsageJson {
    pub(in crate::render) used: u64,
    pub(in crate::render) limit: u64,
}

pub(super) fn mailbox<'a>(address: &AddressView<'a>) -> Option<MailboxJson<'a>> {
    let mailbox = address.mailbox()?;
    let (reply, messages) = match mailbox.opened() {
        Opened::Failed { lines, .. } => ((!lines.is_empty()).then(|| joined(lines)), None),
        Opened::Open { messages } => (None, *messages),
        Opened::Refused { reply, .. } => (Some(reply.as_str().to_owned()), None),
    };
    let is_open = matches!(mailbox.opened(), Opened::Open { .. });
    let folders = mailbox.folders.as_ref();
    Some(MailboxJson {
        outcome: facts::mailbox(address),
        reply,
        id_required: is_open.then_some(mailbox.inbox_after_id.is_some()),
        messages,
        namespace: mailbox.namespace.as_ref().map(namespace),
        folders: folders.map(|folders| folders.iter().map(folder).collect()),
        storage: mailbox.storage.map(|usage| times(usage, OCTETS)),
        message_count: mailbox.messages.map(|usage| times(usage, 1)),
        software: mailbox.software.as_ref().map(ServerText::as_str),
        took_ms: mailbox.took_ms,
    })
}

fn namespace(namespace: &Namespace) -> NamespaceJson<'_> {
    NamespaceJson {
        prefix: namespace.prefix.as_str(),
        delimiter: namespace.delimiter,
        other_users: namespace.other_users,
        shared: namespace.shared,
    }
}

fn folder(folder: &Folder) -> FolderJson<'_> {
    let Folder { role, name, marked } = folder;
    FolderJson { role: role.name(), name: name.as_str(), marked: *marked }
}

fn times(Usage { used, limit }: Usage, unit: u64) -> UsageJson {
    UsageJson { used: used.saturating_mul(unit), limit: limit.saturating_mul(unit) }
}

/// In a unit of storage (RFC 9208 §5.1).
const OCTETS: u64 = 1_024;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::evidence::{Fact, Mailbox, Observation, ReadFailure, Role};
    use crate::render::{Lang, Style, samples, text};

    #[test]
    fn a_mailbox_is_told_to_programs_and_to_people() -> Result<(), serde_json::Error> {
        let refused = |reply: &str| Opened::Refused { reply: reply.into(), transient: false };
        let mut whole = Mailbox::new(refused("b NO unsafe"));
        whole.inbox_after_id = Some(Opened::Open { messages: Some(7) });
        whole.namespace = Some(Namespace::new("INBOX.", Some('.')));
        whole.folders = Some(vec![Folder::new(Role::Sent, "INBOX.送信済み", true)]);
        whole.storage = Some(Usage::new(93, 100));
        whole.messages = Some(Usage::new(1, 10));
        whole.software = Some("Dovecot 2.4".into());
        let silent = Opened::Failed { why: ReadFailure::TimedOut, lines: Vec::new() };
        for (mailbox, expected, told) in [
            (
                whole,
                json!({
                    "outcome": "opened", "reply": null, "id_required": true, "messages": 7,
                    "namespace": {
                        "prefix": "INBOX.", "delimiter": ".", "other_users": false, "shared": false
                    },
                    "folders": [{ "role": "sent", "name": "INBOX.送信済み", "marked": true }],
                    "storage": { "used": 95_232, "limit": 102_400 },
                    "message_count": { "used": 1, "limit": 10 },
                    "software": "Dovecot 2.4", "took_ms": 0,
                }),
                ", log-in accepted, mailbox 93% full\n",
            ),
            (Mailbox::new(refused("b NO")), of("refused", Some("b NO")), ", mailbox not opened\n"),
            (Mailbox::new(silent), of("unanswered", None), ", mailbox not opened (no answer)\n"),
        ] {
            let mut report = samples::healthy();
            let mut all = report.evidence.observations.iter();
            let login = all.find(|seen| matches!(seen.fact, Fact::Login(_)));
            let place = login.expect("there is a log-in").place;
            let seen = Observation::new(0, place, Fact::Mailbox(mailbox));
            report.evidence.observations.push(seen);
            let json: Value = serde_json::from_str(&crate::render::json(&report, Lang::En))?;
            assert_eq!(json["endpoints"][0]["mailbox"], expected);
            assert_eq!(json["endpoints"][1].get("mailbox"), None);
            let page = text(&report, &Style::new(Lang::En).width(200));
            assert!(page.contains(told), "{told}: {page}");
        }
        Ok(())
    }

    /// A mailbox of which nothing else is known.
    fn of(outcome: &str, reply: Option<&str>) -> Value {
        json!({
            "outcome": outcome, "reply": reply, "id_required": null, "messages": null, "namespace": null,
            "folders": null, "storage": null, "message_count": null, "software": null, "took_ms": 0,
        })
    }
}
