### What a finding says: a title, what was seen and what it means, and the first thing to do.
### Who can act and how long to wait is told beside, never in here.

## Settings

settings-not-found =
    .title =
        { $side ->
            [incoming] No settings for receiving mail were found for { $domain }
            [outgoing] No settings for sending mail were found for { $domain }
           *[both] No mail settings were found for { $domain }
        }
    .cause =
        { $case ->
            [captive-portal] A log-in page of this network came instead of the pages with settings. Networks that want you to sign in first (hotel, café, train) do that. Whether { $domain } publishes settings cannot be told.
            [left-out] No source that was asked has settings for { $domain }, and no mail server answers under the usual names such as imap.{ $domain } or smtp.{ $domain }. Other sources were left out.
            [names-left-out] No source that was asked has settings for { $domain }. Other sources and the usual server names were left out.
            [no-domain] DNS answers that the domain { $domain } does not exist.
            [no-mail] { $domain } declares in DNS that it takes no mail (null MX), so there are no mailboxes.
            [not-offered] The provider declares in DNS that { $domain } does not offer this service.
            [sent-elsewhere] { $domain } sends on to { $to }, outside of the domain, and nobody was asked there. No other source has settings, and no mail server answers under the usual names.
            [unfetched] No source that answered has settings for { $domain }, and these could not be read from here: { $places }. Whether they have any cannot be told.
            [unreadable] { $domain } publishes a document with settings that cannot be read. No other source has any, and no mail server answers under the usual names.
            [unreached] No source has settings for { $domain }, and these usual places gave no answer from here: { $places }. Whether a mail server is there cannot be told.
            [wildcard] DNS gives the same address for every name below { $domain }, so those of settings mean nothing. No other source has any, and no mail server answers under the usual names.
           *[other] No source has settings for { $domain }, and no mail server answers under the usual names such as imap.{ $domain } or smtp.{ $domain }.
        }
    .action =
        { $case ->
            [captive-portal] Open any web page in the browser and sign in if the network asks you to, then check again.
            [left-out] Check again with every source, or with the server names of your provider's help page, by --imap or --pop3, and --smtp.
            [no-domain] Check the part of your mail address behind the @ for typing errors.
            [no-mail] Check the part of your mail address behind the @ for typing errors.
            [not-offered] Look on your provider's help page for how to reach this mailbox; it may be by webmail only.
            [unfetched] Check again from another network, for example mobile data instead of Wi-Fi, or with the server names of your provider's help page, by --imap or --pop3, and --smtp.
            [unreached] Check again from another network, for example mobile data instead of Wi-Fi, or with the server names of your provider's help page, by --imap or --pop3, and --smtp.
           *[other] Look up the server names on your provider's help page, and check again with --imap or --pop3, and --smtp.
        }

settings-broken-document =
    .title =
        { $case ->
            [section] Mail programs leave out a server that { $source } names
            [web-page] { $source } is a web page, not a document with settings
           *[other] The document with settings of { $source } is of no use
        }
    .cause =
        { $case ->
            [digest] The document does not have the digest that DNS gives for it, so mail programs must not believe it. One was changed without the other, or the document was changed on the way.
            [malformed] Mail programs cannot read it: { $text }
            [no-server] It can be read, but there is no server in it that a mail program could use.
            [section] { $line ->
                [0] The document has what its format does not know ({ $text }).
               *[other] Line { $line } of the document has what its format does not know ({ $text }).
            } { $kind ->
                [unknown-socket-type] Some mail programs leave the server out, and some connect to it without encryption.
               *[other] Mail programs leave that server out.
            }
           *[web-page] Mail programs that ask there find nothing. No other source of the domain names servers.
        }
    .action =
        { $case ->
            [digest] Tell the provider to publish the digest of the present document: { $location }
            [section] Tell the provider to correct this in { $location }
            [web-page] Tell the provider to put the settings there, or to answer 404: { $location }
           *[other] Tell the provider to correct the document: { $location }
        }

settings-forgeable-source =
    .title =
        { $case ->
            [own-plain-http] The settings of { $domain } come without encryption
            [plain-http] Only an unencrypted page says that { $domain } uses { $host }
            [redirected] Only a page of { $to } says that { $domain } uses { $host }
           *[other] Only DNS says that { $domain } uses { $host }
        }
    .cause =
        { $case ->
            [own-plain-http] { $location } is not encrypted, and no better source names { $host }. Anybody on the way can put another server in, and mail programs would send the password there.
            [plain-http] { $withheld ->
                [yes] { $location } comes without encryption somewhere on its way, and leads to { $host }, a host outside of this domain. Anybody on the way can forge that, so the password was not sent there.
               *[no] { $location } comes without encryption somewhere on its way, and leads to { $host }, outside of this domain. Anybody on the way can forge that.
            }
            [redirected] { $withheld ->
                [yes] { $location } sends on to { $to }, which names { $host }, a host outside of this domain. Whether the provider wants that cannot be told, so the password was not sent there.
               *[no] { $location } sends on to { $to }, which names { $host }, outside of this domain. Whether the provider wants that cannot be told.
            }
           *[other] { $withheld ->
                [yes] The { $record } records of { $domain } lead to { $host }, a host outside of this domain. DNS answers can be forged, so the password was not sent there.
               *[no] The { $record } records of { $domain } lead to { $host }, outside of this domain. They are not signed (DNSSEC), and DNS answers can be forged.
            }
        }
    .action =
        { $case ->
            [own-plain-http] Tell the provider to publish the settings by https alone.
           *[other] { $withheld ->
                [yes] Make sure on your provider's help page that { $host } is the right server, then check again with the option --accept-foreign-host.
               *[no] Make sure on your provider's help page that { $host } is right before a password goes there.
            }
        }

settings-insecure =
    .title =
        { $case ->
            [plain-too] Published settings also name a server without encryption: { $host }
            [relay-port] Published settings send mail by port { $port } of { $host }
           *[other] Published settings use { $host } without encryption
        }
    .cause =
        { $case ->
            [only-plain] { $line ->
                [0] { $location } names port { $port } without encryption, and no source has an encrypted server for { $service }. Anybody on the way can read password and mail.
               *[other] { $location } (line { $line }) names port { $port } without encryption, and no source has an encrypted server for { $service }. Anybody on the way can read password and mail.
            }
            [plain-first] { $location } has port { $port } without encryption before the encrypted servers for { $service }. Many mail programs take the first, and anybody on the way can read password and mail.
            [plain-here] { $location } has no encrypted server for { $service }, while another source has. Who can keep a mail program from that one makes it send the password in the clear.
            [plain-too] { $location } has port { $port } without encryption, too. Mail programs that cannot use the encrypted servers for { $service } may take it, and some, such as Thunderbird for Android, then reject a whole autoconfig file.
           *[relay-port] { $location } has no other port for sending. It is the one between mail servers, and many internet providers block it against spam (in Japan: OP25B).
        }
    .action =
        { $case ->
            [only-plain] Enter no password with these settings. Ask your provider for settings with SSL/TLS.
            [relay-port] Tell the provider to publish port 465 with SSL/TLS or 587 with STARTTLS.
           *[other] Tell the provider to take it out, and see to it that your mail program is set to SSL/TLS or STARTTLS.
        }

settings-pop3-only =
    .title = Mail from { $host } is fetched by { $service }, so devices do not share one mailbox
    .cause = POP3 copies mail to each device. What was read, sent or sorted on one of them, the others do not know, and what one deletes on the server after fetching is lost to the others.
    .action = To read mail on several devices, ask the provider for IMAP. With POP3 set the mail program to leave messages on the server.

settings-starttls-preferred =
    .title = Published settings prefer STARTTLS to SSL/TLS for { $service }
    .cause =
        { $case ->
            [only-records] DNS has a record for STARTTLS to { $host }, but none for SSL/TLS ({ $record }). With STARTTLS a connection begins in the clear, and faults of server or mail program can keep it there.
           *[in-front] { $location } has STARTTLS before SSL/TLS, and most mail programs take the first. With STARTTLS a connection begins in the clear, and faults of server or mail program can keep it there.
        }
    .action =
        { $case ->
            [only-records] Where port { $tls-port } of { $host } takes SSL/TLS, tell the provider to publish { $record } as well.
           *[in-front] Tell the provider to put port { $tls-port } with SSL/TLS first.
        }

settings-stale =
    .title =
        { $case ->
            [no-address] The published server { $host } has no IP address
            [no-such-name] The published server { $host } does not exist
            [other-service] The published server { $host } is something else
           *[other] The published server { $host } does not answer
        }
    .cause =
        { $case ->
            [filtered] It is named by { $sources }, and gives no answer on port { $ports }, while other servers of this check answer.
            [no-address] It is named by { $sources }, and DNS has no IP address for it.
            [no-such-name] It is named by { $sources }, and DNS answers that there is no such name.
            [other-service] It is named by { $sources }, and what answers on port { $ports } is no { $service } server.
           *[refused] It is named by { $sources }, and refuses connections on port { $ports }, while other servers of this check answer.
        }
    .action = Do not choose { $host } in a mail program, and tell the provider that it is still published.

