# What the program says around the findings. The findings' own words are in findings.ftl.

## The verdict. $who is the address or the servers; $login says what a log-in worked for.

verdict-ready = { $login ->
    [both] Ready: { $who }. Log-in worked for receiving and sending.
    [incoming] Ready for receiving: { $who }. Log-in worked. Sending was not checked.
    [outgoing] Ready for sending: { $who }. Log-in worked. Receiving was not checked.
   *[none] Ready as far as it was checked: { $who }. No log-in was tried.
}
verdict-ready-with-warnings = { $login ->
    [both] Ready, { $warnings ->
        [one] one warning
       *[other] { $warnings } warnings
    }: { $who }. Log-in worked for receiving and sending.
    [incoming] Ready for receiving, { $warnings ->
        [one] one warning
       *[other] { $warnings } warnings
    }: { $who }. Log-in worked. Sending was not checked.
    [outgoing] Ready for sending, { $warnings ->
        [one] one warning
       *[other] { $warnings } warnings
    }: { $who }. Log-in worked. Receiving was not checked.
   *[none] Ready as far as it was checked, { $warnings ->
        [one] one warning
       *[other] { $warnings } warnings
    }: { $who }. No log-in was tried.
}
verdict-not-ready = Not ready: { $who }. A problem has to be solved first.
verdict-inconclusive = Whether mail works for { $who } could not be told.
nobody = this account

ended-cancelled = The check was interrupted. This is what was known by then.
ended-deadline = Time was up before the check was finished. This is what was known by then.
ended-cancelled-action = For a full report, let the check run to its end.
ended-deadline-action = For a full report, give it more time with --deadline SECONDS.
nothing-found = Nothing was found that could be checked.

## The settings to enter, in the words of phones

incoming-imap = Incoming mail server (IMAP)
incoming-pop3 = Incoming mail server (POP3)
outgoing-smtp = Outgoing mail server (SMTP)
server-name = Server name
port-number = Port
security = Security
user-name = User name
authentication = Authentication
authentication-password-cleartext = Normal password
authentication-password-encrypted = Encrypted password
authentication-ntlm = NTLM
authentication-gssapi = Kerberos (GSSAPI)
authentication-oauth2 = OAuth2
authentication-tls-client-cert = Client certificate
authentication-client-ip-address = Network address
authentication-none = None
iphone = On an iPhone
iphone-authentication-password-encrypted = MD5 Challenge-Response
iphone-authentication-oauth2 = by the provider's name, if listed
iphone-authentication-tls-client-cert = certificate (profile)
security-tls = SSL/TLS
security-starttls = STARTTLS
security-plain = None
your-user-name = (your user name)
source = Source
source-given = as given
source-preset = preset file
source-pacc = PACC document
source-autoconfig = autoconfig page
source-well-known = .well-known page
source-mailconf = TXT record (mailconf)
source-srv = SRV records of the domain
source-autodiscover = Autodiscover
source-ispdb = public database (ISPDB)
source-provider = this program's list of providers
source-mx = the mail hoster
source-guess = guess by the usual names

## A finding. $whose is whose rule a wait is, and $source where it stands.

