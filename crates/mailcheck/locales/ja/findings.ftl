### 検出項目の文言: 題名、確認された事実とその意味、最初にすること。
### 「だれが対応できるか」「待機の目安」は別の場所で示すので、ここには書かない。

## 設定の検索

settings-not-found =
    .title =
        { $side ->
            [incoming] { $domain } の受信メールサーバーの設定が見つかりません
            [outgoing] { $domain } の送信メールサーバーの設定が見つかりません
           *[both] { $domain } のメール設定が見つかりません
        }
    .cause =
        { $case ->
            [no-domain] { $domain } というドメインは存在しません。
            [not-offered] { $domain } ではこのサービスを提供していないと、DNS で公表されています。
            [unreached] { $domain } の DNS に設定が公開されておらず、一般的なサーバー名の次の接続先からも、この回線では応答がありません: { $places }。メールサーバーがあるかどうかは判定できません。
           *[other] { $domain } の DNS に設定が公開されておらず、imap.{ $domain } や smtp.{ $domain } などの一般的なサーバー名にも応答がありません。
        }
    .action =
        { $case ->
            [no-domain] メールアドレスの @ より後ろに入力ミスがないか確認してください。
            [not-offered] プロバイダーの案内ページで、このメールの利用方法を確認してください。Web メールだけの場合があります。
            [unreached] Wi-Fi をモバイル回線に切り替えるなど別の回線でもう一度確認するか、プロバイダーの案内ページにあるサーバー名を --imap と --smtp で指定してください。
           *[other] プロバイダーの案内ページで受信・送信メールサーバー名を調べ、--imap と --smtp で指定してください。
        }

settings-forgeable-source =
    .title = { $domain } のサーバーが { $host } だと示しているのは DNS だけです
    .cause = { $domain } の SRV レコードは、このドメインの外にある { $host } を指しています。DNS の応答は偽造されるおそれがあるため、このサーバーにはパスワードを送っていません。
    .action = プロバイダーの案内ページで { $host } が正しいサーバーか確認し、オプション --accept-foreign-host を付けて、もう一度確認してください。

settings-look-alike =
    .title = { $domain } は { $known } によく似た別のドメインです
    .cause =
        { $case ->
            [domain-confusable] { $known } と見分けのつきにくい別の文字が使われています。メールやパスワードは { $domain } の持ち主に届きます。
            [hyphenated-brand] ほかの名前を含むドメインはだれでも登録できます。{ $domain } が { $known } のものだとは限りません。
            [subdomain] { $known } という文字列を含みますが、ドメインの持ち主は末尾の部分で決まります。{ $domain } が { $known } のものだとは限りません。
           *[domain-typo] { $known } と 1 文字違いで、独自のメールサーバーがあります。メールやパスワードは { $domain } の持ち主に届きます。
        }
    .action = { $known } のつもりで入力した場合は、メールアドレスを直してください。{ $domain } 用にパスワードを入力したことがある場合は、パスワードも変更してください。

## DNS

dns-name-not-found =
    .title =
        { $case ->
            [no-address] サーバー名 { $host } にアドレスが登録されていません
            [no-ipv4] { $host } には IPv4 アドレスがありません
            [no-ipv6] { $host } には IPv6 アドレスがありません
           *[other] サーバー名 { $host } は存在しません
        }
    .cause =
        { $case ->
            [no-address] { $host } という名前は DNS にありますが、IPv4 アドレスも IPv6 アドレスも登録されていません。
            [no-ipv4] IPv4 だけを使う指定ですが、{ $host } には IPv4 アドレスがありません。
            [no-ipv6] IPv6 だけを使う指定ですが、{ $host } には IPv6 アドレスがありません。
           *[other] { $host } というサーバーはない、と DNS が回答しました。
        }
    .action =
        { $case ->
            [no-ipv4] オプション -4 を付けずに、もう一度確認してください。
            [no-ipv6] オプション -6 を付けずに、もう一度確認してください。
           *[other] { $host } を、プロバイダーの案内ページにあるサーバー名と 1 文字ずつ見比べてください。
        }

dns-no-answer =
    .title = { $host } を DNS で調べられませんでした
    .cause =
        { $case ->
            [server-error] DNS サーバーがエラー { $code } を返しました。名前が正しいかどうかは判定できません。
           *[other] DNS サーバーから有効な回答がありませんでした。名前が正しいかどうかは判定できません。
        }
    .action = この端末で任意の Web ページを開き、インターネットに接続できるか確認してください。開ける場合は、{ $host } をもう一度確認してください。

