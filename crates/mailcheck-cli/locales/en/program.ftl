# What the program says of itself: complaints, with what to do about them, and announcements. What it says
# of mail settings is in the library's files. Fragments have no full stop.

label-error = error
label-warning = warning
label-note = note
label-hint = hint

## The call

argument-not-utf8 = argument { $number } is not valid UTF-8: { $argument }
    .hint = set the terminal to UTF-8 and type it again
some-argument-not-utf8 = an argument is not valid UTF-8
    .hint = set the terminal to UTF-8 and type it again
username-placeholder = --username has a placeholder, and there is no address to fill it with
    .hint = give the ADDRESS as well, or the whole log-in name
password-without-name = a { $secret } needs a user name to go with it
    .hint = give the ADDRESS or --username NAME, or leave the { $secret } away
limits-without-name = limits are those of a user, and no name is known to log in with
    .hint = give the ADDRESS or --username NAME; --no-login measures what is let in without a log-in
limits-announced = each server is asked to hold up to { $connections } connections at once; at most { $refusals } log-ins may be refused by each receiving server, and a sending one is not logged in to for this
limits-announced-without-login = each server is asked to hold up to { $connections } connections at once; nobody logs in
second-user-is-first = { $name } is the user that is tested already, and shares every limit with itself
    .hint = name somebody else by --second-username, or leave it away
from-not-ours = { $ip } is no address of this device: { $why }
    .hint = `ip address` lists those that this device has
password-unused = MAILCHECK_PASSWORD is not used without a user name: give the ADDRESS or --username NAME
no-source-left = the options leave no source of settings to ask
    .hint = name others by --only, or leave --skip or --offline-sources away
preset-unreadable = no preset can be read from { $path }: { $why }
    .hint = name a file of autoconfig XML or of the provider database, or a folder of them
presets-config-day = line { $line }: “{ $text }” is no day; write it as in 2027-06-30
presets-config-too-long = it is longer than any configuration
presets-config-unusable = the configuration { $path } cannot be used: { $why }
    .hint = docs/presets-rules.md says what stands in it
presets-unread = { $count ->
        [one] one file was passed over
       *[other] { $count } files were passed over
    }: { $path }: { $why }
presets-missing = { $path } cannot be read: { $why }
    .hint = name files with presets, or folders of them
presets-none = there is no preset in { $path }
presets-not-compared = { $path } is not compared: { $why }
presets-not-compared-more = { $count ->
        [one] 1 more file
       *[other] { $count } more files
    } of { $path } cannot be read
history-in-use = another run holds the history in { $path }
    .hint = wait until it has ended, or give each run a folder of its own by --history
history-no-folder = no history can be kept in { $path }: { $why }
    .hint = name a folder by --history, or one that can be made
history-damaged = { $path } is damaged and passed over
history-other-schema = { $path } is of another version ("{ $schema }") and passed over
history-unreadable = { $path } cannot be read and is passed over: { $why }
history-too-long = { $path } is too long to be history, and passed over
history-unwritable = { $path } cannot be written, so this run is not kept: { $why }
preset-why-again = it was read before under another name
preset-why-deep = folders are nested too deep
preset-why-empty = the folder is empty
preset-why-many = there are too many files
preset-why-not-a-file = it is neither a file nor a folder
preset-why-not-a-preset = it is no preset of a known format
preset-why-too-long = it is longer than any preset
journal-unusable = { $path } cannot be used for --resume: { $why }
    .hint = name another file; if this one is the journal of an earlier run that is not needed any more, delete it
journal-not-written = what is seen from now on cannot be written to { $path }, and is looked at again if this run is interrupted: { $why }
probing = { $done } of { $total } servers, { $rate } a second; { $now } under way; { $fails } do not work, { $open } cannot be told
probing-later = { $done } of { $total } servers, { $rate } a second; { $now } under way, { $later } once more later; { $fails } do not work, { $open } cannot be told
send-address-of-nobody = --send-address needs a mail address, and only a domain is given
    .hint = give the ADDRESS, or leave --send-address away
send-test-one-side = --send-test sends and looks for a message: name a server for each by --imap and --smtp, or none, so that they are found
sources-of-named-server = --imap, --pop3 and --smtp name the servers, so no source of settings is asked
    .hint = leave them away to have settings found, or leave away the options about sources
