### Findings in preset files: what does not go together, within a file and across files.

preset-broken-with-servers =
    .title = The provider is marked as broken, and has servers
    .cause = One of the two is not right. Programs that heed the mark tell people that the provider does not work; the others use the servers.
    .action = If the servers work, correct the status. If they do not, take them out.

preset-domain-of-two =
    .title = { $domain } is also a mail domain of { $other }
    .cause = Which of the two settings people get depends on the program and on the order of files. Some of them get the wrong ones.
    .action = Find out which provider runs the mail of { $domain }, and take the domain out of the other one.

preset-domain-twice =
    .title = { $domain } is there twice
    .cause = The same mail domain stands in line { $line } already. It does no harm to people, but often another domain was meant.
    .action = Take one of the two out, or enter the domain that was meant.

preset-domain-under-wildcard =
    .title = { $domain } is also covered by { $wildcard }
    .cause = { $other } has all domains below { $wildcard }. Which of the two settings people get depends on whether their program looks for the whole name first.
    .action = If { $domain } needs settings of its own, there is nothing to change: exempt the finding with that reason. Otherwise take it out.

preset-host-of-other-service =
    .title = { $host } is used for { $service }, and is called as if it were for { $other }
    .cause = Some hosts do offer both. Where one does not, the host was copied from the other server, and { $service } does not work.
    .action = Make sure on the provider's pages which host is for { $service }, and enter that.

preset-id-of-two =
    .title = The id { $id } is there twice
    .cause = { $path } has a provider with the same id. Programs that tell providers apart by their id take the two for one.
    .action = Give each provider an id of its own, usually its main mail domain.

preset-no-imap =
    .title = There is no IMAP server
    .cause = With POP3, mail is fetched to one device. Phone and computer do not show the same mail, and mail that one of them fetched can be gone for the other. Mail programs that know IMAP only cannot be set up.
    .action = Find out whether the provider offers IMAP, and enter that first. If it does not, there is nothing to change.

preset-no-incoming-server =
    .title = There is no server for reading mail
    .cause = A mail program cannot set up an account with this preset, and asks people for what they do not know.
    .action = Enter the provider's IMAP server.

preset-no-outgoing-server =
    .title = There is no server for sending mail
    .cause = With these settings people read mail, but cannot send any. Some mail programs refuse the whole preset.
    .action = Enter the provider's server for sending, by TLS on port 465 if it offers that.

preset-not-looked-at-lately =
    .title = Nobody looked at these settings since { $day }
    .cause = That is { $years } years ago. Providers change servers, ports and ways to log in more often than that.
    .action = Compare the settings with the provider's pages, test them, and enter the day.

preset-oauth2-incomplete =
    .title = OAuth2 is not described in full: { $parts }
    .cause = Without these, a mail program that does not know the provider cannot ask for a token, and people cannot log in.
    .action = Enter what is missing from the provider's pages for developers.

preset-oauth2-only =
    .title = Logging in works by OAuth2 only
    .cause = Passwords are not accepted, not even right ones. Mail programs that do not know OAuth2, or that the provider has not registered, cannot be used.
    .action = If the provider also takes app passwords, add password-cleartext behind OAuth2. Otherwise there is nothing to change.

preset-oauth2-over-http =
    .title = Tokens are asked for without encryption: { $address }
    .cause = Passwords and tokens go through this page. Whoever is on the way can read them and use the account.
    .action = Enter the provider's address that begins with https://.

preset-oauth2-unused =
    .title = OAuth2 is described, and no server offers it
    .cause = No mail program uses the description. People log in by password although the provider seems to offer something better.
    .action = If the servers take OAuth2, add it to their ways to log in. If not, take the description out.

preset-oauth2-without-endpoints =
    .title = OAuth2 is offered, and nothing says where tokens are to be had
    .cause = Only mail programs that know the provider by themselves can ask for a token. In others, logging in to { $host } fails, or a password is asked for that the provider may refuse.
    .action = Add the oAuth2 element with issuer, scope, authURL and tokenURL.

preset-placeholder-in-host =
    .title = The host { $host } depends on the address
    .cause = Not every mail program fills in placeholders in host names. Nobody can test the server without knowing an address, so nothing is said here about whether it works.
    .action = If all mail domains have the same server, enter its name. Otherwise there is nothing to change.

preset-port-security =
    .title = { $case ->
        [tls] Port { $port } of { $host } is for TLS from the start, and something else is set
       *[starttls] Port { $port } of { $host } is for STARTTLS, and TLS from the start is set
    }
    .cause = If the server does as is usual on this port, mail programs wait until they give up, or show an error that does not name the reason. Some servers do differ.
    .action = Find out which kind of encryption the server speaks on port { $port } ({ $service }), and correct the port or the kind of encryption.

preset-port-service =
    .title = { $service } is set to port { $port }, which is for { $other }
    .cause = If the server does as is usual, something other than { $service } answers there, and mail programs show an error that does not name the reason. Often a port was copied from the other server.
    .action = Find out the port for { $service } at { $host }. Usual are { $usual }.

preset-security-differs =
    .title = { $case ->
        [incoming] Sending is encrypted, reading is not ({ $host })
       *[outgoing] Reading is encrypted, sending is not ({ $host })
    }
    .cause = The provider offers encryption on one side, so it probably does on the other, too. Without it, whoever is on the way reads the mail, and with most ways to log in also the password, which is usually the same for both sides.
    .action = Find out whether { $host } offers encryption ({ $service }), and enter it.

preset-server-twice =
    .title = The { $service } server { $host } is there twice
    .cause = The same server stands in line { $line } already. Mail programs that try one after the other try it twice, and a wrong password counts twice.
    .action = Take one of the two out. If they differ in the ways to log in, put these together in one, the best first.

preset-unusual-port =
    .title = Port { $port } of { $host } is unusual for { $service }
    .cause = No standard has this port for { $service }. Some networks let only the usual ports through, and some mail programs guess the wrong encryption.
    .action = Find out whether the server also answers on a usual port: { $usual }. If it does not, there is nothing to change.

preset-user-name-differs =
    .title = { $service } takes another user name than { $other }
    .cause = The form of the user name is { $name } for one and { $names } for the other. Some providers do want that. Where they do not, one of the two refuses to let people in though the password is right.
    .action = Make sure on the provider's pages which form each service wants.