dns-bogus =
    .title = { $host } の DNS 情報が安全性の検証に失敗しました
    .cause = ドメインの電子署名（DNSSEC）が一致しないため、検証を行う DNS サーバーはアドレスを返しません。そのようなネットワークでは、どの端末からもサーバーが見つかりません。
    .action = { $host } の DNSSEC 検証が失敗していることを、プロバイダーに連絡してください。

## 接続

connect-refused =
    .title = { $host } のポート { $port } では応答するサービスがありません
    .cause = サーバー自体は動いていますが、接続を拒否しました。このポートでは { $service } のサービスが動いていません。
    .action =
        { $case ->
            [usual-port] ポート番号 { $port } は { $service } の標準的な番号です。まず、サーバー名 { $host } をプロバイダーの案内ページと見比べてください。
           *[other] ポート番号を直してください。{ $service } は通常、SSL/TLS なら { $tls-port }、STARTTLS なら { $starttls-port } です。
        }

connect-filtered =
    .title = { $host } のポート { $port } から応答がありません
    .cause =
        { $case ->
            [nothing-reachable] 今回確認したどのサーバーにもこの回線からは接続できず、設定が正しいかどうかは判定できません。
            [port-25] 接続を試みましたが、応答がありませんでした。ポート 25 は、迷惑メール送信対策（OP25B）のため多くのプロバイダーで使えません。
           *[other] 接続を試みましたが、まったく応答がありませんでした。ほかのサーバーまたはポートには接続できています。
        }
    .action =
        { $case ->
            [nothing-reachable] Wi-Fi をモバイル回線に切り替えるなど別の回線で、VPN を切ってから、もう一度確認してください。
            [port-25] { $host } のポート番号を { $tls-port }（SSL/TLS）または { $starttls-port }（STARTTLS）に変更してください。
           *[other] サーバー名 { $host } とポート番号 { $port } を、プロバイダーの案内ページと見比べてください。
        }

connect-unreachable =
    .title =
        { $case ->
            [no-route] この端末には { $host } につながるネットワークがありません
           *[other] { $host } に到達できません
        }
    .cause =
        { $case ->
            [no-route] この端末がインターネットに接続されていないか、サーバーのアドレスに必要な方式（IPv4 または IPv6）で接続されていません。
            [unknown] ポート { $port } に接続しようとしたところ、この端末で通常とは異なるエラーが発生しました。
            [reset] ポート { $port } への接続が途中で切断されました。ファイアウォールによる遮断の可能性があります。
           *[other] ポート { $port } への経路がない、とネットワークから通知されました。
        }
    .action =
        { $case ->
            [no-route] Wi-Fi またはモバイル通信をオンにして、任意の Web ページが開けるか確認してください。
           *[other] Wi-Fi をモバイル回線に切り替えるなど別の回線で、VPN を切ってから、{ $host } をもう一度確認してください。
        }

connect-address-dead =
    .title =
        { $count ->
           *[other] { $host } のアドレスのうち { $count } 個が使えません
        }
    .cause =
        { $case ->
            [ipv6] ポート { $port } には IPv4 では接続できましたが、IPv6 では接続できませんでした。サーバーの IPv6 か、この回線の IPv6 のどちらかに不具合があります。
           *[other] 同じサーバーの別のアドレスでは、ポート { $port } に接続できます。使えないアドレスを先に試す端末では、長く待たされたりエラーになったりします。
        }
    .action =
        { $case ->
            [ipv6] IPv6 が使える別の回線でもう一度確認し、そこでも失敗する場合は { $host } のプロバイダーに連絡してください。
           *[other] { $host } のポート { $port } で使えないアドレスを、プロバイダーに連絡してください。
        }

## 最初の応答

greeting-dropped =
    .title = { $host } のポート { $port } で接続が切られました
    .cause =
        { $case ->
            [partial] サーバーの最初の応答が途中まで届いたところで、サーバー側から切断されました。
            [after-greeting] 最初の応答のあと、こちらの最初の問い合わせに対してサーバー側から切断されました。
           *[other] 接続はできましたが、最初の応答がないままサーバー側から切断されました。
        }
    .action = ほかの端末のメールアプリをすべて終了してから、{ $host } を 1 回だけもう一度確認してください。