settings-conflict =
    .title =
        { $case ->
            [authentication] { $side ->
                [incoming] Sources disagree about how to log in for receiving mail
                [outgoing] Sources disagree about how to log in for sending mail
               *[both] Sources disagree about how to log in
            }
            [security] { $side ->
                [incoming] Sources disagree about port and security for receiving mail
                [outgoing] Sources disagree about port and security for sending mail
               *[both] Sources disagree about ports and security
            }
            [username] { $side ->
                [incoming] Sources disagree about the user name for receiving mail
                [outgoing] Sources disagree about the user name for sending mail
               *[both] Sources disagree about the user name
            }
           *[hosts] { $side ->
                [incoming] Sources disagree about the server for receiving mail
                [outgoing] Sources disagree about the server for sending mail
               *[both] Sources disagree about the mail servers
            }
        }
    .cause =
        { $case ->
            [security] { $more ->
                [0] It depends on the source that a mail program asks which it uses for { $service }: { $says }. Who blocks one source on the way chooses the other.
               *[other] It depends on the source that a mail program asks which it uses for { $service }: { $says }, and { $more } more. Who blocks one source on the way chooses another.
            }
           *[other] { $answering ->
                [one] Sources say different things for { $service }: { $says }. Only { $answers } answered.
               *[unknown] { $more ->
                    [0] It depends on the source that a mail program asks what it uses for { $service }: { $says }.
                   *[other] It depends on the source that a mail program asks what it uses for { $service }: { $says }, and { $more } more.
                }
            }
        }
    .action =
        { $case ->
            [security] Set SSL/TLS by hand where your provider's help page has it, and tell the provider that its sources differ.
           *[other] { $answering ->
                [one] Use { $answers } if your provider's help page names it, too, and tell the provider that its sources differ.
               *[unknown] Use what your provider's help page says, and tell the provider that its sources differ.
            }
        }

settings-record-odd =
    .title = An SRV record leads to an alias
    .cause = The target of { $location } is an alias (CNAME), which the standard forbids. Some mail programs do not follow it, and others look for another name in the certificate.
    .action = Tell the provider to put the server's own name into the record, one that is in the certificate.

settings-look-alike =
    .title = { $domain } looks like { $known }, but is another domain
    .cause =
        { $case ->
            [domain-confusable] It is written with other characters that look like those of { $known }. Mail to it, and passwords, go to whoever owns { $domain }.
            [hyphenated-brand] Anybody can register a name that has another one in it. Nothing says that { $domain } belongs to { $known }.
            [server] A source of settings ({ $source }) names a server there. Nothing says that { $domain } belongs to { $known }, and whoever owns it would get the password.
            [subdomain] { $known } stands in it, but the end of a name decides whom it belongs to. Nothing says that { $domain } belongs to { $known }.
           *[domain-typo] It differs from { $known } by one slip, and has mail servers of its own. Mail to it, and passwords, go to whoever owns { $domain }.
        }
    .action =
        { $case ->
            [server] Compare { $domain } letter by letter with the server name on your provider's help page before a password goes there.
           *[other] If you meant { $known }, correct the address, and change the password if it was ever entered for { $domain }.
        }

## DNS

dns-name-not-found =
    .title =
        { $case ->
            [no-address] The server name { $host } has no IP address
            [no-ipv4] { $host } has no IPv4 address
            [no-ipv6] { $host } has no IPv6 address
           *[other] The server name { $host } does not exist
        }
    .cause =
        { $case ->
            [no-address] DNS knows the name { $host }, but has neither an IPv4 nor an IPv6 address for it.
            [no-ipv4] Only IPv4 was to be used, and { $host } has no IPv4 address.
            [no-ipv6] Only IPv6 was to be used, and { $host } has no IPv6 address.
            [no-domain] DNS answers that there is no server named { $host }, nor a domain named { $domain }.
            [domain-exists] The domain { $domain } exists in DNS, but no server named { $host }.
           *[other] DNS answers that there is no server named { $host }.
        }
    .action =
        { $case ->
            [no-ipv4] Check again without the option -4.
            [no-ipv6] Check again without the option -6.
            [no-domain] Compare { $domain } letter by letter with the server name on your provider's help page.
            [domain-exists] Compare what stands before { $domain } in the server name with your provider's help page.
           *[other] Compare { $host } letter by letter with the server name on your provider's help page.
        }

dns-no-answer =
    .title = { $host } could not be looked up in DNS
    .cause =
        { $case ->
            [name-only] DNS answers for other names of this check, but not for { $host }. Whether the name is right cannot be told.
            [name-only-error] DNS answers for other names of this check, but for { $host } only with the error { $code }. Whether the name is right cannot be told.
            [nothing-answered] No DNS server answered any question of this check. The fault most likely lies with this line, or with the DNS server that is set on this device or router.
            [server-error] The DNS server answered with the error { $code }. Whether the name is right cannot be told.
           *[other] No DNS server gave a usable answer. Whether the name is right cannot be told.
        }
    .action =
        { $case ->
            [name-only] Check { $host } again later; if that does not help, tell the provider that its name cannot be looked up.
            [name-only-error] Check { $host } again later; if that does not help, tell the provider that DNS gives the error { $code } for it.
            [nothing-answered] Open any web page on this device. If none opens, restart the router, or check { $host } over mobile data instead of Wi-Fi.
           *[other] Open any web page on this device to see whether the internet connection works; if it does, check { $host } again.
        }

dns-bogus =
    .title = The DNS entries of { $host } fail their security check
    .cause = The signatures (DNSSEC) of the domain cannot be confirmed, so DNS servers that check them withhold the IP address. Behind such a DNS server no device finds the mail server.
    .action = Tell the provider that DNSSEC validation fails for { $host }.

## Connection

connect-submission-blocked =
    .title =
        { $case ->
            [all-ports] Mail cannot be sent by { $host } from here
           *[other] Port { $port } of { $host } cannot be used from here
        }
    .cause =
        { $case ->
            [all-ports] No connection came about to any port for sending: { $port }, { $ports }. Receiving from the same server works, so the server is there and this line leads to it.
            [port-25] No connection to port 25 came about, while port { $good-port } of the same server answers. Many internet providers block port 25 against spam (in Japan: OP25B); it is not meant for mail programs.
           *[other] No connection to port { $port } came about, while port { $good-port } of the same server answers. This line blocks port { $port }, or the provider does not use it.
        }
    .action =
        { $case ->
            [all-ports] Check again from another network, for example mobile data instead of Wi-Fi, with any VPN switched off. If sending works there, ask whoever runs this line to open port { $tls-port }.
           *[other] Set the port of { $host } to { $good-port } with { $good-security }.
        }

connect-refused =
    .title = { $host } refuses connections on port { $port }
    .cause =
        { $case ->
            [other-port] The connection to port { $port } was refused, while port { $good-port } of the same server answers.
            [private-address] The connection was refused. DNS says that every server of this check is at { $ip }, an address within this network. Networks that want you to sign in first (hotel, café, train) do that.
           *[other] The connection was refused. Either no { $service } service runs on this port, or a firewall turns connections away.
        }
    .action =
        { $case ->
            [other-port] Set the port of { $host } to { $good-port } with { $good-security }.
            [private-address] Open any web page in the browser and sign in if the network asks you to, then check again.
            [usual-port] Port { $port } is a usual one for { $service }, so compare the server name { $host } with your provider's help page first.
           *[other] Correct the port: for { $service } it is usually { $tls-port } with SSL/TLS or { $starttls-port } with STARTTLS.
        }

connect-filtered =
    .title = Port { $port } of { $host } does not answer
    .cause =
        { $case ->
            [nothing-reachable] The connection attempt got no answer, and nothing else in this check could be reached either. Whether the settings are right cannot be told.
            [other-port] The connection attempt got no answer, while port { $good-port } of the same server answers.
            [private-address] The connection attempt got no answer. DNS says that every server of this check is at { $ip }, an address within this network. Networks that want you to sign in first (hotel, café, train) do that.
            [whole-host] The connection attempt got no answer at all, nor did one to { $ports } of the same server, while another server of this check was reached. So it is not the port alone.
            [port-25] The connection attempt got no answer. Many internet providers block port 25 against spam.
           *[other] The connection attempt got no answer at all, while another connection of this check worked.
        }
    .action =
        { $case ->
            [nothing-reachable] Check again from another network, for example mobile data instead of Wi-Fi, with any VPN switched off.
            [other-port] Set the port of { $host } to { $good-port } with { $good-security }.
            [private-address] Open any web page in the browser and sign in if the network asks you to, then check again.
            [whole-host] Compare the server name { $host } with your provider's help page; if it is right, check again from another network.
            [port-25] Set the port of { $host } to { $tls-port } with SSL/TLS or { $starttls-port } with STARTTLS.
           *[other] Compare the server name { $host } and the port { $port } with your provider's help page.
        }

connect-unreachable =
    .title =
        { $case ->
            [no-route] This device has no network that leads to { $host }
           *[other] { $host } cannot be reached
        }
    .cause =
        { $case ->
            [no-route] This device is not connected to the internet, or not in the way (IPv4 or IPv6) that the server's IP address needs.
            [reset] The connection to port { $port } was cut off while it was being made. Some firewalls do that.
            [unknown] This device reported an unusual error when it tried to connect to port { $port }.
           *[other] The network reported that port { $port } of this server cannot be reached.
        }
    .action =
        { $case ->
            [no-route] Switch on Wi-Fi or mobile data, then open any web page to see whether it works.
           *[other] Check { $host } again from another network, for example mobile data instead of Wi-Fi, with any VPN switched off.
        }

connect-address-dead =
    .title =
        { $count ->
            [one] One IP address of { $host } does not work
           *[other] { $count } IP addresses of { $host } do not work
        }
    .cause =
        { $case ->
            [ipv6] Port { $port } was reached over IPv4, but not over IPv6, although the server has an IPv6 address. The fault is with IPv6 of either the server or this line.
            [ipv6-everywhere] Port { $port } was reached over IPv4, but not over IPv6. No server of this check was reached over IPv6, so IPv6 of this line is most likely broken.
            [ipv4] Port { $port } was reached over IPv6, but not over IPv4, although the server has an IPv4 address. The fault is with IPv4 of either the server or this line.
            [ipv4-everywhere] Port { $port } was reached over IPv6, but not over IPv4. No server of this check was reached over IPv4, so IPv4 of this line is most likely broken.
           *[other] Another IP address of the same server works on port { $port }. A device that tries the dead one first may have to wait, or reports an error.
        }
    .action =
        { $case ->
            [ipv6] Check again from another network that has IPv6; if it fails there too, tell the provider of { $host }.
            [ipv6-everywhere] Restart the router. If IPv6 still fails, tell whoever runs this line that { $host } cannot be reached over IPv6.
            [ipv4] Check again from another network that has IPv4; if it fails there too, tell the provider of { $host }.
            [ipv4-everywhere] Restart the router. If IPv4 still fails, tell whoever runs this line that { $host } cannot be reached over IPv4.
           *[other] Tell the provider which IP address of { $host } does not work on port { $port }.
        }

