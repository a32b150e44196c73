# What `mailcheck explain` says of a finding without knowing the server: its name, what it means, the first thing to do,
# and what to try when that did not help. Who can act and how long to wait is told beside.

## Settings

explain-settings-not-found = No mail settings are known
    .meaning = Neither the mail domain nor the usual server names lead to a mail server. The mail address may be mistyped, or the provider publishes no settings.
    .action = Check the part of your mail address behind the @, then enter the server names from your provider's help page by hand.
    .then = Ask the provider for server name, port and security of its receiving and sending servers.
explain-settings-broken-document = The published settings cannot be read
    .meaning = The mail domain publishes a document with settings, and mail programs can make nothing of it, or of a server in it.
    .action = Enter the settings from your provider's help page by hand.
    .then = Tell the provider that mail programs cannot read its document.
explain-settings-conflict = Sources disagree about the settings
    .meaning = Different places publish different servers for the same mail domain. One of them is probably out of date.
    .action = Use the settings on your provider's own help page.
    .then = Tell the provider which places disagree.
explain-settings-forgeable-source = The settings come from a source that could be forged
    .meaning = What names the server is not protected, so somebody on the way could name another one and receive your password.
    .action = Make sure on your provider's help page that the server is the right one before you enter the password.
    .then = Enter the settings by hand instead of letting the mail program find them.
explain-settings-insecure = The published settings are not safe
    .meaning = A source tells mail programs to go without encryption, or to use an old kind that is no longer safe.
    .action = Set the security to “SSL/TLS” by hand, with the port from your provider's help page.
    .then = Tell the provider that its published settings lack encryption.
explain-settings-stale = The published settings are out of date
    .meaning = A server that is published for the mail domain does not answer any more.
    .action = Look for the current server names on your provider's help page.
    .then = Tell the provider which server it still publishes.
explain-settings-record-odd = An SRV record leads to an alias
    .meaning = The published record leads to an alias (CNAME), which the standard forbids. Some mail programs do not follow it.
    .action = Enter the settings from your provider's help page by hand.
    .then = Tell the provider that its SRV records lead to an alias.
explain-settings-pop3-only = Mail is fetched by POP3, and not by IMAP
    .meaning = POP3 copies mail to each device. What is read, sent or deleted on one of them, the others do not know.
    .action = Ask your provider for IMAP if you read mail on several devices.
    .then = With POP3 set each mail program to leave messages on the server.
explain-settings-starttls-preferred = The published settings prefer STARTTLS
    .meaning = Mail programs that follow them begin without encryption and switch to it. That works, and SSL/TLS from the start is safer.
    .action = Set the security to “SSL/TLS” by hand where your provider offers it.
    .then = Tell the provider to publish SSL/TLS first.
explain-settings-look-alike = The mail domain imitates a well-known one
    .meaning = The name is one slip or one similar letter away from a well-known provider's. Mail and passwords go to whoever owns it.
    .action = Compare the part behind the @ letter by letter with the provider's own name.
    .then = If the password was ever entered there, change it on the real provider's page.

## DNS

explain-dns-name-not-found = The server's name does not exist
    .meaning = DNS knows no server of this name. Most often the name is mistyped, or the provider has given it up.
    .action = Compare the server name letter by letter with your provider's help page.
    .then = Try another network, for example mobile data instead of Wi-Fi: some networks hide names.
explain-dns-no-answer = The server's name could not be looked up
    .meaning = The DNS server of your line gave no usable answer. Whether the name is right cannot be told.
    .action = Open any web page on this device to see whether the internet connection works.
    .then = Restart the router, or try another network.
explain-dns-bogus = The name's security signatures are wrong
    .meaning = The DNS signatures (DNSSEC) of the mail domain cannot be confirmed, so careful DNS servers withhold the address.
    .action = Tell the provider that DNSSEC validation fails for its server name.
    .then = Until it is repaired, use the provider's webmail.

## Connection

explain-connect-refused = The connection is refused
    .meaning = The computer of that name was reached, and nothing takes connections on this port. Port or server name is wrong, the mail service is down, or a firewall turns connections away.
    .action = Compare server name, port and security with your provider's help page.
    .then = If they are right, look for an announcement of a fault, or ask the provider.