greeting-slow =
    .title = { $host } の応答に時間がかかっています
    .cause = ポート { $port } の最初の応答までに { $seconds } 秒かかりました。メールアプリによっては、待ちきれずにエラーになります。
    .action = 受信や送信がよく失敗する場合は、{ $host } のポート { $port } の応答が遅いことをプロバイダーに連絡してください。

greeting-silent =
    .title = { $host } のポート { $port } から最初の応答がありません
    .cause =
        { $case ->
            [partial] 接続はでき、最初の応答も始まりましたが、最後まで届きませんでした。
            [after-greeting] 最初の応答はありましたが、そのあとの問い合わせに返答がありませんでした。
           *[other] 接続はできましたが、サーバーは何も送ってきませんでした。
        }
    .action = ポート番号 { $port } と接続の保護（SSL/TLS・STARTTLS）を、プロバイダーの案内ページと見比べてください。正しい場合は、時間をおいて確認してください。

greeting-not-mail =
    .title =
        { $case ->
            [http] { $host } のポート { $port } で Web サーバーが応答しています
            [ssh] { $host } のポート { $port } で SSH サーバーが応答しています
            [not-understood] { $host } のポート { $port } は { $service } サーバーとして正しく応答しません
            [endless] { $host } のポート { $port } から届くデータが終わりません
           *[other] { $host } のポート { $port } で応答しているのはメールサーバーではありません
        }
    .cause =
        { $case ->
            [http] 届いたのは { $service } ではなく Web ページの応答です。サーバー名かポート番号の誤り、またはホテルや公衆 Wi-Fi、社内ネットワークのログイン画面が考えられます。
            [ssh] 届いたのは { $service } ではなく、管理者用のサービスである SSH の応答です。
            [not-understood] 最初の応答のあと、メールアプリが必ず送る最初の問い合わせがエラーになりました。パスワードは送信していません。
            [endless] { $service } サーバーとしては考えられない量のデータが届いたため、接続を打ち切りました。
           *[other] 届いたデータは { $service } サーバーの最初の応答ではありません。
        }
    .action =
        { $case ->
            [http] ブラウザーで任意の Web ページを開き、ログイン画面が出たらログインしてから、もう一度確認してください。出ない場合は、サーバー名とポート番号を直してください。
           *[other] サーバー名 { $host } とポート番号を、プロバイダーの案内ページと見比べてください。{ $service } は通常、SSL/TLS なら { $tls-port }、STARTTLS なら { $starttls-port } です。
        }

greeting-other-service =
    .title = { $host } のポート { $port } は { $service } ではなく { $found } です
    .cause = この設定ではこのポートを { $service } に使いますが、サーバーは { $found } として応答しました。
    .action = 受信サーバーと送信サーバーを取り違えていないか確認し、{ $service } のポート番号を { $tls-port }（SSL/TLS）にしてください。

greeting-busy =
    .title = { $host } は現在、新しい接続を受け付けていません
    .cause =
        { $case ->
            [limit] 同時接続数が上限に達している、とサーバーが返答しました。お使いの端末、または同じ回線からの接続の合計です。
            [after-greeting] 最初の応答のあと、サーバーが一時的に接続を断りました。設定の誤りを示すものではありません。
           *[other] サーバーが一時的に接続を断りました。設定の誤りを示すものではありません。
        }
    .action =
        { $case ->
            [limit] ほかの端末のメールアプリをすべて終了してから、{ $host } を 1 回だけもう一度確認してください。
           *[other] 設定は変更せず、時間をおいて { $host } をもう一度確認してください。
        }

greeting-refused =
    .title = { $host } がこの回線からの接続を拒否しています
    .cause =
        { $case ->
            [after-greeting] 最初の応答のあと、サーバーがこちらの最初の問い合わせを拒否しました。パスワードは送信していません。
            [at-login] サーバーが運用方針によりログインを拒否しました。ユーザー名やパスワードの正誤についての返答ではありません。
           *[other] サーバーが、この接続への応対そのものを拒否しました。パスワードは送信していません。
        }
    .action = Wi-Fi をモバイル回線に切り替えるなど別の回線で、VPN を切ってから、{ $host } をもう一度確認してください。

## 暗号化

