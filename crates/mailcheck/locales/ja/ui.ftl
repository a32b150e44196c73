# 診断結果のまわりでプログラムが表示する文。各診断の文と表記の決まりは findings.ftl にある。

## 判定。$who はメールアドレスかサーバー、$login は何のログインに成功したか。

verdict-ready = { $login ->
    [both] { $who } は利用できます。次の設定で、送受信ともログインできました。
    [incoming] { $who } は受信に利用できます。受信メールサーバーにログインできました。送信は確認していません。
    [outgoing] { $who } は送信に利用できます。送信メールサーバーにログインできました。受信は確認していません。
   *[none] { $who } は、確認した範囲では問題ありません。ログインは試していません。
}
verdict-ready-with-warnings = { $login ->
    [both] { $who } は利用できます（注意 { $warnings } 件）。送受信ともログインできました。
    [incoming] { $who } は受信に利用できます（注意 { $warnings } 件）。受信メールサーバーにログインできました。送信は確認していません。
    [outgoing] { $who } は送信に利用できます（注意 { $warnings } 件）。送信メールサーバーにログインできました。受信は確認していません。
   *[none] { $who } は、確認した範囲では利用できます（注意 { $warnings } 件）。ログインは試していません。
}
verdict-not-ready = { $who } はまだ利用できません。先に解決が必要な問題があります。
verdict-inconclusive = { $who } でメールを利用できるかどうか、判定できませんでした。
nobody = このアカウント

ended-cancelled = 確認は途中で中断されました。それまでに分かったことを表示します。
ended-deadline = 制限時間になり、確認を終えられませんでした。それまでに分かったことを表示します。
ended-cancelled-action = すべての結果を見るには、確認が終わるまでお待ちください。
ended-deadline-action = すべての結果を見るには、制限時間を長くしてください（--deadline 秒数）。
nothing-found = 確認できるものが見つかりませんでした。

## 端末に入力する設定

incoming-imap = 受信メールサーバー（IMAP）
incoming-pop3 = 受信メールサーバー（POP3）
outgoing-smtp = 送信メールサーバー（SMTP）
server-name = サーバー名
port-number = ポート番号
security = セキュリティ
user-name = ユーザー名
authentication = 認証方式
authentication-password-cleartext = 通常のパスワード認証
authentication-password-encrypted = 暗号化されたパスワード認証
authentication-ntlm = NTLM
authentication-gssapi = Kerberos（GSSAPI）
authentication-oauth2 = OAuth2
authentication-tls-client-cert = クライアント証明書認証
authentication-client-ip-address = IP アドレスによる認証
authentication-none = 認証なし
iphone = iPhone では
iphone-authentication-password-encrypted = MD5 チャレンジ応答
iphone-authentication-oauth2 = プロバイダー名を選んで設定（一覧にある場合）
iphone-authentication-tls-client-cert = 証明書（プロファイル）
security-tls = SSL/TLS
security-starttls = STARTTLS
security-plain = なし
your-user-name = （お使いのユーザー名）
source = 設定の取得元
source-given = 指定された設定
source-preset = 設定ファイル
source-pacc = PACC 文書
source-autoconfig = autoconfig ページ
source-well-known = .well-known ページ
source-mailconf = TXT レコード（mailconf）
source-srv = ドメインの SRV レコード
source-autodiscover = Autodiscover
source-ispdb = 公開データベース（ISPDB）
source-provider = このプログラムのプロバイダー一覧
source-mx = メールを預かる事業者
source-guess = 一般的な名前からの推測

## 診断

