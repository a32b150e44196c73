# What mail clients would do with the answers of all sources. The kinds are those of `clients::Replay`.

clients-heading = What mail clients would do with these answers
clients-column-client = Mail client
clients-column-from = Settings from
clients-column-name = User name
clients-column-costs = Failed
clients-legend-costs = Failed: the log-ins that one wrong password makes fail, receiving + sending.
clients-legend-doubt = "?": it may come out differently. --as NAME tells why.

## The table

clients-from-by-hand = asks you
clients-from-guesses = guesses
clients-from-http = { $source }/http
clients-name-address = mail address
clients-name-local-part = part before @
clients-name-other = own name
clients-name-more = { $name } (+{ $more })
clients-costs = { $incoming }+{ $outgoing }
clients-costs-at-most = up to { $incoming }+{ $outgoing }
clients-costs-unknown = not known
clients-server = { $place } ({ $security })
clients-tries = tries { $count } servers, { $first } first
clients-refuses = does not take { $sources }

## One client

clients-as-of = { $client } (version looked at: { $version })
clients-as-known = { $client } (as it is generally known)
clients-way-source = Takes the settings from { $source }: { $location }
clients-way-guesses = Finds no settings that it can use, and tries usual server names.
clients-way-by-hand = Finds no settings that it can use, and asks you for the servers.
clients-wrong-password = Wrong password
clients-names-in-turn = in turn: { $names }
clients-refused = { $most ->
    [yes] costs up to { $incoming } failed log-ins for receiving and { $outgoing } for sending
   *[no] costs { $incoming ->
        [one] { $incoming } failed log-in
       *[other] { $incoming } failed log-ins
    } for receiving and { $outgoing } for sending
}
clients-refused-unknown = how many failed log-ins it costs is not known
clients-rejected = Does not use
clients-ignored = Never asks for
clients-notes = Good to know
clients-doubts = Not certain
clients-guesses = Tries these servers, the best first

## Why an answer is not used

clients-nothing = Nothing there: { $sources }
clients-why = { $why } At { $details }.
clients-line = line { $line }
clients-why-bad-id = The whole file is given up: the id of its provider is not a host name.
clients-why-bad-port = { $scope ->
    [whole] The whole file is given up because the port of one server cannot be read.
   *[one] One server is left out: its port cannot be read.
}
clients-why-hidden = It is not read: this client stops at the first address that has a page, even a useless one.
clients-why-incomplete-oauth2 = The whole file is given up because its OAuth2 section does not say where tokens are.
clients-why-missing-hostname = { $scope ->
    [whole] The whole file is given up because one server has no usable host name.
   *[one] One server is left out: it has no usable host name.
}
clients-why-missing-username = { $scope ->
    [whole] The whole file is given up because one server has no user name.
   *[one] One server is left out: it has no user name.
}
clients-why-no-authentication = { $scope ->
    [whole] The whole file is given up because this client knows no way to log in to one of the servers.
   *[one] One server is left out: this client knows none of its ways to log in.
}
clients-why-no-document = What came is not a file with settings.
clients-why-no-domain = The whole file is given up: it names no domain.
clients-why-no-incoming = No server for receiving that it can use.
clients-why-no-outgoing = No server for sending that it can use.
clients-why-not-offered = The domain says that it does not offer this.
clients-why-not-reached = It was not reached.
clients-why-oauth2-only = { $scope ->
    [whole] One server takes OAuth2 only, and this client is not registered there; it gives up the search.
   *[one] One server is left out: it takes OAuth2 only, and this client is not registered there.
}
clients-why-plain-socket-type = { $scope ->
    [whole] The whole file is rejected because one server in it is without encryption (socketType "plain").
   *[one] One server is left out: it is without encryption.
}
clients-why-unknown-socket-type = { $scope ->
    [whole] The whole file is given up because this client does not know the security of one server.
   *[one] One server is left out: its security is not known.
}
clients-why-wants-login = It answers only after a log-in, which this check does not do.

## Good to know

clients-note-asks-for-trust = It asks you to confirm these settings, as they could have been replaced on the way. Compare them with the provider's help page first.
clients-note-asks-to-be-sent-on = It asks you before it goes on to a host outside the mail domain. Agree only if the provider's help page names that host.
clients-note-ignores-authentication = It tries the password although the source names other ways to log in only. Such servers refuse it.
clients-note-no-encryption = A server is used without encryption, so the password can be read on the way. Enter encrypted settings by hand instead.
clients-note-pop3 = It fetches mail by POP3, as the source names that first. Choose IMAP to see the same mail on every device.
clients-note-port-25-first = Without a port it tries { $ports } in this order, and 25 is blocked on many lines. Enter the port yourself.
clients-note-sending-after-receiving = Sending is tried only after receiving has worked.
clients-note-sending-not-checked = It does not check sending: a mistake there shows with the first message.
clients-note-trusts-plain-http = It takes this answer without asking although it came over http: anybody on the way could have written it.
clients-note-trusts-redirect = It takes this answer without asking although a redirect led to another domain for it.
clients-note-trusts-unsigned-dns = It takes this answer without asking although it rests on DNS records that are not signed.
clients-note-wants-profile = A configuration profile of the provider enters everything for you.

## Not certain

clients-doubt-document = It is not known what this client makes of the answer of { $source }.
clients-doubt-generally-known = Its source code is not public: this is what is generally known of it.
clients-doubt-not-asked = { $source } was not asked here, or it could not be asked. An answer from there could come first.
clients-doubt-other-build = This is the build of the Play Store. The build from GitHub reads more, and would take { $source }.
clients-doubt-other-request = It asks { $source } in another way than this check does, and the server may answer differently.
clients-doubt-own-list = It has a list of providers of its own, which comes first and is not known here.
clients-doubt-priority = It has to choose between two records ({ $source }) by their priorities, which are not known here.
clients-doubt-section = A server in the file of { $source } cannot be read. If it is for POP3, this client takes the file all the same.
