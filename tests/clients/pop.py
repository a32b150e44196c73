"""Fetches and deletes one message with poplib. Standard input says in JSON where and as whom."""

import json
import poplib
import ssl
import sys

told = json.load(sys.stdin)
context = ssl.create_default_context(cafile=told["ca"])
pop = poplib.POP3(told["host"], told["port"], timeout=30)
assert "STLS" in pop.capa()
pop.stls(context=context)
pop.user(told["user"])
pop.pass_(told["password"])
count, octets = pop.stat()
assert count == 1, count
assert pop.list()[1] == [b"1 %d" % octets]
assert len(pop.uidl()[1]) == 1
print(b"\n".join(pop.retr(1)[1]).decode())
assert len(pop.top(1, 0)[1]) < len(pop.retr(1)[1])
pop.dele(1)
pop.quit()

pop = poplib.POP3_SSL(told["host"], told["tls_port"], timeout=30, context=context)
pop.apop(told["user"], told["password"])
assert pop.stat() == (0, 0), pop.stat()
pop.quit()