## Greeting

greeting-dropped =
    .title = { $host } hangs up on port { $port }
    .cause =
        { $case ->
            [partial] The server closed the connection in the middle of its greeting.
            [after-greeting] The server greeted, and closed the connection when it was asked the first question.
            [other-port] The connection to port { $port } was closed without a complete greeting, while port { $good-port } of the same server answers.
           *[other] The server accepted the connection and closed it without a greeting.
        }
    .action =
        { $case ->
            [other-port] Set the port of { $host } to { $good-port } with { $good-security }.
           *[other] Close the mail programs on your other devices, then check { $host } again, once only.
        }

greeting-slow =
    .title = { $host } is slow to answer
    .cause = The greeting on port { $port } took { $seconds } seconds. Some mail programs give up before that and report an error.
    .action = If mail often fails to load, tell the provider that the greeting on port { $port } of { $host } takes that long.

greeting-silent =
    .title =
        { $case ->
            [partial] { $host } breaks off its greeting on port { $port }
            [after-greeting] { $host } stops answering on port { $port }
           *[other] { $host } says nothing on port { $port }
        }
    .cause =
        { $case ->
            [partial] The connection was made and a greeting began, but the rest of it did not come in time.
            [after-greeting] The server greeted, and then did not answer the first question in time.
            [other-port] The connection to port { $port } was made, but no complete greeting came in time, while port { $good-port } of the same server answers.
            [every-port] Every port of { $host } that was tried took the connection and then said nothing. No server of this check answered as a mail server, so something on the way may be taking the connections.
           *[other] The connection was made, but no greeting came in time.
        }
    .action =
        { $case ->
            [other-port] Set the port of { $host } to { $good-port } with { $good-security }.
            [every-port] Open any web page in the browser and sign in if the network asks you to. If it does not, check { $host } again from another network.
           *[other] Compare port { $port } and the security setting with your provider's help page; if they are right, check { $host } again later.
        }

greeting-not-mail =
    .title =
        { $case ->
            [http] A web server answers on port { $port } of { $host }
            [ssh] An SSH server answers on port { $port } of { $host }
            [endless] What answers on port { $port } of { $host } sends far too much
            [not-understood] What answers on port { $port } of { $host } is no proper { $service } server
           *[other] No mail server answers on port { $port } of { $host }
        }
    .cause =
        { $case ->
            [http] What came belongs to a web page, not to { $service }. Either the server name or the port is wrong, or this network (hotel, café, company) wants you to sign in first.
            [captive-portal] The same answer came from every port that was tried, and it belongs to no mail service. Networks that want you to sign in first (hotel, café, train) answer in place of every server.
            [ssh] What came belongs to SSH, a service for administrators, not to { $service }.
            [not-understood] The server greeted, and then did not understand the first question that every { $service } program asks. No password was sent.
            [endless] More came than any { $service } server has to say at this point, so the connection was closed.
           *[other] What came is not an answer of { $service }.
        }
    .action =
        { $case ->
            [captive-portal] Open any web page in the browser and sign in if the network asks you to, then check again.
            [http] Open any web page in the browser. If the network asks you to sign in, do so and check again; if not, compare server name and port with your provider's help page.
           *[other] Compare the server name { $host } and the port with your provider's help page: { $service } usually has { $tls-port } with SSL/TLS or { $starttls-port } with STARTTLS.
        }

greeting-other-service =
    .title = { $found } answers on port { $port } of { $host }, not { $service }
    .cause = The server greeted as { $found }, while these settings expect { $service } on this port.
    .action =
        { $case ->
            [usual-port] Check that the servers for receiving and sending are not swapped, and compare the server name { $host } with your provider's help page.
           *[other] Check that the servers for receiving and sending are not swapped, and set the { $service } port to { $tls-port } with SSL/TLS.
        }

greeting-busy =
    .title =
        { $case ->
            [at-login] { $host } takes no log-in right now
            [concurrency] Too many connections to { $host } are open
            [connections] { $host } counts too many connections
            [in-use] The mailbox on { $host } is open elsewhere
            [limit] All { $limit } connections that { $host } allows are open
            [limit-per-line] Too many connections to { $host } are open
            [limit-per-user] Too many connections to { $host } are open
            [maintenance] { $host } is under maintenance
            [rate] { $host } was asked too much in a short time
           *[other] { $host } takes no further connection right now
        }
    .cause =
        { $case ->
            [after-greeting] The server greeted, and then turned the connection away for now. That says nothing against your settings.
            [at-login] The server turned the connection away for now, at the log-in. That says nothing against user name and password.
            [at-sending] The server took the log-in, and then turned the connection away for now when asked to take mail. That says nothing against your settings.
            [concurrency] The server says that too many connections are open. They may be those of your devices, of everybody on your line, or of all users of the server together. That says nothing against user name and password.
            [connections] The server says that there are too many connections, and not whether too many are open at once or too many came in a short time. That says nothing against user name and password.
            [in-use] The server says that the mailbox is in use. By { $service } one program at a time can have it open, and a connection that broke off can keep it so for some minutes. That says nothing against user name and password.
            [limit-per-line] The server says that too many connections are open. { $provider } allows { $limit } at once for one line, with all its devices (as known on { $limit-seen }). That says nothing against user name and password.
            [limit-per-user] The server says that too many connections are open. { $provider } allows { $limit } at once for one user (as known on { $limit-seen }), and each phone and mail program holds several. That says nothing against user name and password.
            [limit] The server says that no more connections may be open at once. Each phone and mail program holds several. That says nothing against user name and password.
            [maintenance] The server says that work on it, or on this account, is under way. That says nothing against your settings.
            [rate] The server says that too many connections, log-ins or requests came in a short time. That says nothing against user name and password.
           *[other] The server turned the connection away for now. That says nothing against your settings.
        }
    .action =
        { $case ->
            [at-login] Let no device fetch or send mail for a while, then check { $host } again, once only.
            [concurrency] Close the mail programs on your other devices, then check { $host } again, once only.
            [connections] Close the mail programs on your other devices, wait, and check { $host } again, once only.
            [in-use] Close the mail programs on your other devices, wait, and check { $host } again, once only.
            [limit] Close the mail programs on your other devices, then check { $host } again, once only.
            [limit-per-line] Close the mail programs on the other devices of your line, then check { $host } again, once only.
            [limit-per-user] Close the mail programs on your other devices, then check { $host } again, once only.
            [rate] Let no device fetch or send mail for a while, then check { $host } again, once only.
           *[other] Leave the settings as they are and check { $host } again later.
        }

greeting-refused =
    .title = { $host } turns this connection away
    .cause =
        { $case ->
            [after-greeting] The server greeted, and then refused the first question. No password was sent.
            [at-login] The server refused the log-in by its own policy. That says nothing about user name and password.
            [at-sending] The server took the log-in, and then refused mail from this line by its own policy. User name and password are right.
            [client-name] The server greeted, and then did not take the name by which this program introduced itself, an IP address as phones give it. No password was sent.
           *[other] The server refused to serve this connection at all. No password was sent.
        }
    .action =
        { $case ->
            [client-name] Show the provider what { $host } replied: it refuses mail programs that introduce themselves as phones do.
           *[other] Check { $host } again from another network, for example mobile data instead of Wi-Fi, with any VPN switched off.
        }

## Encryption

tls-wrong-kind =
    .title =
        { $case ->
            [is-tls] Port { $port } of { $host } needs SSL/TLS
           *[other] Port { $port } of { $host } is not an SSL/TLS port
        }
    .cause =
        { $case ->
            [is-tls] The server expects encryption from the start (SSL/TLS). STARTTLS or “None” does not work on this port.
           *[other] The server answered in clear text, where these settings expect encryption from the start. Ports for STARTTLS do that.
        }
    .action =
        { $case ->
            [is-tls] Set the security of port { $port } to “SSL/TLS”.
            [usual-port] Set the security of port { $port } to “STARTTLS”.
           *[other] Set the port to { $tls-port } with SSL/TLS, or the security of port { $port } to “STARTTLS”.
        }

tls-starttls-not-offered =
    .title = { $host } offers no encryption on port { $port }
    .cause =
        { $case ->
            [preauth] The server took the connection as logged in from the start, and after that encryption can no longer be switched on.
           *[other] The server did not offer STARTTLS. Either it has none on this port, or something on the way removed the offer. Without encryption, anybody on the way could read the password.
        }
    .action = Set the port to { $tls-port } with SSL/TLS. Do not set the security to “None”.

tls-starttls-refused =
    .title =
        { $case ->
            [no-answer] { $host } gives no proper answer to STARTTLS
           *[other] { $host } refuses to switch encryption on
        }
    .cause =
        { $case ->
            [transient] The server offers STARTTLS on port { $port }, but said that it is not available right now.
            [no-answer] The server offers STARTTLS on port { $port }, but gave no proper answer when asked for it.
           *[other] The server offers STARTTLS on port { $port }, and then refused it.
        }
    .action = Try port { $tls-port } of { $host } with SSL/TLS instead. Do not set the security to “None”.