explain-connect-filtered = No answer to the connection attempt
    .meaning = The server, or something on the way to it, keeps silent. Server name or port may be wrong, a firewall may be in between, or the server bans your line for a while.
    .action = Try another network, for example mobile data instead of Wi-Fi, with any VPN switched off.
    .then = If it fails there too, compare server name and port with your provider's help page.
explain-connect-unreachable = There is no way to the server
    .meaning = This device has no working internet connection, or the network says that it cannot reach the server.
    .action = Switch on Wi-Fi or mobile data, switch off any VPN, and open any web page to see whether it works.
    .then = Restart the device, and check whether a security app forbids the mail program the network.
explain-connect-address-dead = One of the server's addresses does not work
    .meaning = The server has several IP addresses and one of them is dead, often the IPv6 one. The mail program may hang before it tries the next.
    .action = Try another network, for example mobile data instead of Wi-Fi.
    .then = Tell the provider which IP address does not answer.
explain-connect-submission-blocked = This line blocks the port for sending
    .meaning = Many networks do not let mail out on some ports, port 25 above all (in Japan: OP25B). Receiving works, sending does not.
    .action = Set the port of the outgoing server to 465 with SSL/TLS, or to 587 with STARTTLS, as your provider's help page says.
    .then = Try another network; if sending works there, ask whoever runs the first one.

## The first answer

explain-greeting-dropped = The server hangs up
    .meaning = The connection was made, and then the server closed it without a reason. It may be full, ban your line for a while, or expect another kind of encryption.
    .action = Close the mail programs on your other devices, wait, then try once.
    .then = Try another network, and compare port and security with your provider's help page.
explain-greeting-slow = The server is slow to answer
    .meaning = The first answer takes so long that some mail programs give up.
    .action = Try again at another time of day.
    .then = Tell the provider that its server answers slowly.
explain-greeting-silent = The server says nothing
    .meaning = The connection was made, but no word came. The server has too much to do, or this port needs SSL/TLS from the start.
    .action = Compare port and security with your provider's help page: 993 and 465 go with SSL/TLS.
    .then = If they are right, try again later.
explain-greeting-not-mail = What answers is no mail server
    .meaning = A web server, a sign-in page of the network (hotel, café, company) or another service answers in its place.
    .action = Open any web page in the browser. If the network asks you to sign in, do so and try again.
    .then = Compare server name and port with your provider's help page.
explain-greeting-other-service = Another mail service answers on this port
    .meaning = The port belongs to another service, such as POP3 where IMAP is set, or receiving and sending are swapped.
    .action = Check that the servers for receiving and sending are not swapped, and that the account type (IMAP or POP) fits the port.
    .then = Use 993 for IMAP, 995 for POP3 and 465 for sending, each with SSL/TLS.
explain-greeting-busy =
    { $case ->
        [concurrency] Too many connections at once
        [idle] The server closed an idle connection
        [maintenance] The server is under maintenance
        [misuse] The server hung up after commands that it did not take
        [overload] The server is overloaded
        [rate] Too many attempts in a short time
       *[other] The server takes no further connection for now
    }
    .meaning =
        { $case ->
            [concurrency] Your devices, everybody on your line, or all users together hold as many connections as the server allows. User name and password are not the reason, even if the phone says so.
            [idle] Nothing was said for so long that the server hung up. That is normal and says nothing against the settings.
            [maintenance] The provider works on the server. User name, password and settings are not the reason.
            [misuse] The mail program said something that the server does not accept, several times. The settings can still be right.
            [overload] The server has too much to do, or a fault of its own. User name, password and settings are not the reason.
            [rate] The server counts connections and log-ins by the minute or hour and turns you away until the time is over. Each further try prolongs it.
           *[other] The server turned you away for a while. That says nothing against your settings.
        }
    .action =
        { $case ->
            [concurrency] Close the mail programs on your other devices, wait, then try once.
            [idle] Open the mail program again.
            [misuse] Update the mail program, then try once.
            [rate] Stop all mail programs for this account, wait, then try once.
           *[other] Leave the settings as they are, and try again later.
        }
    .then =
        { $case ->
            [concurrency] Let each device fetch less often, or fewer folders; ask the provider how many connections it allows.
            [idle] If it happens again and again, ask the provider.
            [misuse] Show the provider the reply.
            [rate] Set every device to fetch less often.
           *[other] Look for an announcement of a fault or of maintenance on the provider's page.
        }
