### Findings in preset files: what puts passwords or mail at risk.

preset-address-as-host =
    .title = { $host } is an IP address, not a name
    .cause = Certificates are made out to names. At this { $service } server, a mail program cannot tell the right server from a wrong one, and warns or refuses to connect. When the server moves, the preset is wrong.
    .action = Find out the server's name from the provider's pages, and enter the name.

preset-foreign-log-in-page =
    .title = The log-in page at { $host } is in none of the provider's domains
    .cause = People are sent there to log in or to switch something on. Neither the mail domains nor the servers of this preset are in the domain of { $host }, so nobody can tell from the preset that the page is the provider's.
    .action = Make sure that the page is the provider's own. If it is, there is nothing to change: exempt the finding with that reason.

preset-foreign-server =
    .title = { $host } is in none of the mail domains
    .cause = With this preset, people log in to { $domain }, a domain that is none of the preset's mail domains. That is right where another company runs the mail, and wrong where a domain was mistyped or has changed hands.
    .action = Make sure on the provider's own pages that { $domain } runs its mail. If it does, there is nothing to change: exempt the finding with that reason.

preset-link-not-of-the-web =
    .title = { $case ->
        [empty] A link has no address
       *[other] A link is no address of the web: { $address }
    }
    .cause = Mail programs cannot open it. People who need help with their settings do not get to the page.
    .action = Enter the whole address of the page, beginning with https://.

preset-log-in-page-over-http =
    .title = The log-in page at { $host } is opened without encryption
    .cause = People are sent to this page to log in or to switch something on. Without https, somebody on the way can show them another page and take their password.
    .action = Try the same address with https:// and enter that if it works. If it does not, find the provider's current page.

preset-mail-in-clear =
    .title = Mail with { $host } is not encrypted
    .cause = { $case ->
        [challenge] The preset makes programs connect without encryption ({ $service }). The password is only sent as the answer to a challenge, but whoever is on the way reads and changes the mail, and can try passwords against the answer that was overheard.
       *[other] The preset makes programs connect without encryption ({ $service }). Whoever is on the way reads and changes the mail.
    }
    .action = Find out whether the server offers encryption, and enter the port with implicit TLS: 993 for IMAP, 995 for POP3, 465 for SMTP. If it offers none, take the server out.

preset-no-documentation =
    .title = No documentation page is named
    .cause = Nobody can look up where these settings are from and whether they are still right. People whose settings do not work get no page to read.
    .action = Look for the provider's page with settings for mail programs, and enter its address as documentation.

preset-not-public =
    .title = { $case ->
        [device] { $host } is the device itself
        [tor] { $host } can only be reached through Tor
       *[network] { $host } cannot be reached from everywhere
    }
    .cause = { $case ->
        [device] These settings need a program on the same device that passes mail on. Without it, nothing answers.
        [tor] Names that end in .onion are known in the Tor network only. Mail programs that do not go through Tor do not find the server, and nobody can test it from elsewhere.
       *[network] The name or address is known in one network only. Mail programs elsewhere do not find the server, or find somebody else's under the same address.
    }
    .action = { $case ->
        [device] Make sure that the preset tells people which program to install first.
        [tor] Make sure that the preset tells people that they need Tor.
       *[network] Enter the name by which the server is known on the internet.
    }

preset-only-challenge =
    .title = { $host } offers encrypted passwords (CRAM-MD5) only
    .cause = The preset has no other way to log in to this { $service } server. CRAM-MD5 is obsolete, many servers no longer offer it, and some mail programs never knew it. Then nobody can log in, even with the right password.
    .action = Look at which ways the server offers over TLS. If a normal password is among them, add password-cleartext with TLS, or put it in its place.

preset-only-from-own-line =
    .title = { $host } is only for people on the provider's own lines
    .cause = The server recognises people by their IP address. From mobile networks, at work or abroad the settings do not work, and nobody can test them from elsewhere.
    .action = If the provider offers a server with a log-in, enter that first. Otherwise there is nothing to change.

preset-only-starttls =
    .title = { $service } is to be had by STARTTLS only ({ $host })
    .cause = With STARTTLS, a connection begins without encryption. Somebody on the way can try to keep it so, and programs that encrypt only if possible then send the password in clear. TLS from the start is preferred today.
    .action = Find out whether the server also takes TLS from the start on port { $port }. If it does, enter that before this one or in its place. If not, there is nothing to change.

preset-page-over-http =
    .title = The page at { $host } is opened without encryption
    .cause = People read there which settings to enter. Without https, somebody on the way can change what they read. Some browsers warn.
    .action = Try the same address with https:// and enter that if it works. If it does not, find the provider's current page.

preset-password-in-clear =
    .title = { $case ->
        [token] Tokens go unencrypted to { $host }
       *[password] Passwords go unencrypted to { $host }
    }
    .cause = { $case ->
        [token] The preset makes programs send the token of OAuth2 over a connection without encryption ({ $service }). Whoever is on the way can read it and use the account.
       *[password] The preset makes programs send the password over a connection without encryption ({ $service }). Whoever is on the way can read it.
    }
    .action = Find out whether the server offers encryption, and enter the port with implicit TLS: 993 for IMAP, 995 for POP3, 465 for SMTP. If it offers none, take the server out.

preset-plain-beside-encrypted =
    .title = { $host } stands there without encryption beside one with it
    .cause = The same preset has { $service } with encryption ({ $other }). The server without it serves nobody, but mail programs that take it send everything in clear.
    .action = Take the server without encryption out.

preset-sends-without-log-in =
    .title = Mail is sent by { $host } without logging in
    .cause = The preset says that no log-in is needed for sending. Servers for sending want one today, so that mail is refused from most networks; one that really takes mail from anybody is misused for spam.
    .action = Find out from the provider how to log in for sending, and enter that with a user name. If the server recognises people by their IP address, say so with client-IP-address.

preset-starttls-optional =
    .title = { $host } is used without encryption if STARTTLS is not offered
    .cause = Without { $option }, the library sends password and mail in clear when the server does not offer STARTTLS. Somebody on the way can remove the offer, and nobody notices.
    .action = Add "{ $option }": true, or enter port 465 with "secure": true if the server takes TLS there.

preset-submission-port-25 =
    .title = Mail is to be sent by port 25 of { $host }
    .cause = Many internet providers block port 25 for their customers against spam (in Japan nearly all: OP25B). On such lines, sending fails without a reason being shown.
    .action = Find out whether the server takes mail on port 465 with TLS or on port 587 with STARTTLS, and enter that.

preset-weaker-way-first =
    .title = { $first } stands before { $better } ({ $host })
    .cause = Mail programs take the first way to log in that they know. Every program knows { $first }, so that none ever takes { $better }, which keeps the password better.
    .action = If { $better } works at this { $service } server, put it first. If not, take it out.
