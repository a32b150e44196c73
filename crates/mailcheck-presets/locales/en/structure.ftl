### What is wrong with how a preset file is built, what mail programs make of it, and exemptions from rules.

preset-bad-date =
    .title = “{ $date }” is no date
    .cause = Nobody can tell when somebody last looked whether these settings work, and so not whether they are due for a look.
    .action = Write the month or the day: 2026-11 or 2026-11-30.

preset-bad-domain =
    .title =
        { $case ->
            [empty] A mail domain is empty
           *[other] “{ $domain }” is not written as mail domains are
        }
    .cause =
        { $case ->
            [dot] There is a dot behind the mail domain. The domain of a mail address has none, so programs find no settings for these addresses.
            [empty] An entry for a mail domain stands there without one, and is for nobody.
            [idn] The mail domain is written in letters that DNS does not have. Programs that ask for the settings of { $better } do not find them.
            [wildcard] The asterisk is no wildcard in this format: programs take it for a letter, and nobody’s address has it.
           *[other] This is no domain name, so no mail address can have it: people at this domain get no settings.
        }
    .action =
        { $case ->
            [empty] Enter the mail domain, or take the entry out.
            [wildcard] List the mail domains one by one.
            [other] Enter the part of the addresses behind the @, as in example.org.
           *[letters] Write { $better }.
        }

preset-bad-hostname =
    .title = “{ $name }” is no host name
    .cause =
        { $case ->
            [blank] There is a blank in it, and no host name has one. No program finds the server.
            [idn] It is written in letters that DNS does not have. Some programs do not translate them, and find no server.
            [port] The port stands with the host name. Programs look for a host that is called so, and find none.
            [underscore] There is an underscore in it, which host names do not have; a part of the programs refuses it, and public certificates are not issued for it.
            [url] This is an address of the web. Programs look for a host that is called so, and find none.
           *[other] No host can be called so. No program finds the server.
        }
    .action =
        { $case ->
            [idn] Enter the name in its ASCII form, which begins with xn--.
            [port] Enter the host name alone, and the port where the format has it.
            [underscore] Ask the provider for a name without underscore, and enter it.
           *[other] Enter the host name alone, as in imap.example.org.
        }

preset-bad-id =
    .title = The id “{ $id }” is no host name
    .cause = Thunderbird and Thunderbird for Android give a file up whose id is no host name: their users get no settings from it.
    .action = Enter the provider’s main domain as id, as in example.org.

preset-bad-port =
    .title = “{ $port }” is no port
    .cause = A port is a number from 1 to 65535. Programs leave out { $host } ({ $service }), and Thunderbird for Android leaves out the whole file.
    .action = Enter the number of the port: with implicit TLS 993 for IMAP, 995 for POP3, 465 for SMTP.

preset-deprecated-authentication =
    .title = “{ $word }” is an old word for a way to log in
    .cause =
        { $case ->
            [gone] It stands for logging in to the server for reading before mail can be sent, which servers and programs have given up.
           *[other] The format calls it { $new } today. Newer programs do not know the old word; Thunderbird for Android gives the whole file up if no other way stands beside it.
        }
    .action =
        { $case ->
            [gone] Enter the way in which the server for sending itself takes log-ins, usually password-cleartext with implicit TLS.
           *[other] Write { $new }.
        }

preset-domain-in-capitals =
    .title = The mail domain { $domain } has capital letters
    .cause = Programs ask for the domain in small letters. Where a database makes a file of each domain, as Thunderbird’s does, this one gets another name, and servers that heed capitals do not find it.
    .action = Write { $better }.

preset-duplicate-part =
    .title = { $what } is there twice
    .cause = { $case ->
            [within] In { $within }, { $what } may be there once. Some programs take the first, others the last, and so not all get the same settings.
           *[other] { $what } may be there once. Some programs take the first, others the last, and so not all get the same settings.
        }
    .action = Take out the one that is wrong or superfluous.