label-where = 対象
label-why = 状況
causes = 考えられる原因（可能性の高い順）:
label-reply = 実際の応答
reading = { $encoding } での表示: { $text }
label-do = 初動対応
label-who = 対応できる人
label-wait = 待機目安
label-see = 参考
severity-error = エラー
severity-warning = 注意
severity-notice = 情報
place = { $host }、ポート { $port }（{ $security }）
place-tls = SSL/TLS
place-starttls = STARTTLS
place-plain = セキュリティ: なし
place-addresses = { $host }、ポート { $port }（{ $security }）、IP アドレス { $addresses }
who-device = この端末の設定（日付と時刻、ネットワーク、VPN、セキュリティソフト）
who-line = 回線やネットワークの管理者（ルーター、会社、インターネット接続事業者）
who-provider = プロバイダー（メールサービスの提供元）
who-you = ご本人
wait-before = { $whose ->
    [ledger] 次に試すまで { $wait }（ログイン失敗の記録による）
    [provider] 次に試すまで { $wait }（プロバイダーが公表している時間: { $source }）
    [reply] 次に試すまで { $wait }（サーバーの指示）
    [software] 次に試すまで { $wait }（サーバーソフトウェアの標準設定: { $source }）
   *[default] 次に試すまで { $wait }（このプログラムの目安）
}
seconds = { $count } 秒
minutes = { $count } 分
hours = { $count } 時間
days = { $count } 日

## 確認できたこと

connections = 同時接続数
connections-yours = お使いの端末
connections-at-least = 少なくとも { $number }（それ以上は未確認）
connections-at-least-stopped = 少なくとも { $number }（それ以上が受け付けられる前に、確認が終了しました）
connections-exactly = { $number } まで
connections-greeted = ログイン前
connections-in-use = { $number } が使用中
connections-lost = 判定できません（{ $number } のうち一部が切断されました）
connections-network = 判定できません（{ $number } で回線に問題が起きたか、確認が終了しました）
connections-none-held = 判定できません（1 つも受け付けられませんでした）
connections-not-asked = { $ip } からは未確認（{ $family } でサーバーに接続できていないため）
connections-not-another = { $ip } からは未確認（ほかのすべての接続に使ったアドレスのため）
connections-not-confirmed = 判定できません（{ $number } の次が断られましたが、理由は不明です）
connections-not-restored = 判定できません（{ $number } の次も、すべて終了したあとも断られました）
connections-other-reason = 判定できません（{ $number } の次が、上限とは別の理由で断られました）
connections-rate = { $seconds } 秒間に { $number } まで、その後しばらくは不可
connections-scope-address = 同じ IP アドレスからの合計
connections-scope-any-address = 別の IP アドレスからの接続も不可
connections-scope-any-user = 別のユーザーの接続も不可
connections-scope-each-address = 別の IP アドレスからの接続は可（ユーザーごとかどうかは不明）
connections-scope-each-user = 別のユーザーの接続は可（IP アドレスごとかどうかは不明）
connections-scope-server = 利用者全体の合計
connections-scope-unknown = 合計の範囲は不明
connections-scope-user = 同じユーザーの合計
connections-scope-user-and-address = 同じユーザーの、同じ IP アドレスからの合計
connections-stated = サーバーが示した上限は { $number }
connections-second-rejected = 2 人目のユーザーのログインは不可（ログイン失敗 1 回）
connections-unusable = 測定後の接続は不可
connections-devices = { $devices }、合わせて { $needed }
connections-devices-more = { $devices }、合わせて { $needed } 以上
facts-working = 確認できたこと
fact-certificate = 証明書は { $date }まで有効
fact-certificate-unverified = 証明書は信頼できません
fact-connected = { $families }
fact-not-connected = 接続できません
fact-not-found = サーバーが見つかりません
fact-other-mechanisms = { $ways } でもログイン成功
fact-login-accepted = ログイン成功
fact-login-rejected = ログイン拒否
fact-login-later = ログインは未確認（一時的な障害）
fact-login-busy = ログインは未確認（サーバーの混雑など）
fact-login-denied = ログイン拒否（パスワード以外の理由）
fact-login-locked = ログインは未確認（アカウントのロック中）
fact-login-not-carried-out = ログインの要求がエラー
fact-login-turned-away = ログインの受け付けなし（サーバーの運用方針）
fact-login-unanswered = ログインの応答なし
fact-login-not-attempted = ログインは未確認
fact-login-after-incoming = ログインは見合わせました（受信メールサーバーにログインできていません）
fact-login-foreign-host = ログインは見合わせました（メールのドメイン以外のサーバーです）
fact-login-in-clear = ログインは見合わせました（暗号化されていません）
fact-login-injected = ログインは見合わせました（暗号化の前に別の文が紛れ込みました）
fact-login-no-mechanism = 認証方式が提供されていません
fact-login-not-chosen = ここではログイン不要
fact-login-not-reached = ログインの手前で終了
fact-login-preauth = 最初からログイン済み
fact-login-refused-elsewhere = ログインは見合わせました（もう一方のサーバーでログインできていません）
fact-login-too-soon = ログインは見合わせました（拒否された直後のため）
fact-login-given-up = ログインを中止しました（サーバーの返答が正しくありません）
fact-login-not-offered = 指定した認証方式が提供されていません
fact-login-unusable = 利用できる認証方式がありません
fact-login-unverified = ログインは見合わせました（証明書を信頼できません）
fact-sending-accepted = { $address } で送信可能
fact-sending-later = { $address } から自分宛ての送信は保留
fact-sending-refused = { $address } から自分宛ての送信は拒否
fact-sending-unanswered = { $address } で送信できるかどうかへの応答なし
fact-mailbox-refused = メールボックスを開けません
fact-mailbox-room = メールボックスの使用量は { $percent }%
fact-mailbox-unanswered = メールボックスを開けません（応答なし）
fact-look-up-unanswered = 名前の問い合わせに応答なし
fact-not-looked-up = 名前の問い合わせは未実施
footer = { $tool } { $version }、{ $date }、所要時間 { $seconds } 秒