explain-greeting-refused =
    { $case ->
        [address] The server turns away your line's address
        [client-name] The server does not take the name that the mail program gives
        [foreign] The server turns away connections from abroad
       *[other] The server refuses by a rule of its own
    }
    .meaning =
        { $case ->
            [address] The IP address of your line is on a block list, or is of a kind that may not send. User name and password are not the reason.
            [client-name] The mail program introduces itself by a name that breaks a rule of the server.
            [foreign] Your line seems to be abroad, which a VPN or roaming can cause, and the provider lets only domestic ones in.
           *[other] A rule of the server forbids it, and the reply does not say which. User name and password are not the reason.
        }
    .action =
        { $case ->
            [client-name] Update the mail program, and check that it logs in to the outgoing server.
            [foreign] Switch off any VPN, or use a domestic line.
           *[other] Try another network, for example mobile data instead of Wi-Fi, with any VPN switched off.
        }
    .then =
        { $case ->
            [foreign] Look on the provider's member page for a switch that allows access from abroad.
           *[other] Show the provider the reply, with the time and your line's IP address.
        }

## Encryption

explain-tls-wrong-kind = The kind of encryption does not fit the port
    .meaning = One side expects encryption from the start (SSL/TLS), the other begins in clear text (STARTTLS), so neither understands the other.
    .action = Set 993 (IMAP), 995 (POP3) or 465 (sending) with “SSL/TLS”, or 143, 110 or 587 with “STARTTLS”.
    .then = If both fail, compare the server name with your provider's help page. Do not set the security to “None”.
explain-tls-starttls-not-offered = The server offers no encryption on this port
    .meaning = The settings ask for STARTTLS, and the server does not offer it there, or something on the way removed the offer.
    .action = Change to SSL/TLS with port 993 (IMAP), 995 (POP3) or 465 (sending). Do not set the security to “None”.
    .then = Try another network; if encryption is offered there, do not use the first one for mail.
explain-tls-starttls-refused = The server refuses to switch encryption on
    .meaning = It offers STARTTLS and then says no, for now or for good. The password must not be sent like that.
    .action = Change to SSL/TLS with port 993 (IMAP), 995 (POP3) or 465 (sending).
    .then = Tell the provider what the server replied to STARTTLS.
explain-tls-starttls-injection = Clear text is mixed into the encryption
    .meaning = Something that was said before the encryption counts as said under it. Somebody on the way could slip commands in.
    .action = Change to SSL/TLS with port 993 (IMAP), 995 (POP3) or 465 (sending).
    .then = Tell the provider that its STARTTLS can be injected into.
explain-tls-handshake-failed = No encrypted connection comes about
    .meaning = Server and device found no kind of encryption that both accept, or the server gave up. One of the two is often too old.
    .action = Update the device and the mail program, and compare port and security with your provider's help page.
    .then = Look there for a newer server name, or tell the provider which error is shown.
explain-tls-version-obsolete = The encryption is too old
    .meaning = The server, or this device, knows only TLS 1.1 or older, which is no longer safe and which the other side refuses.
    .action = Update the device and the mail program, and look on your provider's help page for a newer server name.
    .then = Tell the provider that the server needs TLS 1.2 or newer.
explain-tls-certificate-expired = The server's certificate has expired
    .meaning = Its time is over, or this device has the wrong date and only believes so.
    .action = Set date and time of the device to automatic. Do not accept the certificate by hand.
    .then = If the date is right, tell the provider that its certificate has expired.
explain-tls-certificate-not-yet-valid = The server's certificate is not valid yet
    .meaning = Its time begins in the future. Most often the clock of this device is slow.
    .action = Set date and time of the device to automatic, then try again.
    .then = If the date is right, try again tomorrow, or tell the provider.
