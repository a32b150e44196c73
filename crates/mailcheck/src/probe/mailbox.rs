//! What a phone does right after the log-in to IMAP: opens INBOX, which for reading only changes nothing,
//! and asks for folders, name spaces and quota. All in one write (RFC 9051 §5.5), which costs one round
//! trip; only a server that refuses a client without a name is asked twice.

use tokio::io::{AsyncRead, AsyncWrite};

use super::capability;
use super::dialogue::Dialogue;
use super::secure::garbled;
use super::watch::StepName;
use crate::evidence::{Fact, Folder, Mailbox, Namespace, Opened, ReadFailure, Role, Stage, Usage};
use crate::model::ServerText;
use crate::net::Net;
use crate::wire::imap::{Condition, Data, Listed, Response, Status};
use crate::wire::offers;

/// Looks at the mailbox of who has just logged in; `before` is what the server listed before that.
pub(super) async fn look<N, S>(talk: &mut Dialogue<'_, N, S>, before: &[ServerText])
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let spot = talk.spot;
    spot.waiting(StepName::Mailbox);
    let began = spot.desk.now_ms();
    let known = talk.listed(Stage::AfterLogin);
    let questions = questions(known.as_deref(), before);
    let mut heard = Heard::default();
    let mut outcome = ask(talk, &questions, &mut heard).await;
    let mut mailbox = Mailbox::new(heard.opened(&outcome));
    if outcome.is_ok() && heard.software.is_some() && is_refused(&mailbox.inbox) {
        outcome = ask(talk, &[Question::Inbox], &mut heard).await;
        mailbox.inbox_after_id = Some(heard.opened(&outcome));
    }
    heard.describe(&mut mailbox);
    mailbox.took_ms = spot.desk.now_ms().saturating_sub(began);
    spot.record(Fact::Mailbox(mailbox));
}

/// One command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Question {
    Capabilities,
    /// Every folder.
    Folders,
    Id,
    Inbox,
    /// The folders that the server has marked.
    Marked,
    Namespace,
    Quota,
}

impl Question {
    fn command(self) -> &'static str {
        match self {
            Self::Capabilities => "CAPABILITY",
            Self::Folders => "LIST \"\" \"*\"",
            Self::Id => ID,
            Self::Inbox => "EXAMINE INBOX",
            Self::Marked => "LIST (SPECIAL-USE) \"\" \"*\"",
            Self::Namespace => "NAMESPACE",
            Self::Quota => "GETQUOTAROOT INBOX",
        }
    }
}

/// What to ask of a server that lists this: INBOX before ID, or nobody could tell whether it is open
/// without; and last what may take long.
fn questions(known: Option<&[ServerText]>, before: &[ServerText]) -> Vec<Question> {
    let list = known.unwrap_or(before);
    let has = |name| offers(list, name);
    // RFC 6154 §2, RFC 5258 §3.
    let can_choose = has("SPECIAL-USE") && (has("LIST-EXTENDED") || has("IMAP4rev2"));
    let folders = if can_choose { Question::Marked } else { Question::Folders };
    let all = [
        (Question::Inbox, true),
        (Question::Id, has("ID")),
        (Question::Capabilities, known.is_none()),
        (Question::Namespace, has("NAMESPACE") || has("IMAP4rev2")),
        (Question::Quota, has("QUOTA")),
        (folders, true),
    ];
    all.into_iter().filter(|(_, is_asked)| *is_asked).map(|(question, _)| question).collect()
}

/// What was heard so far.
#[derive(Debug, Default)]
struct Heard {
    inbox: Option<Opened>,
    exists: Option<u32>,
    capabilities: Option<Vec<ServerText>>,
    listed: Vec<Listed>,
    /// All folders were listed.
    is_listed: bool,
    namespace: Option<Namespace>,
    storage: Option<Usage>,
    messages: Option<Usage>,
    /// What the server took our name for an answer to; empty where it has no name itself.
    software: Option<String>,
    goodbye: Option<ServerText>,
}