## 自分宛てのテストメール

test-message = テストメール
test-sent = 送信
test-sent-accepted = 送信メールサーバーが受け付けました
test-sent-later = 送信メールサーバーが保留しました
test-sent-not-sent = 送信していません
test-sent-refused = 送信メールサーバーが拒否しました
test-sent-unanswered = 送信メールサーバーの応答なし
test-came = 受信
test-came-all = { $seconds } 秒後、すべてのメールのフォルダーのみ
test-came-inbox = { $seconds } 秒後、受信トレイ
test-came-junk = { $seconds } 秒後、迷惑メールフォルダー
test-not-come = { $seconds } 秒以内には届いていません
test-announced = IDLE の通知あり
test-not-announced = IDLE の通知なし
test-other-id = Message-ID が変わりました
test-way = 経路
test-step = { $from } から { $by }: { $how }
test-way-clear = 暗号化なし
test-way-encrypted = 暗号化あり
test-way-untold = 暗号化は不明
test-checks = 送信元の確認
test-then = そのあと
test-then-deleted = 削除しました
test-then-kept = メールボックスに残っています
test-then-marked = 削除済みの印を付けました
test-then-not-deleted = 削除できませんでした

## 確認中

password-prompt-held = { $account } のパスワード（表示されません。検証済みの TLS で、確認するサーバーだけに、同時に最大 { $most } 本の接続ごとに送信します）:
password-prompt-several = { $account } のパスワード（表示されません。検証済みの TLS で、確認するサーバーだけに数回ずつ送信します）:
password-prompt = { $account } のパスワード（表示されません。検証済みの TLS で各サーバーに一度だけ送信します）:
typing-question = このまま続けますか？ [y/N]
typing-stopped = 何も確認せず、何も送信していません。入力を直してから、もう一度確認してください。
waiting-dns = { $host }: IP アドレスを調べています
waiting-answered = { $source } がサーバーを示しました。ほかの情報源の回答を待っています
waiting-confirm = { $host }: 回答を待っています
waiting-connect = { $host }: 接続しています
waiting-tls = { $host }: 暗号化を始めています
waiting-greeting = { $host }: サーバーの応答を待っています
waiting-starttls = { $host }: 暗号化を求めています（STARTTLS）
waiting-capabilities = { $host }: 対応機能を確認しています
waiting-login = { $host }: ログインしています
waiting-envelope = { $host }: 送信できるか確認しています
waiting-held = { $host }: { $most } 本まで接続を増やしています（今は { $held } 本）
waiting-later = { $host }: 時間を置けば接続できるか、1 分ほど待っています
waiting-mailbox = { $host }: メールボックスを開いています
waiting-send = { $host }: テストメールを送信しています
waiting-delivery = { $host }: テストメールを待っています
waiting-gate = { $host }: もう一方のサーバーのログインを待っています
waiting-other = { $host }: 待っています
waiting-command = コマンドの終了を待っています: { $command }
