//! Mail over IMAP, for clients that are logged in.

use async_imap::extensions::idle::IdleResponse;
use async_imap::types::Flag;
use async_imap::types::NameAttribute;
use futures_util::TryStreamExt as _;
use mailcheck_mock::Pipe;
use mailcheck_mock::Port;
use mailcheck_mock::Provider;
use tokio::io::AsyncWriteExt as _;

use crate::client::PASSWORD;
use crate::client::Raw;
use crate::client::USER;
use crate::client::builder;
use crate::client::open_secure;
use crate::healthy::Foreign;

const PLAIN: &str = "From: \"Me, myself\" <me@example.org>\r\nTo: you@example.org, Team: a@b.example;\r\n\
    Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nDate: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\n\
    Message-ID: <1@example.org>\r\n\r\nOne line.\r\nTwo lines.\r\n";

const MIXED: &str = "Subject: parts\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=\"b 1\"\r\n\r\npreamble\r\n--b 1\r\n\r\nplain\r\n\
    --b 1\r\nContent-Type: application/octet-stream; name=x.bin\r\n\
    Content-Disposition: attachment; filename=x.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n\
    aGVsbG8=\r\n--b 1\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninside\r\n\
    --b 1--\r\nepilogue\r\n";

/// Logs in, in memory.
async fn log_in(provider: &Provider) -> Raw<Pipe> {
    let mut raw = Raw { stream: provider.connect_in_memory(Port::ImapPlain).unwrap() };
    raw.line().await;
    let reply = raw.ask("l LOGIN you@example.org secret").await;
    assert!(reply[0].starts_with("l OK "), "{reply:?}");
    raw
}

/// Everything up to the line that begins with the tag `a`, literals as they come.
async fn ask(raw: &mut Raw<Pipe>, command: &str) -> String {
    raw.send(&format!("a {command}\r\n")).await;
    let mut said = String::new();
    loop {
        let line = raw.line().await;
        let done = line.starts_with("a ");
        said += &line;
        if done {
            return said;
        }
        said += "\n";
    }
}

async fn with(messages: &[&str]) -> (Provider, Raw<Pipe>) {
    let provider = builder().start().await.unwrap();
    for message in messages {
        assert!(provider.deliver(USER, message.as_bytes()));
    }
    let raw = log_in(&provider).await;
    (provider, raw)
}

