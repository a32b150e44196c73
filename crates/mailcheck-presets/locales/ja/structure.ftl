### プリセットファイルの構造、メールソフトでの扱い、ルールの例外についての指摘。

preset-bad-date =
    .title = 「{ $date }」は日付ではありません
    .cause = この設定が最後に確認された時期が分からず、再確認が必要かどうかも判断できません。
    .action = 年月または年月日を「2026-11」「2026-11-30」の形で書いてください。

preset-bad-domain =
    .title =
        { $case ->
            [empty] メールドメインが空です
           *[other] 「{ $domain }」はメールドメインの書き方ではありません
        }
    .cause =
        { $case ->
            [dot] メールドメインの末尾にドットがあります。メールアドレスのドメインには末尾のドットがないため、ソフトは設定を見つけられません。
            [empty] メールドメインの項目が空のため、誰の設定にもなりません。
            [idn] メールドメインが DNS で使えない文字で書かれています。{ $better } の設定を探すソフトは、この設定を見つけられません。
            [wildcard] この形式では「*」をワイルドカードとして使えません。ソフトはただの文字として扱うため、当てはまるアドレスはありません。
           *[other] ドメイン名ではないため、当てはまるメールアドレスがなく、利用者は設定を取得できません。
        }
    .action =
        { $case ->
            [empty] メールドメインを書くか、項目を削除してください。
            [wildcard] メールドメインを1つずつ書いてください。
            [other] アドレスの @ より後ろの部分を、example.org のように書いてください。
           *[letters] 「{ $better }」と書いてください。
        }

preset-bad-hostname =
    .title = 「{ $name }」はホスト名ではありません
    .cause =
        { $case ->
            [blank] 空白が入っています。ホスト名に空白は使えないため、どのソフトもサーバーを見つけられません。
            [idn] DNS で使えない文字で書かれています。変換しないソフトは、サーバーを見つけられません。
            [port] ホスト名にポート番号が付いています。ソフトはその名前のホストを探しますが、存在しません。
            [underscore] アンダースコアが入っています。ホスト名には使えない文字で、受け付けないソフトがあり、公開の認証局も証明書を発行しません。
            [url] Web のアドレスが書かれています。ソフトはその名前のホストを探しますが、存在しません。
           *[other] この名前のホストは存在し得ないため、どのソフトもサーバーを見つけられません。
        }
    .action =
        { $case ->
            [idn] 「xn--」で始まる ASCII の形で書いてください。
            [port] ホスト名だけを書き、ポート番号は所定の場所に書いてください。
            [underscore] アンダースコアのない名前をプロバイダーに確認し、その名前を書いてください。
           *[other] imap.example.org のように、ホスト名だけを書いてください。
        }

preset-bad-id =
    .title = id「{ $id }」はホスト名ではありません
    .cause = Thunderbird と Android 版 Thunderbird は、id がホスト名でないファイルを使いません。利用者は設定を取得できません。
    .action = プロバイダーの主なドメインを、example.org のように id に書いてください。

preset-bad-port =
    .title = 「{ $port }」はポート番号ではありません
    .cause = ポート番号は 1 から 65535 までの数です。ソフトは { $host }（{ $service }）を使わず、Android 版 Thunderbird はファイル全体を使いません。
    .action = ポート番号を書いてください。TLS では IMAP は 993、POP3 は 995、SMTP は 465 です。

preset-deprecated-authentication =
    .title = 認証方式「{ $word }」は古い書き方です
    .cause =
        { $case ->
            [gone] 送信の前に受信サーバーへログインする方式で、サーバーもソフトも使わなくなりました。
           *[other] 現在の形式では { $new } と書きます。新しいソフトは古い書き方を知りません。Android 版 Thunderbird は、ほかの認証方式がなければファイル全体を使いません。
        }
    .action =
        { $case ->
            [gone] 送信サーバー自身の認証方式を書いてください。通常は TLS での password-cleartext です。
           *[other] 「{ $new }」と書いてください。
        }

preset-domain-in-capitals =
    .title = メールドメイン { $domain } に大文字があります
    .cause = ソフトはドメインを小文字で問い合わせます。Thunderbird のようにドメインごとにファイルを作るデータベースでは別の名前のファイルになり、大文字と小文字を区別するサーバーでは見つかりません。
    .action = 「{ $better }」と書いてください。

preset-duplicate-part =
    .title = { $what } が重複しています
    .cause = { $case ->
            [within] { $within } の中に { $what } は1つしか書けません。最初のものを使うソフトと最後のものを使うソフトがあり、設定が同じになりません。
           *[other] { $what } は1つしか書けません。最初のものを使うソフトと最後のものを使うソフトがあり、設定が同じになりません。
        }
    .action = 誤っているもの、または余分なものを削除してください。

