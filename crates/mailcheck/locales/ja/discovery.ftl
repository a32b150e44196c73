# discover の表示: 使う設定とその理由、それぞれの情報源が示す設定。表記の決まりは findings.ftl にある。

## 結論。$who はメールアドレスかドメイン。

discovery-found = { $who } の設定が見つかり、サーバーも応答しました（ログインなし）。
discovery-problem = { $who } の設定は見つかりましたが、問題があります。
discovery-doubtful = { $who } の設定が見つかりましたが、偽造の可能性があります。パスワードを入力する前に、正しいサーバーか確認してください。
discovery-unproved = { $who } の設定は見つかりましたが、使えるかどうか判定できません。
discovery-unprobed = { $who } の設定が見つかりました。サーバーは確認していません。
discovery-none = { $who } の設定は見つかりませんでした。
discovery-unknown = { $who } の設定があるかどうか、判定できませんでした。
discovery-incoming = 受信メールサーバー
discovery-outgoing = 送信メールサーバー
discovery-side-missing = 見つかりません
discovery-of-side = { $label }（{ $service }）
discovery-user-name-address = メールアドレスの全体
discovery-user-name-local = @ より前
discovery-user-name-domain = @ より後ろ
discovery-user-name-filled = { $name }（{ $form }）
discovery-user-name-unsaid = 示されていません（多くはメールアドレスの全体）
discovery-from = 情報源
discovery-why = 選んだ理由

## 選んだ理由: だれの言葉か、次の候補より先である理由。

discovery-authority-person = ご本人が指定した設定です。
discovery-authority-own-hosts = ドメイン自身が示しています。レコードは偽造の可能性がありますが、行き先はこのドメイン自身のサーバーに限られます。
discovery-authority-domain = ドメイン自身が示し、途中で偽造できません。
discovery-authority-hoster = ドメインのメールを預かる事業者が示し、途中で偽造できません。
discovery-authority-database = ドメイン自身のものではない一覧にあります。ドメイン自身は、これより確かなことを示していません。
discovery-authority-unsigned = 署名なしの DNS か別のドメインのページだけが示しており、偽造できます。
discovery-authority-plain = 暗号化なしのページだけが示しており、偽造できます。
discovery-authority-guess = どこにも示されていません。一般的な名前です。
discovery-reason-answers = これより先の候補は使えません。
discovery-reason-encrypted = ほかの候補は暗号化されません。
discovery-reason-first-named = 最初に示されています。
discovery-reason-imap = IMAP はメールをサーバーに残します。ほかの候補は POP3 です。
discovery-reason-implicit-tls = 最初から暗号化されます。

## それぞれの情報源。名前は --only と --skip に使うもの。

discovery-sources = それぞれの情報源
discovery-legend = { $marks }。
discovery-mark-sure = ✓ 途中で偽造できない
discovery-mark-forgeable = ! 偽造できる
discovery-mark-foreign = ~ 第三者の情報
discovery-mark-guess = ? 推測
discovery-mark-none = - 使えない
discovery-server = { $service } { $at }
discovery-server-starttls = { $service } { $at } STARTTLS
discovery-server-plain = { $service } { $at } 暗号化なし
discovery-more = ほか { $count } 件
discovery-forgeable-plain-http = 暗号化なしで受信
discovery-forgeable-redirected = { $host } へのリダイレクト
discovery-forgeable-unsigned-dns = 署名なしの DNS
discovery-by-mx = MX { $host } による
discovery-remark = { $servers }（{ $remarks }）
discovery-not-offered = この方法ではメールを提供していません
discovery-sent-elsewhere = { $why } へ転送されます（問い合わせていません）
discovery-unusable = 届いた内容に設定がありません（{ $why }）
discovery-failed = 問い合わせできません（{ $why }）
discovery-nothing = 何も示していない情報源: { $sources }
discovery-skipped = 問い合わせていない情報源: { $sources }
discovery-stopped = 終わりまで待っていない情報源: { $sources }
discovery-nobody-asked = どの情報源にも問い合わせていません。

## 問い合わせた相手

discovery-outside-nobody = DNS を除き、{ $domain } 以外には設定を問い合わせていません。
discovery-outside = { $domain } 以外の問い合わせ先（ドメインのみ通知）: { $hosts }
discovery-outside-told = { $domain } 以外の問い合わせ先（メールアドレスも通知）: { $hosts }
discovery-hint = 情報源ごとの詳細: mailcheck discover { $who } -v

## 情報源のすべて

discovery-took = { $outcome }、{ $ms } ms
discovery-took-round-trips = { $outcome }、{ $ms } ms、{ $count } 往復
discovery-outcome-found = 設定あり
discovery-outcome-nothing = なし
discovery-outcome-nothing-why = なし（{ $why }）
discovery-outcome-skipped = 問い合わせなし
discovery-dnssec-secure = DNSSEC: 署名あり
discovery-dnssec-insecure = DNSSEC: 署名なし
discovery-dnssec-bogus = DNSSEC: 署名の誤り
discovery-dnssec-indeterminate = DNSSEC: リゾルバーからは不明
discovery-setting-user-name = ユーザー名 { $name }
discovery-hop = HTTP { $status } { $url }
discovery-hop-unanswered = 応答なし { $url }
discovery-certificate = 証明書は { $issuer } が発行、{ $date }まで有効
discovery-certificate-untrusted = 証明書は信頼できません: { $why }
discovery-deviation = { $kind }: { $text }
discovery-deviation-line = { $line } 行目、{ $kind }: { $text }
discovery-deviation-dropped = { $deviation }（サーバーを 1 つ除外）
discovery-notes-name = 名称は { $name }
discovery-notes-documentation = 案内のページ: { $pages }
discovery-notes-enable = 先に手続きするページ: { $pages }
discovery-notes-oauth = トークンの発行元は { $issuer }
