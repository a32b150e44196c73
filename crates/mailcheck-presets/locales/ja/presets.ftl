### プリセットファイルの指摘: 題、利用者への影響、直し方。

preset-byte-order-mark =
    .title = ファイルの先頭に BOM があります
    .cause = ファイルが、目に見えない3オクテット（BOM）で始まっています。これを読めず、設定を1つも取り込めないソフトがあります。
    .action = ファイルを BOM なしの UTF-8 で保存し直してください。

## リストの比較（`presets diff`）

diff-list = ファイル { $files } 個、ドメイン { $domains } 個
diff-list-without = うちサーバーの記載なし { $without } 個
diff-list-patterns = 比較できないパターン { $patterns } 個
diff-list-alone = ほかのリストにないもの { $alone } 個
diff-nothing-shared = 共通のドメインはありません。
diff-agree = 複数のリストにある { $shared } 個のドメインの設定は、すべて同じです。
diff-differ = 複数のリストにあるドメインは { $shared } 個です。そのうち { $differing } 個の設定が異なります（{ $conflicts } 種類の相違）{ $none ->
        [0] 。
       *[other] 。{ $none } 個のドメインには、共通のサーバーが 1 つもありません。
    }
diff-and-more = { $domains } ほか { $count } 個
diff-service = { $service }: { $aspects }
diff-service-none = { $service }: { $aspects }（共通のサーバーなし）
diff-aspect-host = サーバー名の相違
diff-aspect-port = ポート番号の相違
diff-aspect-security = セキュリティの相違
diff-aspect-authentication = 認証方式の相違
diff-aspect-username = ユーザー名の形の相違
diff-aspect-service = 一部のリストのみに記載
diff-no-server = サーバーの記載なし
diff-open = （記載なし）
diff-more-places = ほか { $count } ファイル
diff-answer-works = 利用できます
diff-answer-fails = 利用できません
diff-answer-inconclusive = ここからは判定できません
diff-answer-not-probed = 未確認
diff-verdict-all-work = どのサーバーも利用できます。古い方はいずれ使えなくなる可能性があるため、プロバイダーの案内ページにあるサーバーにそろえてください。
diff-verdict-none-works = どのサーバーも利用できません。プロバイダーの案内ページを確認し、すべてのリストを直してください。
diff-verdict-right = { $right } のサーバーは利用でき、{ $wrong } のサーバーは利用できません。後者を直してください。
diff-verdict-unknown = どちらを利用できるかは、ここからは判定できません。
diff-alone = { $list } だけにあるドメイン（{ $count } 個）
diff-do = 設定が異なる場合、どれかのリストが誤っているか古く、その利用者がメールを使えないおそれがあります。まずプロバイダーの案内ページを確認し、それと異なるリストを直してください。
diff-do-asked = 複数のリストのサーバーが利用できる場合や、どれも利用できない場合は、まずプロバイダーの案内ページを確認し、それと異なるリストを直してください。

## これまでの結果から分かること（`presets check --history`）

history-line = 履歴: { $endpoint } の { $id }: { $note }
history-new = { $since }の最初の確認から続いています
history-flap = { $seen ->
        [1] 今回見つかりましたが、
       *[other] { $seen } 回続けて見つかりましたが、
    }{ $well }にはありませんでした。一時的な可能性があるため、{ $needed } 回続いたときに問題として数えます。
history-change = { $since }から続いています（{ $well }にはありませんでした）
history-broken = { $since }から続いています。既知の問題として、数えなくなりました。
history-mended = 解消しました（{ $since }から続いていました）
history-came-back = 解消しました（{ $at }に 1 回だけありました）

## サーバーで見つかったこと

preset-authentication-not-offered =
    .title = { $host } は { $claimed } に対応していません
    .cause = { $case ->
        [oauth2] このプリセットを使うと OAuth2 でログインしますが、{ $service } サーバーは XOAUTH2 にも OAUTHBEARER にも対応していません。プリセットどおりに設定したソフトはログインできません。
        [encrypted] このプリセットを使うと暗号化されたパスワードでログインしますが、{ $service } サーバーは CRAM-MD5、SCRAM、DIGEST-MD5、APOP のどれにも対応していません。プリセットどおりに設定したソフトはログインできないか、パスワードが違うと表示します。
        [cleartext] このプリセットを使うと通常のパスワードでログインしますが、{ $service } サーバーはこの接続で通常のパスワードを受け付けません。プリセットどおりに設定したソフトはログインできません。
       *[other] このプリセットにある認証方式に、{ $service } サーバーは対応していません。プリセットどおりに設定したソフトはログインできません。
    }サーバーが対応している方式: { $offered }
    .action = { $instead ->
        [something] どの認証方式を使うのかをプロバイダーに確認し、その方式を設定してください。サーバーが受け付ける方式: { $usable }
       *[nothing] メールソフトでのログイン方法をプロバイダーに確認してください。サーバーが対応している方式の中に、プリセットに書けるものはありません。
    }

preset-best-authentication-not-offered =
    .title = プリセットの先頭にある { $claimed } に、{ $host } は対応していません
    .cause = { $case ->
        [oauth2] ソフトは、先頭にある認証方式から試します。{ $service } サーバーは XOAUTH2 にも OAUTHBEARER にも対応していないため、OAuth2 に対応したソフトだけがログインに失敗します。
       *[other] ソフトは、先頭にある認証方式から試し、次の方式を試さないものも多くあります。{ $service } サーバーが対応している方式: { $offered }
    }
    .action = サーバーが対応している { $works } を先頭にするか、{ $claimed } を削除してください。