tls-wrong-kind =
    .title =
        { $case ->
            [is-tls] { $host } のポート { $port } は SSL/TLS 専用です
           *[other] { $host } のポート { $port } は SSL/TLS では始まりません
        }
    .cause =
        { $case ->
            [is-tls] サーバーは最初から暗号化された接続（SSL/TLS）を待っています。このポートでは STARTTLS や「保護なし」は使えません。
           *[other] 最初から暗号化する設定ですが、サーバーは平文で応答しました。STARTTLS 用のポートの動作です。
        }
    .action =
        { $case ->
            [is-tls] ポート { $port } の接続の保護を「SSL/TLS」に変更してください。
            [usual-port] ポート { $port } の接続の保護を「STARTTLS」に変更してください。
           *[other] ポート番号を { $tls-port }（SSL/TLS）に変更するか、ポート { $port } の接続の保護を「STARTTLS」に変更してください。
        }

tls-starttls-not-offered =
    .title = { $host } のポート { $port } では暗号化が利用できません
    .cause =
        { $case ->
            [preauth] サーバーが最初からログイン済みとして応答したため、そのあとで暗号化に切り替えることができません。
           *[other] サーバーが STARTTLS に対応していないか、通信経路の途中で STARTTLS が取り除かれています。平文のままでは、パスワードを途中で盗み見られるおそれがあります。
        }
    .action = ポート番号を { $tls-port }（SSL/TLS）に変更してください。「保護なし」は選ばないでください。

tls-starttls-refused =
    .title = { $host } が暗号化の開始を拒否しました
    .cause =
        { $case ->
            [transient] ポート { $port } のサーバーは STARTTLS に対応していますが、現在は利用できないと返答しました。
            [no-answer] ポート { $port } のサーバーは STARTTLS に対応していますが、開始の要求に正しく返答しませんでした。
           *[other] ポート { $port } のサーバーは STARTTLS に対応していると案内しながら、開始の要求を拒否しました。
        }
    .action = 代わりに { $host } のポート { $tls-port }（SSL/TLS）をお試しください。「保護なし」は選ばないでください。

tls-starttls-injection =
    .title = { $host } の暗号化通信に平文が混入しています
    .cause =
        { $case ->
            [commands] 暗号化の前に平文で送った命令を、サーバーが暗号化のあとで実行しました。通信経路の第三者が命令を紛れ込ませるおそれがあります。サーバーソフトウェアの不具合です。
           *[other] STARTTLS の開始の合図に続けて、暗号化されていないデータが届きました。メールアプリが暗号化された内容と取り違えるおそれがあります。サーバーの不具合か、通信経路での改ざんです。
        }
    .action = ポート { $port } ではパスワードを入力せず、ポート { $tls-port }（SSL/TLS）を使ってください。

tls-handshake-failed =
    .title = { $host } と暗号化された接続ができません
    .cause =
        { $case ->
            [alert] ポート { $port } の TLS の接続手続きを、サーバーがアラート { $alert } で打ち切りました。
            [certificate] サーバー証明書が、通常とは異なる理由で拒否されました。
            [closed] ポート { $port } の TLS の接続手続きの途中で、サーバー側から切断されました。
            [obsolete-suite] サーバーは { $suite }（{ $version }、鍵交換: { $key-exchange }）でしか接続できません。安全でないため、現在の端末では拒否されます。
            [plain-text] ポート { $port } で STARTTLS の開始に合意したあとも、サーバーは平文で通信を続けました。
            [silent] ポート { $port } に接続はできましたが、TLS の接続手続きにサーバーが応答しませんでした。
            [unknown-name] サーバーは { $host } という名前を扱っていません（TLS アラート unrecognized_name）。
           *[other] ポート { $port } の TLS の接続手続きに失敗しました。
        }
    .action =
        { $case ->
            [alert] プロバイダーの案内ページで新しいサーバー名を確認してください。見つからない場合は、アラート { $alert } が出ることをプロバイダーに連絡してください。
            [certificate] 示された理由を { $host } のプロバイダーに連絡してください。警告を無視して接続しないでください。
            [obsolete-suite] プロバイダーの案内ページで、{ $host } に代わる新しいサーバー名を確認してください。
            [plain-text] ポート番号を { $tls-port }（SSL/TLS）に変更してください。「保護なし」は選ばないでください。
            [unknown-name] { $host } を、プロバイダーの案内ページにあるサーバー名と 1 文字ずつ見比べてください。
           *[other] ポート番号 { $port } と接続の保護を、プロバイダーの案内ページと見比べてください。正しい場合は、別の回線でもう一度確認してください。
        }

