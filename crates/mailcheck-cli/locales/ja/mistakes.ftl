### 呼び出しの誤りとエラーの理由。英語は、それぞれのエラーが自分で言う文（clap、ライブラリー、OS）を使う。
### 表記の決まりはライブラリーの findings.ftl にある。

## 呼び出しの誤り（clap が見つけるもの）

mistake-conflict = 「{ $arg }」は次のものと一緒に使えません: { $others }
mistake-twice = 「{ $arg }」は 2 回使えません
mistake-no-value = 「{ $arg }」には値が必要です
mistake-not-listed = 「{ $value }」は「{ $arg }」の値として使えません
mistake-value = 「{ $value }」は「{ $arg }」の値として正しくありません: { $why }
mistake-unknown-command = 「{ $command }」というコマンドはありません
mistake-unknown-argument = 「{ $arg }」という引数はありません
mistake-required = 必要な引数がありません: { $args }
mistake-no-command = コマンドを指定してください
mistake-too-many = 「{ $arg }」の値「{ $value }」は余分です
mistake-other = 引数が正しくありません
mistake-values = 選択肢: { $values }
mistake-meant = もしかして: { $suggestion }
mistake-more = 詳しい使い方は --help で表示します。

## 値が正しくない理由

why-bad-domain = @ より後ろがドメインではありません。{ $why }
why-blank = @ より前に、空白か目に見えない文字があります
why-domain-is-address = @ より後ろが IP アドレスです。ドメインが必要です
why-domain-is-web-address = ウェブのアドレスではなく、メールアドレスかそのドメイン（例: example.org）だけを指定してください
why-domain-is-ip = IP アドレスではなく、メールアドレスかそのドメイン（例: example.org）を指定してください
why-empty-domain = @ より後ろがありません
why-empty-local-part = @ より前がありません
why-local-part-too-long = @ より前が 64 オクテットを超えています
why-mailto = mailto: を外してください
why-no-at = @ がありません
why-several-at = @ が 2 つ以上あります
why-label = { $label } の部分が空か、長すぎるか、ホスト名に使えない文字を含んでいます
why-empty-host = ホスト名が空です
why-not-a-name = ホスト名ではありません
why-not-an-address = IP アドレスに見えますが、正しくありません（IPv6 は角かっこで囲みます: [2001:db8::1]）
why-host-too-long = ホスト名が 253 オクテットを超えています
why-port = ポート番号 { $port } は 1 から 65535 の数ではありません
why-scheme = { $scheme }:// を外し、セキュリティは後ろに付けてください: imap.example.org:993/tls
why-no-brackets = IPv6 アドレスは角かっこで囲んでください: [2001:db8::1]:993
why-open-bracket = IPv6 アドレスの角かっこが正しくありません: [2001:db8::1]:993
why-security = セキュリティ { $word } は分かりません。tls、starttls、plain のどれかを指定してください
why-empty-username = ユーザー名が空です
why-no-address = ホスト、コロン、IP アドレスの順に指定してください: imap.example.org:192.0.2.1
why-bad-host = コロンの前のホストが正しくありません。{ $why }
why-nameserver = IP アドレスではありません（ポート番号はなくてもかまいません）: 192.0.2.53、192.0.2.53:5353、[2001:db8::53]:5353
why-seconds = 0 より大きく 86400 以下の秒数を指定してください
why-mechanism = この認証方式は分かりません。使えるもの: { $names }
why-fault = この名前の不具合はありません。一覧は `mailcheck demo --fault help` で表示します
why-client = この名前のメールソフトの情報はありません。使える名前: { $names }
why-name-of-one = これは 1 人だけのユーザー名です。それぞれの人の名前が入るところに %EMAILADDRESS% か %EMAILLOCALPART% を書いてください
why-empty-web-address = アドレスが空です
why-no-web-address = https://example.org/ のような Web のアドレスではありません
why-other-scheme = { $scheme }: は Web のアドレスではありません。https:// か http:// で始まるアドレスを指定してください
why-web-address-too-long = アドレスが 4096 オクテットを超えています
why-unprintable = 空白か目に見えない文字があります
why-device = この名前の端末やメールアプリは登録されていません。使える名前: { $names }
why-device-count = * の後ろには 1 から { $most } までの数を指定してください
why-provider = この名前のプロバイダーはありません。一覧は `docs/providers-table.md` にあります
why-source = この名前の情報源はありません。使える名前: { $names }
why-rule = この名前の指摘はありません。`mailcheck explain --list` で一覧を表示できます
why-shard = 1/4 から 4/4 のように、何番目かと全部でいくつかを指定してください
why-not-baseline = 既知の指摘のファイルではありません。{ $why }
why-not-of-one-device = 1 台の端末のアドレスではありません（0.0.0.0、::、マルチキャストなどは使えません）
why-no-ip = 192.0.2.1 や 2001:db8::1 のような IP アドレスではありません
why-no-number-of-connections = 1 から 64 までの数を指定してください。それより多くの接続は、どのサーバーにも求めません
why-lang = この言語は分かりません。en か ja を指定してください
why-empty-client-id = ID が空です
why-not-https = https:// で始まるアドレスを指定してください。http:// の通信は途中で読まれるおそれがあります
why-no-issuer = 認可サーバーは https://login.example.org のようなアドレスで、パスより後ろには何も付けずに指定してください
why-no-tokens = この名前のプロバイダーのトークンの情報はありません。使える名前: { $names }。ほかにメールアドレスか https:// のアドレスも指定できます
why-tenant = 組織のドメインか ID を、英数字とドットとハイフンで指定してください
why-domain = example.org のようなドメインではありません
why-ip = IP アドレスではありません