log-filter = { $name } is no filter for the log: { $why }
    .hint = examples: debug, mailcheck=trace, warn,mailcheck=debug
log-not-utf8 = { $name } is not valid UTF-8
    .hint = examples: debug, mailcheck=trace, warn,mailcheck=debug
presets-no-such-path = { $path } cannot be checked: { $why }
    .hint = name files or folders that are there
presets-baseline-unreadable = the known findings in { $path } cannot be read: { $why }
    .hint = --update-baseline writes such a file
presets-baseline-none = { $path } cannot be used for --baseline: { $why }
    .hint = --update-baseline together with the name of a new file writes one
presets-baseline-other = { $path } cannot be used for --baseline: { $why }
    .hint = use the version of mailcheck that wrote it, or write a new one by --update-baseline under another name
presets-baseline-is-output = { $path } is the file of --baseline, and the report would overwrite it
    .hint = name another file by -o
presets-output-is-preset = { $path } is a preset that is checked, and the report would overwrite it
    .hint = name another file by -o
presets-baseline-unwritable = the known findings cannot be written to { $path }: { $why }
    .hint = { $kind ->
        [directory] give the name of a file in it
        [full] make room, or write to another disk
       *[other] make sure that the folder is there and may be written to
    }
presets-git-missing = --changed-since needs Git, and it cannot be run: { $why }
    .hint = install Git, or leave --changed-since away
presets-git-no-repository = --changed-since needs a repository of Git, and { $path } is in none
    .hint = leave --changed-since away
presets-git-failed = Git does not say which files in { $path } have changed: { $text }
    .hint = make sure that the commit or branch is there; in CI, fetch enough of the history
presets-page-not-https = { $url } is not fetched, for everybody on the way could change it
    .hint = give an address that begins with https://, or a file
presets-page-offline = { $url } is on the web, and --offline asks nobody
    .hint = leave --offline away, or name a file

## Slips of the finger in an argument

slip-confusable = character { $at } looks like an ordinary letter or hyphen and is another
slip-control = character { $at } is a control character
slip-full-width = character { $at } is full-width
slip-invisible = character { $at } cannot be seen
slip-leading-space = it begins with a space
slip-line-break = character { $at } is the end of a line
slip-space-inside = character { $at } is a space
slip-tab = character { $at } is a tab
slip-trailing-space = it ends with a space
slip-wrong-dot = character { $at } is a comma or a Japanese full stop
slip-meant = { $what }; did you mean { $suggestion }?
slip-and = { $what }; { $why }

## A server outside of the mail domain

confirm-foreign = { $host } is outside of { $domain }, and only sources that can be forged name it:
confirm-named = { $source } ({ $how })
confirm-plain-http = came unencrypted
confirm-redirected = sent on to another domain
confirm-unsigned-dns = unsigned DNS
confirm-risk = Whoever forged that would get the password. The provider's own pages say if { $host } is right.
confirm-question = Send the password to { $host }? [y/N]

## The message to oneself

test-message-text = This is a test message. Somebody checked with mailcheck whether this account can send and receive mail, and sent it to this very address. It may be deleted.
test-message-in-inbox = The test message “{ $subject }” is in the inbox.
test-message-in-junk = The test message “{ $subject }” is among spam.
test-message-question = Delete it? [y/N]

## Where results go

output-evidence = the evidence cannot be written as JSON: { $why }
output-file = { $path } cannot be written: { $why }
    .hint = { $kind ->
        [directory] it is a directory; name a file in it
        [full] make room there, or name a file on another disk
       *[other] name a file in a directory that you may write to
    }
output-password-file = { $path } holds the password, and would be overwritten
    .hint = name another file for the report or the recording
output-stdout = standard output cannot be written: { $why }
    .hint = use -o FILE, or >/dev/null if only the exit status matters
output-stdout-closed = standard output is closed
    .hint = use -o FILE, or >/dev/null if only the exit status matters
record-is-report = the report and the recording cannot both go to { $path }
    .hint = name another file for one of them
record-write = the recording { $path } cannot be written: { $why }
    .hint = { $kind ->
        [directory] it is a directory; name a file in it
        [full] make room there, or name a file on another disk
       *[other] name a file in a directory that you may write to
    }