tls-version-obsolete =
    .title = { $host } は古い { $version } にしか対応していません
    .cause = サーバーが対応する最も新しい暗号化方式は { $version } です。安全でないため廃止されており、現在のスマートフォンやメールアプリでは接続できません。
    .action = プロバイダーの案内ページで、{ $host } に代わる新しいサーバー名（TLS 1.2 以降に対応）を確認してください。

## サーバー証明書

tls-certificate-expired =
    .title =
        { $case ->
            [clock] すべてのサーバー証明書が何年も前に期限切れになっているように見えます
            [intermediate] { $host } に必要な中間証明書の有効期限が切れています
           *[other] { $host } のサーバー証明書の有効期限が切れています
        }
    .cause =
        { $case ->
            [clock] 複数のサーバーの証明書が古く見えます（この証明書の有効期限は { $end }）。この端末の日付は { $today } になっており、時計がずれている可能性が高いです。
            [intermediate] サーバー証明書を保証する証明書「{ $subject }」の有効期限は { $end } でした。この端末の日付は { $today } です。
           *[other] 有効期限は { $end } でした。この端末の日付は { $today } です。
        }
    .action =
        { $case ->
            [clock] この端末の日付と時刻を「自動設定」にしてから、もう一度確認してください。
           *[other] 日付 { $today } が正しければ、{ $host } のポート { $port } の証明書が期限切れであることをプロバイダーに連絡してください。警告を無視して接続しないでください。
        }

tls-certificate-not-yet-valid =
    .title = { $host } のサーバー証明書はまだ有効になっていません
    .cause =
        { $case ->
            [clock] 証明書の効力の開始は { $begin } ですが、この端末の日付は { $today } です。端末の時計がずれている可能性が高いです。
           *[other] 証明書の効力の開始は { $begin } ですが、この端末の日付は { $today } です。端末の時計が遅れているか、証明書が発行されたばかりです。
        }
    .action = この端末の日付と時刻を「自動設定」にしてから、{ $host } をもう一度確認してください。

tls-certificate-expires-soon =
    .title =
        { $days ->
            [0] { $host } のサーバー証明書は 1 日以内に期限が切れます
           *[other] { $host } のサーバー証明書はあと { $days } 日で期限が切れます
        }
    .cause = 有効期限は { $end } で、まだ更新されていません。期限を過ぎると、端末から接続できなくなります。
    .action = { $host } のポート { $port } の証明書が { $end } に期限切れになることを、プロバイダーに連絡してください。

tls-certificate-name-mismatch =
    .title = サーバー証明書の名前が { $host } と一致しません
    .cause =
        { $case ->
            [alternative] この証明書は { $names } 用です。このうち { $alternative } は同じサーバーにつながります。
            [no-names] この証明書には、端末が確認する場所（サブジェクトの代替名）にサーバー名がありません。
            [number] この証明書は { $names } 用で、IP アドレス { $host } 用ではありません。
           *[other] この証明書は { $names } 用で、{ $host } 用ではありません。
        }
    .action =
        { $case ->
            [alternative] サーバー名を { $alternative } に変更してください。
            [no-names] { $host } のポート { $port } の証明書にサブジェクトの代替名がないことを、プロバイダーに連絡してください。
            [number] IP アドレス { $host } の代わりに、サーバー名を入力してください。
           *[other] プロバイダーの案内ページにこれらの名前がサーバー名として載っていれば、その名前に変更してください。警告を無視して接続しないでください。
        }

tls-certificate-self-signed =
    .title = { $host } のサーバー証明書は自己署名証明書です
    .cause = ポート { $port } のサーバーが自分自身で発行した証明書で、認証局の保証がありません。だれでも作れるため、端末は接続を拒否します。
    .action = プロバイダーの案内ページで正しいサーバー名を確認してください。ご自身で運用するサーバーなら、公的な認証局の証明書を設定してください。警告を無視して接続しないでください。

tls-certificate-unknown-issuer =
    .title = { $host } のサーバー証明書の発行元が信頼されていません
    .cause =
        { $case ->
            [maybe-incomplete] 発行元「{ $issuer }」は、この端末に登録されていません。サーバーが送るべき中間証明書が不足している可能性もあります。
           *[other] 発行元をたどると「{ $issuer }」に行き着きますが、この端末では信頼されていません。
        }
    .action = 発行元「{ $issuer }」が正しいか、{ $host } のプロバイダーに確認してください。ウイルス対策ソフトや社内ネットワークによる場合もあります。警告を無視して接続しないでください。

