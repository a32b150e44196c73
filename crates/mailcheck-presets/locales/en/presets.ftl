### What a finding in preset files says: a title, what it means for users, and what to change.

preset-byte-order-mark =
    .title = A byte order mark stands before the file
    .cause = The file begins with three octets that show nothing. Some programs stumble over them, and read no settings at all.
    .action = Save the file as UTF-8 without byte order mark (BOM).

## Lists compared (`presets diff`)

diff-list = { $files ->
        [one] 1 file
       *[other] { $files } files
    }, { $domains ->
        [one] 1 domain
       *[other] { $domains } domains
    }
diff-list-without = { $without } of them without servers
diff-list-patterns = { $patterns ->
        [one] 1 pattern that is not compared
       *[other] { $patterns } patterns that are not compared
    }
diff-list-alone = { $alone } in no other list
diff-nothing-shared = The lists have no domain in common.
diff-agree = { $shared ->
        [one] The 1 domain that is in more than one list has the same settings everywhere.
       *[other] The { $shared } domains that are in more than one list have the same settings everywhere.
    }
diff-differ = { $shared ->
        [one] 1 domain is in more than one list.
       *[other] { $shared } domains are in more than one list.
    } { $differing ->
        [one] 1 of them has different settings
       *[other] { $differing } of them have different settings
    } ({ $conflicts ->
        [one] 1 conflict
       *[other] { $conflicts } conflicts
    }){ $none ->
        [0] .
       *[other] ; for { $none } the lists have no server in common.
    }
diff-and-more = { $domains } and { $count } more
diff-service = { $service }: { $aspects }
diff-service-none = { $service }: { $aspects }; no server in common
diff-aspect-host = another host
diff-aspect-port = another port
diff-aspect-security = another security
diff-aspect-authentication = another authentication
diff-aspect-username = another form of the user name
diff-aspect-service = not in every list
diff-no-server = no server
diff-open = (not said)
diff-more-places = { $count ->
        [one] and 1 more file
       *[other] and { $count } more files
    }
diff-answer-works = works
diff-answer-fails = does not work
diff-answer-inconclusive = cannot be told from here
diff-answer-not-probed = not tested
diff-verdict-all-work = All of these servers work. Whoever has the older one may lose it some day: take the one that the provider's own page names.
diff-verdict-none-works = None of these servers works. Look at the provider's own page, and correct every list.
diff-verdict-right = { $right } can be used, { $wrong } cannot: correct the latter.
diff-verdict-unknown = From here it cannot be told which of them works.
diff-alone = Only in { $list }: { $count ->
        [one] 1 domain
       *[other] { $count } domains
    }
diff-do = Where lists differ, one of them is wrong or stale, and its users may get no mail. Look at the provider's own page first, then correct the list that differs from it.
diff-do-asked = Where servers of several lists work, or none does, look at the provider's own page first, then correct the list that differs from it.

## What earlier runs make of a finding (`presets check --history`)

history-line = history: { $id } at { $endpoint }: { $note }
history-new = seen whenever it was looked for, since { $since }
history-flap = seen { $seen ->
        [one] once
       *[other] { $seen } times in a row
    }, and not on { $well }. It may pass, and counts when it was seen { $needed } times in a row.
history-change = since { $since }; on { $well } it was not there
history-broken = since { $since }. It is known, and does not count any more.
history-mended = gone; it had been there since { $since }
history-came-back = gone; it was there once, on { $at }

## What was seen at servers

preset-authentication-not-offered =
    .title = { $host } does not offer { $claimed }
    .cause = { $case ->
        [oauth2] The preset has programs log in by OAuth2, and the { $service } server offers neither XOAUTH2 nor OAUTHBEARER. Programs that follow the preset cannot log in.
        [encrypted] The preset has programs log in by an encrypted password, and the { $service } server offers neither CRAM-MD5 nor SCRAM, DIGEST-MD5 or APOP. Programs that follow the preset cannot log in, or tell people that their password is wrong.
        [cleartext] The preset has programs log in by an ordinary password, and the { $service } server does not take one on this connection. Programs that follow the preset cannot log in.
       *[other] The preset names a way to log in that the { $service } server does not offer. Programs that follow the preset cannot log in.
    } The server offers { $offered }.
    .action = { $instead ->
        [something] Find out from the provider which way is meant to be used, and enter it. The server would take { $usable }.
       *[nothing] Find out from the provider how mail programs are to log in. Nothing that the server offers has a name in presets.
    }

preset-best-authentication-not-offered =
    .title = { $host } does not offer { $claimed }, which the preset names first
    .cause = { $case ->
        [oauth2] Programs try the way that stands first, as far as they know it. The { $service } server offers neither XOAUTH2 nor OAUTHBEARER, so those that know OAuth2 fail where others succeed.
       *[other] Programs try the way that stands first, as far as they know it, and many do not try the next. The { $service } server offers { $offered }.
    }
    .action = Put { $works } first, which the server offers, or take { $claimed } out.