## The network

network-unusable = the network cannot be used: { $why }
    .hint = name a resolver by --nameserver IP
ca-file-unreadable = the CA file { $path } cannot be read: { $why }
    .hint = name a file with certificates in PEM form (-----BEGIN CERTIFICATE-----)
ca-file-unusable = the CA file { $path } cannot be used: { $why }
    .hint = name a file with certificates in PEM form (-----BEGIN CERTIFICATE-----)
all-mechanisms = after a log-in that worked every other mechanism is tried; { $most ->
        [one] one log-in may be refused
       *[other] up to { $most } log-ins may be refused
    }, which the server may count as failed
client-certificate-unreadable = the certificate { $path } cannot be read: { $why }
    .hint = name a file with your certificate in PEM form, and its key by --client-key
client-certificate-unusable = the certificate { $path } cannot be used: { $why }
    .hint = name a file with your certificate in PEM form, and its key by --client-key
client-key-unreadable = the key { $path } cannot be read: { $why }
    .hint = name the file with the private key of --client-certificate in PEM form; nobody but you should be able to read it
client-certificate-too-long = { $path } is far too long for a certificate
    .hint = name a file with your certificate in PEM form
no-runtime = the program's runtime cannot be started: { $why }

## The password, or what takes its place

password-command-failed = the { $secret } command failed ({ $status }): { $command }
    .hint = run it by itself to see why
password-command-timed-out = the { $secret } command did not end within { $seconds } s: { $command }
    .hint = run it by itself to see why, or give it longer by --deadline SECONDS
password-empty = { $from } is empty
    .hint = it must give the { $secret } in one line
password-empty-variable = the environment variable MAILCHECK_PASSWORD is empty
    .hint = unset it to be asked for the password
interrupted = interrupted before anything was tested
password-several-lines = { $from } has more than one line; the { $secret } must be the only one
    .hint = give nothing but the { $secret }; one line end behind it is fine
password-no-source = a password is needed, and standard input is not a terminal where it could be asked for
    .hint = use --password-stdin, --password-command CMD, --password-file FILE or MAILCHECK_PASSWORD, or --no-login to test without logging in
password-not-typed = no password was typed
    .hint = type it and press Enter, or use --no-login to test without logging in
password-not-utf8 = { $from } is not valid UTF-8
    .hint = save it as UTF-8
password-unreadable = { $from } cannot be read: { $why }
    .hint = name a file that you may read, or another source of the { $secret }
password-too-long = { $from } is longer than { $most } octets, which no { $secret } is
    .hint = give nothing but the { $secret }; one line end behind it is fine
password-zero-octet = { $from } has a zero octet, which no server takes in a { $secret }
    .hint = give nothing but the { $secret }; one line end behind it is fine
status-code = exit status: { $code }
status-signal = ended by a signal
from-answer = the answer
from-command = what the { $secret } command { $command } prints
from-file = the { $secret } file { $path }
from-keyring = the token that the keyring has for { $name }
from-stdin = the { $secret } on standard input
from-terminal = the password
from-variable = the environment variable MAILCHECK_PASSWORD
secret-is-client-secret = client secret
secret-is-password = password
secret-is-second-password = second user's password
secret-is-token = token
auth-other-credential = { $mechanism } takes { $taken ->
        [certificate] a certificate
        [token] a token
       *[password] a password
    }, and what there is to log in with is { $given ->
        [certificate] a certificate
        [token] a token
       *[password] a password
    }
    .hint = use by --auth what fits: { $names }; or { $taken ->
        [certificate] give a certificate by --client-certificate PEM, and no password
        [token] give a token, such as by --oauth-token-command CMD
       *[password] give a password, such as by --password-command CMD{ $given ->
            [token] , and no token
           *[other] {""}
        }
    }; or leave --auth away
token-character = character { $at } of the token is one that no token has
    .hint = give nothing but the access token, as it is: letters, digits and a few signs without a space
token-expired = the token expired at { $at }, so the server would refuse it
    .hint = get a new one by `mailcheck oauth`; use --force if this device's clock, { $now }, is wrong

## The keyring

keyring-absent = this build of mailcheck cannot use the system's keyring
    .hint = build one that can: cargo build --release --features keyring; or have another command keep the token, and read it by --oauth-token-command CMD