preset-better-authentication-offered =
    .title = { $case ->
        [oauth2] { $host } は OAuth2 に対応していますが、プリセットにはありません
       *[encrypted] { $host } は暗号化されたパスワードに対応していますが、プリセットにはありません
    }
    .cause = { $case ->
        [oauth2] { $service } サーバーは OAuth2 のトークンを受け付けます。プリセットどおりに設定したソフトはパスワードを使いますが、メールソフト用に発行したパスワードしか受け付けないプロバイダーもあります。
       *[encrypted] 接続が暗号化されず、パスワードがそのまま送られます。{ $service } サーバーは、パスワードを見せない方式にも対応しています: { $offered }
    }
    .action = { $case ->
        [oauth2] メールソフトがこのプロバイダーのトークンを取得できるか確認し、取得できるなら OAuth2 も認証方式に加えてください。
       *[encrypted] サーバーが対応していれば、接続を暗号化してください。対応していなければ、password-cleartext の前に password-encrypted を加えてください。
    }

preset-encryption-offered =
    .title = { $host } は暗号化に対応していますが、プリセットでは暗号化しません
    .cause = { $service } サーバーは、このポートで STARTTLS に対応しています。プリセットどおりに設定したソフトでは、パスワードもメールも、通信の途中で誰にでも読まれるおそれがあります。
    .action = 接続の保護に STARTTLS を設定してください。TLS のポート（IMAP は 993、POP3 は 995、SMTP は 465）でも接続できる場合は、そちらを設定してください。

preset-password-in-clear =
    .title = { $host } へパスワードが暗号化されずに送られます
    .cause = このプリセットを使うと、パスワードが暗号化されない接続（{ $service }）で送られます。通信の途中で誰にでも読まれるおそれがあります。
    .action = サーバーが暗号化に対応しているか確認し、TLS のポート（IMAP は 993、POP3 は 995、SMTP は 465）を設定してください。対応していなければ、そのサーバーを削除してください。

## The report

presets-grade-exempt = 除外
presets-grade-known = 既知
presets-grade-inconclusive = 判定不可
presets-label-related = 関連
presets-heading-findings = 指摘別
presets-heading-providers = プロバイダー別
presets-heading-exempt = 除外した指摘とその理由
presets-heading-gone = 既知の指摘のうち、なくなったもの
presets-heading-unread = 読み取れなかったもの
presets-more = ほか { $count } 件
presets-result-well = 結果: 問題ありません。
presets-result-problem = 結果: 問題となる指摘が { $count } 件あります。
presets-result-could-not-tell = 結果: 問題となる指摘はありませんが、判定できないものがあります。
presets-counts-read = ファイル { $files } 個、プロバイダー { $providers } 件、サーバー { $servers } 件
presets-counts-probed = 確認したサーバー { $count } 件: 使えるもの { $works } 件、使えないもの { $fails } 件、判定できないもの { $undecided } 件{ $left ->
        [0] { "" }
       *[other] 、未確認 { $left } 件
    }
presets-counts-found = エラー { $errors } 件、注意 { $warnings } 件、情報 { $notices } 件
presets-counts-inconclusive = この環境からは判定できない指摘 { $count } 件
presets-counts-exempt = 除外した指摘 { $count } 件
presets-counts-known = 既知の指摘 { $count } 件
presets-counts-gone = なくなった既知の指摘 { $count } 件
presets-counts-left-out = 確認の対象から外したサーバー { $count } 件（理由は --format json で分かります）
presets-counts-unread = 読み取れなかったもの { $count } 件
presets-counts-passed-over = プリセットではないファイル { $count } 個
presets-part-in-files = { $count } 件（ファイル { $files } 個）
presets-part-errors = エラー { $count } 件
presets-part-warnings = 注意 { $count } 件
presets-part-notices = 情報 { $count } 件
presets-part-inconclusive = 判定不可 { $count } 件
presets-part-exempt = 除外 { $count } 件
presets-part-known = 既知 { $count } 件
presets-unread-again = 別の名前ですでに読み取っています
presets-unread-deep = フォルダーの階層が深すぎます
presets-unread-denied = 読み取る権限がありません
presets-unread-empty = 中身が空です
presets-unread-gone = 存在しません
presets-unread-malformed = 文書の構造が壊れています: { $text }
presets-unread-many = ファイルが多すぎます
presets-unread-no-preset = プリセットがありません
presets-unread-not-a-file = ファイルでもフォルダーでもありません
presets-unread-not-a-preset = 対応している形式のプリセットではありません
presets-unread-not-fetched = 取得できません: { $why }
presets-unread-signed = 署名されているため、読み取りません
presets-unread-too-long = プリセットとしては大きすぎます
presets-unread-unusable = プリセットのようですが、内容が正しくありません
presets-junit-well = 指摘なし
presets-junit-unread = 読み取れること
presets-github-more = ほかの指摘 { $count } 件は、このステップのログにあります
presets-column-severity = 重要度
presets-column-place = 場所
presets-column-finding = 指摘
presets-column-action = 対処
presets-column-count = 件数
presets-markdown-more = ほかの指摘 { $count } 件は、長さの制限のため省略しました。