#[tokio::test]
async fn the_usual_mailboxes_are_there() {
    let (_provider, mut raw) = with(&[]).await;
    let expected = "* LIST (\\HasNoChildren) \"/\" \"INBOX\"\n\
        * LIST (\\HasNoChildren \\Archive) \"/\" \"Archive\"\n\
        * LIST (\\HasNoChildren \\Drafts) \"/\" \"Drafts\"\n\
        * LIST (\\HasNoChildren \\Junk) \"/\" \"Junk\"\n\
        * LIST (\\HasNoChildren \\Sent) \"/\" \"Sent\"\n\
        * LIST (\\HasNoChildren \\Trash) \"/\" \"Trash\"\n\
        a OK List completed.";
    assert_eq!(ask(&mut raw, r#"LIST "" "*""#).await, expected);
    assert_eq!(ask(&mut raw, "list \"\" %").await, expected);
    let roots = "* LIST (\\Noselect) \"/\" \"\"\na OK List completed.";
    assert_eq!(ask(&mut raw, r#"LIST "" """#).await, roots);
    let some =
        ask(&mut raw, r#"LIST (SPECIAL-USE) "" (S* T* I*) RETURN (STATUS (MESSAGES))"#).await;
    let expected = "* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent\"\n* STATUS \"Sent\" (MESSAGES 0)\n\
        * LIST (\\HasNoChildren \\Trash) \"/\" \"Trash\"\n* STATUS \"Trash\" (MESSAGES 0)\n\
        a OK List completed.";
    assert_eq!(some, expected);
    assert!(ask(&mut raw, "CAPABILITY").await.contains(" IMAP4rev2 "));
}

#[tokio::test]
async fn mailboxes_come_go_and_change_their_names() {
    let (_provider, mut raw) = with(&[]).await;
    for (command, answer) in [
        ("CREATE a/b/", "a OK Create completed."),
        ("CREATE a/b", "a NO [ALREADYEXISTS] Mailbox already exists."),
        ("CREATE Entw&APw-rfe", "a OK Create completed."),
        ("CREATE &bad", "a BAD Error in IMAP command CREATE: Invalid name."),
        ("CREATE a//b", "a NO [CANNOT] This name is not allowed here."),
        ("SUBSCRIBE a/b", "a OK Subscribe completed."),
        ("SUBSCRIBE nothing", "a NO [NONEXISTENT] Mailbox doesn't exist."),
        ("RENAME a c", "a OK Rename completed."),
        ("RENAME c c/d", "a NO [CANNOT] This name is not allowed here."),
        ("DELETE c", "a OK Delete completed."),
        ("DELETE inbox", "a NO [CANNOT] This name is not allowed here."),
        ("UNSUBSCRIBE Junk", "a OK Unsubscribe completed."),
        ("SELECT nothing", "a NO [NONEXISTENT] Mailbox doesn't exist."),
    ] {
        assert_eq!(ask(&mut raw, command).await, answer, "{command}");
    }
    let list = ask(&mut raw, r#"LIST "" ("c%" "c/%" "a*" "E*")"#).await;
    let expected = "* LIST (\\HasNoChildren) \"/\" \"Entw&APw-rfe\"\n\
        * LIST (\\NonExistent \\Noselect \\HasChildren) \"/\" \"c\"\n\
        * LIST (\\HasNoChildren) \"/\" \"c/b\"\na OK List completed.";
    assert_eq!(list, expected);
    let lsub = ask(&mut raw, r#"LSUB "" "*""#).await;
    assert!(lsub.contains("\"a/b\"") && !lsub.contains("Junk"), "{lsub}");
    assert_eq!(ask(&mut raw, "ENABLE IMAP4rev2").await, "* ENABLED IMAP4rev2\na OK Enabled.");
    let list = ask(&mut raw, r#"LIST "" Entw*"#).await;
    assert!(list.contains("{9}\nEntwürfe\n"), "{list}");
}

#[tokio::test]
async fn select_says_what_clients_rely_on() {
    let (provider, mut raw) = with(&[PLAIN, MIXED]).await;
    let said = ask(&mut raw, "SELECT INBOX").await;
    let said: Vec<_> = said.lines().filter(|line| !line.contains("UIDVALIDITY")).collect();
    assert_eq!(
        said,
        [
            "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)",
            "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Kept.",
            "* 2 EXISTS",
            "* 2 RECENT",
            "* OK [UIDNEXT 3] Predicted next UID",
            "* OK [UNSEEN 1] First unseen.",
            "a OK [READ-WRITE] SELECT completed.",
        ]
    );
    let mut other = log_in(&provider).await;
    let said = ask(&mut other, "EXAMINE inbox").await;
    assert!(said.contains("* 0 RECENT") && said.contains("a OK [READ-ONLY]"), "{said}");
    assert_eq!(ask(&mut other, r"STORE 1 FLAGS (\Seen)").await, "a NO Mailbox is read-only.");
    let status = ask(&mut other, "STATUS INBOX (MESSAGES UNSEEN UIDNEXT SIZE DELETED)").await;
    let size = PLAIN.len() + MIXED.len();
    let expected = format!("MESSAGES 2 UNSEEN 2 UIDNEXT 3 SIZE {size} DELETED 0)\n");
    assert!(status.contains(&expected), "{status}");
    assert_eq!(ask(&mut other, "UNSELECT").await, "a OK Unselect completed.");
    assert_eq!(ask(&mut other, "FETCH 1 FLAGS").await, "a BAD No mailbox selected.");
}

#[tokio::test]
async fn fetch_gives_every_part_of_a_message() {
    let (_provider, mut raw) = with(&[PLAIN, MIXED]).await;
    ask(&mut raw, "EXAMINE INBOX").await;
    let envelope = r#"ENVELOPE ("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "=?utf-8?q?Gr=C3=BC=C3=9Fe?=" (("Me, myself" NIL "me" "example.org")) (("Me, myself" NIL "me" "example.org")) (("Me, myself" NIL "me" "example.org")) ((NIL NIL "you" "example.org")(NIL NIL "Team" NIL)(NIL NIL "a" "b.example")(NIL NIL NIL NIL)) NIL NIL NIL "<1@example.org>")"#;
    let mixed = r#"(("text" "plain" NIL NIL NIL "7bit" 5 1)("application" "octet-stream" ("name" "x.bin") NIL NIL "base64" 8)("message" "rfc822" NIL NIL NIL "7bit" 24 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" NIL NIL NIL "7bit" 6 1) 3) "mixed")"#;
    for (asked, answer) in [
        ("1 ENVELOPE", envelope.to_owned()),
        ("2 BODY", format!("BODY {mixed}")),
        ("1 BODY", r#"BODY ("text" "plain" NIL NIL NIL "7bit" 23 2)"#.to_owned()),
        ("1 RFC822.SIZE", format!("RFC822.SIZE {}", PLAIN.len())),
        ("1 BODY[]<5.9>", "BODY[]<5> {9}\n \"Me, mys".to_owned()),
        ("1 BODY.PEEK[]<9999.9>", "BODY[]<9999> {0}\n".to_owned()),
        ("1 BODY[TEXT]", "BODY[TEXT] {23}\nOne line.\nTwo lines.\n".to_owned()),
        ("1 BODY[1]", "BODY[1] {23}\nOne line.\nTwo lines.\n".to_owned()),
        ("1 RFC822.TEXT", "RFC822.TEXT {23}\nOne line.\nTwo lines.\n".to_owned()),
        (
            "1 BODY.PEEK[HEADER.FIELDS (message-id X)]",
            "BODY[HEADER.FIELDS (message-id X)] {31}\nMessage-ID: <1@example.org>\n\n".to_owned(),
        ),
        (
            "2 BODY[HEADER.FIELDS.NOT (MIME-Version Content-Type)]",
            "BODY[HEADER.FIELDS.NOT (MIME-Version Content-Type)] {18}\nSubject: parts\n\n"
                .to_owned(),
        ),
        ("2 BODY[1]", "BODY[1] {5}\nplain".to_owned()),
        ("2 BODY[2]", "BODY[2] {8}\naGVsbG8=".to_owned()),
        ("2 BINARY.PEEK[2]", "BINARY[2] {5}\nhello".to_owned()),
        ("2 BINARY.SIZE[2]", "BINARY.SIZE[2] 5".to_owned()),
        ("2 BODY[3.HEADER]", "BODY[3.HEADER] {18}\nSubject: inner\n\n".to_owned()),
        ("2 BODY[3.1]", "BODY[3.1] {6}\ninside".to_owned()),
        ("2 BODY[3.MIME]", "BODY[3.MIME] {32}\nContent-Type: message/rfc822\n\n".to_owned()),
        ("2 BODY[4]", "BODY[4] NIL".to_owned()),
        ("2 (UID FLAGS)", "UID 2 FLAGS (\\Recent)".to_owned()),
    ] {
        // An EXAMINE does not take `\Recent` away, nor does FETCH set `\Seen` there.
        let number = &asked[..1];
        let expected = format!("* {number} FETCH ({answer})\na OK Fetch completed.");
        assert_eq!(ask(&mut raw, &format!("FETCH {asked}")).await, expected, "{asked}");
    }
    let structure = ask(&mut raw, "UID FETCH 2 BODYSTRUCTURE").await;
    let attachment = r#""base64" 8 NIL ("attachment" ("filename" "x.bin")) NIL NIL)"#;
    assert!(structure.contains(attachment), "{structure}");
    assert!(structure.starts_with("* 2 FETCH (UID 2 BODYSTRUCTURE "), "{structure}");
    for nonsense in ["1", "1 NONSENSE", "1 BODY[NONSENSE]", "1 (BODY[]", "x FLAGS", "3 FLAGS"] {
        let said = ask(&mut raw, &format!("FETCH {nonsense}")).await;
        assert!(said.starts_with("a BAD "), "{nonsense}: {said}");
    }
    let all = ask(&mut raw, "FETCH 1:* FULL").await;
    for item in ["FLAGS (", " INTERNALDATE \"", " RFC822.SIZE ", " ENVELOPE (", " BODY ("] {
        assert_eq!(all.matches(item).count(), 2, "{item}");
    }
}

#[tokio::test]
async fn reading_a_message_marks_it() {
    let (provider, mut raw) = with(&[PLAIN]).await;
    let mut other = log_in(&provider).await;
    ask(&mut raw, "SELECT INBOX").await;
    ask(&mut other, "SELECT INBOX").await;
    let peeked = ask(&mut raw, "FETCH 1 BODY.PEEK[TEXT]<0.1>").await;
    assert_eq!(peeked, "* 1 FETCH (BODY[TEXT]<0> {1}\nO)\na OK Fetch completed.");
    let read = ask(&mut raw, "FETCH 1 BODY[TEXT]<0.1>").await;
    assert!(read.contains("O FLAGS (\\Seen \\Recent))"), "{read}");
    let heard = ask(&mut other, "NOOP").await;
    assert_eq!(heard, "* 1 FETCH (UID 1 FLAGS (\\Seen))\na OK NOOP completed.");
}

#[tokio::test]
async fn search_finds_by_every_key() {
    let (_provider, mut raw) = with(&[PLAIN, MIXED]).await;
    ask(&mut raw, "SELECT INBOX").await;
    ask(&mut raw, r"STORE 2 +FLAGS.SILENT (\Flagged Work)").await;
    for (keys, found) in [
        ("ALL", " 1 2"),
        ("1", " 1"),
        ("UID 2:*", " 2"),
        ("FLAGGED", " 2"),
        ("UNFLAGGED", " 1"),
        ("KEYWORD work", " 2"),
        ("UNKEYWORD unheard", " 1 2"),
        ("SUBJECT grüße", " 1"),
        ("CHARSET UTF-8 SUBJECT {7}\r\nGRÜßE", " 1"),
        ("FROM me TO team", " 1"),
        ("HEADER mime-version \"\"", " 2"),
        ("BODY hello", ""),
        ("BODY \"two lines\"", " 1"),
        ("TEXT inside", " 2"),
        ("SENTON 17-Jul-1996", " 1"),
        ("SENTSINCE 18-Jul-1996", ""),
        ("SENTBEFORE 18-Jul-1996", " 1"),
        ("SINCE 1-Jan-2020", " 1 2"),
        ("BEFORE 1-Jan-2020", ""),
        ("OR 1 (FLAGGED NOT DELETED)", " 1 2"),
        ("SMALLER 100", ""),
        ("LARGER 100 NEW", " 1 2"),
        ("OLD", ""),
        ("UNSEEN UNDRAFT UNANSWERED", " 1 2"),
    ] {
        // The literal is asked for.
        let said = ask(&mut raw, &format!("SEARCH {keys}")).await.replace("+ OK\n", "");
        assert_eq!(said, format!("* SEARCH{found}\na OK Search completed."), "{keys}");
    }
    let charset = ask(&mut raw, "SEARCH CHARSET KOI8-R ALL").await;
    assert!(charset.starts_with("a NO [BADCHARSET "), "{charset}");
    for nonsense in ["", "NONSENSE", "NOT", "OR 1", "ON tomorrow", &"NOT ".repeat(60)] {
        let said = ask(&mut raw, &format!("SEARCH {nonsense}")).await;
        assert!(said.starts_with("a BAD "), "{nonsense}: {said}");
    }
    let said = ask(&mut raw, "UID SEARCH RETURN (MIN MAX COUNT ALL) ALL").await;
    let expected = "* ESEARCH (TAG \"a\") UID MIN 1 MAX 2 ALL 1:2 COUNT 2\na OK Search completed.";
    assert_eq!(said, expected);
    assert_eq!(ask(&mut raw, "SEARCH RETURN (SAVE) FLAGGED").await, "a OK Search completed.");
    let said = ask(&mut raw, "FETCH $ UID").await;
    assert_eq!(said, "* 2 FETCH (UID 2)\na OK Fetch completed.");
    ask(&mut raw, "ENABLE IMAP4rev2").await;
    let said = ask(&mut raw, "SEARCH DELETED").await;
    assert_eq!(said, "* ESEARCH (TAG \"a\")\na OK Search completed.");
}

#[tokio::test]
async fn messages_are_added_marked_copied_moved_and_removed() {
    let (provider, mut raw) = with(&[PLAIN, PLAIN, PLAIN]).await;
    let select = ask(&mut raw, "SELECT INBOX").await;
    let validity =
        select.split_once("UIDVALIDITY ").unwrap().1.split_once(']').unwrap().0.to_owned();
    let append = r#"APPEND INBOX (\Seen \Recent New) " 7-Jul-1996 02:44:25 -0700" {3+}"#;
    let said = ask(&mut raw, &format!("{append}\r\nabc")).await;
    assert!(
        said.contains("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft New)\n"),
        "{said}"
    );
    let end = format!("* 4 EXISTS\n* 4 RECENT\na OK [APPENDUID {validity} 4] Append completed.");
    assert!(said.ends_with(&end), "{said}");
    let said = ask(&mut raw, "UID FETCH 4 (INTERNALDATE FLAGS)").await;
    let date = "INTERNALDATE \" 7-Jul-1996 09:44:25 +0000\" FLAGS (\\Seen New \\Recent)";
    assert_eq!(said, format!("* 4 FETCH (UID 4 {date})\na OK Fetch completed."));
    let said = ask(&mut raw, "APPEND nowhere {3+}\r\nabc").await;
    assert_eq!(said, "a NO [TRYCREATE] Mailbox doesn't exist.");
    let said = ask(&mut raw, "COPY 2,4 Sent").await;
    assert!(
        said.starts_with("a OK [COPYUID ") && said.ends_with(" 2,4 1:2] Copy completed."),
        "{said}"
    );
    let said = ask(&mut raw, "COPY 1 nowhere").await;
    assert_eq!(said, "a NO [TRYCREATE] Mailbox doesn't exist.");
    let said = ask(&mut raw, "UID MOVE 1 Trash").await;
    assert!(
        said.starts_with("* OK [COPYUID ") && said.contains("] Moved UIDs.\n* 1 EXPUNGE\n"),
        "{said}"
    );
    let said = ask(&mut raw, r"UID STORE 2:3 FLAGS (\Deleted)").await;
    let expected = "* 1 FETCH (UID 2 FLAGS (\\Deleted \\Recent))\n\
        * 2 FETCH (UID 3 FLAGS (\\Deleted \\Recent))\na OK Store completed.";
    assert_eq!(said, expected);
    assert_eq!(ask(&mut raw, r"STORE 1 -FLAGS.SILENT \Deleted").await, "a OK Store completed.");
    assert_eq!(ask(&mut raw, "UID EXPUNGE 2").await, "a OK Expunge completed.");
    assert_eq!(ask(&mut raw, "EXPUNGE").await, "* 2 EXPUNGE\na OK Expunge completed.");
    assert_eq!(provider.inbox("YOU@example.org"), [PLAIN.as_bytes(), b"abc"]);
    ask(&mut raw, r"STORE 2 +FLAGS.SILENT (\Deleted)").await;
    assert_eq!(ask(&mut raw, "CLOSE").await, "a OK Close completed.");
    assert_eq!(provider.inbox(USER).len(), 1);
    let said = ask(&mut raw, "STATUS Sent (MESSAGES)").await;
    assert_eq!(said, "* STATUS \"Sent\" (MESSAGES 2)\na OK Status completed.");
}

#[tokio::test]
async fn numbers_stay_as_they_are_while_messages_are_talked_about() {
    let (provider, mut raw) = with(&[PLAIN, PLAIN, MIXED]).await;
    ask(&mut raw, "SELECT INBOX").await;
    let mut other = log_in(&provider).await;
    ask(&mut other, "SELECT INBOX").await;
    ask(&mut other, r"STORE 1 +FLAGS (\Deleted)").await;
    ask(&mut other, "EXPUNGE").await;
    let said = ask(&mut raw, "FETCH 3 UID").await;
    assert_eq!(said, "* 3 FETCH (UID 3)\na OK Fetch completed.");
    assert_eq!(ask(&mut raw, "NOOP").await, "* 1 EXPUNGE\na OK NOOP completed.");
    let said = ask(&mut raw, "FETCH 2 UID").await;
    assert_eq!(said, "* 2 FETCH (UID 3)\na OK Fetch completed.");
}

#[tokio::test(start_paused = true)]
async fn idle_hears_of_everything_and_waits_for_half_an_hour() {
    let (provider, mut raw) = with(&[PLAIN]).await;
    ask(&mut raw, "SELECT INBOX").await;
    assert_eq!(raw.ask("a IDLE").await, ["+ idling"]);
    provider.deliver(USER, MIXED.as_bytes());
    assert_eq!(raw.line().await, "* 2 EXISTS");
    assert_eq!(raw.line().await, "* 2 RECENT");
    let mut other = log_in(&provider).await;
    ask(&mut other, "SELECT INBOX").await;
    ask(&mut other, r"STORE 1 FLAGS (\Deleted)").await;
    assert_eq!(raw.line().await, "* 1 FETCH (UID 1 FLAGS (\\Deleted \\Recent))");
    ask(&mut other, "EXPUNGE").await;
    assert_eq!(raw.line().await, "* 1 EXPUNGE");
    tokio::time::advance(std::time::Duration::from_mins(29)).await;
    assert_eq!(raw.ask("DONE").await, ["a OK Idle completed."]);
    assert_eq!(raw.ask("a IDLE").await, ["+ idling"]);
    assert_eq!(raw.line().await, "* BYE Disconnected for inactivity.");
}

#[tokio::test]
async fn a_session_ends_with_its_mailbox() {
    let (provider, mut raw) = with(&[]).await;
    ask(&mut raw, "SELECT Junk").await;
    let mut other = log_in(&provider).await;
    ask(&mut other, "RENAME Junk Spam").await;
    assert_eq!(ask(&mut raw, "NOOP").await, "a OK NOOP completed.");
    ask(&mut other, "DELETE Spam").await;
    raw.send("a NOOP\r\n").await;
    assert_eq!(raw.line().await, "* BYE Selected mailbox was deleted, have to disconnect.");
}

#[tokio::test]
async fn an_account_takes_only_so_much() {
    let (provider, mut raw) = with(&[]).await;
    let said = raw.ask("a APPEND INBOX {26214401}").await;
    assert_eq!(said, ["a NO [TOOBIG] This is too big."]);
    let large = vec![b'x'; 20 * 1024 * 1024];
    for _ in 0..3 {
        assert!(provider.deliver(USER, &large));
    }
    assert!(!provider.deliver(USER, &large));
    raw.send(&format!("a APPEND INBOX {{{}+}}\r\n", large.len())).await;
    raw.stream.write_all(&large).await.unwrap();
    raw.send("\r\n").await;
    assert_eq!(raw.line().await, "a NO [OVERQUOTA] Quota exceeded (mailbox is full).");
    let quota = ask(&mut raw, "GETQUOTAROOT INBOX").await;
    let expected = "* QUOTAROOT \"INBOX\" \"\"\n\
        * QUOTA \"\" (STORAGE 61440 65536 MESSAGE 3 10000)\na OK Getquotaroot completed.";
    assert_eq!(quota, expected);
    assert_eq!(raw.ask("a LOGIN x {70000}").await, ["a NO [TOOBIG] This is too big."]);
}

#[tokio::test]
async fn without_a_word_a_client_is_the_first_account() {
    let provider = builder().scenario("preauth".parse().unwrap()).start().await.unwrap();
    provider.deliver(USER, PLAIN.as_bytes());
    let mut raw = Raw { stream: provider.connect_in_memory(Port::ImapPlain).unwrap() };
    assert!(raw.line().await.starts_with("* PREAUTH "));
    let said = ask(&mut raw, "STATUS INBOX (MESSAGES)").await;
    assert_eq!(said, "* STATUS \"INBOX\" (MESSAGES 1)\na OK Status completed.");
    let said = ask(&mut raw, "LOGIN you@example.org secret").await;
    assert_eq!(said, "a BAD Already logged in.");
}

#[tokio::test]
async fn before_the_log_in_there_is_no_mail() {
    let provider = builder().start().await.unwrap();
    let mut raw = Raw { stream: provider.connect_in_memory(Port::ImapPlain).unwrap() };
    raw.line().await;
    for command in ["SELECT INBOX", "LIST \"\" *", "IDLE", "ENABLE IMAP4rev2"] {
        let said = ask(&mut raw, command).await;
        assert_eq!(said, "a BAD Error in IMAP command: unknown command.", "{command}");
    }
}

#[tokio::test]
async fn async_imap_reads_and_writes_mail() {
    let provider = builder().start().await.unwrap();
    let stream = open_secure(&provider, Port::ImapTls).await.stream;
    let client = async_imap::Client::new(Foreign { before: Vec::new(), stream });
    let mut session = client.login(USER, PASSWORD).await.map_err(|(why, _)| why).unwrap();
    let names: Vec<_> = session.list(None, Some("*")).await.unwrap().try_collect().await.unwrap();
    let sent = names.iter().find(|name| name.name() == "Sent").unwrap();
    assert!(sent.attributes().contains(&NameAttribute::Sent));
    let date = "\" 7-Jul-1996 02:44:25 -0700\"";
    session.append("INBOX", Some("(\\Flagged)"), Some(date), PLAIN).await.unwrap();
    session.append("INBOX", None, None, MIXED).await.unwrap();
    let mailbox = session.select("INBOX").await.unwrap();
    assert_eq!((mailbox.exists, mailbox.uid_next), (2, Some(3)));
    let query = "(FLAGS ENVELOPE INTERNALDATE BODYSTRUCTURE BODY.PEEK[])";
    let fetched: Vec<_> = session.fetch("1:*", query).await.unwrap().try_collect().await.unwrap();
    assert_eq!(fetched[0].body(), Some(PLAIN.as_bytes()));
    assert_eq!(fetched[1].body(), Some(MIXED.as_bytes()));
    assert!(fetched[0].flags().any(|flag| flag == Flag::Flagged));
    let envelope = fetched[0].envelope().unwrap();
    assert_eq!(envelope.message_id.as_deref(), Some(&b"<1@example.org>"[..]));
    assert!(fetched[1].bodystructure().is_some());
    let found = session.uid_search("FLAGGED FROM me").await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [1]);
    let store = session.store("1", "+FLAGS (\\Deleted)").await.unwrap();
    let stored: Vec<_> = store.try_collect().await.unwrap();
    assert!(stored[0].flags().any(|flag| flag == Flag::Deleted));
    let expunged: Vec<_> = session.expunge().await.unwrap().try_collect().await.unwrap();
    assert_eq!(expunged, [1]);
    let mut idle = session.idle();
    idle.init().await.unwrap();
    let (waiting, _stop) = idle.wait();
    let (woken, delivered) =
        tokio::join!(waiting, async { provider.deliver(USER, PLAIN.as_bytes()) });
    assert!(delivered);
    assert!(matches!(woken.unwrap(), IdleResponse::NewData(_)));
    let mut session = idle.done().await.unwrap();
    session.logout().await.unwrap();
    assert_eq!(provider.inbox(USER), [MIXED.as_bytes(), PLAIN.as_bytes()]);
}