explain-tls-certificate-expires-soon = The server's certificate is about to expire
    .meaning = It still works, and devices will warn or refuse when its time is over.
    .action = Tell the provider the date on which it expires.
    .then = Do not accept an expired certificate by hand later.
explain-tls-certificate-name-mismatch = The certificate is for another server name
    .meaning = The server shows a certificate that does not name the server that was entered. Often the provider's own name has to be entered instead of a name in your domain.
    .action = Enter exactly the server name from your provider's help page. Do not accept the certificate by hand.
    .then = Try another network: if the warning goes away there, something in the first network interferes.
explain-tls-certificate-self-signed = The server vouches for itself
    .meaning = No authority has signed the certificate. Anybody could make such a one, so devices refuse it.
    .action = Look on your provider's help page for the right server name. Do not accept the certificate by hand.
    .then = If the server is your own, install a certificate of a public authority.
explain-tls-certificate-unknown-issuer = Nobody known has signed the certificate
    .meaning = It comes from an authority that this device does not trust. A virus scanner or a company's network may have put it there, or an intermediate certificate is missing.
    .action = Try another network, with the virus scanner's mail check switched off. Do not accept the certificate by hand.
    .then = If the warning stays, tell the provider the name of the issuer that is shown.
explain-tls-certificate-chain-incomplete = The server does not send all of its certificates
    .meaning = An intermediate certificate is missing. Devices that happen to have it can connect, others report an untrusted certificate.
    .action = Tell the provider that the intermediate certificate is missing.
    .then = Until it is repaired, use the webmail or a device that can connect. Do not accept the certificate by hand.
explain-tls-certificate-weak = The server's certificate or key is too weak
    .meaning = Key or signature are below what is safe today, so up-to-date devices refuse them.
    .action = Look on your provider's help page for a newer server name.
    .then = Tell the provider that a stronger key and signature are needed.
explain-tls-certificates-differ = The server shows different certificates
    .meaning = Its addresses or ports do not show the same certificate, and one of them was probably forgotten. Whether a device can connect is chance.
    .action = Use port 993 (IMAP), 995 (POP3) or 465 (sending) with SSL/TLS.
    .then = Tell the provider that its addresses or ports show different certificates.
explain-tls-intercepted = Something opens the encryption on the way
    .meaning = A virus scanner, a company's network or a public Wi-Fi shows its own certificate in place of the server's, and could read along.
    .action = Try another network, for example mobile data instead of Wi-Fi. Do not enter the password where the warning is shown.
    .then = If it happens on this device only, switch off the mail check of the virus scanner.

## Logging in

explain-login-no-mechanism = The server offers no way to log in
    .meaning = On this port nobody can log in. It may be meant for other servers (port 25), or allow it only under encryption.
    .action = Set port 993 (IMAP), 995 (POP3) or 465 (sending) with SSL/TLS.
    .then = Compare the server name with your provider's help page.
explain-login-mechanism-unusable = The way to log in does not fit
    .meaning = The server does not take the authentication method that is set, or none that this kind of password can be used with.
    .action = Set the authentication to “Normal password” under SSL/TLS, or to OAuth2 where the provider demands it.
    .then = Look on your provider's help page for the authentication method.
explain-login-mechanism-broken = One way to log in does not work
    .meaning = The server offers a method that always fails, while another one works. Mail programs that try it first report a wrong password.
    .action = Choose another authentication method in the mail program, such as “Normal password” with SSL/TLS.
    .then = Tell the provider which method fails.
explain-login-server-unproved = The server did not prove that it knows the password
    .meaning = With this authentication method the server has to show that it knows the password, too, and it could not. It may be another server than yours, or be out of order.
    .action = Do not use the server, and tell your provider.
    .then = If you have used the password there by other programs, change it.
explain-login-exchange-failed = The log-in could not be carried out
    .meaning = The server said something in the log-in that cannot be right for the authentication method, so the log-in was given up. That says nothing about the password.
    .action = Choose another authentication method, such as “Normal password” with SSL/TLS.
    .then = Tell the provider what the server did.