label-where = at
label-why = why
causes = Possible causes, the likeliest first:
label-reply = seen
reading = reads, as { $encoding }: { $text }
label-do = do
label-who = who
label-wait = wait
label-see = see
severity-error = error
severity-warning = warning
severity-notice = notice
place = { $host }, port { $port } ({ $security })
place-tls = SSL/TLS
place-starttls = STARTTLS
place-plain = security: None
place-addresses = { $host }, port { $port } ({ $security }), IP address { $addresses }
who-device = a setting of this device (date and time, network, VPN, security software)
who-line = whoever runs your line or network (router, company, internet provider) can help
who-provider = the mail provider can fix this
who-you = you can do this yourself
wait-before = { $whose ->
    [ledger] { $wait } before the next try (by the ledger of refused log-ins)
    [provider] { $wait } before the next try (as the provider publishes: { $source })
    [reply] { $wait } before the next try (as the server asks)
    [software] { $wait } before the next try (usual setting of server software: { $source })
   *[default] { $wait } before the next try (this program's default)
}
seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

## What was seen

connections = Connections at once
connections-yours = Devices
connections-at-least = at least { $number }, more were not tried
connections-at-least-stopped = at least { $number }, the check ended before more were let in
connections-exactly = { $number } and no more
connections-greeted = before the log-in
connections-in-use = { $number ->
        [1] one was
       *[other] { $number } were
    } in use
connections-lost = not determined: the server hung up on some of { $number }
connections-network = not determined: the line failed or the check ended after { $number }
connections-none-held = not determined: not one was let in
connections-not-asked = nobody asked from { $ip }, as { $family } did not reach the server
connections-not-another = nobody asked from { $ip }, as it is the address that all others came from
connections-not-confirmed = not determined: refused after { $number } for a reason that is not known
connections-not-restored = not determined: refused after { $number }, and after all were closed
connections-other-reason = not determined: refused after { $number } for a reason that is no limit
connections-rate = { $number } in { $seconds } s, then none for some time
connections-scope-address = counted for one internet address
connections-scope-any-address = another internet address was turned away, too
connections-scope-any-user = another user was turned away, too
connections-scope-each-address = another internet address was let in; whether users count by themselves is not known
connections-scope-each-user = another user was let in; whether internet addresses count by themselves is not known
connections-scope-server = counted for everybody together
connections-scope-unknown = who shares them is not known
connections-scope-user = counted for one user
connections-scope-user-and-address = counted for one user from one internet address
connections-stated = the server says that it allows { $number }
connections-second-rejected = the second user's log-in was refused (one failed log-in)
connections-unusable = none let in afterwards
connections-devices = { $devices }: together { $needed }
connections-devices-more = { $devices }: together { $needed } or more
facts-working = What was seen
fact-certificate = certificate until { $date }
fact-certificate-unverified = certificate not trusted
fact-connected = { $families }
fact-not-connected = no connection
fact-not-found = server not found
fact-other-mechanisms = also by { $ways }
fact-login-accepted = log-in accepted
fact-login-rejected = log-in rejected
fact-login-later = log-in not checked (temporary problem)
fact-login-busy = log-in not checked (server busy)
fact-login-denied = log-in rejected (not for the password)
fact-login-locked = log-in not checked (account locked)
fact-login-not-carried-out = log-in not carried out
fact-login-turned-away = log-in turned away
fact-login-unanswered = log-in not answered
fact-login-not-attempted = log-in not tried
fact-login-after-incoming = log-in held back (none at the incoming server)
fact-login-foreign-host = log-in held back (only sources that could be forged name this host)
fact-login-in-clear = log-in held back (no encryption)
fact-login-injected = log-in held back (text slipped in before the encryption)
fact-login-no-mechanism = no way to log in offered
fact-login-not-chosen = log-in not needed here
fact-login-not-reached = log-in not reached
fact-login-preauth = logged in from the start
fact-login-refused-elsewhere = log-in held back (it did not succeed at the other server)
fact-login-too-soon = log-in held back (too soon after refusals)
fact-login-given-up = log-in given up (what the server said is not right)
fact-login-not-offered = the mechanism that was asked for is not offered
fact-login-unusable = no way to log in that can be used here
fact-login-unverified = log-in held back (certificate not trusted)
fact-sending-accepted = may send as { $address }
fact-sending-later = mail from { $address } to itself put off
fact-sending-refused = mail from { $address } to itself refused
fact-sending-unanswered = no answer to whether { $address } may send
fact-mailbox-refused = mailbox not opened
fact-mailbox-room = mailbox { $percent }% full
fact-mailbox-unanswered = mailbox not opened (no answer)
fact-look-up-unanswered = look-up not answered
fact-not-looked-up = not looked up
footer = { $tool } { $version }, { $date }, took { $seconds } s

## The message to oneself

test-message = Test message
test-sent = sent
test-sent-accepted = the outgoing server took it
test-sent-later = the outgoing server put it off
test-sent-not-sent = no, it was not sent
test-sent-refused = no, the outgoing server refused it
test-sent-unanswered = the outgoing server did not answer
test-came = came
test-came-all = after { $seconds } s, only into the folder for all mail
test-came-inbox = after { $seconds } s, into the inbox
test-came-junk = after { $seconds } s, among spam
test-not-come = not within { $seconds } s
test-announced = announced by IDLE
test-not-announced = not announced by IDLE
test-other-id = with another Message-ID
test-way = way
test-step = { $from } to { $by }: { $how }
test-way-clear = in clear
test-way-encrypted = encrypted
test-way-untold = not told whether encrypted
test-checks = checks
test-then = then
test-then-deleted = deleted
test-then-kept = left in the mailbox
test-then-marked = marked as deleted
test-then-not-deleted = could not be deleted

## While it runs

password-prompt-held = Password of { $account } (not shown; goes to these servers only, over verified TLS, with each of up to { $most } connections at once):
password-prompt-several = Password of { $account } (not shown; goes to these servers only, over verified TLS, a few times to each):
password-prompt = Password of { $account } (not shown; goes once to each server, only over verified TLS):
typing-question = Go on all the same? [y/N]
typing-stopped = Nothing was tested, and nothing was sent. Correct what looks mistyped, then check again.
waiting-dns = { $host }: looking up the IP address
waiting-answered = { $source } names servers; asking the others
waiting-confirm = { $host }: waiting for your answer
waiting-connect = { $host }: connecting
waiting-tls = { $host }: setting up encryption
waiting-greeting = { $host }: waiting for the greeting
waiting-starttls = { $host }: asking for encryption (STARTTLS)
waiting-capabilities = { $host }: asking what it can do
waiting-login = { $host }: logging in
waiting-envelope = { $host }: asking whether mail may be sent
waiting-held = { $host }: holding { $held } of { $most } connections
waiting-later = { $host }: letting a minute pass, to see whether time alone helps
waiting-mailbox = { $host }: opening the mailbox
waiting-send = { $host }: sending the test message
waiting-delivery = { $host }: waiting for the test message
waiting-gate = { $host }: waiting for the other server's log-in
waiting-other = { $host }: waiting
waiting-command = waiting for the command: { $command }