tls-certificate-chain-incomplete =
    .title = { $host } が送る証明書が足りません（中間証明書の不足）
    .cause = 中間証明書「{ $issuer }」が送られてきません。たまたま持っている端末は接続できますが、ほかの端末では証明書エラーになります。
    .action = { $host } のポート { $port } で中間証明書「{ $issuer }」が送られていないことを、プロバイダーに連絡してください。

tls-certificate-weak =
    .title = { $host } のサーバー証明書は強度が足りません
    .cause = 証明書「{ $subject }」は { $weakness } を使っています。安全でないため、現在の端末では拒否されます。
    .action = { $host } のポート { $port } の証明書を、より強い鍵と署名のものに替える必要があることを、プロバイダーに連絡してください。

tls-certificates-differ =
    .title =
        { $case ->
            [port] { $host } のサーバー証明書がポート { $port } と { $good-port } で異なります
           *[other] { $host } のアドレスによってサーバー証明書が異なります
        }
    .cause =
        { $case ->
            [port] 同じサーバーのポート { $good-port } は正しい証明書を示しますが、ポート { $port } は端末に拒否される別の証明書を示します。証明書の設定から漏れている可能性があります。
           *[other] 正しい証明書を示すアドレスと、端末に拒否される別の証明書を示すアドレスがあります。接続できるかどうかは、そのとき使われるアドレス次第です。
        }
    .action =
        { $case ->
            [port] 当面はポート { $good-port } を使い、{ $host } のポート { $port } の証明書が異なることをプロバイダーに連絡してください。
           *[other] { $host } のポート { $port } で異なる証明書を示すアドレスを、プロバイダーに連絡してください。
        }

## ログイン

login-no-mechanism =
    .title = { $host } のポート { $port } ではログインできません
    .cause =
        { $case ->
            [port-25] ポート 25 はメールサーバー同士の配送用です。メールアプリからのログインはできません。
            [preauth-in-clear] サーバーは接続した時点でログイン済みとして扱い（PREAUTH）、通信も暗号化されません。誰もログインを求められず、通信の途中で内容を盗み見られるおそれがあります。
            [preauth] サーバーは接続した時点でログイン済みとして扱います（PREAUTH）。このため、パスワードを確認できません。
            [smtp] 暗号化したあとも、サーバーは SMTP 認証（SMTP-AUTH）を提示しません。
           *[other] 暗号化したあとも、サーバーはログインの方法を提示しません。
        }
    .action =
        { $case ->
            [port-25] { $host } のポート番号を { $tls-port }（SSL/TLS）または { $starttls-port }（STARTTLS）に変更してください。
            [preauth-in-clear] ポート番号を { $tls-port }（SSL/TLS）に変更してください。
           *[other] サーバー名 { $host } とポート番号 { $port } を、プロバイダーの案内ページと見比べてください。
        }

login-mechanism-unusable =
    .title =
        { $case ->
            [characters] { $host } にはこのユーザー名またはパスワードを送れません
           *[other] { $host } では通常のパスワード認証が使えません
        }
    .cause =
        { $case ->
            [characters] サーバーの認証方式は { $ways } です。ユーザー名かパスワードに、全角文字など、この方式では送れない文字が含まれています。
            [oauth] サーバーの認証方式は { $ways } だけです。プロバイダーの Web ページでログインする方式（OAuth2）です。
           *[other] サーバーの認証方式は { $ways } だけで、パスワードで使えるものがありません。
        }
    .action =
        { $case ->
            [characters] ユーザー名とパスワードを半角で入力し直してください。パスワード自体にほかの文字が含まれる場合は、プロバイダーのページで変更してください。
            [oauth] メールアプリの認証方式で「OAuth2」を選ぶか、アカウント追加画面でプロバイダー名を選んで設定してください。
           *[other] プロバイダーの案内ページで、選ぶべき認証方式を確認してください。
        }

login-would-be-in-clear =
    .title = この設定では { $host } へパスワードが暗号化されずに送られます
    .cause =
        { $case ->
            [starttls] サーバーは STARTTLS に対応していますが、接続の保護が「保護なし」になっています。通信の途中でパスワードを盗み見られるおそれがあります。今回の確認では送信していません。
           *[other] 接続の保護が「保護なし」になっています。通信の途中でパスワードを盗み見られるおそれがあります。今回の確認では送信していません。
        }
    .action =
        { $case ->
            [starttls] ポート番号を { $tls-port }（SSL/TLS）に変更するか、ポート { $port } の接続の保護を「STARTTLS」に変更してください。
           *[other] ポート番号を { $tls-port }（SSL/TLS）に変更してください。
        }