preset-empty-file =
    .title = ファイルが空です
    .cause = 中身がありません。このメールドメインの利用者は設定を取得できず、ほかを探さないソフトもあります。
    .action = 設定を元に戻すか、ファイルを削除してください。

preset-exemption-expired =
    .title = { $rule } の例外は期限切れです
    .cause = 期限は { $until } でした。対象だった指摘は、ふたたび有効になります。
    .action = 理由がまだ当てはまるか確認してください。当てはまれば期限を延ばし、そうでなければ例外を削除して問題を直してください。

preset-exemption-malformed =
    .title = 例外の書き方を読み取れません
    .cause = 「{ $text }」は例外の書き始めですが、例外になっていません。何も例外になりません。
    .action = 「mailcheck: allow preset.ルール because 理由」の形で書いてください。

preset-exemption-unknown-rule =
    .title = { $rule } というルールはありません
    .cause = 例外に存在しないルールが書かれているため、何も例外になりません。
    .action = { $case ->
            [near] 「{ $near }」ではありませんか。すべてのルールは「mailcheck explain --list」で確認できます。
           *[other] ルールの名前を確認してください。「mailcheck explain --list」ですべて表示されます。
        }

preset-exemption-unused =
    .title = { $rule } の例外は不要になりました
    .cause = 例外の対象になる指摘がありません。残しておくと、同じ問題がまた起きたときに見落とします。
    .action = 例外を削除してください。

preset-exemption-without-reason =
    .title = { $rule } の例外に理由がありません
    .cause = あとから見た人が、まだ必要な例外かどうかを判断できないため、この例外は無効です。
    .action = 理由を書いてください。コメントでは「because …」、設定ファイルでは reason = "…" と書きます。

preset-file-extension =
    .title = { $file } の拡張子が .xml ではありません
    .cause = このフォルダーのほかのファイルは .xml です。*.xml だけを集める処理では見落とされ、利用者は設定を取得できません。
    .action = 拡張子を .xml に変えてください。

preset-first-server-weaker =
    .title = { $host } が、より安全なサーバーより前にあります
    .cause = 最初の { $service } サーバー（{ $security }）は、後ろにある { $better }（{ $better_security }）ほど保護されていません。Android 版 Thunderbird や Nextcloud Mail など多くのソフトは、最初のサーバーだけを使います。
    .action = { $better }（{ $better_security }）を前に移してください。

preset-half-placeholder =
    .title = 「{ $value }」のプレースホルダーが不完全です
    .cause = プレースホルダーは、2つのパーセント記号で囲んだ大文字の語です。ソフトはこれを置き換えず、書かれたままの名前でログインするため、サーバーに拒否されます。
    .action = 両側にパーセント記号を付けて、%EMAILADDRESS%、%EMAILLOCALPART%、%EMAILDOMAIN% のいずれかを書いてください。

preset-id-not-a-domain =
    .title = id「{ $id }」はメールドメインに含まれていません
    .cause = id は通常、プロバイダーの主なメールドメインです。ファイルの設定は書かれているメールドメインだけのもので、{ $id } の設定を探しても見つかりません。
    .action = { $id } のアドレスを使う人がいる場合は、メールドメインとして追加してください。いない場合は、このままで問題ありません。

preset-id-not-file-name =
    .title = { $file } の名前が id「{ $id }」と異なります
    .cause = ファイルは名前で探され、プロバイダーは id で区別されます。両者が異なると、同じプロバイダーのファイルがもう1つ作られ、内容が食い違うおそれがあります。
    .action = ファイル名を { $id }.xml に変えるか、id をファイル名に合わせてください。

preset-label-example = 例

preset-letter-case =
    .title = 「{ $what }」の大文字・小文字が形式と異なります
    .cause = 大文字と小文字を区別するソフトがあります。たとえば Thunderbird は「ssl」を知りません。知らない語は読み飛ばされます。
    .action = 形式のとおりの大文字・小文字で書いてください。

preset-misplaced-part =
    .title = { $what } の場所が違います
    .cause = { $case ->
            [within] この形式では、{ $within } の中に { $what } を書けません。正しい場所を見るソフトは、これを読みません。
           *[other] この形式では、{ $what } は別の場所に書きます。正しい場所を見るソフトは、これを読みません。
        }
    .action = 正しい場所に移してください。

preset-misplaced-server =
    .title = { $host }（{ $service }）が反対側のサーバーの中にあります
    .cause =
        { $case ->
            [smtp] 送信サーバーが受信サーバーの中に書かれています。ソフトはこれを使わず、送信できません。
           *[other] 受信サーバーが送信サーバーの中に書かれています。ソフトはこれを使わず、受信できません。
        }
    .action =
        { $case ->
            [smtp] outgoingServer に変えてください。
           *[other] incomingServer に変えてください。
        }