/// Says the commands and reads until each is answered.
async fn ask<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    questions: &[Question],
    heard: &mut Heard,
) -> Result<(), ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut open: Vec<_> = questions.iter().map(|question| (talk.tag(), *question)).collect();
    let outcome = converse(talk, &mut open, heard).await;
    if let Err(why) = &outcome
        && open.iter().any(|(_, question)| *question == Question::Capabilities)
    {
        capability::record(talk, Stage::AfterLogin, Err(why.clone()));
    }
    outcome
}

/// The same, and leaves in `open` what was not answered.
async fn converse<N, S>(
    talk: &mut Dialogue<'_, N, S>,
    open: &mut Vec<(String, Question)>,
    heard: &mut Heard,
) -> Result<(), ReadFailure>
where
    N: Net,
    S: AsyncRead + AsyncWrite + Unpin,
{
    let commands = open.iter().map(|(tag, question)| format!("{tag} {}", question.command()));
    let commands: Vec<String> = commands.collect();
    talk.say(&commands.join("\r\n")).await?;
    let mut deadline = talk.spot.deadline();
    while !open.is_empty() {
        let line = talk.imap_line(deadline).await?;
        match Response::parse(&line).map_err(|why| garbled(&why))? {
            Response::Tagged { tag, status } => {
                let Some(at) = open.iter().position(|(known, _)| *known == tag) else { continue };
                let (_, question) = open.remove(at);
                heard.answered(question, status, talk);
                deadline = talk.spot.deadline();
            }
            Response::Capability(list) => heard.capabilities = Some(list),
            Response::Status(Status { condition: Condition::Bye, line, .. }) => {
                heard.goodbye = Some(line);
                return Err(ReadFailure::Closed);
            }
            Response::Untagged(_) => heard.told(Data::parse(&line)),
            Response::Continuation(_) | Response::Status(_) => {}
        }
    }
    Ok(())
}

impl Heard {
    fn answered<N: Net, S>(
        &mut self,
        question: Question,
        status: Status,
        talk: &mut Dialogue<'_, N, S>,
    ) where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let is_ok = status.condition == Condition::Ok;
        match question {
            Question::Capabilities => {
                let answer = capability::answer(self.capabilities.take(), status);
                capability::record(talk, Stage::AfterLogin, Ok(answer));
            }
            Question::Folders | Question::Marked => self.is_listed = is_ok,
            Question::Id if is_ok => {
                self.software.get_or_insert_default();
            }
            Question::Id => self.software = None,
            Question::Inbox if is_ok => {
                self.inbox = Some(Opened::Open { messages: self.exists.take() });
            }
            Question::Inbox => {
                let transient = status.is_transient();
                self.inbox = Some(Opened::Refused { reply: status.line, transient });
            }
            Question::Namespace | Question::Quota => {}
        }
    }

    fn told(&mut self, data: Option<Data>) {
        match data {
            Some(Data::Exists(messages)) => self.exists = Some(messages),
            Some(Data::Id(fields)) => {
                let field = |name| fields.iter().find(|(known, _)| known == name);
                let values = ["name", "version"].into_iter().filter_map(field);
                let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
                self.software = Some(values.join(" "));
            }
            // One more than is kept says that there are more.
            Some(Data::Listed(folder)) if self.listed.len() <= MAX_FOLDERS => {
                self.listed.push(folder);
            }
            Some(Data::Namespace(namespace)) => self.namespace = Some(namespace),
            Some(Data::Quota(resources)) => {
                for (name, usage) in resources {
                    match name.as_str() {
                        "MESSAGE" => closest(&mut self.messages, usage),
                        "STORAGE" => closest(&mut self.storage, usage),
                        _other => {}
                    }
                }
            }
            Some(Data::Listed(_)) | None => {}
        }
    }

    /// What came of opening INBOX.
    fn opened(&mut self, outcome: &Result<(), ReadFailure>) -> Opened {
        let failed = || {
            let why = outcome.as_ref().err().cloned().unwrap_or(ReadFailure::Closed);
            Opened::Failed { why, lines: self.goodbye.iter().cloned().collect() }
        };
        self.inbox.take().unwrap_or_else(failed)
    }

    /// Puts all but INBOX into the mailbox.
    fn describe(self, mailbox: &mut Mailbox) {
        let prefix = self.namespace.as_ref().map_or("", |namespace| namespace.prefix.as_str());
        let is_whole = self.is_listed && self.listed.len() <= MAX_FOLDERS;
        mailbox.folders = is_whole.then(|| folders(&self.listed, prefix));
        mailbox.namespace = self.namespace;
        mailbox.storage = self.storage;
        mailbox.messages = self.messages;
        let software = self.software.filter(|software| !software.is_empty());
        mailbox.software = software.map(ServerText::from);
    }
}

