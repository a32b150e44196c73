# What `discover` says: which settings to use and why, and what every source of settings says.

## The answer. $who is the address or the domain.

discovery-found = Found settings for { $who }. The servers answer; no log-in was tried.
discovery-problem = Found settings for { $who }, and a problem with them.
discovery-doubtful = Found settings for { $who }, but they could be forged. Make sure of the servers before you enter a password.
discovery-unproved = Found settings for { $who }. Whether they work could not be told.
discovery-unprobed = Found settings for { $who }. The servers were not looked at.
discovery-none = Found no settings for { $who }.
discovery-unknown = Whether there are settings for { $who } could not be told.
discovery-incoming = Incoming mail server
discovery-outgoing = Outgoing mail server
discovery-side-missing = not found
discovery-of-side = { $label } ({ $service })
discovery-user-name-address = the whole mail address
discovery-user-name-local = the part before the @
discovery-user-name-domain = the part behind the @
discovery-user-name-filled = { $name } ({ $form })
discovery-user-name-unsaid = not said; mostly the whole mail address
discovery-from = Said by
discovery-why = Why these

## Why a server won: whose word it is, and what sets it before the next.

discovery-authority-person = You named it yourself.
discovery-authority-own-hosts = The domain itself says so. Others could have written its records, but only to lead to the domain’s own servers.
discovery-authority-domain = The domain itself says so, and nobody on the way can forge it.
discovery-authority-hoster = The domain's mail hoster says so, and nobody on the way can forge it.
discovery-authority-database = A list says so that is not the domain's; the domain says nothing better.
discovery-authority-unsigned = Unsigned DNS or a page elsewhere says so, which can be forged; nothing better does.
discovery-authority-plain = A page that came unencrypted says so, which can be forged; nothing better does.
discovery-authority-guess = Nobody says so: it is a usual name.
discovery-reason-answers = Those before it do not work.
discovery-reason-encrypted = Encrypted; the others are not.
discovery-reason-first-named = It is named first.
discovery-reason-imap = IMAP leaves mail on the server; the others are POP3.
discovery-reason-implicit-tls = Encrypted from the start.

## What each source says. The names are those that --only and --skip take.

discovery-sources = What each source says
discovery-legend = { $marks }.
discovery-mark-sure = ✓ cannot be forged
discovery-mark-forgeable = ! can be forged
discovery-mark-foreign = ~ another's word
discovery-mark-guess = ? a guess
discovery-mark-none = - no use
discovery-server = { $service } { $at }
discovery-server-starttls = { $service } { $at } STARTTLS
discovery-server-plain = { $service } { $at } unencrypted
discovery-more = { $count } more
discovery-forgeable-plain-http = came unencrypted
discovery-forgeable-redirected = redirected to { $host }
discovery-forgeable-unsigned-dns = unsigned DNS
discovery-by-mx = by MX { $host }
discovery-remark = { $servers } ({ $remarks })
discovery-not-offered = says that mail is not offered this way
discovery-sent-elsewhere = sends on to { $why }, which was not asked
discovery-unusable = no settings in what came ({ $why })
discovery-failed = could not be asked ({ $why })
discovery-nothing = Nothing at: { $sources }.
discovery-skipped = Not asked: { $sources }.
discovery-stopped = Not heard to the end: { $sources }.
discovery-nobody-asked = No source was asked.

## Who was asked

discovery-outside-nobody = Nobody outside of { $domain } was asked for settings, but DNS.
discovery-outside = Asked outside of { $domain }, told the domain only: { $hosts }
discovery-outside-told = Asked outside of { $domain }, told the mail address: { $hosts }
discovery-hint = More of each source: mailcheck discover { $who } -v

## All of a source

discovery-took = { $outcome }; { $ms } ms
discovery-took-round-trips = { $outcome }; { $ms } ms, { $count ->
    [one] one round trip
   *[other] { $count } round trips
}
discovery-outcome-found = found
discovery-outcome-nothing = nothing
discovery-outcome-nothing-why = nothing ({ $why })
discovery-outcome-skipped = not asked
discovery-dnssec-secure = DNSSEC: signed
discovery-dnssec-insecure = DNSSEC: not signed
discovery-dnssec-bogus = DNSSEC: wrong signature
discovery-dnssec-indeterminate = DNSSEC: the resolver does not tell
discovery-setting-user-name = user name { $name }
discovery-hop = HTTP { $status } { $url }
discovery-hop-unanswered = no answer { $url }
discovery-certificate = certificate by { $issuer } until { $date }
discovery-certificate-untrusted = certificate not trusted: { $why }
discovery-deviation = { $kind }: { $text }
discovery-deviation-line = line { $line }: { $kind }: { $text }
discovery-deviation-dropped = { $deviation } (a server was left out)
discovery-notes-name = calls itself { $name }
discovery-notes-documentation = to read: { $pages }
discovery-notes-enable = to visit first: { $pages }
discovery-notes-oauth = bearer tokens by { $issuer }