keyring-unreachable = the system's keyring cannot be reached: { $why }
    .hint = start one and unlock it; on Linux that is a Secret Service such as GNOME Keyring, KWallet or KeePassXC, in the session that you are logged in to
keyring-timed-out = the system's keyring did not answer within { $seconds } s
    .hint = it may be asking you to unlock it, perhaps behind another window; or give it longer by --deadline SECONDS
keyring-no-token = the system's keyring has no token of mailcheck for { $names }
    .hint = put one there: mailcheck oauth ADDRESS --client-id ID --keyring
keyring-locked = the system's keyring is locked, or does not let mailcheck at the token for { $name }
    .hint = unlock it, and say yes if it asks
keyring-ambiguous = the system's keyring has more than one token of mailcheck for { $name }
    .hint = remove all but one, with the program that shows what is in the keyring
keyring-damaged = what the system's keyring has for { $name } is no token
    .hint = put one there anew: mailcheck oauth ADDRESS --client-id ID --keyring
keyring-too-long = the token for { $name } is longer than the { $most } octets that the system's keyring takes
    .hint = leave --keyring away, and have another command read the token: mailcheck oauth … | mailcheck verify … --oauth-token-stdin
keyring-failed = the system's keyring fails with the token for { $name }: { $why }
    .hint = see if another program can use the keyring; or have another command read the token, by --oauth-token-command CMD
keyring-has-token = the token is in the system's keyring now: service mailcheck, user { $name }. Log in with it: mailcheck verify … --oauth-token-keyring

## The ledger of refused log-ins

ledger-damaged = the ledger of refused log-ins { $path } is damaged ({ $why }); earlier refusals are not known
ledger-damaged-moved = the ledger of refused log-ins { $path } is damaged ({ $why }); it is now { $moved }, and earlier refusals are not known
ledger-in-use = the ledger of refused log-ins { $path } is in use by another process; this log-in may not be noted
ledger-no-key = the key { $path } of the ledger of refused log-ins is missing or damaged; earlier refusals cannot be recognised, and a new ledger is begun
ledger-other-schema = the ledger of refused log-ins { $path } is of another version of this program ({ $schema }); it is left as it is, and earlier refusals are not known
ledger-no-place = there is no place for a ledger of refused log-ins, as the environment names no home directory; earlier refusals are not known, and this log-in is not noted
ledger-unreadable = the ledger of refused log-ins { $path } cannot be read: { $why }; earlier refusals are not known
ledger-unwritable = the ledger of refused log-ins { $path } cannot be written: { $why }; this log-in is not noted

## discover

only-text-or-json = { $option } has another page than the report, as text or as JSON only
    .hint = use --format text or --format json
fix-no-domain = there is no mail domain to publish anything for
    .hint = give the ADDRESS or its domain
fix-no-folder = { $path } is a file, and a folder is needed
    .hint = name a folder that is empty or not there yet
fix-file-differs = { $path } is there already and says something else; nothing was written
    .hint = move it away, or name another folder
fix-nothing = nothing is to be published: { $side ->
        [incoming] no server for receiving was seen to work
        [outgoing] no server for sending was seen to work
       *[other] no file can name the servers that work
    }
    .hint = first mend what the report says; name servers that no source names by --imap and --smtp
fix-server-left-out = { $server } is not published: { $why }

## discover --fix: what to publish

fix-heading = What to publish for { $domain }
fix-servers = These servers were tested and work. The files name these and no others:
fix-server = { $server }, user name { $name }
fix-server-is = { $place } ({ $security })
fix-now = What is published now
fix-now-is = { $now ->
        [missing] Nothing at:
        [other] Something else at:
        [right] Right already:
       *[unknown] Could not be told:
    }