preset-missing-authentication =
    .title = { $host }（{ $service }）の認証方式がありません
    .cause = 知っている認証方式がないと、Thunderbird はこのサーバーを使わず、Android 版 Thunderbird はファイル全体を使いません。
    .action = サーバーの認証方式を書いてください。通常は TLS での password-cleartext です。

preset-missing-display-name =
    .title = プロバイダーの名前がありません
    .cause = どのプロバイダーの設定かを表示するソフトで、表示するものがありません。
    .action = 利用者が知っているプロバイダーの名前を書いてください。

preset-missing-hostname =
    .title = サーバー（{ $service }）のホスト名がありません
    .cause = ホスト名がないと接続できません。ソフトはこのサーバーを使わず、ファイル全体を使わないソフトもあります。
    .action = ホスト名を書くか、サーバーを削除してください。

preset-missing-id =
    .title = プロバイダーの id がありません
    .cause = Thunderbird と Android 版 Thunderbird は、id がホスト名でないファイルを使いません。利用者は設定を取得できません。
    .action = プロバイダーの主なドメインを、example.org のように id に書いてください。

preset-missing-part =
    .title = { $what } がありません
    .cause = { $case ->
            [within] この形式では、{ $within } に { $what } が必要です。これを前提とするソフトは、書かれている内容を使えません。
           *[other] この形式では { $what } が必要です。これを前提とするソフトは、書かれている内容を使えません。
        }
    .action = { $what } を追加してください。

preset-missing-port =
    .title = { $host }（{ $service }）のポート番号がありません
    .cause = この形式には既定のポート番号がありません。ソフトはこのサーバーを使わず、Android 版 Thunderbird はファイル全体を使いません。
    .action = ポート番号を書いてください。TLS では IMAP は 993、POP3 は 995、SMTP は 465 です。

preset-missing-socket-type =
    .title = { $host }（{ $service }）の接続の保護が書かれていません
    .cause = ソフトはこのサーバーを使わず、Android 版 Thunderbird はファイル全体を使いません。
    .action = TLS なら「SSL」、または「STARTTLS」と書いてください。

preset-missing-username =
    .title = { $host }（{ $service }）のユーザー名がありません
    .cause =
        { $case ->
            [no-log-in] ここではログインは不要ですが、Android 版 Thunderbird はユーザー名のないサーバーがあるとファイル全体を使わず、Delta Chat はそのサーバーを使いません。
           *[other] Android 版 Thunderbird はユーザー名のないサーバーがあるとファイル全体を使わず、Delta Chat はそのサーバーを使いません。ほかのソフトは推測するしかありません。
        }
    .action = サーバーが求めるユーザー名を書いてください。通常は %EMAILADDRESS% です。

preset-name-too-long =
    .title = 名前「{ $name }」が { $limit } 文字を超えています
    .cause =
        { $case ->
            [short] 短い名前が { $letters } 文字あり、上限の { $limit } 文字を超えています。場所が狭いと、ソフトは途中で切ります。
           *[long] 名前が { $letters } 文字あり、上限の { $limit } 文字を超えています。ソフトは途中で切ります。
        }
    .action = もっと短い名前を書いてください。

preset-no-domain =
    .title = メールドメインがありません
    .cause = メールドメインが1つもないため、誰の設定でもありません。Thunderbird と Android 版 Thunderbird は、このようなファイルを使いません。
    .action = メールドメイン（アドレスの @ より後ろの部分）を書いてください。

preset-no-provider =
    .title = ファイルにプロバイダーがありません
    .cause = emailProvider がないと、ソフトは設定を見つけられません。
    .action = 設定を emailProvider の中に書くか、ファイルを削除してください。

preset-not-well-formed =
    .title = ファイルを読み取れません
    .cause = パーサーのメッセージ: { $why }。ソフトはこのようなファイルを使わず、利用者は設定を取得できません。
    .action = { $case ->
            [ampersand] 「&」を「&amp;」に書き換えてください。
           *[other] この箇所を直し、公開する前にパーサーで読めることを確認してください。
        }

