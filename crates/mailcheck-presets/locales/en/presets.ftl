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