fix-now-names = { $place }: { $servers }
fix-srv-records = SRV records
fix-pacc-record = TXT record for PACC
fix-steps = What to do
fix-step-zone = Put the lines of { $files } into the zone of { $domain }, and remove what else is there under the same names. Each name is whole, which is why it ends with a full stop; 3600 is the TTL in seconds. Sign the zone (DNSSEC) if you can: who forges unsigned records leads mail programs to other servers.
fix-step-hosts = Give each of these names an address (A, AAAA) and a certificate that everybody trusts: { $hosts }.
fix-step-web = Have the web server answer each address with its file, by HTTPS, with the type that stands there, to everybody, and without a redirect to another domain.
fix-step-digest = Do not change a character of { $file }: the TXT record vouches for it by its digest.
fix-step-address = Have the server write the mail address of whoever asks (EMailAddress in the request) in the place of %EMAILADDRESS% in { $file }: the format has no placeholders.
fix-step-local-part = Have the server write what stands before the @ in the mail address of whoever asks (EMailAddress in the request) in the place of %EMAILLOCALPART% in { $file }: the format has no placeholders.
fix-step-post = { $file } is asked for by POST, which a server of plain files refuses: it takes a script or a setting of the web server. Where that cannot be had, leave out this file and the record { $record }; every program but Outlook finds the settings all the same.
fix-step-own-name = Let the servers take the whole mail address as a user name, too, if that is possible: records cannot say a user name, and who goes by them, as FairEmail does, tries the address first, which is one refused log-in.
fix-step-check = Check it afterwards, when the old records have run out:
fix-left-out = Not published
fix-left-out-is = { $what }: { $why }
fix-why = { $why ->
        [forgeable] it is outside of the mail domain, and only answers name it that could have been forged; if it is yours, name it by --imap or --smtp
        [host-is-address] its host is an IP address, which is in no certificate that phones trust; name it by its host name
        [long-domain] the name of the mail domain is too long for a name below it
        [name-is-not-the-address] the format has no other user name than the mail address
        [name-of-one] its user name has no placeholder, so it is one person's
        [no-incoming] no server for receiving is left
        [no-outgoing] no server for sending is left
        [not-implicit-tls] the format knows only servers with TLS from the start on the usual ports (993, 465)
        [not-tested] it was not tested; if you offer it, keep its records, and add it to the files by hand
        [not-the-best] it works, and another server goes before it; mail programs would not agree on which to use
        [not-working] it was not seen to work: no connection, no trusted certificate, no greeting, or no way to log in
        [plain] it has no encryption, so passwords could be read on the way
       *[tokens-only] it takes tokens only, and the format cannot say who gives them
    }
fix-files = Where each file goes
fix-written = The files are in { $folder }, along with README.txt. They go here:
fix-goes-zone = into the zone of { $zone }
fix-goes-web = { $by ->
        [post] { $url } ({ $type }, by POST)
       *[get] { $url } ({ $type })
    }

## compare

compare-one = there is nothing to compare one report with
    .hint = name the report of another device, line or time as well
compare-same = { $path } and { $other } are the same report
    .hint = name each report once, and a report of another device, line or time as well
compare-unreadable = { $path } cannot be read: { $why }
    .hint = name a file that you may read
compare-too-large = { $path } is larger than any report ({ $most } octets)
    .hint = make a report by: mailcheck verify ADDRESS --format json -o FILE
compare-wrong = { $path }: { $why }
    .hint = make a report by: mailcheck verify ADDRESS --format json -o FILE
compare-other-schema = { $path }: { $why }
    .hint = another version of mailcheck wrote it; make the reports with one version
compare-accounts-differ = the reports are not all about the same mail address

## explain

explain-nothing = there is no text to explain
    .hint = try: mailcheck explain 'Cannot Get Mail'; mailcheck explain --help says more
explain-empty = the text to explain is empty
    .hint = give the text that is shown, a code, or a finding's name
explain-binary = standard input is no text
    .hint = give the error text itself, not a picture or a program
explain-unreadable = standard input cannot be read: { $why }
    .hint = give the text as an argument
explain-cut = only the first { $kib } KiB of standard input were read

## demo

demo-wrong = the demo's mail provider cannot be tested: { $why }
demo-no-start = the demo's mail provider cannot be started: { $why }
demo-begins = a mail provider inside this program, on loopback only
demo-stands-for = { $at } stands for { $name }
demo-well = all is well with it; --fault help lists what can be wrong
demo-harmless = that should not disturb anybody

## oauth

oauth-no-client-id = a client id is needed, and this program has none of its own
    .hint = { $page ->
        [none] register a program of your own with the provider, and give its id by --client-id ID; docs/oauth.md has the steps
       *[other] register a program of your own as { $page } says, and give its id by --client-id ID; docs/oauth.md has the steps
    }
