# What `mailcheck entrance` says: whether a web address is on a provider's list, hop by hop. Never "safe", never "fraud".

## The answer

entrance-on-the-list = On the list of { $provider }: { $url }
entrance-not-on-the-list = Not on the list: { $url }
entrance-inconclusive = Could not tell: { $url }
entrance-known = Every step leads to a host that is known to be { $provider }'s, encrypted and with a good certificate.
entrance-kind-account = { $page } is known as the entrance to the account at { $provider }.
entrance-kind-business = { $page } is known as the entrance for companies at { $provider }.
entrance-kind-mail = { $page } is known as the entrance to mail on the web at { $provider }.
entrance-kind-mobile = { $page } is known as the entrance for mobile customers at { $provider }.

## The hops

entrance-hops = The way there
entrance-hop-listed = official host
entrance-hop-not-listed = not a known official host
entrance-hop-https = encrypted, certificate from { $issuer }
entrance-hop-https-refused = encrypted, certificate not accepted
entrance-hop-https-unseen = no encrypted connection came about
entrance-hop-plain = not encrypted
entrance-hop-status = HTTP { $status }
entrance-hop-refreshes = the page itself goes on to the next
entrance-hop-unanswered = no answer
entrance-source = Known from { $source } ({ $date })

## What speaks against it, or is not known

entrance-against = What keeps it off the list
entrance-open = What is not known
entrance-of-hop = Step { $hop }: { $text }
entrance-bad-certificate =
    { $case ->
        [name] The certificate of { $host } is for another name.
        [untrusted] The certificate of { $host } comes from nobody whom this device trusts. A virus scanner or this network may have put it there, too.
       *[other] The certificate of { $host } was not accepted: { $why }
    }
entrance-endless-redirects = { $host } leads in a circle or on and on. Pages that want cookies do so, and no cookies were sent.
entrance-ip-address = { $host } is an IP address, and says nothing of whose it is.
entrance-leads-nowhere = { $host } leads to something that is no web page: { $to }
entrance-leaves-the-list = { $host } is on the list and leads to { $to }, which is not. Either its page can be made to lead anywhere, or the log-in is at somebody else's.
entrance-look-alike =
    { $case ->
        [below] { $host } has the name { $other } in it, but does not belong to it: what counts stands at the end.
        [confusable] { $host } looks like { $other }, but is written with other characters.
        [typo] { $host } is almost { $other }, but not quite.
       *[hyphen] { $host } has a name like that of { $other }, but does not belong to it.
    }
entrance-not-https = { $host } is reached without encryption. Anybody on the way can change what it says.
entrance-odd-port = { $host } is asked on port { $port }. Providers have their pages on the usual one.
entrance-other-provider = { $host } is known to be { $provider }'s, which is another provider.
entrance-private-address = { $host } has an address in a private network, into which nobody outside may lead.
entrance-punycode = { $host } has letters beyond a to z; on the wire it is { $ascii }.
entrance-shortener = { $host } makes long addresses short. What is behind it cannot be read from it, and can change.
entrance-status = { $host } answered with { $status }, so it is not known where a browser would get to.
entrance-stopped = Time was up before { $host } had answered.
entrance-unexpected-issuer = The certificate of { $host } comes from { $issuer }; the provider names { $expected }.
entrance-unknown-host = No provider is known by { $host }.
entrance-unlisted-host =
    { $case ->
        [by-listed] A host on the list leads to { $host }, which lies in the provider's domain { $domain } and is not on the list itself.
       *[other] { $host } lies in the provider's domain { $domain } and is not on the list. Pages of customers can be there.
    }
entrance-unreachable = { $host } did not answer as a web server: { $why }
entrance-user-info = Something with an @ stands before the host { $host }. It is no part of it, and may be there to be taken for it.

## What to do, and what this says

entrance-do-on-the-list = When you come here again, use a bookmark of your own and no link in a message.
entrance-do-not-on-the-list = Do not enter a password there. Open the provider's page from your own bookmark or from its printed papers.
entrance-do-not-on-the-list-known = Do not enter a password there. The entrance that is known of { $provider } is { $page }; type it yourself.
entrance-do-not-on-the-list-line = Do not enter a password now. Check again over another line, for example over mobile data; if it is the same there, ask the provider.
entrance-do-inconclusive-open = A browser can get to another page than the one seen here. Before you enter a password there, read the host in its address line, and check that address as well.
entrance-do-inconclusive = Check again in a few minutes or over another line. Until then do not enter a password there.
entrance-limits = The list says whose a host is, and nothing of what its page does or asks for. No script was run, and no cookie, form or word of where you come from was sent.