tls-starttls-injection =
    .title = { $host } mixes clear text with encrypted text
    .cause =
        { $case ->
            [commands] The server carried out under encryption a command that was sent before it, in clear text. Somebody on the way could slip commands into your session. This is a fault of the server's software.
           *[other] Clear text followed the go-ahead for STARTTLS. A mail program could take it as said under encryption. Either the server has a fault, or somebody on the way interferes.
        }
    .action = Do not use port { $port } with your password; set the port to { $tls-port } with SSL/TLS.

tls-handshake-failed =
    .title = No encrypted connection to { $host } could be made
    .cause =
        { $case ->
            [alert] The server broke off the TLS handshake on port { $port } with the alert { $alert }.
            [certificate] The check refused the server's certificate for an unusual reason.
            [client-certificate] The server wants a certificate of the device itself (TLS alert certificate_required). A user name and a password are not enough there.
            [closed] The server closed the connection during the TLS handshake on port { $port }.
            [closed-starttls] The server agreed to STARTTLS on port { $port }, and then closed the connection during the TLS handshake.
            [every-port] Every port of { $host } that was tried took the connection and then said nothing. No server of this check answered as a mail server, so something on the way may be taking the connections.
            [obsolete-suite] The TLS handshake failed; asked for older methods, the server agreed to { $suite } ({ $version }, key exchange: { $key-exchange }). This program does not use that, and modern mail programs may refuse it, too.
            [own-certificate] The server did not accept the certificate that was given by --client-certificate (TLS alert { $alert }).
            [plain-text] After the go-ahead for STARTTLS on port { $port } the server went on in clear text.
            [silent] The connection to port { $port } was made, but the server did not answer the TLS handshake in time.
            [silent-starttls] The server agreed to STARTTLS on port { $port }, but did not answer the TLS handshake in time.
            [simpler-works] The server closed the connection during the TLS handshake on port { $port }, but answered a simpler one right afterwards. Either it was busy for a moment, or it, or something on the way, does not cope with what new devices send.
            [uncommon-group] The server only agrees to the key exchange { $key-exchange } ({ $version }), which many devices do not know.
            [unknown-name] The server says that it does not know the name { $host } (TLS alert unrecognized_name).
           *[other] The TLS handshake on port { $port } failed.
        }
    .action =
        { $case ->
            [alert] Look on your provider's help page for a newer server name; otherwise tell the provider about the alert { $alert }.
            [client-certificate] If you have such a certificate, check again with --client-certificate. Otherwise look on your provider's help page for another server name, or for how to get and install one.
            [certificate] Tell the provider of { $host } the reason that is shown here. Do not accept the certificate by hand.
            [obsolete-suite] Look on your provider's help page for a newer server name than { $host }; if there is none, tell the provider.
            [own-certificate] Make sure that it is the certificate that your provider gave you for { $host } and has not expired; otherwise tell the provider about the alert { $alert }.
            [plain-text] Set the port to { $tls-port } with SSL/TLS. Do not set the security to “None”.
            [simpler-works] Check { $host } again later. If the same is found again, tell the provider.
            [uncommon-group] Tell the provider of { $host } that its key exchange { $key-exchange } keeps devices out.
            [unknown-name] Compare { $host } letter by letter with the server name on your provider's help page.
            [closed] Close the mail programs on your other devices and check { $host } again after the wait, once only. If the same is found, compare port { $port } and the security setting with your provider's help page.
            [closed-starttls] Try port { $tls-port } of { $host } with SSL/TLS instead. Do not set the security to “None”.
            [every-port] Open any web page in the browser and sign in if the network asks you to. If it does not, check { $host } again from another network.
            [silent] Close the mail programs on your other devices and check { $host } again after the wait, once only. If the same is found, compare port { $port } and the security setting with your provider's help page.
            [silent-starttls] Try port { $tls-port } of { $host } with SSL/TLS instead. Do not set the security to “None”.
           *[other] Compare port { $port } and the security setting with your provider's help page; if they are right, check again from another network.
        }

tls-version-obsolete =
    .title = { $host } knows nothing newer than the obsolete { $version }
    .cause = The newest encryption that the server agreed to is { $version }. It has been abandoned as unsafe, and up-to-date phones and mail programs refuse it.
    .action = Look on your provider's help page for a newer server name than { $host }; it must know TLS 1.2 or later. If there is none, tell the provider.

## Certificates

tls-intercepted =
    .title =
        { $case ->
            [device] { $product } opens the encryption to { $host }
            [line] { $product } on this line opens the encryption to { $host }
           *[other] Something on the way opens the encryption to { $host }
        }
    .cause =
        { $case ->
            [device] The certificate on port { $port } is not the provider's but one of { $product }, a program that reads along, usually on this device. Devices and mail programs that do not trust it refuse the connection.
            [line] The certificate on port { $port } is not the provider's but one of { $product }, which companies, schools and hotels use to read along on their lines. Devices that do not trust it refuse the connection.
           *[other] All servers of this check show certificates of “{ $issuer }”, which this device does not trust, although these servers have nothing to do with each other. So the certificates come from something on the way.
        }
    .action =
        { $case ->
            [device] In the settings of { $product }, switch off the scanning of mail or of encrypted connections, then check again. Do not accept the certificate by hand.
           *[other] Check again from another network, such as a phone's mobile network. On the line of a company or school, ask those who run it. Do not accept the certificate by hand.
        }

tls-certificate-expired =
    .title =
        { $case ->
            [clock] All certificates seem to have expired
            [intermediate] A certificate that { $host } needs has expired
            [server-clock] The certificate of { $host } has expired by this device's clock, but not by the server's
           *[other] The certificate of { $host } has expired
        }
    .cause =
        { $case ->
            [clock] All certificates in this check seem to have expired, this one on { $end }. More likely the clock of this device is wrong: it says { $today }.
            [intermediate] The certificate “{ $subject }”, which vouches for the server's own, was valid until { $end }. This device's clock says { $today }.
            [server-clock] It is valid until { $end }. This device's clock says { $today }, the server's said { $server-date }. Most likely this device's clock is ahead.
           *[other] It was valid until { $end }. This device's clock says { $today }.
        }
    .action =
        { $case ->
            [clock] Set date and time of this device to automatic, then check again.
            [server-clock] Set date and time of this device to automatic, then check { $host } again.
            [intermediate] If this device's clock is right, tell the provider that port { $port } of { $host } still sends the expired certificate “{ $subject }”. Do not accept it by hand.
           *[other] If this device's clock is right, tell the provider that the certificate on port { $port } of { $host } has expired. Do not accept it by hand.
        }

tls-certificate-not-yet-valid =
    .title = The certificate of { $host } is not valid yet
    .cause =
        { $case ->
            [clock] It is valid from { $begin }, and this device's clock says { $today }. Most likely this clock is wrong.
            [server-clock] It is valid from { $begin }. This device's clock says { $today }, the server's said { $server-date }. Most likely this device's clock is behind.
           *[other] It is valid from { $begin }, and this device's clock says { $today }. Either this clock is behind, or the certificate was only just issued.
        }
    .action = Set date and time of this device to automatic, then check { $host } again.

tls-certificate-expires-soon =
    .title =
        { $days ->
            [0] The certificate of { $host } expires within a day
            [one] The certificate of { $host } expires in about one day
           *[other] The certificate of { $host } expires in { $days } days
        }
    .cause = It is valid until { $end } and has not been renewed yet. After that, devices warn of it or refuse the connection.
    .action = Tell the provider that the certificate on port { $port } of { $host } expires on { $end }.

tls-certificate-name-mismatch =
    .title = The certificate is not for { $host }
    .cause =
        { $case ->
            [alternative] It is for { $names }. A name that it covers, { $alternative }, leads to the same server.
            [elsewhere] It is for { $names }, but not for { $host }. None of the names that were looked up leads to this server.
            [no-names] It has no server name in the place where devices look for it (subjectAltName).
            [number] It is for { $names }, not for the IP address { $host }.
            [unanswered] It is for { $names }, but not for { $host }. Whether one of these names leads to this server could not be looked up.
           *[other] It is for { $names }, but not for { $host }.
        }
    .action =
        { $case ->
            [alternative] If { $alternative } is a name of your mail provider or of its hosting company, set the server name to it.
            [elsewhere] Compare { $host } letter by letter with the server name on your provider's help page. If it is right, tell the provider that its certificate is for other names. Do not accept the certificate by hand.
            [no-names] Tell the provider that the certificate on port { $port } of { $host } lacks the subjectAltName.
            [number] Enter the server's name from your provider's help page instead of the IP address { $host }.
           *[other] If your provider's help page gives one of these names as the server name, set that one. Do not accept the certificate by hand.
        }

tls-certificate-self-signed =
    .title = The certificate of { $host } is self-signed
    .cause = The server on port { $port } vouches for itself, and no authority does. Anybody could make such a certificate, so devices warn of it or refuse it.
    .action = Look on your provider's help page for the right server name; if the server is your own, install a certificate of a public authority. Do not accept this one by hand.

tls-certificate-unknown-issuer =
    .title = The certificate of { $host } has an unknown issuer
    .cause =
        { $case ->
            [maybe-incomplete] It leads to “{ $issuer }”, which this device does not know. An intermediate certificate that the server should send may be missing.
           *[other] It leads to “{ $issuer }”, which this device does not trust.
        }
    .action = Ask the provider of { $host } whether “{ $issuer }” is right. Do not accept the certificate by hand; a virus scanner or a company's network may have put it there.

tls-certificate-chain-incomplete =
    .title = { $host } does not send all of its certificates
    .cause = The intermediate certificate “{ $issuer }” is missing. Devices that happen to have it can connect, others report an untrusted certificate.
    .action = Tell the provider that port { $port } of { $host } does not send the intermediate certificate “{ $issuer }”.