preset-rejected-on-android =
    .title = Android 版 Thunderbird はこのファイルを使いません
    .cause =
        { $case ->
            [authentication] { $host } の認証方式を1つも知りません。そのような IMAP・SMTP サーバーが1つでもあると、ほかのサーバーが使えてもファイル全体を使いません。
            [oauth2] oAuth2 に authURL と tokenURL がないと、ファイル全体を使いません。
            [plain] { $host } は暗号化されていません。そのような IMAP・SMTP サーバーが1つでもあると、ほかのサーバーが使えてもファイル全体を使いません。
            [port] { $host } のポート番号を読めません。そのような IMAP・SMTP サーバーが1つでもあると、ほかのサーバーが使えてもファイル全体を使いません。
            [socket-type] { $host } の接続の保護が分かりません。そのような IMAP・SMTP サーバーが1つでもあると、ほかのサーバーが使えてもファイル全体を使いません。
           *[username] { $host } のユーザー名がありません。そのような IMAP・SMTP サーバーが1つでもあると、ほかのサーバーが使えてもファイル全体を使いません。
        }
    .action =
        { $case ->
            [authentication] password-cleartext、password-encrypted、OAuth2 のいずれかを書くか、サーバーを削除してください。
            [oauth2] 2つのアドレスを追加するか、oAuth2 を削除してください。
            [plain] サーバーを削除するか、TLS のポート番号を書いてください。
            [port] 1 から 65535 までのポート番号を書くか、サーバーを削除してください。
            [socket-type] 「SSL」または「STARTTLS」とこのとおりに書くか、サーバーを削除してください。
           *[username] ユーザー名を書くか、サーバーを削除してください。
        }

preset-several-providers =
    .title = ファイルにプロバイダーが複数あります
    .cause = Thunderbird は1つだけを、Android 版 Thunderbird は最後のものを読みます。利用者によって設定が異なります。
    .action = プロバイダーごとにファイルを分けてください。

preset-short-name-long =
    .title = 短い名前「{ $name }」が長すぎます
    .cause = { $letters } 文字あり、推奨の 12 文字を超えています。場所が狭いと、ソフトは途中で切ります。
    .action = 利用者が呼ぶ名前を、12 文字以内で書いてください。

preset-uncommon-type =
    .title = { $service } のサーバーに対応するソフトはわずかです
    .cause = ほとんどのソフトはこれを使わず、ほかのサーバーを使います。ほかになければ、何も見つかりません。
    .action = IMAP と SMTP のサーバーも書かれていれば、このままで問題ありません。

preset-unknown-authentication =
    .title = 「{ $word }」という認証方式はありません
    .cause = この形式にない語です。ソフトは読み飛ばし、ほかの認証方式がなければ { $host }（{ $service }）を使いません。
    .action = password-cleartext、password-encrypted、OAuth2 のいずれかを、このとおりに書いてください。

preset-unknown-part =
    .title = この形式に { $what } はありません
    .cause = { $case ->
            [within] ソフトは { $within } の中の { $what } を読みません。書かれている内容は効果がありません。多くは打ち間違いです。
           *[other] ソフトは { $what } を読みません。書かれている内容は効果がありません。多くは打ち間違いです。
        }
    .action = 正しいつづりを確認するか、削除してください。

preset-unknown-placeholder =
    .title = 「{ $value }」に存在しないプレースホルダーがあります
    .cause = ソフトは置き換えず、書かれたまま使います。存在しないユーザー名でログインするか、存在しないホストを探すことになります。
    .action = %EMAILADDRESS%、%EMAILLOCALPART%、%EMAILDOMAIN% のいずれかを書いてください。ほかにはありません。

preset-unknown-socket-type =
    .title = 「{ $word }」という接続の保護はありません
    .cause = この形式にない語です。Thunderbird は { $host }（{ $service }）を使わず、Android 版 Thunderbird はファイル全体を使いません。Nextcloud Mail は暗号化せずに接続します。
    .action = TLS なら「SSL」、または「STARTTLS」と、形式のとおりに書いてください。

preset-unknown-status =
    .title = 「{ $word }」という status はありません
    .cause = この形式にない語です。使えないプロバイダーについて、ソフトが利用者に知らせることができません。
    .action = OK、PREPARATION、BROKEN のいずれかを書いてください。

preset-unknown-type =
    .title =
        { $case ->
            [missing] サーバーの種類が書かれていません
           *[other] 「{ $service }」というサーバーの種類はありません
        }
    .cause = ソフトは、知らない種類のサーバーを使いません。
    .action = 受信は imap または pop3、送信は smtp と、小文字で書いてください。

preset-unknown-version =
    .title =
        { $case ->
            [missing] 形式のバージョンがありません
            [empty] 形式のバージョンがありません
           *[other] 形式のバージョン { $version } は存在しません
        }
    .cause = バージョンで読み方を変えるソフトは、どう読めばよいか判断できません。
    .action = どのソフトも知っている version="1.1" と書いてください。

preset-wrong-encoding =
    .title = ファイルが { $what } で書かれていません
    .cause = ファイルに書かれている文字コード（書かれていなければ UTF-8）と中身が合いません。ソフトはファイルを使わないか、文字化けします。
    .action = BOM なしの UTF-8 で保存し直し、文字コードの指定も UTF-8 にしてください。

preset-wrong-type =
    .title = { $what } の値の型が違います
    .cause = この形式では別の型の値（文字列ではなく数など）を書きます。型を確かめるソフトは、この項目を受け付けません。
    .action = 数や true・false は引用符なしで、文字列は引用符で囲んで書いてください。