explain-login-token-refused = The server does not take the OAuth2 token
    .meaning = The token has expired, is for another account or provider, or was not issued for mail.
    .action = Sign in again in the mail program, or get a new token.
    .then = Look in the account's security settings whether mail programs may be used.
explain-login-certificate-refused = The server does not take the certificate for this user
    .meaning = The certificate was shown and is not the one that the server knows for this user name.
    .action = Compare the user name with the one that the certificate was issued for.
    .then = Ask the provider whether the certificate has to be made known to the server.
explain-login-allowed-in-clear = The server would take a password without encryption
    .meaning = It offers the log-in before encryption is switched on. A device that is set wrongly would give the password away unnoticed.
    .action = Make sure that each of your devices uses SSL/TLS or STARTTLS.
    .then = Tell the provider that the log-in should be offered under encryption only.
explain-login-would-be-in-clear = Without encryption there is no log-in
    .meaning = The settings would send the password in clear text, or the server refuses it for that reason. Anybody on the way could read it.
    .action = Set the security to “SSL/TLS” with port 993 (IMAP), 995 (POP3) or 465 (sending).
    .then = Use STARTTLS with port 143, 110 or 587 if your provider's help page says so.
explain-login-rejected =
    { $case ->
        [token] The sign-in has expired
       *[other] User name or password is not accepted
    }
    .meaning =
        { $case ->
            [token] The mail program signed in by the provider's web page (OAuth2), and that sign-in is no longer valid or is for something else.
           *[other] The server refused the log-in. Most servers do not say which of the two is wrong, and mail often has a password of its own that is not the one for the member page.
        }
    .action =
        { $case ->
            [token] Sign in again in the mail program's account settings.
           *[other] Log in to the provider's webmail with exactly this user name and password. Do not try again and again: that can lock the account.
        }
    .then =
        { $case ->
            [token] Remove the account from the mail program and add it again.
           *[other] If webmail works, look on the provider's help page for the form of the user name, for an app password, and for a switch that allows mail programs.
        }
explain-login-temporary-failure = The server cannot check the log-in right now
    .meaning = Something behind the server is out of order. User name and password can be right.
    .action = Leave user name and password as they are, and try once after the wait.
    .then = Look for an announcement of a fault on the provider's page.
explain-login-locked = The account is locked for a while
    .meaning = After several refused log-ins the provider lets nobody in, not even with the right password. A device with an old password often goes on trying unnoticed.
    .action = Switch off mail on all devices for this account, and do not try before the wait is over.
    .then = Set the right password on every device, or have it unlocked or reset on the provider's member page.
explain-login-restricted =
    { $case ->
        [client] The mail program has to introduce itself
       *[other] The account may not be used
    }
    .meaning =
        { $case ->
            [admin] Whoever runs the mail service has barred this account or this kind of access.
            [client] The server lets in only mail programs that give their name (IMAP ID), and this one does not.
           *[other] The provider has suspended it, for example for unpaid bills, a contract that ended, or suspected abuse. The password is not the reason.
        }
    .action =
        { $case ->
            [admin] Ask the administrator of your mail domain.
            [client] Update the mail program, or use the provider's own.
           *[other] Log in to the provider's member page and read what it says about your contract.
        }
    .then = Call the provider's support and show them the reply.
explain-login-app-password-required = Mail programs need a password of their own
    .meaning = The provider does not take the normal password from mail programs. It wants an app password (also called dedicated password) that you make on its page.
    .action = Make an app password on the provider's account page and enter it in the mail program.
    .then = If there is no such page, switch on two-step verification first, or add the account by its provider's name.
explain-login-oauth-required = The provider wants its own sign-in page
    .meaning = Passwords are no longer taken from mail programs. The program has to open the provider's page (OAuth2).
    .action = Remove the account, and add it again by the provider's name, so that its sign-in page opens.
    .then = Use a mail program that knows OAuth2, or the provider's own.