tls-certificate-weak =
    .title = The certificate of { $host } is too weak
    .cause = The certificate “{ $subject }” relies on { $weakness }. That is no longer safe, and up-to-date devices refuse it.
    .action = Tell the provider that port { $port } of { $host } needs a certificate with a stronger key and signature.

tls-certificates-differ =
    .title =
        { $case ->
            [port] Ports { $port } and { $good-port } of { $host } show different certificates
           *[other] The IP addresses of { $host } show different certificates
        }
    .cause =
        { $case ->
            [port] Port { $good-port } of the same server shows a good certificate, port { $port } a different one that failed the check. This port was probably forgotten when the certificate was set up.
           *[other] One IP address shows a good certificate, another a different one that failed the check. Whether a device can connect is chance.
        }
    .action =
        { $case ->
            [port] Use port { $good-port } for now, and tell the provider that port { $port } of { $host } shows another certificate.
           *[other] Tell the provider which IP addresses of { $host } show the other certificate on port { $port }.
        }

## Logging in

login-no-mechanism =
    .title = { $host } offers no way to log in on port { $port }
    .cause =
        { $case ->
            [port-25] Port 25 is for mail between servers, and this server offers no log-in there.
            [preauth-in-clear] The server takes every connection for logged in from the start (PREAUTH), and nothing is encrypted. So nobody has to log in, and anybody on the way can read along.
            [preauth] The server took the connection as logged in from the start (PREAUTH), so the password cannot be checked there.
            [smtp] Even under encryption the server did not offer SMTP authentication.
           *[other] Even under encryption the server did not offer a way to log in.
        }
    .action =
        { $case ->
            [port-25] Set the port of { $host } to { $tls-port } with SSL/TLS or { $starttls-port } with STARTTLS.
            [preauth-in-clear] Set the port to { $tls-port } with SSL/TLS.
           *[other] Compare the server name { $host } and the port { $port } with your provider's help page.
        }

login-mechanism-unusable =
    .title =
        { $case ->
            [characters] { $host } cannot take this user name or password
           [chosen] { $host } does not offer { $chosen }
            [certificate] { $host } offers no log-in by certificate
            [token] { $host } offers no log-in by OAuth2 token
           *[other] { $host } offers no log-in by normal password
        }
    .cause =
        { $case ->
            [characters] The server offers { $ways }. At least one character in the user name or password, such as a full-width letter, cannot be sent in that way.
            [oauth] The server offers only { $ways }. That means signing in on the provider's web page (OAuth2).
           [certificate] The server offers only { $ways }. The certificate that was given cannot be used for any of them.
            [chosen] You asked for { $chosen }, and the server offers { $ways }.
            [token] The server offers only { $ways }. The token that was given cannot be used for any of them.
           *[other] The server offers only { $ways }. This program cannot check a password in these ways: NTLM and GSSAPI (Kerberos) are for computers in a company's own network.
        }
    .action =
        { $case ->
            [characters] Type user name and password again with half-width letters; if the password really has other characters, change it on your provider's page.
            [oauth] Choose OAuth2 as the authentication method in the mail program, or add the account by its provider's name.
           [certificate] Give the password instead, or ask the provider where certificates are taken.
            [chosen] Leave --auth out, or choose one that the server offers.
            [token] Give the password instead of the token, or make sure that this is the provider that issued it.
           *[other] Look on your provider's help page for the authentication method to choose.
        }

login-mechanism-broken =
    .title =
        { $case ->
            [missing] { $host } offers a log-in by { $broken } and does not have it
           *[other] { $host } offers a log-in by { $broken }, which does not work
        }
    .cause =
        { $case ->
            [missing] The server lists { $broken } among its ways to log in, but did not know it when asked. The log-in by { $works } worked. A mail program that uses { $broken } cannot log in.
           *[other] The server took user name and password by { $works } and refused the same ones by { $broken }, although it lists that among its ways to log in. A mail program that uses { $broken } says that the password is wrong.
        }
    .action =
        { $case ->
            [missing] Tell the provider what { $host } replied. Where a mail program cannot log in, choose another authentication method in it.
           *[other] Tell the provider that { $broken } does not work at { $host }: often passwords are stored in a form that it cannot be used with. Where a mail program cannot log in, choose “Normal password” under SSL/TLS in it.
        }

login-server-unproved =
    .title = { $host } did not prove that it knows the password
    .cause =
        { $case ->
            [none] By { $mechanism } the server has to prove that it knows the password, too. It said that the log-in worked and left the proof out.
            [nonce] The server did not answer with the random text of this log-in ({ $mechanism }), as if an old one were played again.
           *[wrong] By { $mechanism } the server has to prove that it knows the password, too. The proof was wrong. The server may be another one than yours, or be out of order.
        }
    .action = Do not use this server until the provider has explained it. The password itself was not sent; change it if you used it there by other programs.

login-exchange-failed =
    .title = The log-in at { $host } by { $mechanism } could not be carried out
    .cause =
        { $case ->
            [iterations] The server asks for the password to be hashed { $count } times. That is not a number that a server in order asks for, so the log-in was given up.
            [malformed] What the server said in the log-in is not what { $mechanism } has it say, so the log-in was given up.
            [no-binding] { $mechanism } ties the log-in to the encrypted connection, and this connection has nothing to tie it to.
           *[unexpected] The server asked for more than { $mechanism } has, so the log-in was given up.
        }
    .action = Tell the provider what { $host } did. To check the password all the same, choose another mechanism, such as by --auth PLAIN.

login-token-refused =
    .title = { $host } refused the token
    .cause =
        { $case ->
            [invalid] The server says that the OAuth2 token is not valid. Tokens are good for an hour or so.
            [scope] The server says that the OAuth2 token is not meant for mail. It has to be issued for { $scope }.
           *[other] The server refused the OAuth2 token and did not say why.
        }
    .action =
        { $case ->
            [scope] Get a token for this scope: mailcheck oauth --scope { $scope }.
           *[other] Get a new token for this very account, for example by mailcheck oauth, and try again.
        }

login-certificate-refused =
    .title = { $host } refused the log-in by certificate
    .cause = The server saw the certificate and does not take it for this user name.
    .action = Ask the provider which user the certificate is for, and whether it has to be made known to the server first.

login-would-be-in-clear =
    .title = The password would go to { $host } without encryption
    .cause =
        { $case ->
            [starttls] The security is set to “None”, although the server offers STARTTLS. Anybody on the way could read the password. It was not sent in this check.
           *[other] The security is set to “None”, so anybody on the way could read the password. It was not sent in this check.
        }
    .action =
        { $case ->
            [starttls] Set the port to { $tls-port } with SSL/TLS, or the security of port { $port } to “STARTTLS”.
           *[other] Set the port to { $tls-port } with SSL/TLS.
        }

login-allowed-in-clear =
    .title = { $host } would take a password without encryption
    .cause = On port { $port } the server offers { $ways } before encryption is switched on. A device whose security is set to “None” would give the password away unnoticed.
    .action = Make sure that each of your devices uses SSL/TLS or STARTTLS for { $host }; port { $tls-port } with SSL/TLS is safest.

login-too-soon =
    .title =
        { $case ->
            [ban] Another log-in to { $host } now may get this line banned
            [longer-lock] { $host } has locked the account, and another log-in may prolong that
           *[other] Another log-in to { $host } now may lock the account
        }
    .cause =
        { $case ->
            [ban] { $refusals } log-ins of various accounts were refused there within a few minutes, and servers turn away whole lines for that. So no log-in was tried this time.
            [longer-lock] In an earlier test the server said that the account is locked. So no log-in was tried this time.
           *[other] With this user name { $refusals ->
                [one] one log-in was refused there or not answered
               *[other] { $refusals } log-ins were refused there or not answered
            } lately, and servers lock accounts for that. So no log-in was tried this time.
        }
    .action = Wait until { $until }. If you know what was wrong and have put it right, add --force to log in now.

login-locked =
    .title =
        { $case ->
            [until-lifted] { $host } has locked the account
           *[other] { $host } has locked the account for a while
        }
    .cause =
        { $case ->
            [until-lifted] The server says that too many log-ins failed. At { $provider } such a lock stays until you have it lifted (as known on { $lock-seen }), and even the right password is refused.
           *[other] The server lets nobody into this account for a while, mostly after several failed log-ins. While the lock lasts it refuses the right password as well.
        }
    .action =
        { $case ->
            [until-lifted] Close the mail programs on all devices, then have the lock lifted as described here: { $lock-page }
           *[other] Close the mail programs on all devices, so that none prolongs the lock. After the wait, log in to your provider's webmail first.
        }

login-restricted =
    .title = { $host } does not let this account in
    .cause = The server says that the account is disabled or restricted. That is no word about the password.
    .action = Log in on your provider's web page and look for a notice about the account; if there is none, ask the provider.

login-app-password-required =
    .title = { $host } wants an app password
    .cause = The provider does not take the account's own password from mail programs, only one that was made for them (app password, authorization code).
    .action =
        { $where ->
            [known]
                Get your { $password ->
                    [none] app password
                   *[other] { $password }
                } and enter that as the password in the mail program: { $password-page } (as known on { $password-seen }).
           *[unknown] Make an app password on your provider's account page, and enter that as the password in the mail program.
        }

login-oauth-required =
    .title = { $host } takes no password from mail programs
    .cause = The provider lets mail programs in only when you sign in on its web page (OAuth2).
    .action = Choose OAuth2 as the authentication method in the mail program, or add the account by its provider's name.

