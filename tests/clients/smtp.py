"""Sends one message with smtplib. Standard input says in JSON where, as whom, and what."""

import json
import smtplib
import ssl
import sys

told = json.load(sys.stdin)
context = ssl.create_default_context(cafile=told["ca"])
with smtplib.SMTP(told["host"], told["port"], timeout=30) as smtp:
    smtp.starttls(context=context)
    smtp.login(told["user"], told["password"])
    refused = smtp.sendmail(told["user"], [told["user"]], told["message"], ["SIZE=1000", "BODY=8BITMIME"])
    assert refused == {}, refused
    try:
        smtp.sendmail(told["user"], ["nobody@example.org"], told["message"])
    except smtplib.SMTPRecipientsRefused as refusal:
        assert refusal.recipients["nobody@example.org"][0] == 550, refusal
    else:
        raise AssertionError("nobody@example.org got mail")