explain-login-web-login-required =
    { $case ->
        [password-change] The password has to be changed first
       *[other] A log-in by the browser is needed first
    }
    .meaning =
        { $case ->
            [password-change] The provider takes this password no more, or wants a new one before anything else.
           *[other] The provider has doubts about this log-in, for example because of a new device or place, and wants you to confirm it on its page.
        }
    .action =
        { $case ->
            [password-change] Change the password on the provider's page, then enter it on every device.
           *[other] Log in to the provider's webmail in a browser, on this line, and confirm what it asks.
        }
    .then = Then try once in the mail program. Type the provider's address yourself; do not follow links in mails.
explain-login-service-disabled = Access by mail programs is switched off
    .meaning =
        { $case ->
            [admin] IMAP, POP or sending is not allowed for this account, and only its administrator can change that.
           *[other] IMAP, POP or sending is switched off for this account, or is a service that was not applied for.
        }
    .action =
        { $case ->
            [admin] Ask the administrator of your mail domain to allow it.
           *[other] Switch it on in the webmail's settings or on the member page.
        }
    .then = If there is no such switch, ask the provider whether your contract includes it.
explain-login-username-form = The user name has another form
    .meaning = Some providers want the whole mail address, others only the part before the @, or an ID of their own.
    .action = Enter the user name as your provider's help page writes it, usually the whole mail address.
    .then = Check the outgoing server's user name as well: it is often entered apart.
explain-login-typing = User name or password looks mistyped
    .meaning = Something in it is unusual: a space at the beginning or end, a full-width letter, Caps Lock, or a character that only looks like another.
    .action = Type it again letter by letter, with half-width letters, without copying it.
    .then = Let the phone show the password while you type it.
explain-login-too-soon = It is too soon to log in again
    .meaning = Log-ins with this user name were refused lately, and one more may lock the account.
    .action = Wait, find out the right user name and password, then try once.
    .then = Stop other devices that may still try with an old password.

## Sending

explain-send-sender-rejected = This sender address may not be used
    .meaning = The log-in may have worked, but the server does not let this account send from the address that is entered as sender.
    .action = Set the sender address to the mail address of the account.
    .then = Check that the outgoing server belongs to the same provider as the address.
explain-session-refused = The log-in works, and the mailbox does not open
    .meaning = The server takes user name and password, and then refuses to show the mailbox: it is moved or locked, the way by which mail programs come in is switched off, or the server is overloaded.
    .action = See whether the mailbox opens on the webmail.
    .then = If it does, look there for a switch that allows mail programs; if not, show the provider the reply.
explain-session-id-required = The server wants to know which mail program comes
    .meaning = After the log-in it opens the mailbox only for mail programs that introduce themselves (IMAP ID).
    .action = Update the mail program.
    .then = If the error stays, use the provider's own app or another mail program.
explain-session-mailbox-full = The mailbox is full
    .meaning = There is no room left, or there are as many messages as there may be. New mail does not arrive; its senders get it back.
    .action = Delete mail that you no longer need, large attachments first, and empty the trash.
    .then = If that is not enough, ask the provider for more room.
explain-session-mailbox-nearly-full = The mailbox is almost full
    .meaning = Once it is full, new mail goes back to its senders.
    .action = Delete mail that you no longer need, large attachments first, and empty the trash.
    .then = If that is not enough, ask the provider for more room.
explain-session-prefix = The folders stand below a prefix
    .meaning = The server keeps all folders below the inbox or another name. Mail programs that do not ask for it do not find them.
    .action = Enter the prefix in the account's advanced settings, as IMAP path prefix or root folder path.
    .then = Remove the account from the mail program and add it again if folders are still missing.
explain-send-relay-denied = The server treats you as not logged in
    .meaning = It would pass mail on for members only, and takes you for a stranger. The outgoing server has no user name and password set, or it is another provider's.
    .action = Switch on authentication for the outgoing server, with the user name and password of the account.
    .then = Set port 465 with SSL/TLS or 587 with STARTTLS, and check that the server is your provider's own. If all that is so and the log-in is accepted, show the provider the reply.
explain-send-refused = The message itself is refused
    .meaning = The server took sender and recipient, and then not the message: a filter for content, a limit for new accounts, or a rule of the provider.
    .action = Send a short message without attachments and links.
    .then = Show the provider the reply.
