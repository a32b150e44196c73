"""Reads, files and deletes mail with imaplib. Standard input says in JSON where and as whom."""

import imaplib
import json
import ssl
import sys


def ok(answer):
    kind, data = answer
    assert kind == "OK", answer
    return data


told = json.load(sys.stdin)
context = ssl.create_default_context(cafile=told["ca"])
imap = imaplib.IMAP4_SSL(told["host"], told["port"], ssl_context=context, timeout=30)
ok(imap.login(told["user"], told["password"]))
assert ok(imap.select("INBOX")) == [b"1"]
assert ok(imap.search(None, "UNSEEN")) == [b"1"]
print(ok(imap.fetch("1", "(RFC822)"))[0][1].decode())
assert ok(imap.search(None, "UNSEEN")) == [b""]
ok(imap.create("Filed"))
ok(imap.append("Filed", r"(\Flagged)", None, told["message"].encode()))
assert b"MESSAGES 1" in ok(imap.status("Filed", "(MESSAGES)"))[0]
ok(imap.store("1", "+FLAGS", r"(\Deleted)"))
assert ok(imap.expunge()) == [b"1"]
assert ok(imap.search(None, "ALL")) == [b""]
ok(imap.close())
imap.logout()