oauth-no-endpoints = nobody says who gives tokens for { $domain }
    .hint = name the authorization server by its https:// address, or use a password: not every provider takes tokens
oauth-no-metadata = nothing at { $issuer } says where tokens are given out
    .hint = check the address, its path included, against what the provider says of its issuer; without a path the server may answer, too
oauth-no-flow = { $flow ->
        [browser] the provider has no sign-in by a browser
        [device] the provider has no sign-in by a code on another device, or not for mail
       *[any] the provider says nowhere where tokens are given out
    }
    .hint = { $flow ->
        [browser] leave --flow away, or use --flow device
        [device] leave --flow away, or use --flow browser
       *[any] name another authorization server by its https:// address
    }
oauth-no-tenant = --tenant is for Microsoft accounts only
    .hint = leave it away
oauth-no-listener = no browser can come back to this computer: { $why }
    .hint = use --flow device, if the provider has that
oauth-open-page = Open this page on any device: { $page }
oauth-enter-code = Enter this code there: { $code }
oauth-waits = Waiting until you have signed in; the code is good for { $minutes } min. Never enter a code that somebody else sent you.
oauth-asks-again = { $host } did not answer; it is asked again
oauth-browser-opened = A browser opens on this page. If it does not, open the page yourself, on this computer:
oauth-open-browser = Open this page in a browser on this computer:
oauth-page-done = You have signed in. Close this page and go back to the terminal.
oauth-page-failed = No token was given. The terminal says why.
oauth-page-nothing = There is nothing here.
oauth-on-terminal = this is the token; whoever has it can read your mail until it expires. Have another command read it: mailcheck oauth … | mailcheck verify … --oauth-token-stdin
oauth-refused = { $error ->
        [access_denied] { $host } gives no token: you or your provider said no
        [expired_token] the code ran out before somebody signed in
        [invalid_client] { $host } does not know this client id, or its secret is wrong or missing
        [invalid_grant] { $host } does not take the code: it was used already, or ran out
        [invalid_scope] { $host } does not give what was asked for (scope)
        [unauthorized_client] the program with this client id may not ask in this way
       *[other] { $host } gives no token: { $error }
    }{ $said ->
        [none] {""}
       *[other] . It says: { $said }
    }
    .hint = { $error ->
        [access_denied] sign in again and agree; in an organisation, the administrator may have to allow the program first
        [expired_token] call it again, and sign in within the time that is shown
        [invalid_client] check --client-id; give the secret by --client-secret-file FILE if the provider gave you one
        [invalid_grant] call it again, and sign in once
        [invalid_scope] leave --scope away, or ask for what docs/oauth.md names; the program may have to be registered for it
        [unauthorized_client] register it as a desktop program (public client), or use the other --flow
       *[other] check what is registered with the provider: kind of program, address to come back to, scopes; docs/oauth.md has the steps
    }
oauth-other-state = the browser came back from another sign-in than this one, so its answer was not used
    .hint = close the other page, and call it again
oauth-not-understood = the answer of { $host } is none of OAuth 2
    .hint = check the address of the authorization server; a page to log in to the network may stand in the way
oauth-timed-out = nobody signed in within { $count } { $unit ->
        [minutes] min
       *[seconds] s
    }
    .hint = call it again, and give it longer by --deadline SECONDS; if the page said that the address to come back to is not right, register http://127.0.0.1 for a desktop program
oauth-unreachable = { $host } could not be asked: { $kind ->
        [connect] no connection came about
        [lookup] its address could not be looked up
        [no-such-host] there is no such host
        [silent] it did not answer in time
        [tls] its certificate is not trusted, or TLS did not come about
       *[other] its answer could not be read
    }
    .hint = { $kind ->
        [no-such-host] check the name for slips
        [tls] call it from another network; if a certificate of your own organisation is in the way, name it by --ca-file PEM
       *[other] check the connection to the internet, and try again in a minute
    }
oauth-wrong-issuer = { $host } says that it is { $issuer }, so what it says is not used
    .hint = if that is who you mean, give its address instead

## mock

mock-no-random = no random password can be made
mock-wrong-recording = { $why }
    .hint = name a file that `mailcheck verify --record FILE` wrote