explain-send-deferred =
    { $case ->
        [rate] Too much was sent in a short time
       *[other] The server takes the message later
    }
    .meaning =
        { $case ->
            [greylisting] The receiving server puts off mail from strangers once (greylisting). That is normal.
            [rate] A limit of messages or recipients for a time is reached.
           *[other] The server cannot take the message now. Nothing is wrong with your settings.
        }
    .action = Leave the message in the outbox, and send again after the wait.
    .then = If it stays for a day, show the provider the reply.
explain-send-not-authenticated = The server passes mail on without any log-in
    .meaning = Anybody can send through it. Such servers end up on block lists, and then your mail is refused elsewhere.
    .action = Tell whoever runs the server that it is an open relay.
    .then = Send through your provider's own server.
explain-send-over-quota = There is no room left, or too much was sent
    .meaning = A mailbox is full, yours or the recipient's, or the number of messages for a day is used up.
    .action = Delete old mail on the webmail and empty its trash; if the recipient's mailbox is full, tell them by other means.
    .then = Send again tomorrow.
explain-send-recipient-rejected = The recipient's address is not accepted
    .meaning = The address does not exist, is mistyped, or its server does not want this mail.
    .action = Compare the recipient's address letter by letter, without spaces and full-width letters.
    .then = Ask the recipient by other means for their address.
explain-send-too-large = The message is too large
    .meaning = It is larger than the server takes, mostly because of attachments. Attachments grow by a third on the way.
    .action = Send fewer or smaller attachments, or a link to them.
    .then = Look for the limit on the provider's help page.
explain-send-not-tested = No test message was sent, or it could not be looked for
    .meaning = A second connection was not let in, or one broke off, or mail is fetched by POP3, by which the message is not looked for. That says nothing of mail itself.
    .action = Close other mail programs that use this account, and check again.
    .then = Look for a message called “mailcheck test” in the mailbox, and delete it.
explain-send-not-delivered = The test message did not come in time
    .meaning = The outgoing server took it, and it was not seen in the mailbox. It may be late, or a filter or a forwarding rule took it elsewhere.
    .action = Look in all folders on webmail in some minutes.
    .then = If it never comes, look at filters and forwarding, and show the provider when it was sent.
explain-send-junked = The test message is among spam
    .meaning = Even mail from you to yourself is taken for spam, so mail from others may be, too.
    .action = Mark the message as “not spam” on webmail.
    .then = Look into the spam folder now and then.
explain-send-authentication-failed = Your own mail does not pass the checks of its sender
    .meaning = SPF, DKIM and DMARC let others see whether mail comes from its domain. For yours a server noted that it does not seem to.
    .action = Use the outgoing server that your provider names for this address.
    .then = Tell whoever runs the domain that its DNS records or signatures are not right.
explain-send-not-encrypted-on-the-way = The test message was passed on in clear
    .meaning = Your own connection was encrypted. Behind it two servers passed the message on over the internet without encryption.
    .action = Send nothing secret by mail through this provider.
    .then = Show the provider the header of the message.
explain-send-delivered = The test message arrived
    .meaning = Sending and receiving work: a message from you to yourself was taken and found.
    .action = Nothing has to be done.
    .then = Delete the message called “mailcheck test” if it is still there.

## Limits and abilities

explain-limits-measured = So many connections are allowed at once
    .meaning = This is how many connections the server lets one user hold. A phone needs one or two, a mail program on a computer up to five.
    .action = Compare it with the number of your devices.
    .then = Let devices fetch fewer folders if it is tight.
explain-limits-low = Few connections are allowed at once
    .meaning = The server allows fewer connections than a phone and a computer need together. Then one of them reports errors now and then.
    .action = Lower the number of connections in the mail program on the computer.
    .then = Ask the provider whether it can allow more.
explain-limits-not-restored = No connection was let in after measuring
    .meaning = After all measured connections were closed, the server still let none in. It may count them for some minutes more.
    .action = Wait, and check once without measuring.
    .then = Tell the provider if no device gets in after an hour.