login-web-login-required =
    .title =
        { $case ->
            [password-change] { $host } wants a new password first
           *[other] { $host } wants you to log in on the web first
        }
    .cause =
        { $case ->
            [password-change] The server says that the password has expired or must be changed.
           *[other] The provider wants to be sure that it is you, and asks that on its web page only.
        }
    .action =
        { $case ->
            [password-change] Log in on your provider's web page, change the password there, and enter the new one in every mail program.
           *[other] Log in on your provider's web page in a browser, if you can on the same line, and confirm what it asks. Then check { $host } again, once only.
        }

login-service-disabled =
    .title = { $service } is switched off for this account
    .cause =
        { $case ->
            [admin] The server says that { $service } is switched off. Whoever manages the account decides that.
           *[other] The server says that { $service } is switched off for this account.
        }
    .action =
        { $case ->
            [admin] Ask whoever manages the account (your company or school, else the provider of { $host }) to switch { $service } on for it.
           *[other]
                { $where ->
                    [known] Switch { $service } on here: { $switch } (as known on { $switch-seen }).
                   *[unknown] Log in to your provider's webmail and switch { $service } on in its settings.
                }
        }

login-username-form =
    .title = { $provider } wants another form of user name
    .cause =
        { $case ->
            [address] The user name given is “{ $given }”. { $provider } wants the whole mail address (as known on { $seen }).
            [dotted] The user name given is “{ $given }”. { $provider } wants the mail address with a dot in place of the @ (as known on { $seen }).
            [local-part] The user name given is “{ $given }”. { $provider } wants only the part before the @ (as known on { $seen }).
           *[other] The mail address was given as the user name. { $provider } wants your { $name } (as known on { $seen }).
        }
    .action =
        { $case ->
            [address] Enter the user name like this: { $example }
            [dotted] Enter the user name like this: { $example }
            [local-part] Enter the user name like this: { $example }
           *[other] Look up your { $name } and enter it as the user name: { $page }
        }

login-rejected =
    .title =
        { $case ->
            [accepted-elsewhere] { $host } refused the log-in that another server accepted
           *[other] { $host } refused the log-in
        }
    .cause =
        { $case ->
            [accepted-elsewhere] { $service } refused the same user name and password that the other server took, so they are probably typed correctly.
            [several] The server refused the log-in, in words that it has for several reasons.
           *[other] The server refused the log-in. For safety, most servers do not say whether the name or the password is wrong.
        }
    .action =
        { $remedy ->
            [in-turn] Rule out the causes from the top, on your provider's account page and in its webmail.
            [member-page] Look on your provider's member page whether { $service } is switched on for this account.
            [oauth] Choose OAuth2 as the authentication method in the mail program, or add the account by its provider's name.
            [password]
                Get your { $password ->
                    [none] app password
                   *[other] { $password }
                } and enter that as the password: { $password-page } (as known on { $password-seen }).
            [switch] Look whether mail programs are let in: { $switch } (as known on { $switch-seen }).
            [username] Enter the user name that { $provider } wants: { $wanted } (as known on { $wanted-seen }).
           *[webmail] Log in to your provider's webmail with exactly this user name and password.
        } Do not try again and again: that can lock the account.

login-typing =
    .title =
        { $field ->
            [address] The mail address looks mistyped
            [username] The user name looks mistyped
           *[password] The password looks mistyped
        }
    .cause =
        { $case ->
            [caps-lock] Its letters have the case that Caps Lock gives. Servers tell capital letters from small ones.
            [confusable] Character { $position } looks like an ordinary letter or hyphen, but is another character.
            [control] Character { $position } is a control character, which no keyboard types on purpose.
            [customer-number] It has the form of a customer number. For mail, providers usually want the whole mail address.
            [domain-typo] The part behind the @ is one slip away from a well-known domain.
            [dropped-zero] A zero seems to be missing at the beginning, as spreadsheets leave it out.
            [full-width] Character { $position } is one of a Japanese keyboard (full-width or kana), where a half-width letter is usual.
            [invisible] Character { $position } cannot be seen, or is an unusual space. Such characters come along when text is copied.
            [leading-space] It begins with a space. Spaces come along when text is copied.
            [line-break] Character { $position } is the end of a line. It comes along when text is copied.
            [space-inside] Character { $position } is a space, where there should be none.
            [tab] Character { $position } is a tab. It comes along when text is copied.
            [trailing-space] It ends with a space. Spaces come along when text is copied.
           *[wrong-dot] Character { $position } is a comma or a Japanese full stop. Mail addresses have dots.
        }
    .action =
        { $remedy ->
            [replace]
                { $case ->
                    [customer-number] Enter the whole mail address instead: { $suggestion }
                   *[other] If you meant { $suggestion }, enter that instead.
                }
           *[retype]
                { $case ->
                    [caps-lock] Switch Caps Lock off and type it again.
                    [customer-number] Enter the whole mail address instead.
                    [full-width] Switch the keyboard to half-width letters and type it again.
                   *[other] Type it again letter by letter, without copying it.
                }
        }

login-temporary-failure =
    .title =
        { $case ->
            [garbled] { $host } gave no proper answer to the log-in
            [no-answer] { $host } did not answer the log-in properly
            [not-carried-out] { $host } did not carry out the log-in
           *[other] { $host } cannot check the log-in right now
        }
    .cause =
        { $case ->
            [not-carried-out] The server did not understand the log-in command, or cannot do it now. Whether user name and password are right is open.
            [garbled] What came is no answer of { $service }, so whether user name and password are right is open.
            [no-answer] No complete answer to the log-in came, so whether user name and password are right is open.
           *[other] The server reported a temporary problem. That says nothing against user name and password.
        }
    .action =
        { $case ->
            [garbled] Compare the server name { $host } and port { $port } with your provider's help page; if they are right, show the provider what came.
            [not-carried-out] Leave user name and password as they are, and show the provider what { $host } replied to the log-in.
           *[other] Leave user name and password as they are, and check { $host } again later, once only.
        }

## After the log-in

session-refused =
    .title =
        { $case ->
            [later] { $host } does not open the mailbox right now
           *[other] The log-in works, but { $host } does not open the mailbox
        }
    .cause =
        { $case ->
            [hung-up] The server took user name and password, and then hung up before the inbox was open. A phone would show an error, or no mail.
            [later] The server took user name and password, and then could not open the inbox for now. That says nothing against your settings.
            [no-answer] The server took user name and password, and then gave no proper answer when asked to open the inbox.
           *[other] The server took user name and password, and then refused to open the inbox. A phone would show an error, or no mail.
        }
    .action =
        { $case ->
            [hung-up] Check { $host } again after the wait. If it is the same then, see whether the mailbox opens on the webmail, and tell the provider.
            [later] Check { $host } again after the wait. If it is the same then, show the provider the reply.
            [no-answer] Check { $host } again after the wait. If it is the same then, tell the provider.
           *[other] See whether the mailbox opens on the webmail, then show the provider the reply.
        }

session-id-required =
    .title = { $host } opens the mailbox only for mail programs that give their name
    .cause = The server refused to open the inbox until this program had introduced itself (IMAP ID). Mail programs that do not do so can log in, and then show an error.
    .action = Use the provider's own app, or a current version of your mail program. If it shows an error although the log-in works, take another mail program.

session-mailbox-full =
    .title = The mailbox at { $host } is full
    .cause =
        { $case ->
            [messages] It holds { $used } messages and may hold { $limit }. New mail does not arrive; its senders get it back.
           *[other] It takes up { $used } and may take up { $limit }. New mail does not arrive; its senders get it back.
        }
    .action = Delete mail that you no longer need, large attachments first, and empty the trash.

session-mailbox-nearly-full =
    .title = The mailbox at { $host } is almost full
    .cause =
        { $case ->
            [messages] It holds { $used } messages and may hold { $limit }. Once it is full, new mail goes back to its senders.
           *[other] It takes up { $used } and may take up { $limit }. Once it is full, new mail goes back to its senders.
        }
    .action = Delete mail that you no longer need, large attachments first, and empty the trash.

session-prefix =
    .title = The folders at { $host } are below “{ $prefix }”
    .cause = Mail programs that do not ask the server for this (IMAP NAMESPACE) look for folders in the wrong place: they show none, or cannot create any.
    .action = Mostly nothing needs to be done. If folders are missing, enter { $prefix } in the account's advanced settings, as IMAP path prefix or root folder path.

## Sending

send-sender-rejected =
    .title = { $host } does not let this account send as { $address }
    .cause = The log-in was accepted, so user name and password are right. But the server refused { $address } as the sender. No message was sent in this check.
    .action = Set the sender address to the account's own mail address. If it is, look on your provider's page which addresses this account may send from.

send-relay-denied =
    .title = { $host } refuses mail from { $address } although the log-in was accepted
    .cause =
        { $case ->
            [port-25] The server treats the connection as not logged in. Port 25 is meant for mail between servers. No message was sent in this check.
           *[other] User name and password are right, and yet the server treats the connection as not logged in. No message was sent in this check.
        }
    .action =
        { $case ->
            [port-25] Set the port of { $host } to { $tls-port } with SSL/TLS or { $starttls-port } with STARTTLS.
           *[other] Leave the settings as they are, and show the provider what { $host } replied; it has to let accounts that have logged in send.
        }

send-recipient-rejected =
    .title = { $host } takes no mail to { $address }
    .cause =
        { $case ->
            [full] The server takes mail from { $address }, but the mailbox has no room left. No message was sent in this check.
           *[other] The server takes mail from { $address }, but not to it. Replies may not reach you. No message was sent in this check.
        }
    .action =
        { $case ->
            [full] Delete old mail on the webmail, and empty its trash.
           *[other] Compare the mail address { $address } letter by letter with the one that your provider gave you.
        }