preset-empty-file =
    .title = The file is empty
    .cause = There is nothing in it. Whoever asks for these mail domains gets no settings, and some programs then look no further.
    .action = Put the settings back, or delete the file.

preset-exemption-expired =
    .title = The exemption from { $rule } has expired
    .cause = It held until { $until }. What it was for counts again.
    .action = Look whether its reason still holds. If so, enter a later day; if not, take the exemption out and mend what it was for.

preset-exemption-malformed =
    .title = An exemption cannot be read
    .cause = “{ $text }” begins as an exemption does, and is none; nothing is exempt by it.
    .action = Write: mailcheck: allow preset.RULE because REASON

preset-exemption-unknown-rule =
    .title = There is no rule { $rule }
    .cause = The exemption names a rule that there is none of, so nothing is exempt by it.
    .action = { $case ->
            [near] Did you mean { $near }? “mailcheck explain --list” has all of them.
           *[other] Look the name up: “mailcheck explain --list” has all of them.
        }

preset-exemption-unused =
    .title = The exemption from { $rule } is not needed any more
    .cause = Nothing is found that it would be for. As long as it stands there, it hides a fault that comes back.
    .action = Take the exemption out.

preset-exemption-without-reason =
    .title = The exemption from { $rule } gives no reason
    .cause = Whoever looks at it later cannot tell whether it still holds, so it does not count.
    .action = Add why it is to be so: “because …” in a comment, reason = "…" in the configuration file.

preset-file-extension =
    .title = { $file } does not end in .xml
    .cause = The other files of this folder do. What collects *.xml passes this one over, and its users get no settings.
    .action = Rename the file so that it ends in .xml.

preset-first-server-weaker =
    .title = { $host } stands before a better protected server
    .cause = The first { $service } server ({ $security }) is less well protected than { $better } ({ $better_security }) behind it. Many programs, Thunderbird for Android and Nextcloud Mail among them, take the first and look no further.
    .action = Move { $better } ({ $better_security }) before it.

preset-half-placeholder =
    .title = “{ $value }” has only half a placeholder
    .cause = Placeholders stand between two percent signs, in capital letters. Programs do not fill this one in, and log in with the word as it stands: the server refuses that.
    .action = Write %EMAILADDRESS%, %EMAILLOCALPART% or %EMAILDOMAIN%, with both percent signs.

preset-id-not-a-domain =
    .title = The id { $id } is none of the mail domains
    .cause = The id is usually the provider’s main mail domain. Who looks for the settings of { $id } does not find them here: they are for the listed mail domains only.
    .action = If people have addresses at { $id }, add it as a domain; else nothing needs to be done.

preset-id-not-file-name =
    .title = { $file } is called otherwise than its id { $id }
    .cause = A file is found by its name, and the provider is known by its id. Where the two differ, a second file for the same provider is soon made, and the two go different ways.
    .action = Rename the file to { $id }.xml, or give the provider the id that the file is called by.

preset-label-example = as in

preset-letter-case =
    .title = “{ $what }” is written in other letters than the format has it
    .cause = Capital and small letters count for a part of the programs, as Thunderbird does not know “ssl”. What such a program does not know it passes over.
    .action = Write the word exactly as the format has it.

preset-misplaced-part =
    .title = { $what } stands in the wrong place
    .cause = { $case ->
            [within] The format does not have { $what } in { $within }. Programs that look where it belongs do not see it.
           *[other] The format has { $what } elsewhere. Programs that look where it belongs do not see it.
        }
    .action = Move it to where the format has it.

preset-misplaced-server =
    .title = { $host } ({ $service }) stands among the servers of the other direction
    .cause =
        { $case ->
            [smtp] A server for sending stands among those for reading. Programs leave it out, and then cannot send.
           *[other] A server for reading stands among those for sending. Programs leave it out, and then cannot read.
        }
    .action =
        { $case ->
            [smtp] Make it an outgoingServer.
           *[other] Make it an incomingServer.
        }