explain-limits-too-many-devices = The devices need more connections than the server allows
    .meaning = Mail programs hold several connections each. The devices that were named hold more together than the server allows, so that some of them report errors now and then.
    .action = Lower the number of connections in the mail program that holds most.
    .then = Let the other devices fetch at longer intervals, and watch fewer folders.
explain-limits-not-determined = How many connections are allowed could not be told
    .meaning = The measurement ended for another reason than a limit, or nothing told that it was one.
    .action = Nothing has to be done.
    .then = Measure again at another time, with the mail programs on all devices closed.
explain-capability-missing = The server lacks something that phones use
    .meaning = Mail works, but for example arrives later, or folders are not found by themselves.
    .action = Nothing has to be done at once; set how often mail is fetched, and choose the folders by hand.
    .then = Ask the provider whether it plans to offer it.
explain-capability-idle-silent = New mail is not announced
    .meaning = The server offers IDLE, by which phones hear of new mail at once, and then says nothing when mail comes.
    .action = Shorten the interval for fetching mail in the mail program.
    .then = Tell the provider that IDLE announces nothing.

## No fault of a mail server

explain-device-profile = The mail program's own data are the reason
    .meaning = The mail program cannot open its own file or profile. The server was not asked, and the settings can be right.
    .action = Restart the computer and the mail program.
    .then = Make a new profile in the mail program, and add the account there.

## Around it

explain-given = You gave: “{ $text }”
explain-cut = It is long: only its beginning was looked at.
explain-one = What it means
explain-several = It can mean several things, the likeliest first
explain-unknown = Nothing is known about this text.
explain-unknown-action = Give it as it is shown, the whole text or the code in it. What the server itself said tells most; it often stands below “Details”.
explain-unknown-check = Let mailcheck look for itself: mailcheck verify YOUR-ADDRESS
explain-nearest = Did you mean { $id }?
explain-label-meaning = means
explain-label-then = then
explain-label-sure = sure
explain-label-apart = To tell them apart:
explain-label-kind = The code itself:
explain-kind =
    { $permanence ->
        [success] This is no error: the server agreed, or waits for more
        [temporary] The server says no for now; later it may work
       *[permanent] The server says no for good; the same attempt will fail again
    }{ $subject ->
        [address] . It is about a mail address (RFC 3463).
        [mailbox] . It is about a mailbox (RFC 3463).
        [system] . It is about the mail system itself (RFC 3463).
        [network] . It is about the network or the way of the mail (RFC 3463).
        [protocol] . It is about a command that was not understood (RFC 3463).
        [content] . It is about the content or form of a message (RFC 3463).
        [policy] . It is about security or the rules of the server (RFC 3463).
       *[other] .
    }
explain-sure-named = this is a name that mailcheck itself gives
explain-sure-text = these words are known: { $by }
explain-sure-words = such words are common to many servers
explain-sure-code = only the code is known ({ $by }), and servers use codes for more than one thing
explain-sure-vague = { $by } shows this for many faults
explain-sure-class = only the kind of the code is known
explain-by-android = the mail programs of Android
explain-by-ios = Mail on iPhone and iPad
explain-by-outlook = Outlook
explain-by-portals = web pages of providers
explain-by-system = operating systems
explain-by-thunderbird = Thunderbird
explain-by-thunderbird-android = Thunderbird for Android, K-9 Mail
explain-by-tls = TLS libraries and browsers
explain-by-windows = Windows
explain-apart-account-page = Look on the provider's account page whether access by mail programs is on, and whether the account is locked.
explain-apart-administrator = Only whoever runs the server can tell.
explain-apart-encryption = Try once with SSL/TLS.
explain-apart-name-form = Compare the form of the user name with the provider's help page.
explain-apart-once-later = Try once more after the wait: what works then was load.
explain-apart-other-devices = Close the mail programs on the other devices, then try once.
explain-apart-other-line = Try another network, such as mobile data: what works there is not the account.
explain-apart-provider-mail = Look into the mailbox by webmail: the provider sends an explanation there.
explain-apart-sender-address = Compare the sender address with the account's own.
explain-apart-webmail = Log in to the webmail with exactly this user name and password: if it fails there too, they are wrong or the account is locked.