## そのほかの理由

why-already-exists = すでにあります
why-broken-pipe = 受け取る側が閉じられています（os error { $number }）
why-not-regular = 通常のファイルではありません
why-not-utf8 = 正しい UTF-8 ではありません
why-directory = ディレクトリーです（os error { $number }）
why-not-directory = 途中のパスがディレクトリーではありません（os error { $number }）
why-not-found = ファイルまたはディレクトリーがありません（os error { $number }）
why-denied = アクセスが許可されていません（os error { $number }）
why-full = 空き容量がありません（os error { $number }）
why-read-only = 書き込み禁止のディスクです（os error { $number }）
why-json = JSON として正しくありません（{ $line } 行 { $column } 文字目）
why-json-ends = JSON が途中で終わっています（{ $line } 行 { $column } 文字目）
why-not-evidence = 記録のファイルではありません。{ $why }
why-not-report = 結果のファイルではありません。{ $why }
why-damaged = 結果のファイルが壊れています。{ $why }
why-schema = 形式が { $schema } で、このバージョンでは読めません
why-unknown-endpoint = ファイルが壊れています。記載されていないサーバーを指しています
why-no-certificate = 証明書がありません（PEM は -----BEGIN CERTIFICATE----- で始まります）
why-locked-key = 秘密鍵がパスフレーズで保護されています。自分だけが読める、保護のない写しを指定してください
why-no-key = 証明書の秘密鍵がありません（PEM は -----BEGIN PRIVATE KEY----- で始まります）
why-other-key = 秘密鍵がこの証明書のものではありません
why-no-own-certificate = 証明書か秘密鍵を使えません: { $text }
why-no-root = ルート証明書として使えない証明書があります: { $text }
why-no-pem = PEM として正しくありません: { $text }
why-resolver = システムのリゾルバーの設定を使えません: { $text }
why-unreadable = { $file }: { $why }
why-empty-recording = { $file }: どのサーバーにも接続していない記録です
why-no-recording = { $file }: やり取りの記録ではありません
why-busy = { $door } は { $at } で待ち受けできません。ほかのプログラムが使っています
why-forbidden = { $door } は { $at } で待ち受けできません。このプログラムに必要な権限がありません
why-not-here = { $door } は { $at } で待ち受けできません。このコンピューターの IP アドレスではありません
why-no-listening = { $door } は { $at } で待ち受けできません: { $why }
why-socket = ソケットを使えません: { $why }

## 続きから始めるためのファイル（--resume）

why-journal-busy = 別の mailcheck が書き込んでいます
why-journal-damaged = { $line } 行目が壊れています
why-journal-of-others = 別のサーバーを確認したときのものです
why-journal-version = バージョン { $version } が書いたものです
why-no-journal = --resume で書かれたファイルではありません