preset-missing-authentication =
    .title = It is not said how to log in to { $host } ({ $service })
    .cause = Without a way to log in that it knows, Thunderbird leaves the server out and Thunderbird for Android the whole file.
    .action = Enter what the server takes, usually password-cleartext with implicit TLS.

preset-missing-display-name =
    .title = The provider has no name
    .cause = Programs that show people whose settings these are have nothing to show.
    .action = Enter the name by which people know the provider.

preset-missing-hostname =
    .title = A server ({ $service }) has no host name
    .cause = Without one, programs cannot connect. They leave the server out, and some of them the whole file.
    .action = Enter the host name, or take the server out.

preset-missing-id =
    .title = The provider has no id
    .cause = Thunderbird and Thunderbird for Android give a file up whose id is no host name: their users get no settings from it.
    .action = Enter the provider’s main domain as id, as in example.org.

preset-missing-part =
    .title = { $what } is missing
    .cause = { $case ->
            [within] The format asks for { $what } in { $within }. Programs that rely on it cannot use what is there.
           *[other] The format asks for { $what }. Programs that rely on it cannot use what is there.
        }
    .action = Add { $what }.

preset-missing-port =
    .title = { $host } ({ $service }) has no port
    .cause = The format has no usual port. Programs leave the server out, and Thunderbird for Android leaves out the whole file.
    .action = Enter the port: with implicit TLS 993 for IMAP, 995 for POP3, 465 for SMTP.

preset-missing-socket-type =
    .title = It is not said how the connection to { $host } ({ $service }) is secured
    .cause = Programs leave the server out, and Thunderbird for Android leaves out the whole file.
    .action = Enter SSL for implicit TLS, or STARTTLS.

preset-missing-username =
    .title = { $host } ({ $service }) has no log-in name
    .cause =
        { $case ->
            [no-log-in] No log-in is wanted here, and yet Thunderbird for Android gives a whole file up for a server without name, and Delta Chat leaves the server out.
           *[other] Thunderbird for Android gives a whole file up for a server without name, and Delta Chat leaves the server out. Others have to guess.
        }
    .action = Enter the name that the server wants, usually %EMAILADDRESS%.

preset-name-too-long =
    .title = The name “{ $name }” is longer than { $limit } letters
    .cause =
        { $case ->
            [short] The short name has { $letters } letters, and must not have more than { $limit }. Programs cut it off where they have little room.
           *[long] The name has { $letters } letters, and must not have more than { $limit }. Programs cut it off.
        }
    .action = Enter a shorter name.

preset-no-domain =
    .title = The settings are for no mail domain
    .cause = No mail domain is listed, so they are nobody’s. Thunderbird and Thunderbird for Android give such a file up.
    .action = List the mail domains, the part of the addresses behind the @.

preset-no-provider =
    .title = There is no provider in the file
    .cause = Without emailProvider, programs find no settings in it.
    .action = Put the settings into an emailProvider, or delete the file.

preset-not-well-formed =
    .title = The file cannot be read
    .cause = A parser says: { $why }. Programs give such a file up, and its users get no settings.
    .action = { $case ->
            [ampersand] Write &amp; in place of &.
           *[other] Mend this place, and have the file read by a parser before it is published.
        }

preset-rejected-on-android =
    .title = Thunderbird for Android gives this file up
    .cause =
        { $case ->
            [authentication] It knows none of the ways to log in of { $host }. One such IMAP or SMTP server is enough for it to use nothing of the file, though it could use the others.
            [oauth2] It wants authURL and tokenURL in the oAuth2 section, and uses nothing of the file without them.
            [plain] { $host } is without encryption. One such IMAP or SMTP server is enough for it to use nothing of the file, though it could use the others.
            [port] { $host } has no port that it can read. One such IMAP or SMTP server is enough for it to use nothing of the file, though it could use the others.
            [socket-type] It does not know how { $host } is secured. One such IMAP or SMTP server is enough for it to use nothing of the file, though it could use the others.
           *[username] { $host } has no log-in name. One such IMAP or SMTP server is enough for it to use nothing of the file, though it could use the others.
        }
    .action =
        { $case ->
            [authentication] Enter password-cleartext, password-encrypted or OAuth2, or take the server out.
            [oauth2] Add the two addresses, or take the section out.
            [plain] Take the server out, or enter its port with implicit TLS.
            [port] Enter a port from 1 to 65535, or take the server out.
            [socket-type] Write SSL or STARTTLS in these letters, or take the server out.
           *[username] Enter the log-in name, or take the server out.
        }

