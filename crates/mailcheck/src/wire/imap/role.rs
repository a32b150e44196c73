//! What a folder is for: as the server says, else as its name does.

use serde::{Deserialize, Serialize};

use super::data::Listed;

/// What a folder is for (RFC 6154 §2).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// Mail that is kept; `\All` of servers that have but one such folder is taken for it.
    Archive,
    /// Mail that is not finished.
    Drafts,
    /// What is taken for spam.
    Junk,
    /// Mail that was sent.
    Sent,
    /// Mail that is to go.
    Trash,
}

impl Role {
    /// All, in the order of their names.
    pub const ALL: [Self; 5] = [Self::Archive, Self::Drafts, Self::Junk, Self::Sent, Self::Trash];

    /// Those without which a phone cannot put mail where it belongs.
    pub const ON_PHONES: [Self; 4] = [Self::Sent, Self::Drafts, Self::Trash, Self::Junk];

    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Drafts => "drafts",
            Self::Junk => "junk",
            Self::Sent => "sent",
            Self::Trash => "trash",
        }
    }

    /// The attribute without its backslash, which is also the usual name of such a folder.
    pub fn title(self) -> &'static str {
        match self {
            Self::Archive => "Archive",
            Self::Drafts => "Drafts",
            Self::Junk => "Junk",
            Self::Sent => "Sent",
            Self::Trash => "Trash",
        }
    }

    /// As the attributes of a folder say.
    ///
    /// Source: [RFC 6154 §2](https://www.rfc-editor.org/rfc/rfc6154#section-2); a server may send
    /// them without listing the capability.
    pub fn marked(folder: &Listed) -> Option<Self> {
        let mut roles = folder.attributes.iter().filter_map(|attribute| match attribute.as_str() {
            "all" | "archive" => Some(Self::Archive),
            "drafts" => Some(Self::Drafts),
            "junk" => Some(Self::Junk),
            "sent" => Some(Self::Sent),
            "trash" => Some(Self::Trash),
            _other => None,
        });
        roles.next()
    }

    /// As the name says by which mail programs know it, behind the prefix of the user's own folders.
    pub fn named(folder: &Listed, prefix: &str) -> Option<Self> {
        let name = folder.name.strip_prefix(prefix).unwrap_or(&folder.name);
        let is_level = |letter: char| Some(letter) == folder.delimiter;
        let name = match name.split_once(is_level) {
            Some((above, name)) if above.eq_ignore_ascii_case("INBOX") => name,
            Some(_) => return None,
            None => name,
        };
        let name = name.to_lowercase();
        let usual = USUAL.iter().find(|(_, names)| names.contains(&name.as_str()));
        usual.map(|(role, _)| *role)
    }
}

/// Names by which phones, mail programs and webmail know their folders, in lower case: what they
/// make themselves where nothing is there.
const USUAL: &[(Role, &[&str])] = &[
    (Role::Archive, &["archive", "archives", "archiv", "アーカイブ"]),
    (
        Role::Drafts,
        &["drafts", "draft", "entwürfe", "brouillons", "bozze", "borradores", "下書き", "草稿"],
    ),
    (
        Role::Junk,
        &[
            "junk",
            "spam",
            "junk e-mail",
            "junk email",
            "bulk",
            "bulk mail",
            "spamverdacht",
            "迷惑メール",
        ],
    ),
    (
        Role::Sent,
        &[
            "sent",
            "sent messages",
            "sent items",
            "sent mail",
            "sent-mail",
            "gesendet",
            "gesendete objekte",
            "envoyés",
            "éléments envoyés",
            "inviata",
            "enviados",
            "送信済み",
            "送信済みアイテム",
            "送信済みトレイ",
            "送信済みメール",
            "送信済みメッセージ",
        ],
    ),
    (
        Role::Trash,
        &[
            "trash",
            "deleted messages",
            "deleted items",
            "deleted",
            "bin",
            "papierkorb",
            "gelöschte objekte",
            "corbeille",
            "éléments supprimés",
            "cestino",
            "papelera",
            "ごみ箱",
            "ゴミ箱",
            "削除済みアイテム",
            "削除済みトレイ",
            "削除済みメッセージ",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::imap::Data;

    fn role(line: &str, prefix: &str) -> (Option<Role>, Option<Role>) {
        let Some(Data::Listed(folder)) = Data::parse(line.as_bytes()) else { panic!("{line}") };
        (Role::marked(&folder), Role::named(&folder, prefix))
    }

    #[test]
    fn folders_are_known_by_mark_and_by_name() {
        for (line, prefix, expected) in [
            (r#"* LIST (\Sent) "/" "[Gmail]/Sent Mail""#, "", (Some(Role::Sent), None)),
            (r#"* LIST (\All \Noselect) "/" x"#, "", (Some(Role::Archive), None)),
            (r#"* LIST () "." INBOX.Sent"#, "INBOX.", (None, Some(Role::Sent))),
            (r#"* LIST () "." INBOX.drafts"#, "", (None, Some(Role::Drafts))),
            (r#"* LIST () "/" "mail/Trash""#, "mail/", (None, Some(Role::Trash))),
            (r#"* LIST () "/" "Work/Trash""#, "", (None, None)),
            (r#"* LIST () NIL "Junk E-mail""#, "", (None, Some(Role::Junk))),
            (r#"* LIST () "/" "&kAFP4W4IMH8-""#, "", (None, Some(Role::Sent))),
            (r#"* LIST () "/" INBOX"#, "", (None, None)),
            (r#"* LIST () "." INBOX"#, "INBOX.", (None, None)),
        ] {
            assert_eq!(role(line, prefix), expected, "{line}");
        }
    }
}