send-refused =
    .title = { $host } took your log-in and refuses the test message
    .cause = The server took you as sender and as recipient, and then refused the message itself: a filter for content, a limit for new accounts, or a rule of the provider.
    .action = Send a message of your own from webmail to yourself. If that is refused too, show the provider what { $host } replied.

send-deferred =
    .title =
        { $case ->
            [no-answer] Whether you may send by { $host } could not be told
            [rate] { $host } says that too much was sent in a short time
            [without-login] { $host } put off whether it takes mail without a log-in
           *[other] { $host } takes mail from you only later
        }
    .cause =
        { $case ->
            [greylisting] The server puts off mail once (greylisting). After a log-in it should not. No message was sent in this check.
            [no-answer] The log-in was accepted, and then no proper answer came when the server was asked to take mail from you to yourself. No message was sent in this check.
            [rate] A limit of messages or recipients for a time is reached. No message was sent in this check.
            [without-login] The server asked to come back later, on a connection without a log-in. What you send after a log-in is not concerned.
           *[other] The server cannot take mail now. That says nothing against your settings. No message was sent in this check.
        }
    .action =
        { $case ->
            [no-answer] Check { $host } again after the wait. If no answer comes then either, tell the provider.
            [without-login] Nothing needs to be done. To know it, check { $host } again after the wait.
           *[other] Check { $host } again after the wait. If it still says so then, show the provider the reply.
        }

send-not-authenticated =
    .title = { $host } takes mail to elsewhere without a log-in
    .cause = On a connection without a log-in the server took a recipient of another provider. Either anybody can send through it, and then others will block its mail, or it lets this line in. No message was sent in this check.
    .action = Tell whoever runs { $host }. Keep the log-in for sending switched on in your mail programs, since sending without it may end at any time or on another line.

send-not-tested =
    .title =
        { $case ->
            [mailbox] No test message was sent, as { $host } could not be watched for it
            [outgoing] No test message was sent, as { $host } did not take a second log-in
            [pop3] No test message was sent, as mail is fetched from { $host } by POP3
           *[other] Whether the test message arrives could not be told
        }
    .cause =
        { $case ->
            [mailbox] The log-in was accepted before, and then the mailbox could not be opened or did not answer. Servers that let an account have few connections at once do that.
            [outgoing] The log-in was accepted before, and then a second connection was not, or the server cannot carry this address. Servers that count connections in a time do that.
            [pop3] Both log-ins were accepted, so fetching and sending can be set up. Whether a message arrives is not looked for by POP3, which shows new mail only to who logs in again.
            [search] The message was sent, and then the connection to the mailbox broke off or what came over it could not be read.
           *[stopped] The message was sent, and the check ended before it was seen.
        }
    .action =
        { $case ->
            [mailbox] Close other mail programs that use this account, and check again.
            [outgoing] Wait a few minutes, and check again.
            [pop3] Send a message to yourself with a mail program or on webmail. If the provider has IMAP, check with its settings (--imap).
            [search] Look for a message called “mailcheck test” in the mailbox, and delete it.
           *[stopped] Look for a message called “mailcheck test” in the mailbox, and delete it. Check again with a longer --deadline.
        }

send-not-delivered =
    .title =
        { $case ->
            [unanswered] { $host } has not shown the test message within { $seconds } s, and it is not known whether it was taken
           *[other] { $host } has not shown the test message within { $seconds } s
        }
    .cause =
        { $case ->
            [unanswered] The outgoing server got the whole message and did not answer to it. It may have been lost.
           *[other] The outgoing server took the message, and it came neither into the inbox nor among spam. It may be late, or a filter or a forwarding rule took it elsewhere.
        }
    .action = Look in all folders on webmail in some minutes for a message called “mailcheck test”. If it never comes, look at filters and forwarding there, and show the provider when it was sent.

send-junked =
    .title = { $host } put the test message among spam
    .cause = A message from you to yourself came after { $seconds } s, and into the spam folder. Mail from others may end there as well, unseen.
    .action = Mark the message as “not spam” on webmail, and look into the spam folder now and then.

send-authentication-failed =
    .title = Your own mail does not pass the checks of its sender: { $methods }
    .cause = A server on the way of the test message noted that it could not be confirmed to come from your domain. Others take such mail for spam, or refuse it.
    .action = Use the outgoing server that your provider names for this address. If it is that already, tell whoever runs the domain that its DNS records or signatures for { $methods } are not right.

send-not-encrypted-on-the-way =
    .title = The test message went from { $from } to { $by } in clear
    .cause = Your connection to the outgoing server was encrypted. But behind it two servers passed the message on over the internet without encryption, as its header says.
    .action = Send nothing secret by mail through this provider, and show it the header of the message.

send-delivered =
    .title = The test message arrived within { $seconds } s
    .cause =
        { $case ->
            [all-mail] It was sent from you to yourself, and is in the folder for all mail but not in the inbox: a filter put it there.
            [deleted] It was sent from you to yourself, found in the inbox, and deleted again.
            [marked] It was sent from you to yourself, and found in the inbox. { $host } cannot delete one message alone, so it is only marked as deleted.
            [not-deleted] It was sent from you to yourself, and found in the inbox. Deleting it did not work.
           *[other] It was sent from you to yourself, and found in the inbox, where it still is.
        }
    .action =
        { $case ->
            [all-mail] Look at the filters on webmail if mail to you does not show in the inbox. Delete the message called “mailcheck test”.
            [deleted] Nothing is to be done.
            [marked] Tidy up the inbox in a mail program to be rid of it.
           *[other] Delete the message called “mailcheck test” when you like.
        }

## Capabilities

limits-not-restored =
    .title = { $host } let nobody in again after the measurement
    .cause = { $number ->
        [0] No connection was held.
        [1] One connection was held and ended with the protocol's goodbye.
       *[other] { $number } connections were held and each was ended with the protocol's goodbye.
    } One more was not let in afterwards: the server may still count them, or it has locked this line for a time.
    .action = Wait, and then check { $host } once without measuring. If it does not let you in then either, tell the provider.

limits-low =
    .title =
        { $case ->
            [in-all] { $host } allows only { $number ->
                [1] one connection
               *[other] { $number } connections
            } at once
           *[other] { $host } let only { $number ->
                [1] one connection
               *[other] { $number } connections
            } be open at once
        }
    .cause =
        { $case ->
            [in-all] { $computer } on a computer holds up to { $each } and a phone at least one: together { $needed }. What is too much is turned away, often with a message that blames the password.
           *[other] { $computer } on a computer holds up to { $each } and a phone at least one: together { $needed }. Devices that were connected while it was measured come on top, and may be the reason.
        }
    .action =
        { $case ->
            [in-all] In { $computer }, set “{ $setting }” to { $to }, and let phones fetch new mail at intervals.
           *[other] Close the mail programs on all devices and measure again. If it stays so low, set “{ $setting }” to { $to } in { $computer }, and let phones fetch new mail at intervals.
        }

limits-too-many-devices =
    .title = These devices need more connections than { $host } allows
    .cause =
        { $case ->
            [more] Connections of the devices, as they come: { $devices }. Together they are { $needed } or more. { $host } let { $number } be open beside those that were open already, and these may be some of them.
            [published] Connections of the devices, as they come: { $devices }. Together they are { $needed } or more. { $provider } allows { $number } (as known on { $seen }).
           *[other] Connections of the devices, as they come: { $devices }. Together they are { $needed } or more. { $host } allows { $number }.
        }
    .action =
        { $case ->
            [more] Close the mail programs on all devices and measure again. If there are still too few: { $way ->
                [setting] In { $device }, set “{ $setting }” to { $to ->
                    [1] 1
                   *[other] { $to } or less
                }. Let the other devices fetch new mail at longer intervals.
               *[fewer] Use the account on fewer of them, or let each watch fewer folders and fetch new mail at longer intervals.
            }
           *[other] { $way ->
                [setting] In { $device }, set “{ $setting }” to { $to ->
                    [1] 1
                   *[other] { $to } or less
                }. Let the other devices fetch new mail at longer intervals.
               *[fewer] Use the account on fewer of them, or let each watch fewer folders and fetch new mail at longer intervals.
            }
        }

