### What a finding in preset files says: a title, what it means for users, and what to change.

preset-byte-order-mark =
    .title = A byte order mark stands before the file
    .cause = The file begins with three octets that show nothing. Some programs stumble over them, and read no settings at all.
    .action = Save the file as UTF-8 without byte order mark (BOM).

preset-password-in-clear =
    .title = Passwords go unencrypted to { $host }
    .cause = The preset makes programs send the password over a connection without encryption ({ $service }). Whoever is on the way can read it.
    .action = Find out whether the server offers encryption, and enter the port with implicit TLS: 993 for IMAP, 995 for POP3, 465 for SMTP. If it offers none, take the server out.