mock-no-program = { $program } cannot be run: { $why }
    .hint = name a program that you may run, with its folder if it is in none of PATH's
mock-unreadable-scenario = { $why }
    .hint = name a file that you may read, or a scenario that `mailcheck mock --list` shows
mock-wrong-scenario = { $why }
    .hint = `mailcheck mock busy --show` prints one that is right
mock-no-signals = the program cannot be told to end by a signal: { $why }
mock-port-busy = { $why }
    .hint = end that program, or take free ports: without --standard-ports, and without `port` in the scenario
mock-port-forbidden = { $why }
    .hint = take free ports (without --standard-ports), run it as root, or allow it with sudo setcap cap_net_bind_service=ep on the program
mock-not-here = { $why }
    .hint = `ip address` lists the addresses that it has; 0.0.0.0 stands for all of them
mock-bad-domain = { $why }
    .hint = --domain takes a domain such as example.org
mock-no-start = { $why }
mock-unknown = no scenario is called { $name }; { $nearest ->
        [none] none is like it
       *[other] perhaps { $nearest }
    }
    .hint = `mailcheck mock --list` shows them all; a file has .toml or a / in its name
mock-no-end = the end of the program cannot be waited for: { $why }
mock-unwritable = { $path } cannot be written: { $why }
    .hint = name a file in a directory that you may write to
standard-output = standard output
or = or
mock-provider = A mail provider for { $domain }
mock-well = All is well with it; --list shows what can be wrong.
mock-account = account
mock-password = password
mock-password-given = the one that was given
mock-token = token
mock-ca-file = CA file
mock-try = Try it:
journal-missed = … { $count } entries were too many to be told
journal-connected = connected from { $peer }
journal-tls = { $version } with { $cipher } for { $name }
journal-no-name = no name
journal-tls-failed = TLS failed: { $why }
journal-accepted = { $user } logged in by { $mechanism }
journal-rejected = { $user } was refused by { $mechanism }
journal-delivered = mail from <{ $from }> is in the INBOX of { $to }
journal-dropped = mail from <{ $from }> to { $to } was thrown away
journal-query = asked for { $kind } of { $name } by { $transport }
journal-broken = broken: { $why }
journal-by-client = the client left
journal-by-server = the server closed
journal-reset = the server broke off
journal-stopped = stopped
journal-timed-out = the client was silent for too long
journal-too-long = the client sent too much
journal-closed = closed

## The dialogue of --verbose

attempt-control = (for comparison)
attempt-diagnostic = (diagnosis)
attempt-implicit-tls = (is it TLS?)
attempt-legacy = (is it old?)
attempt-injection = (injection test)
attempt-unauthenticated = (without log-in)
attempt-mechanism = (another mechanism)
attempt-ramp = (one of many)
attempt-delivery = (test message out)
attempt-mailbox = (test message in)
attempt-other = (another)

## The manual

man-title = User Commands
man-name = NAME
man-synopsis = SYNOPSIS
man-commands = COMMANDS
man-exit-status = EXIT STATUS
man-environment = ENVIRONMENT
man-examples = EXAMPLES
man-exit-ready = Ready, or ready with warnings; with --strict no warning either.
man-exit-problem = A problem was found.
man-exit-call = The call itself was wrong: an option, a file, the address, the password.
man-exit-unknown = It could not be told: nothing could be reached, time was up, or a failure may pass.
man-exit-interrupted = Interrupted. The first Ctrl-C ends the test, and what was known is printed.
man-exit-terminated = The same by SIGTERM.
man-env-password = The password, where no option gives one.
man-env-state = Where the ledger of refused log-ins is kept, instead of mailcheck in XDG_STATE_HOME, else in ~/.local/state (on macOS in ~/Library/Application Support, on Windows in LOCALAPPDATA).
man-env-log = A filter for the log of the program itself, such as debug.
man-env-language = The first that is set gives the language, unless --lang does.
man-env-no-color = When it is set and not empty, there are no colours unless --color always.
man-env-term = There are no colours on a terminal that is called dumb.
man-example-verify = Find the settings, ask for the password and log in.
man-example-server = Test one server, and log in nowhere.
man-example-script = Take the password from a password manager, and write a report for programs.
man-example-explain = Say what a phone means by it, and what to do first.
man-example-demo = See how a fault is told, without any network.