/// The folder for each role: the one that the server has marked, else the first with a usual name.
fn folders(listed: &[Listed], prefix: &str) -> Vec<Folder> {
    let folder = |role| {
        let marked = listed.iter().find(|folder| Role::marked(folder) == Some(role));
        let named = || listed.iter().find(|folder| Role::named(folder, prefix) == Some(role));
        marked.or_else(named).map(|folder| Folder::new(role, &folder.name, marked.is_some()))
    };
    Role::ALL.into_iter().filter_map(folder).collect()
}

/// Keeps the usage that leaves less; where nothing is allowed, nothing is meant.
fn closest(known: &mut Option<Usage>, usage: Usage) {
    if usage.percent() > known.and_then(Usage::percent) {
        *known = Some(usage);
    }
}

/// Whether the server said no, and not only for now.
fn is_refused(inbox: &Opened) -> bool {
    matches!(inbox, Opened::Refused { transient: false, .. })
}

/// Who we are (RFC 2971 §3.1).
const ID: &str =
    concat!("ID (\"name\" \"mailcheck\" \"version\" \"", env!("CARGO_PKG_VERSION"), "\")");
/// More folders than people have; whether one with a usual name is among more is not told.
const MAX_FOLDERS: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &str) -> Vec<ServerText> {
        words.split(' ').map(ServerText::from).collect()
    }

    #[test]
    fn only_what_is_offered_is_asked() {
        use Question::{Capabilities, Folders, Id, Inbox, Marked, Namespace, Quota};
        let before = list("IMAP4rev1 QUOTA");
        for (known, expected) in [
            (Some("IMAP4rev1"), &[Inbox, Folders][..]),
            (None, &[Inbox, Capabilities, Quota, Folders]),
            (Some("IMAP4rev1 ID SPECIAL-USE NAMESPACE"), &[Inbox, Id, Namespace, Folders]),
            (Some("SPECIAL-USE LIST-EXTENDED QUOTA=RES-STORAGE"), &[Inbox, Quota, Marked]),
            (Some("IMAP4rev2"), &[Inbox, Namespace, Folders]),
        ] {
            let known = known.map(list);
            assert_eq!(questions(known.as_deref(), &before), expected, "{known:?}");
        }
    }

    #[test]
    fn of_several_limits_the_closest_counts() {
        let mut heard = Heard::default();
        for line in [
            "* QUOTA a (STORAGE 5 10 MESSAGE 1 0)",
            "* QUOTA b (STORAGE 90 100)",
            "* QUOTA c (STORAGE 10 100 X 1 1)",
        ] {
            heard.told(Data::parse(line.as_bytes()));
        }
        assert_eq!((heard.storage, heard.messages), (Some(Usage::new(90, 100)), None));
    }

    #[test]
    fn a_mark_counts_more_than_a_name_and_a_list_that_was_cut_says_nothing() {
        let mut heard = Heard { is_listed: true, ..Heard::default() };
        for line in [
            r#"* LIST () "/" Sent"#,
            r#"* LIST (\Sent) "/" "Gone out""#,
            r#"* LIST () "/" Trash"#,
            r#"* LIST () "/" "Love letters""#,
        ] {
            heard.told(Data::parse(line.as_bytes()));
        }
        let sent = Folder::new(Role::Sent, "Gone out", true);
        let trash = Folder::new(Role::Trash, "Trash", false);
        assert_eq!(folders(&heard.listed, ""), [sent, trash]);
        for _ in 0..=MAX_FOLDERS {
            heard.told(Data::parse(b"* LIST () NIL x"));
        }
        assert_eq!(heard.listed.len(), MAX_FOLDERS + 1);
        let mut mailbox = Mailbox::new(Opened::Open { messages: None });
        heard.describe(&mut mailbox);
        assert_eq!(mailbox.folders, None);
    }
}