limits-measured =
    .title =
        { $case ->
            [at-least] { $host } lets at least { $number ->
                [1] one connection
               *[other] { $number } connections
            } be open at once
            [in-use] { $host } allows { $stated ->
                [1] one connection
               *[other] { $stated } connections
            } at once, and { $in-use ->
                [1] one was
               *[other] { $in-use } were
            } in use
            [locked] { $host } lets one program at a time fetch mail by POP3
            [rate] { $host } limits how many connections come in a time
            [stated] { $host } allows { $stated ->
                [1] one connection
               *[other] { $stated } connections
            } at once
            [stopped] { $host } lets at least { $number ->
                [1] one connection
               *[other] { $number } connections
            } be open at once
           *[other] { $host } let { $number ->
                [1] one connection
               *[other] { $number } connections
            } be open at once, and no more
        }
    .cause =
        { $case ->
            [at-least] { $number ->
                [1] One was
               *[other] { $number } were
            } open at once, and no more were asked for: the limit is higher, or just that, or there is none.
            [in-use] { $number } could be opened; the server says that it allows { $stated }, so others held { $in-use }.
            [locked] The next log-in was turned away while one was open. By POP3 that is normal: who is logged in has the mailbox alone (RFC 1939).
            [rate] { $number } came in { $seconds } s, and the next was let in only after some time.
            [stated] { $number } could be opened, and the server says that it allows { $stated }.
            [stopped] { $number ->
                [1] One was
               *[other] { $number } were
            } open at once when the check ended. { $unanswered ->
                [0] More were to be asked for
               *[other] More were asked for, and not answered by then
            }: how many more there can be is not known.
           *[other] { $number } could be opened, and the next was turned away. What devices held at that time comes on top.
        } { $scope ->
            [any-address] Another internet address of this device was turned away, too. Whether other users are is not known.
            [any-user] Another user was turned away, too. Whether other internet addresses are is not known.
            [each-address] Another internet address of this device was let in, so each counts by itself. Whether each user does, too, is not known.
            [each-user] Another user was let in, so each counts by itself. Whether each internet address does, too, is not known.
            [address] All connections from one internet address count, whoever logs in.
            [server] The connections of everybody count.
            [user] The connections of one user count, from wherever.
            [user-and-address] The connections of one user from one internet address count.
           *[unknown] Whose connections count together is not known.
        } { $hold ->
            [greeted] Nobody had logged in on them.
            [rejected] All were logged in. The second user's log-in was refused for another reason (one failed log-in): whether users count by themselves is not known.
           *[logged-in] All were logged in.
        }
    .action =
        { $service ->
            [IMAP] { $room ->
                [rate] Do not start all devices at once, and let them fetch new mail at longer intervals.
                [not-told] Nothing needs to be done. How many devices of yours fit is told only by connections that are logged in.
               *[other] Count your devices: { $computer } on a computer holds up to { $each }, a phone at least one. { $room ->
                    [none] So many leave room for none.
                    [phones] So many are enough for at most { $phones ->
                        [1] one phone
                       *[other] { $phones } phones
                    }, and not for all that such a computer holds.
                    [alone] So many are enough for one such computer alone, or for at most { $phones } phones.
                    [at-least-few] Whether there are enough for such a computer is not known.
                    [at-least-alone] So many are enough for at least one such computer. Whether a phone fits beside it is not known: to know, measure with { $needed } connections or more.
                    [at-least-both] So many are enough for at least { $computers ->
                        [1] one such computer
                       *[other] { $computers } such computers
                    } and { $phones ->
                        [1] one connection of a phone.
                       *[other] { $phones } connections of phones.
                    }
                   *[both] So many are enough for { $computers ->
                        [1] one such computer
                       *[other] { $computers } such computers
                    } and { $phones ->
                        [1] one phone.
                       *[other] at most { $phones } phones.
                    }
                }
            }
            [POP3] { $case ->
                [locked] Nothing needs to be done with one device. With several, let them fetch at different times, or use IMAP if the provider has it.
               *[other] Nothing needs to be done: mail programs hold such connections only for the moment in which they fetch.
            }
           *[other] Nothing needs to be done: mail programs hold such connections only for the moment in which they send or fetch.
        }

limits-not-determined =
    .title = How many connections { $host } allows could not be told
    .cause =
        { $case ->
            [lost] { $number ->
                [0] None of the connections stayed: the server hung up on all of them.
                [1] One connection stayed, and the server hung up on the others.
               *[other] { $number } connections stayed, and the server hung up on the others.
            }
            [network] { $number ->
                [0] The line failed or the check ended before a connection was held.
                [1] One connection was held, and then the line failed or the check ended.
               *[other] { $number } connections were held, and then the line failed or the check ended.
            }
            [none-held] Not one connection was let in. Other devices may hold all that there are.
            [other-reason] { $number ->
                [0] The first connection was turned away for a reason that is no limit.
                [1] One connection was held, and the next was turned away for a reason that is no limit.
               *[other] { $number } connections were held, and the next was turned away for a reason that is no limit.
            }
           *[other] { $number ->
                [0] The first connection was turned away. Whether it was one too many could not be tried.
                [1] One connection was held, and the next was turned away. Whether it was one too many could not be tried.
               *[other] { $number } connections were held, and the next was turned away. Whether it was one too many could not be tried.
            }
        }
    .action =
        { $case ->
            [none-held] Close the mail programs on all devices, wait some minutes, and measure again.
           *[other] Nothing needs to be done. To know it, measure { $host } again at another time.
        }

capability-missing =
    .title = { $host } lacks something that phones use: { $missing }
    .cause =
        { $case ->
            [folders] Without SPECIAL-USE a phone goes by the names of folders, and there is none that it would know for { $roles }. It makes its own, which your other devices do not use.
            [idle] Without IDLE a phone notices new mail only when it looks, every few minutes or more rarely.
            [smtputf8] Without SMTPUTF8 no mail can be sent from an address whose part before the @ has other than ASCII letters.
            [special-use] Without SPECIAL-USE the phone may not know the folders for sent mail, drafts and trash.
            [top] Without TOP a mail program has to fetch the whole of a mail to show who sent it.
            [uidl] Without UIDL a mail program cannot tell which mail it has fetched already: mail left on the server comes again and again.
           *[other] Without MOVE a phone moves mail by copying and deleting, which may leave copies behind.
        }
    .action =
        { $case ->
            [folders] Create these folders on the webmail, or choose in each mail program which folder it is to use.
            [idle] Shorten the interval for fetching mail in the mail program if new mail comes too late.
            [smtputf8] Ask the provider for an address in ASCII letters.
            [special-use] Choose these folders by hand in the mail program if it puts mail into wrong ones.
            [top] Nothing needs to be done; on a slow line large mail takes long.
            [uidl] Use IMAP if the provider has it; else fetch mail with one device only, and have it delete mail on the server.
           *[other] Nothing needs to be done; if copies stay behind, delete them by webmail.
        }

capability-idle-silent =
    .title = { $host } does not announce new mail, though it says that it would
    .cause = It was listened to by IDLE for { $seconds } s after the test message was sent, and nothing came. When asked, the server had the message. A phone that relies on this notices new mail late.
    .action = Shorten the interval for fetching mail in the mail program, and tell the provider that IDLE announces nothing.

## Causes, where one is not certain

cause-token-expired = The token has expired: they are good for an hour or so.
cause-token-of-another = The token is for another account or from another provider.
cause-token-scope = The token is not meant for mail: it was issued for another scope.
cause-access-off = IMAP, POP3 or SMTP is switched off for this account, or the provider wants an app password for mail programs.
cause-account-locked = The account is locked, for example after several failed attempts.
cause-account-restricted = The account is disabled or restricted, for example for an unpaid bill.
cause-app-password = The provider wants an app password or authorization code from mail programs, not the account's own password.
cause-app-password-named = { $provider } takes only a password made for mail programs ({ $password ->
        [none] app password
       *[other] { $password }
    }), not that of the member page (as known on { $password-seen }): { $password-page }
cause-blocked-for-now = The server blocks your line for a while, for example after several failed log-ins.
cause-bridge-password = Mail programs reach { $provider } only by its own program on this device, with the password that it shows (as known on { $password-seen }): { $password-page }
cause-client-name = The server does not like the name by which the mail program introduces itself, which it takes from the device.
cause-foreign-filter = The provider blocks access from abroad, which can include VPN and roaming.
cause-foreign-filter-named = { $provider } blocks access from abroad unless that was changed, which can include VPN and roaming (as known on { $filter-seen }): { $filter-page }
cause-line-blocks-port = Your internet provider, router or company network blocks this port.
cause-line-blocks-sending = This line lets no mail out: your internet provider, router or company network blocks the ports for sending.
cause-listed-address = The IP address of your line is on a block list, or is not allowed here.
cause-locked-for-a-time = The account is locked: after { $failures ->
        [0] failed log-ins
       *[other] { $failures } failed log-ins
    } { $provider } does that for { $lock-minutes } minutes (as known on { $lock-seen }): { $lock-page }
cause-locked-until-lifted = Access is locked: after { $failures ->
        [0] failed log-ins
       *[other] { $failures } failed log-ins
    } { $provider } does that until it is asked to lift the lock (as known on { $lock-seen }): { $lock-page }
cause-look-alikes = Letters that look alike were mixed up: the digit 0 and the letter O, or the digit 1, a small l and a capital I.
cause-mail-password = { $provider } has a password for mail alone ({ $password ->
        [none] mail password
       *[other] { $password }
    }), which is not that of the member page (as known on { $password-seen }): { $password-page }
cause-no-network = This device or line has no working internet connection.
cause-no-such-recipient = The recipient's address does not exist there.
cause-not-in-plan = At { $provider } access by mail programs is not part of every plan (as known on { $switch-seen }): { $switch }
cause-not-logged-in = The server does not count the connection as logged in.
cause-oauth = The provider takes no password from mail programs, only a sign-in on its web page (OAuth2).
cause-oauth-only = { $provider } takes no password from mail programs, only a sign-in on its web page (OAuth2).
cause-other-password = The provider gives this server a password of its own.
cause-other-sender = The account may not send from this sender address.
cause-other-username = { $provider } wants another user name: { $wanted }
cause-portal-password = The password of the member page was used; mail often has its own password.
cause-security-software = Security software or a VPN on this device takes the connections.
cause-server-overloaded = The server is overloaded or under maintenance.
cause-server-trouble = The mail service on the server has a fault or is just restarting.
cause-service-off = IMAP, POP3 or SMTP is switched off for this account.
cause-sign-in = This network wants you to sign in first (hotel, café, train, company).
cause-switch-off = { $provider } lets mail programs in only after that is switched on (as known on { $switch-seen }): { $switch }
cause-too-many-connections = Too many connections are open: from your devices, from your line, or on the server as a whole.
cause-too-many-in-a-time = Too many connections or log-ins came from your account or line in a short time.
cause-two-step = With two-step verification { $provider } takes only an app password from mail programs (as known on { $password-seen }): { $password-page }
cause-unnamed-client = The provider lets in only mail programs that give their name, or that it knows.
cause-username-form = The user name needs another form, usually the whole mail address.
cause-web-login = The provider wants you to log in on its web page first.
cause-wrong-password = The password was mistyped: upper or lower case, full-width letters, a space at the end.
cause-wrong-server-or-port = Server name, port and security do not belong together.