preset-several-providers =
    .title = There is more than one provider in the file
    .cause = Thunderbird reads one of them, Thunderbird for Android the last. Not all users get the same settings.
    .action = Make a file of each provider.

preset-short-name-long =
    .title = The short name “{ $name }” is not short
    .cause = It has { $letters } letters and should have at most 12. Programs cut it off where they have little room.
    .action = Enter what people call the provider, in at most 12 letters.

preset-uncommon-type =
    .title = Few programs know servers of the type { $service }
    .cause = Most programs leave it out, and take what else is there. Where nothing else is there, they find nothing.
    .action = Nothing needs to be done as long as IMAP and SMTP servers stand beside it.

preset-unknown-authentication =
    .title = “{ $word }” is no way to log in
    .cause = The format does not have the word. Programs pass it over, and leave { $host } ({ $service }) out where no other way stands beside it.
    .action = Write password-cleartext, password-encrypted or OAuth2, in these letters.

preset-unknown-part =
    .title = The format does not have { $what }
    .cause = { $case ->
            [within] Programs do not look at { $what } in { $within }: what stands there has no effect. Often it is a slip of the finger.
           *[other] Programs do not look at { $what }: what stands there has no effect. Often it is a slip of the finger.
        }
    .action = Look up how the format spells it, or take it out.

preset-unknown-placeholder =
    .title = “{ $value }” has a placeholder that there is none of
    .cause = Programs do not fill it in, and take it as it stands: they log in with a name that nobody has, or look for a host that does not exist.
    .action = Write %EMAILADDRESS%, %EMAILLOCALPART% or %EMAILDOMAIN%; there are no others.

preset-unknown-socket-type =
    .title = “{ $word }” is no way to secure a connection
    .cause = The format does not have the word. Thunderbird leaves { $host } ({ $service }) out, Thunderbird for Android the whole file, and Nextcloud Mail connects without encryption.
    .action = Write SSL for implicit TLS, or STARTTLS, as the format spells it.

preset-unknown-status =
    .title = “{ $word }” is no status
    .cause = The format does not have the word, so programs cannot warn people whose provider does not work in them.
    .action = Write OK, PREPARATION or BROKEN.

preset-unknown-type =
    .title =
        { $case ->
            [missing] It is not said what kind a server is
           *[other] “{ $service }” is no type of server
        }
    .cause = Programs leave out a server of a type that they do not know.
    .action = Write imap or pop3 for reading, smtp for sending, in small letters.

preset-unknown-version =
    .title =
        { $case ->
            [missing] The version of the format is missing
            [empty] The version of the format is missing
           *[other] There is no version { $version } of the format
        }
    .cause = Programs that go by the version cannot tell how the file is to be read.
    .action = Write version="1.1", which every program knows.

preset-wrong-encoding =
    .title = The file is not written in { $what }
    .cause = Its octets are not those of the encoding that it names, or of UTF-8 where it names none. Programs give it up, or show wrong letters.
    .action = Save the file as UTF-8 without byte order mark (BOM), and write UTF-8 where it names its encoding.

preset-wrong-type =
    .title = { $what } is of the wrong type
    .cause = The format has another type of value there, as a number in place of text. Programs that heed that refuse the entry.
    .action = Write a number without quotation marks, true and false likewise, and text within them.