login-allowed-in-clear =
    .title = { $host } は暗号化前でもパスワードを受け付けます
    .cause = ポート { $port } では、暗号化を始める前から { $ways } でのログインが可能です。「保護なし」で設定された端末は、気づかないうちにパスワードを平文で送ってしまいます。
    .action = お使いのすべての端末で、{ $host } の接続の保護が SSL/TLS または STARTTLS になっているか確認してください。ポート { $tls-port }（SSL/TLS）が最も安全です。

login-too-soon =
    .title =
        { $case ->
            [ban] 今 { $host } へのログインを試すと、この回線からの接続が拒否されるおそれがあります
            [longer-lock] { $host } でアカウントがロックされています。今ログインを試すと、ロックが長引くおそれがあります
           *[other] 今 { $host } へのログインを試すと、アカウントがロックされるおそれがあります
        }
    .cause =
        { $case ->
            [ban] 数分の間に、複数のアカウントで合わせて { $refusals } 回ログインが拒否されました。続けて失敗すると、サーバーが回線全体からの接続を拒否することがあるため、今回はパスワードを送信していません。
            [longer-lock] 以前の確認で、アカウントがロックされているとサーバーが返答しました。そのため、今回はパスワードを送信していません。
           *[other] このユーザー名でのログインが、最近 { $refusals } 回、拒否されたか返答がないまま終わっています。続けて失敗すると、サーバーがアカウントをロックすることがあるため、今回はパスワードを送信していません。
        }
    .action = { $until } までお待ちください。原因が分かり、すでに直した場合は、--force を付けるとすぐにログインを試せます。

login-rejected =
    .title =
        { $case ->
            [accepted-elsewhere] { $host } だけがログインを拒否しました
           *[other] { $host } でユーザー名またはパスワードが受け付けられませんでした
        }
    .cause =
        { $case ->
            [accepted-elsewhere] もう一方のサーバーでは同じユーザー名とパスワードでログインできたため、入力は正しいと考えられますが、{ $service } では拒否されました。
           *[other] サーバーがログインを拒否しました。安全のため、ユーザー名とパスワードのどちらが違うかは知らされません。
        }
    .action =
        { $case ->
            [accepted-elsewhere] プロバイダーの会員ページで、このアカウントの { $service } の利用がオンになっているか確認してください。何度も試すとアカウントがロックされることがあります。
           *[other] 同じユーザー名とパスワードで、プロバイダーの Web メールにログインできるか確認してください。何度も試すとアカウントがロックされることがあります。
        }

login-typing =
    .title =
        { $field ->
            [address] メールアドレスに入力ミスの可能性があります
            [username] ユーザー名に入力ミスの可能性があります
           *[password] パスワードに入力ミスの可能性があります
        }
    .cause =
        { $case ->
            [caps-lock] CapsLock がオンのまま入力したような大文字・小文字になっています。サーバーは大文字と小文字を区別します。
            [confusable] { $position } 文字目は、通常の英字やハイフンによく似た別の文字です。
            [control] { $position } 文字目が、キーボードからは普通入力されない制御文字です。
            [customer-number] お客様番号の形をしています。メールでは通常、メールアドレス全体を入力します。
            [domain-typo] @ より後ろが、よく知られたドメインと 1 か所だけ違います。
            [dropped-zero] 先頭のゼロが落ちているようです。表計算ソフトで扱った番号によくあります。
            [full-width] { $position } 文字目が全角文字またはカナです。通常は半角の英数字を入力します。
            [invisible] { $position } 文字目が、目に見えない文字か特殊な空白です。コピーしたときに紛れ込むことがあります。
            [leading-space] 先頭に空白があります。コピーしたときに紛れ込むことがあります。
            [line-break] { $position } 文字目が改行です。コピーしたときに紛れ込むことがあります。
            [space-inside] { $position } 文字目に、不要な空白があります。
            [tab] { $position } 文字目がタブです。コピーしたときに紛れ込むことがあります。
            [trailing-space] 末尾に空白があります。コピーしたときに紛れ込むことがあります。
           *[wrong-dot] { $position } 文字目がカンマか読点・句点です。メールアドレスではピリオドを使います。
        }
    .action =
        { $remedy ->
            [replace] { $suggestion } のつもりであれば、そのように入力し直してください。
           *[retype]
                { $case ->
                    [caps-lock] CapsLock をオフにして、入力し直してください。
                    [customer-number] メールアドレス全体を入力してください。
                    [full-width] キーボードを半角に切り替えて、入力し直してください。
                   *[other] コピーせずに、1 文字ずつ入力し直してください。
                }
        }