preset-better-authentication-offered =
    .title = { $case ->
        [oauth2] { $host } offers OAuth2, which the preset does not name
       *[encrypted] { $host } offers an encrypted password, which the preset does not name
    }
    .cause = { $case ->
        [oauth2] The { $service } server takes tokens of OAuth2. Programs that follow the preset ask for a password, which some providers take only when it is made for programs.
       *[encrypted] The connection is not encrypted, and the preset has the password sent as it is. The { $service } server offers a way that does not show it: { $offered }.
    }
    .action = { $case ->
        [oauth2] Find out whether mail programs can get tokens from the provider, and if so enter OAuth2 as another way to log in.
       *[encrypted] Encrypt the connection if the server can. If it cannot, enter password-encrypted before password-cleartext.
    }

preset-encryption-offered =
    .title = { $host } offers encryption, and the preset does without
    .cause = The { $service } server offers STARTTLS on this port. Programs that follow the preset send passwords and mail so that whoever is on the way can read them.
    .action = Enter STARTTLS as security. If the server also listens on the port for implicit TLS (993 for IMAP, 995 for POP3, 465 for SMTP), enter that instead.

preset-password-in-clear =
    .title = Passwords go unencrypted to { $host }
    .cause = The preset makes programs send the password over a connection without encryption ({ $service }). Whoever is on the way can read it.
    .action = Find out whether the server offers encryption, and enter the port with implicit TLS: 993 for IMAP, 995 for POP3, 465 for SMTP. If it offers none, take the server out.

## The report

presets-grade-exempt = exempt
presets-grade-known = known
presets-grade-inconclusive = inconclusive
presets-label-related = also
presets-heading-findings = By finding
presets-heading-providers = By provider
presets-heading-exempt = Exempt, with the reason
presets-heading-gone = Known before, and not found any more
presets-heading-unread = Not read
presets-more = and { $count } more
presets-result-well = Result: all is well.
presets-result-problem = Result: { $count ->
        [one] one finding counts
       *[other] { $count } findings count
    }.
presets-result-could-not-tell = Result: nothing was found that counts, but not everything could be told.
presets-counts-read = { $files ->
        [one] 1 file
       *[other] { $files } files
    } with { $providers ->
        [one] 1 provider
       *[other] { $providers } providers
    } and { $servers ->
        [one] 1 server
       *[other] { $servers } servers
    }
presets-counts-probed = { $count ->
        [one] 1 server
       *[other] { $count } servers
    } looked at: { $works } { $works ->
        [one] works
       *[other] work
    }, { $fails } { $fails ->
        [one] does
       *[other] do
    } not, { $undecided } could not be told{ $left ->
        [0] { "" }
       *[other] ; { $left } not looked at
    }
presets-counts-found = { $errors ->
        [one] 1 error
       *[other] { $errors } errors
    }, { $warnings ->
        [one] 1 warning
       *[other] { $warnings } warnings
    }, { $notices ->
        [one] 1 notice
       *[other] { $notices } notices
    }
presets-counts-inconclusive = { $count ->
        [one] 1 finding
       *[other] { $count } findings
    } that cannot be told from here
presets-counts-exempt = { $count ->
        [one] 1 finding that is
       *[other] { $count } findings that are
    } exempt
presets-counts-known = { $count ->
        [one] 1 finding that was
       *[other] { $count } findings that were
    } known before
presets-counts-gone = { $count ->
        [one] 1 known finding that is
       *[other] { $count } known findings that are
    } gone
presets-counts-left-out = { $count ->
        [one] 1 server that was
       *[other] { $count } servers that were
    } left out; --format json says why
presets-counts-unread = { $count ->
        [one] 1 path that could not be read
       *[other] { $count } paths that could not be read
    }
presets-counts-passed-over = { $count ->
        [one] 1 other file that is no preset
       *[other] { $count } other files that are no presets
    }
presets-part-in-files = { $count } in { $files ->
        [one] 1 file
       *[other] { $files } files
    }
presets-part-errors = { $count ->
        [one] 1 error
       *[other] { $count } errors
    }
presets-part-warnings = { $count ->
        [one] 1 warning
       *[other] { $count } warnings
    }
presets-part-notices = { $count ->
        [one] 1 notice
       *[other] { $count } notices
    }
presets-part-inconclusive = { $count } inconclusive
presets-part-exempt = { $count } exempt
presets-part-known = { $count } known
presets-unread-again = it was read before under another name
presets-unread-deep = folders are nested too deep
presets-unread-denied = no permission to read it
presets-unread-empty = nothing is in it
presets-unread-gone = it does not exist
presets-unread-malformed = it is not well-formed: { $text }
presets-unread-many = there are too many files
presets-unread-no-preset = there is no preset in it
presets-unread-not-a-file = it is neither a file nor a folder
presets-unread-not-a-preset = it is no preset of a known format
presets-unread-not-fetched = it cannot be fetched: { $why }
presets-unread-signed = it is signed, and not read
presets-unread-too-long = it is longer than any preset
presets-unread-unusable = it looks like a preset, and is none
presets-junit-well = nothing found
presets-junit-unread = can be read
presets-github-more = { $count ->
        [one] one more finding is
       *[other] { $count } more findings are
    } in the log of this step
presets-column-severity = Severity
presets-column-place = Place
presets-column-finding = Finding
presets-column-action = What to do
presets-column-count = How often
presets-markdown-more = { $count ->
        [one] One more finding has
       *[other] { $count } more findings have
    } no room here.