login-temporary-failure =
    .title =
        { $case ->
            [limit] { $host } への同時接続数が上限に達しています
            [no-answer] { $host } からログインへの返答がありませんでした
            [not-carried-out] { $host } はログインを処理できませんでした
           *[other] { $host } は現在、ログインを確認できません
        }
    .cause =
        { $case ->
            [limit] このアカウントではこれ以上接続できない、とサーバーが返答しました。ユーザー名やパスワードの誤りではありません。
            [not-carried-out] ログインの要求そのものがサーバーでエラーになりました。ユーザー名とパスワードが正しいかどうかは判定できません。
            [no-answer] 返答がないまま接続が終わったため、ユーザー名とパスワードが正しいかどうかは判定できません。
           *[other] サーバー側の一時的な障害です。ユーザー名やパスワードの誤りを示すものではありません。
        }
    .action =
        { $case ->
            [limit] ほかの端末のメールアプリをすべて終了してから、{ $host } を 1 回だけもう一度確認してください。
            [not-carried-out] ユーザー名とパスワードは変更せず、「実際の応答」に表示された { $host } の返答をプロバイダーに伝えてください。
           *[other] ユーザー名とパスワードは変更せず、時間をおいて { $host } を 1 回だけもう一度確認してください。
        }

## サーバーの機能

capability-missing =
    .title = { $host } はスマートフォンが使う機能の一部に対応していません: { $missing }
    .cause =
        { $case ->
            [idle] IDLE に対応していないため、新着メールはすぐには届かず、一定の間隔で確認したときに届きます。
            [smtputf8] SMTPUTF8 に対応していないため、@ より前に半角英数字以外を含むメールアドレスからは送信できません。
            [special-use] SPECIAL-USE に対応していないため、送信済み・下書き・ごみ箱のフォルダーが自動で割り当てられないことがあります。
           *[other] MOVE に対応していないため、メールの移動がコピーと削除で行われ、元のメールが残ることがあります。
        }
    .action =
        { $case ->
            [idle] 新着メールが遅いと感じる場合は、メールアプリの受信間隔を短くしてください。
            [smtputf8] 半角英数字のメールアドレスが使えるか、プロバイダーに確認してください。
            [special-use] メールが違うフォルダーに入る場合は、メールアプリでフォルダーを選び直してください。
           *[other] 対応は不要です。元のメールが残る場合は、Web メールで削除してください。
        }

## 考えられる原因

cause-access-off = このアカウントで IMAP や SMTP の利用がオフになっているか、メールアプリ用の専用パスワードが必要です。
cause-account-locked = 失敗が続いたなどの理由で、アカウントがロックされています。
cause-blocked-for-now = ログインの失敗が続いたなどの理由で、サーバーがこの回線を一時的に遮断しています。
cause-foreign-filter = 海外からの利用が制限されています（VPN やローミングも対象になることがあります）。
cause-line-blocks-port = プロバイダー、ルーター、社内ネットワークなどがこのポートを遮断しています。
cause-listed-address = この回線の IP アドレスが迷惑メール対策のリストに載っているか、接続を許可されていません。
cause-look-alikes = 形の似た文字を取り違えています（数字の 0 と英字の O、数字の 1 と英小文字の l と英大文字の I）。
cause-no-network = この端末または回線がインターネットに接続できていません。
cause-other-password = このサーバー用に別のパスワードが決められています。
cause-portal-password = 会員ページ用のパスワードを入力しています（メールパスワードは別の場合があります）。
cause-server-overloaded = サーバーが混雑しているか、メンテナンス中です。
cause-server-trouble = サーバーのメールサービスに障害があるか、再起動中です。
cause-too-many-connections = お使いの端末または回線からの同時接続数が多すぎます。
cause-username-form = ユーザー名の形式が違います（多くの場合、メールアドレス全体を入力します）。
cause-wrong-password = パスワードの入力ミスです（大文字と小文字、全角文字、末尾の空白など）。
cause-wrong-server-or-port = サーバー名、ポート番号、接続の保護の組み合わせが正しくありません。
