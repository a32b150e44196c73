# プログラム自身についての文: エラーと対処、案内。メール設定についての文はライブラリーのファイルにある。
# 表記の決まりはライブラリーの findings.ftl にある。

label-error = エラー
label-warning = 注意
label-note = 情報
label-hint = ヒント

## 呼び出し方

argument-not-utf8 = 引数 { $number } は正しい UTF-8 ではありません: { $argument }
    .hint = 端末を UTF-8 に設定し、入力し直してください
some-argument-not-utf8 = 引数の 1 つが正しい UTF-8 ではありません
    .hint = 端末を UTF-8 に設定し、入力し直してください
username-placeholder = --username に置き換えの記号がありますが、置き換えるメールアドレスがありません
    .hint = メールアドレス（ADDRESS）も指定するか、ユーザー名の全体を指定してください
password-without-name = { $secret }を使うには、ユーザー名が必要です
    .hint = メールアドレス（ADDRESS）か --username NAME を指定するか、{ $secret }の指定をやめてください
limits-without-name = 接続数の上限はユーザーごとに決まりますが、ログインするユーザー名が分かりません
    .hint = メールアドレス（ADDRESS）か --username NAME を指定してください。--no-login を指定すると、ログインせずに接続できる数を測ります
limits-announced = それぞれのサーバーに、同時に { $connections } 本まで接続します。ログインが断られるのは、受信サーバーごとに多くても { $refusals } 回です。送信サーバーには、この測定ではログインしません
limits-announced-without-login = それぞれのサーバーに、同時に { $connections } 本まで接続します。ログインはしません
second-user-is-first = { $name } は確認するユーザーと同じなので、どの上限も共有しています
    .hint = --second-username には別のユーザーを指定するか、指定をやめてください
from-not-ours = { $ip } はこの端末のアドレスではありません: { $why }
    .hint = この端末のアドレスは `ip address` で表示できます
password-unused = ユーザー名がないため MAILCHECK_PASSWORD を使いません。メールアドレス（ADDRESS）か --username NAME を指定してください
no-source-left = 指定に合う設定の情報源がありません
    .hint = --only に別の情報源を指定するか、--skip や --offline-sources を外してください
preset-unreadable = { $path } からプリセットを読み取れません: { $why }
    .hint = autoconfig XML かプロバイダーデータベースのファイル、またはそのフォルダーを指定してください
presets-config-day = { $line } 行目の「{ $text }」は日付ではありません。2027-06-30 のように書いてください
presets-config-too-long = 設定ファイルとしては大きすぎます
presets-config-unusable = 設定ファイル { $path } を使えません: { $why }
    .hint = 書き方は docs/presets-rules.md を参照してください
presets-unread = { $count } 個のファイルを飛ばしました: { $path }: { $why }
presets-missing = { $path } を読み取れません: { $why }
    .hint = プリセットのファイルか、その入ったフォルダーを指定してください
presets-none = { $path } にはプリセットがありません
presets-not-compared = { $path } は比較しません: { $why }
presets-not-compared-more = { $path } には、読み取れないファイルがほかに { $count } 個あります
history-in-use = { $path } の履歴は、ほかの実行が使っています
    .hint = それが終わるまで待つか、実行ごとに別のフォルダーを --history で指定してください
history-no-folder = { $path } に履歴を残せません: { $why }
    .hint = --history には、フォルダーか、新しく作れるフォルダーの名前を指定してください
history-damaged = { $path } は壊れているため、使いません
history-other-schema = { $path } は別のバージョン（"{ $schema }"）のため、使いません
history-unreadable = { $path } を読み取れないため、使いません: { $why }
history-too-long = { $path } は履歴としては大きすぎるため、使いません
history-unwritable = { $path } に書き込めないため、今回の結果は残りません: { $why }
preset-why-again = 別の名前ですでに読み取っています
preset-why-deep = フォルダーの階層が深すぎます
preset-why-empty = フォルダーが空です
preset-why-many = ファイルが多すぎます
preset-why-not-a-file = ファイルでもフォルダーでもありません
preset-why-not-a-preset = 対応している形式のプリセットではありません
preset-why-too-long = プリセットとしては大きすぎます
journal-unusable = { $path } は --resume に使えません: { $why }
    .hint = 別のファイルを指定してください。不要になった以前の実行の記録であれば、削除してください
journal-not-written = これから確認する結果は { $path } に書き込めません。中断すると、もう一度確認することになります: { $why }
probing = サーバー { $total } 件中 { $done } 件を確認済み（毎秒 { $rate } 件）、確認中 { $now } 件。使えない { $fails } 件、判断できない { $open } 件
probing-later = サーバー { $total } 件中 { $done } 件を確認済み（毎秒 { $rate } 件）、確認中 { $now } 件、後で再確認 { $later } 件。使えない { $fails } 件、判断できない { $open } 件
send-address-of-nobody = --send-address にはメールアドレスが必要ですが、ドメインだけが指定されています
    .hint = メールアドレス（ADDRESS）を指定するか、--send-address を外してください
send-test-one-side = --send-test はメールの送信と受信を確認します。--imap と --smtp の両方を指定するか、両方とも省略してください
sources-of-named-server = --imap、--pop3、--smtp でサーバーを指定した場合、設定の情報源には問い合わせません
    .hint = 設定を探すには --imap、--pop3、--smtp を外し、探さない場合は情報源についてのオプションを外してください
log-filter = { $name } はログのフィルターとして正しくありません: { $why }
    .hint = 例: debug、mailcheck=trace、warn,mailcheck=debug
log-not-utf8 = { $name } は正しい UTF-8 ではありません
    .hint = 例: debug、mailcheck=trace、warn,mailcheck=debug
presets-no-such-path = { $path } を検査できません: { $why }
    .hint = 存在するファイルかフォルダーを指定してください
presets-baseline-unreadable = 既知の指摘のファイル { $path } を読めません: { $why }
    .hint = --update-baseline を付けると、このファイルを書き込みます
presets-baseline-none = { $path } は --baseline に使えません: { $why }
    .hint = 新しいファイル名に --update-baseline を付けると、書き込みます
presets-baseline-other = { $path } は --baseline に使えません: { $why }
    .hint = 書き込んだバージョンの mailcheck を使うか、--update-baseline を付けて別の名前で書き込んでください
presets-baseline-is-output = { $path } は --baseline のファイルで、結果で上書きされてしまいます
    .hint = -o には別のファイルを指定してください
presets-output-is-preset = { $path } は検査するプリセットで、結果で上書きされてしまいます
    .hint = -o には別のファイルを指定してください
presets-baseline-unwritable = 既知の指摘を { $path } に書き込めません: { $why }
    .hint = { $kind ->
        [directory] その中のファイル名を指定してください
        [full] 空きを作るか、別のディスクに書き込んでください
       *[other] フォルダーがあり、書き込めることを確かめてください
    }
presets-git-missing = --changed-since には Git が必要ですが、実行できません: { $why }
    .hint = Git をインストールするか、--changed-since を外してください
presets-git-no-repository = --changed-since には Git のリポジトリーが必要ですが、{ $path } はその中にありません
    .hint = --changed-since を外してください
presets-git-failed = { $path } で変更されたファイルを Git から得られません: { $text }
    .hint = そのコミットかブランチがあることを確かめてください。CI では、十分な履歴を取得してください
presets-page-not-https = { $url } は通信の途中で書き換えられるおそれがあるため、取得しません
    .hint = https:// で始まるアドレスか、ファイルを指定してください
presets-page-offline = { $url } はウェブ上にありますが、--offline ではどこにも接続しません
    .hint = --offline を外すか、ファイルを指定してください

## 引数の入力ミス

slip-confusable = { $at } 文字目は、普通の英字やハイフンに似た別の文字です
slip-control = { $at } 文字目は制御文字です
slip-full-width = { $at } 文字目が全角です
slip-invisible = { $at } 文字目は目に見えない文字です
slip-leading-space = 先頭に空白があります
slip-line-break = { $at } 文字目は改行です
slip-space-inside = { $at } 文字目は空白です
slip-tab = { $at } 文字目はタブです
slip-trailing-space = 末尾に空白があります
slip-wrong-dot = { $at } 文字目はコンマか句読点です
slip-meant = { $what }。{ $suggestion } ではありませんか？
slip-and = { $what }。{ $why }

## メールのドメインの外にあるサーバー

confirm-foreign = { $host } は { $domain } の外にあり、示しているのは偽造できる情報源だけです:
confirm-named = { $source }（{ $how }）
confirm-plain-http = 暗号化なしで受信
confirm-redirected = 別のドメインへのリダイレクト
confirm-unsigned-dns = 署名なしの DNS
confirm-risk = 偽造されていた場合、パスワードが盗まれます。{ $host } が正しいかどうかは、プロバイダーの案内ページで確認してください。
confirm-question = { $host } にパスワードを送りますか？ [y/N]

## 自分宛てのテストメール

test-message-text = これはテストメールです。このアカウントで送受信できるかどうかを mailcheck で確認するために、自分宛てに送信されました。削除してかまいません。
test-message-in-inbox = テストメール「{ $subject }」が受信トレイに届きました。
test-message-in-junk = テストメール「{ $subject }」が迷惑メールフォルダーに届きました。
test-message-question = 削除しますか？ [y/N]

## 結果の書き込み先

output-evidence = 記録を JSON として書き込めません: { $why }
output-file = { $path } に書き込めません: { $why }
    .hint = { $kind ->
        [directory] これはディレクトリーです。その中のファイルを指定してください
        [full] 空き容量を増やすか、別のディスクのファイルを指定してください
       *[other] 書き込みできるディレクトリーの中のファイルを指定してください
    }
output-password-file = { $path } にはパスワードが入っており、上書きされてしまいます
    .hint = 結果や記録には別のファイルを指定してください
output-stdout = 標準出力に書き込めません: { $why }
    .hint = -o FILE を使ってください。終了ステータスだけが必要なら >/dev/null を使ってください
output-stdout-closed = 標準出力が閉じられています
    .hint = -o FILE を使ってください。終了ステータスだけが必要なら >/dev/null を使ってください
record-is-report = 結果と記録の両方を { $path } に書き込むことはできません
    .hint = どちらかに別のファイルを指定してください
record-write = 記録 { $path } に書き込めません: { $why }
    .hint = { $kind ->
        [directory] これはディレクトリーです。その中のファイルを指定してください
        [full] 空き容量を増やすか、別のディスクのファイルを指定してください
       *[other] 書き込みできるディレクトリーの中のファイルを指定してください
    }

## ネットワーク

network-unusable = ネットワークを使えません: { $why }
    .hint = --nameserver IP でリゾルバーを指定してください
ca-file-unreadable = CA ファイル { $path } を読めません: { $why }
    .hint = PEM 形式の証明書（-----BEGIN CERTIFICATE-----）のファイルを指定してください
ca-file-unusable = CA ファイル { $path } を使えません: { $why }
    .hint = PEM 形式の証明書（-----BEGIN CERTIFICATE-----）のファイルを指定してください
all-mechanisms = ログインできたあとで、ほかの認証方式も試します。最大 { $most } 回、ログインが拒否され、サーバーに失敗として数えられることがあります
client-certificate-unreadable = 証明書 { $path } を読めません: { $why }
    .hint = PEM 形式の自分の証明書のファイルを指定し、秘密鍵は --client-key で指定してください
client-certificate-unusable = 証明書 { $path } を使えません: { $why }
    .hint = PEM 形式の自分の証明書のファイルを指定し、秘密鍵は --client-key で指定してください
client-key-unreadable = 秘密鍵 { $path } を読めません: { $why }
    .hint = --client-certificate の証明書の秘密鍵の、自分だけが読める PEM 形式のファイルを指定してください
client-certificate-too-long = { $path } は証明書にしては大きすぎます
    .hint = PEM 形式の自分の証明書のファイルを指定してください
no-runtime = プログラムの実行環境を準備できません: { $why }

## パスワードと、その代わりになるもの

password-command-failed = { $secret }のコマンドが失敗しました（{ $status }）: { $command }
    .hint = コマンドだけを実行して、原因を確かめてください
password-command-timed-out = { $secret }のコマンドが { $seconds } 秒以内に終わりませんでした: { $command }
    .hint = コマンドだけを実行して原因を確かめるか、--deadline SECONDS で待つ時間を長くしてください
password-empty = { $from }が空です
    .hint = { $secret }を 1 行で渡してください
password-empty-variable = 環境変数 MAILCHECK_PASSWORD が空です
    .hint = この変数を消すと、パスワードの入力を求めます
interrupted = 何も確認しないうちに中断されました
password-several-lines = { $from }が 2 行以上あります。{ $secret }の 1 行だけにしてください
    .hint = { $secret }だけを渡してください。最後の改行は 1 つあってもかまいません
password-no-source = パスワードが必要ですが、標準入力が端末ではないため、入力を求められません
    .hint = --password-stdin、--password-command CMD、--password-file FILE、MAILCHECK_PASSWORD のどれかを使うか、--no-login でログインせずに確認してください
password-not-typed = パスワードが入力されませんでした
    .hint = 入力して Enter キーを押すか、--no-login でログインせずに確認してください
password-not-utf8 = { $from }が正しい UTF-8 ではありません
    .hint = UTF-8 で保存してください
password-unreadable = { $from }を読めません: { $why }
    .hint = 読むことのできるファイルか、ほかの方法で{ $secret }を渡してください
password-too-long = { $from }が { $most } オクテットより長く、{ $secret }ではありません
    .hint = { $secret }だけを渡してください。最後の改行は 1 つあってもかまいません
password-zero-octet = { $from }に、{ $secret }としてサーバーが受け付けない値 0 のオクテットがあります
    .hint = { $secret }だけを渡してください。最後の改行は 1 つあってもかまいません
status-code = 終了ステータス: { $code }
status-signal = シグナルで終了
from-answer = 回答
from-command = { $secret }のコマンド { $command } の出力
from-file = { $secret }のファイル（{ $path }）
from-keyring = キーリングにある { $name } のトークン
from-stdin = 標準入力の{ $secret }
from-terminal = パスワード
from-variable = 環境変数 MAILCHECK_PASSWORD の値
secret-is-client-secret = クライアントシークレット
secret-is-password = パスワード
secret-is-second-password = 2 人目のユーザーのパスワード
secret-is-token = トークン
auth-other-credential = { $taken ->
        [certificate] { $mechanism } で使うのは証明書ですが、
        [token] { $mechanism } で使うのはトークンですが、
       *[password] { $mechanism } で使うのはパスワードですが、
    }{ $given ->
        [certificate] 渡されたのは証明書です
        [token] 渡されたのはトークンです
       *[password] 渡されたのはパスワードです
    }
    .hint = --auth に合うもの（{ $names }）を指定するか、--auth の指定をやめてください。または、{ $taken ->
        [certificate] パスワードではなく、--client-certificate PEM で証明書を渡してください
        [token] --oauth-token-command CMD などでトークンを渡してください
       *[password] --password-command CMD などでパスワードを渡してください
    }
token-character = トークンの { $at } 文字目は、トークンに使われない文字です
    .hint = アクセストークンだけを、そのまま渡してください。英数字と一部の記号だけで、空白は入りません
token-expired = このトークンは { $at } に期限が切れており、サーバーに拒否されます
    .hint = `mailcheck oauth` で新しいトークンを取得してください。この端末の時計（{ $now }）が間違っている場合は、--force を付けると送信します

## キーリング

keyring-absent = この mailcheck は、システムのキーリングを使えないビルドです
    .hint = キーリングを使えるものをビルドしてください: cargo build --release --features keyring。または、トークンを別のコマンドで保管し、--oauth-token-command CMD で読んでください
keyring-unreachable = システムのキーリングに接続できません: { $why }
    .hint = キーリングを起動し、ロックを解除してください。Linux では、ログイン中のセッションで動く Secret Service（GNOME Keyring、KWallet、KeePassXC など）です
keyring-timed-out = システムのキーリングから { $seconds } 秒以内に応答がありませんでした
    .hint = ロックの解除を求める画面が、ほかのウィンドウに隠れていないか確かめてください。--deadline SECONDS で待つ時間を長くすることもできます
keyring-no-token = システムのキーリングに、mailcheck が保管した { $names } のトークンがありません
    .hint = トークンを保管してください: mailcheck oauth ADDRESS --client-id ID --keyring
keyring-locked = システムのキーリングがロックされているか、{ $name } のトークンの使用が mailcheck に許可されていません
    .hint = ロックを解除し、確認を求められたら許可してください
keyring-ambiguous = システムのキーリングに、mailcheck が保管した { $name } のトークンが 2 つ以上あります
    .hint = キーリングの中身を表示するアプリで、1 つだけ残して削除してください
keyring-damaged = システムのキーリングにある { $name } の内容は、トークンではありません
    .hint = トークンを保管し直してください: mailcheck oauth ADDRESS --client-id ID --keyring
keyring-too-long = { $name } のトークンが、システムのキーリングに入る { $most } オクテットより長いです
    .hint = --keyring を付けずに、トークンを別のコマンドに直接渡してください: mailcheck oauth … | mailcheck verify … --oauth-token-stdin
keyring-failed = システムのキーリングで { $name } のトークンを扱えません: { $why }
    .hint = ほかのアプリがキーリングを使えるか確かめてください。または、トークンを別のコマンドから --oauth-token-command CMD で読んでください
keyring-has-token = トークンをシステムのキーリングに保管しました（サービス: mailcheck、ユーザー: { $name }）。このトークンでログインするには: mailcheck verify … --oauth-token-keyring

## ログイン失敗の記録

ledger-damaged = ログイン失敗の記録 { $path } が壊れています（{ $why }）。以前の失敗は分かりません
ledger-damaged-moved = ログイン失敗の記録 { $path } が壊れています（{ $why }）。{ $moved } に移しました。以前の失敗は分かりません
ledger-in-use = ログイン失敗の記録 { $path } をほかのプロセスが使っています。今回のログインは記録されないことがあります
ledger-no-key = ログイン失敗の記録の鍵 { $path } がないか、壊れています。以前の失敗は確認できず、新しい記録を始めます
ledger-other-schema = ログイン失敗の記録 { $path } は、このプログラムの別のバージョンのものです（{ $schema }）。そのまま残し、以前の失敗は分かりません
ledger-no-place = ホームディレクトリーが環境変数から分からず、ログイン失敗を記録する場所がありません。以前の失敗は分からず、今回のログインも記録しません
ledger-unreadable = ログイン失敗の記録 { $path } を読めません: { $why }。以前の失敗は分かりません
ledger-unwritable = ログイン失敗の記録 { $path } に書き込めません: { $why }。今回のログインは記録しません

## discover

only-text-or-json = { $option } の結果は、レポートとは別の内容で、text か json の形式だけで表示できます
    .hint = --format text か --format json を使ってください
fix-no-domain = 公開するメールのドメインがわかりません
    .hint = メールアドレス（ADDRESS）かそのドメインを指定してください
fix-no-folder = { $path } はファイルです。フォルダーが必要です
    .hint = 空のフォルダーか、まだないフォルダーを指定してください
fix-file-differs = { $path } はすでにあり、内容が違います。何も書き込みませんでした
    .hint = そのファイルをほかの場所に移すか、別のフォルダーを指定してください
fix-nothing = 公開する内容がありません: { $side ->
        [incoming] 受信サーバーの動作を確認できませんでした
        [outgoing] 送信サーバーの動作を確認できませんでした
       *[other] 動作するサーバーを書けるファイルがありません
    }
    .hint = 先にレポートの問題を直してください。どの情報源にもないサーバーは --imap と --smtp で指定してください
fix-server-left-out = { $server } は公開しません: { $why }

## discover --fix: 公開する内容

fix-heading = { $domain } で公開する内容
fix-servers = 次のサーバーは動作を確認できました。ファイルに書かれているのは、これらのサーバーだけです。
fix-server = { $server }、ユーザー名 { $name }
fix-server-is = { $place }（{ $security }）
fix-now = 現在の公開状況
fix-now-is = { $now ->
        [missing] ありません:
        [other] 内容が違います:
        [right] すでに正しい内容です:
       *[unknown] 確認できませんでした:
    }
fix-now-names = { $place }: { $servers }
fix-srv-records = SRV レコード
fix-pacc-record = PACC の TXT レコード
fix-steps = 行うこと
fix-step-zone = { $files } の行を { $domain } のゾーンに入れ、同じ名前のほかのレコードを削除してください。名前は省略のない形なので、末尾にピリオドがあります。3600 は TTL の秒数です。できればゾーンに署名（DNSSEC）してください。署名がないと、偽のレコードでメールソフトが別のサーバーに誘導されるおそれがあります。
fix-step-hosts = 次の名前のそれぞれに、アドレス（A、AAAA）と、広く信頼されている証明書を用意してください: { $hosts }。
fix-step-web = それぞれの URL で、そのファイルを HTTPS で、書かれている種類（Content-Type）を付けて返すように、Web サーバーを設定してください。ログインを求めず、別のドメインへのリダイレクトもしないでください。
fix-step-digest = { $file } は 1 文字も変更しないでください。TXT レコードにこのファイルのダイジェストが書かれています。
fix-step-address = { $file } の %EMAILADDRESS% のところに、問い合わせた人のメールアドレス（リクエストの EMailAddress）を、サーバーが書き込むようにしてください。この形式には、置き換えの記号がありません。
fix-step-local-part = { $file } の %EMAILLOCALPART% のところに、問い合わせた人のメールアドレス（リクエストの EMailAddress）の @ の前の部分を、サーバーが書き込むようにしてください。この形式には、置き換えの記号がありません。
fix-step-post = { $file } は POST で要求されます。ファイルを返すだけの Web サーバーは POST を拒否するため、スクリプトか Web サーバーの設定が必要です。用意できない場合は、このファイルと { $record } のレコードを公開しないでください。Outlook 以外のメールソフトは、それでも設定を見つけられます。
fix-step-own-name = できれば、メールアドレスの全体でもログインできるようにしてください。SRV レコードにはユーザー名を書けないため、FairEmail のように SRV レコードを使うメールソフトは先にメールアドレスを試し、ログインの失敗が 1 回増えます。
fix-step-check = 古いレコードの期限が切れてから、次のコマンドで確認してください。
fix-left-out = 公開しないもの
fix-left-out-is = { $what }: { $why }
fix-why = { $why ->
        [forgeable] メールのドメインの外にあり、偽造できる応答だけに書かれています。自分のサーバーであれば --imap か --smtp で指定してください
        [host-is-address] ホストが IP アドレスで、スマートフォンが信頼する証明書には書かれません。ホスト名で指定してください
        [long-domain] メールのドメインの名前が長すぎて、その下に名前を付けられません
        [name-is-not-the-address] この形式では、メールアドレス以外のユーザー名を書けません
        [name-of-one] ユーザー名に置き換えの記号がなく、1 人だけの名前です
        [no-incoming] 受信サーバーが残っていません
        [no-outgoing] 送信サーバーが残っていません
        [not-implicit-tls] この形式に書けるのは、標準のポート（993、465）で最初から TLS を使うサーバーだけです
        [not-tested] 確認していません。提供している場合は、そのレコードを残し、ファイルには手で書き加えてください
        [not-the-best] 動作しますが、優先されるサーバーがほかにあります。両方を公開すると、メールソフトによって使うサーバーが変わります
        [not-working] 動作を確認できませんでした。接続、信頼できる証明書、最初の応答、ログインの方式のどれかがありません
        [plain] 暗号化がなく、パスワードを途中で読まれるおそれがあります
       *[tokens-only] トークンだけを受け付けます。この形式では、トークンの発行元を書けません
    }
fix-files = ファイルの置き場所
fix-written = ファイルは README.txt と一緒に { $folder } に書き込みました。置き場所は次のとおりです。
fix-goes-zone = { $zone } のゾーンの中
fix-goes-web = { $by ->
        [post] { $url }（{ $type }、POST）
       *[get] { $url }（{ $type }）
    }

## compare

compare-one = 結果が 1 つだけでは比べられません
    .hint = ほかの端末、回線、または時刻の結果も指定してください
compare-same = { $path } と { $other } は同じ結果です
    .hint = 同じ結果は 1 度だけにし、ほかの端末、回線、または時刻の結果を指定してください
compare-unreadable = { $path } を読めません: { $why }
    .hint = 読むことのできるファイルを指定してください
compare-too-large = { $path } は { $most } オクテットを超えており、結果のファイルではありません
    .hint = mailcheck verify ADDRESS --format json -o FILE で結果を保存してください
compare-wrong = { $path }: { $why }
    .hint = mailcheck verify ADDRESS --format json -o FILE で結果を保存してください
compare-other-schema = { $path }: { $why }
    .hint = mailcheck の別のバージョンが書いたものです。同じバージョンで結果を保存し直してください
compare-accounts-differ = 結果のメールアドレスが、すべて同じではありません

## explain

explain-nothing = 説明する文がありません
    .hint = 例: mailcheck explain 'メールを取得できません'。詳しくは mailcheck explain --help
explain-empty = 説明する文が空です
    .hint = 表示された文、コード、検出項目の名前のどれかを指定してください
explain-binary = 標準入力が文字ではありません
    .hint = 画像やプログラムではなく、エラーの文そのものを渡してください
explain-unreadable = 標準入力を読めません: { $why }
    .hint = 文を引数で指定してください
explain-cut = 標準入力は最初の { $kib } KiB だけを読みました

## demo

demo-wrong = demo のメールプロバイダーを確認できません: { $why }
demo-no-start = demo のメールプロバイダーを動かせません: { $why }
demo-begins = このプログラムの中のメールプロバイダーです（ループバックだけを使います）
demo-stands-for = { $at } が { $name } の代わりです
demo-well = 正常に動いています。起こせる不具合の一覧は --fault help で表示します
demo-harmless = これで困る人はいないはずです

## oauth

oauth-no-client-id = クライアント ID が必要です。このプログラム自身の ID はありません
    .hint = { $page ->
        [none] プロバイダーに自分のアプリを登録し、その ID を --client-id ID で指定してください。手順は docs/oauth.md にあります
       *[other] { $page } の案内に従って自分のアプリを登録し、その ID を --client-id ID で指定してください。手順は docs/oauth.md にあります
    }
oauth-no-endpoints = { $domain } のトークンをどこが発行するのか、どの情報源にもありません
    .hint = 認可サーバーを https:// のアドレスで指定するか、パスワードを使ってください。トークンを使えないプロバイダーもあります
oauth-no-metadata = { $issuer } には、トークンの発行についての情報がありません
    .hint = このアドレスを、パスも含めて、プロバイダーが案内する issuer と見比べてください。パスを付けなければ応答する場合もあります
oauth-no-flow = { $flow ->
        [browser] このプロバイダーには、ブラウザーでサインインする方法がありません
        [device] このプロバイダーには、別の端末でコードを入力してサインインする方法がないか、メールには使えません
       *[any] このプロバイダーは、トークンを発行する場所を示していません
    }
    .hint = { $flow ->
        [browser] --flow の指定をやめるか、--flow device を使ってください
        [device] --flow の指定をやめるか、--flow browser を使ってください
       *[any] ほかの認可サーバーを https:// のアドレスで指定してください
    }
oauth-no-tenant = --tenant は Microsoft のアカウントだけに使えます
    .hint = この指定をやめてください
oauth-no-listener = ブラウザーからこのコンピューターに戻ることができません: { $why }
    .hint = プロバイダーが対応していれば、--flow device を使ってください
oauth-open-page = どの端末でもかまわないので、このページを開いてください: { $page }
oauth-enter-code = そこでこのコードを入力してください: { $code }
oauth-waits = サインインが終わるのを待っています。コードは { $minutes } 分間使えます。ほかの人から届いたコードは、決して入力しないでください。
oauth-asks-again = { $host } から応答がないため、もう一度問い合わせます
oauth-browser-opened = ブラウザーで次のページが開きます。開かない場合は、このコンピューターで開いてください:
oauth-open-browser = このコンピューターのブラウザーで、次のページを開いてください:
oauth-page-done = サインインしました。このページを閉じて、端末の画面に戻ってください。
oauth-page-failed = トークンは発行されませんでした。理由は端末の画面に表示しています。
oauth-page-nothing = ここには何もありません。
oauth-on-terminal = これがトークンです。期限が切れるまで、これを持っている人はあなたのメールを読めます。別のコマンドに直接渡してください: mailcheck oauth … | mailcheck verify … --oauth-token-stdin
oauth-refused = { $error ->
        [access_denied] { $host } はトークンを発行しません。あなたかプロバイダーが許可しませんでした
        [expired_token] サインインする前に、コードの期限が切れました
        [invalid_client] { $host } はこのクライアント ID を知らないか、クライアントシークレットが間違っているか足りません
        [invalid_grant] { $host } はコードを受け付けません。使用済みか、期限切れです
        [invalid_scope] { $host } は、求めた範囲（scope）を許可しません
        [unauthorized_client] このクライアント ID のアプリは、この方法では取得できません
       *[other] { $host } はトークンを発行しません: { $error }
    }{ $said ->
        [none] {""}
       *[other] 。サーバーの説明: { $said }
    }
    .hint = { $error ->
        [access_denied] もう一度サインインして許可してください。組織のアカウントでは、管理者がアプリを許可する必要があるかもしれません
        [expired_token] もう一度実行し、表示された時間内にサインインしてください
        [invalid_client] --client-id を確かめてください。プロバイダーからシークレットを受け取っている場合は、--client-secret-file FILE で渡してください
        [invalid_grant] もう一度実行し、サインインは 1 回だけにしてください
        [invalid_scope] --scope の指定をやめるか、docs/oauth.md にあるものを指定してください。アプリの登録にも必要な場合があります
        [unauthorized_client] デスクトップアプリ（パブリッククライアント）として登録するか、もう一方の --flow を使ってください
       *[other] プロバイダーに登録した内容（アプリの種類、リダイレクト先、scope）を確かめてください。手順は docs/oauth.md にあります
    }
oauth-other-state = ブラウザーが別のサインインから戻ってきたため、その結果は使いません
    .hint = ほかのページを閉じて、もう一度実行してください
oauth-not-understood = { $host } の応答は OAuth 2 のものではありません
    .hint = 認可サーバーのアドレスを確かめてください。ネットワークのログインページが間に入っている可能性もあります
oauth-timed-out = { $count } { $unit ->
        [minutes] 分以内にサインインが終わりませんでした
       *[seconds] 秒以内にサインインが終わりませんでした
    }
    .hint = もう一度実行し、必要なら --deadline SECONDS で待つ時間を長くしてください。リダイレクト先が正しくないとページに表示された場合は、デスクトップアプリとして http://127.0.0.1 を登録してください
oauth-unreachable = { $host } に問い合わせることができません: { $kind ->
        [connect] 接続できません
        [lookup] IP アドレスを調べられません
        [no-such-host] このホストはありません
        [silent] 時間内に応答がありません
        [tls] 証明書が信頼できないか、TLS で接続できません
       *[other] 応答を読み取れません
    }
    .hint = { $kind ->
        [no-such-host] 名前に間違いがないか確かめてください
        [tls] 別のネットワークから実行してください。所属する組織の証明書が使われている場合は、--ca-file PEM で指定してください
       *[other] インターネットへの接続を確かめ、1 分ほどしてからもう一度実行してください
    }
oauth-wrong-issuer = { $host } は { $issuer } と名乗っているため、その内容は使いません
    .hint = それが目的のサーバーであれば、代わりにそのアドレスを指定してください

## mock

mock-no-random = 乱数のパスワードを作れません
mock-wrong-recording = { $why }
    .hint = `mailcheck verify --record FILE` で書き込んだファイルを指定してください
mock-no-program = { $program } を実行できません: { $why }
    .hint = 実行できるプログラムを指定してください。PATH にない場合はディレクトリーも付けてください
mock-unreadable-scenario = { $why }
    .hint = 読むことのできるファイルか、`mailcheck mock --list` に表示されるシナリオを指定してください
mock-wrong-scenario = { $why }
    .hint = `mailcheck mock busy --show` で正しい例を表示できます
mock-no-signals = シグナルによる終了を準備できません: { $why }
mock-port-busy = { $why }
    .hint = そのプログラムを終了するか、空いているポートを使ってください（--standard-ports とシナリオの `port` を外す）
mock-port-forbidden = { $why }
    .hint = 空いているポートを使う（--standard-ports を外す）か、root で実行するか、sudo setcap cap_net_bind_service=ep でプログラムに許可してください
mock-not-here = { $why }
    .hint = このコンピューターの IP アドレスは `ip address` で確認できます。0.0.0.0 はすべてを表します
mock-bad-domain = { $why }
    .hint = --domain には example.org のようなドメインを指定してください
mock-no-start = { $why }
mock-unknown = { $name } というシナリオはありません。{ $nearest ->
        [none] 似た名前もありません
       *[other] もしかして: { $nearest }
    }
    .hint = すべての名前は `mailcheck mock --list` で表示します。ファイルの名前には .toml か / が必要です
mock-no-end = プログラムの終了を待てません: { $why }
mock-unwritable = { $path } に書き込めません: { $why }
    .hint = 書き込みできるディレクトリーの中のファイルを指定してください
standard-output = 標準出力
or = または
mock-provider = { $domain } のメールプロバイダー
mock-well = 正常に動きます。起こせる不具合の一覧は --list で表示します。
mock-account = アカウント
mock-password = パスワード
mock-password-given = （指定されたもの）
mock-token = トークン
mock-ca-file = CA ファイル
mock-try = 試すには:
journal-missed = … 多すぎるため { $count } 件を省きました
journal-connected = { $peer } から接続
journal-tls = { $version }、{ $cipher }、サーバー名 { $name }
journal-no-name = なし
journal-tls-failed = TLS の失敗: { $why }
journal-accepted = { $user } が { $mechanism } でログイン
journal-rejected = { $user } の { $mechanism } によるログインを拒否
journal-delivered = <{ $from }> からのメールを { $to } の INBOX に配信
journal-dropped = <{ $from }> から { $to } へのメールを破棄
journal-query = { $name } の { $kind } の問い合わせ（{ $transport }）
journal-broken = 切断: { $why }
journal-by-client = クライアントが切断
journal-by-server = サーバーが切断
journal-reset = サーバーが強制的に切断
journal-stopped = 終了
journal-timed-out = クライアントの無通信による時間切れ
journal-too-long = クライアントの送信が長すぎるため切断
journal-closed = 切断

## --verbose のやり取り

attempt-control = （比較のため）
attempt-diagnostic = （調査）
attempt-implicit-tls = （TLS かどうか）
attempt-legacy = （古い方式かどうか）
attempt-injection = （紛れ込みの確認）
attempt-unauthenticated = （ログインなし）
attempt-mechanism = （別の認証方式）
attempt-ramp = （同時接続の 1 つ）
attempt-delivery = （テストメールの送信）
attempt-mailbox = （テストメールの受信）
attempt-other = （その他）

## マニュアル

man-title = ユーザーコマンド
man-name = 名前
man-synopsis = 書式
man-commands = コマンド
man-exit-status = 終了ステータス
man-environment = 環境変数
man-examples = 例
man-exit-ready = 利用できる（注意がある場合を含む。--strict では注意もない場合だけ）。
man-exit-problem = 問題がある。
man-exit-call = 指定（オプション、ファイル、メールアドレス、パスワード）の誤り。
man-exit-unknown = 判定できない（どこにも到達できない、時間切れ、一時的な障害）。
man-exit-interrupted = 中断。1 回目の Ctrl-C で確認を終え、それまでに分かったことを表示します。
man-exit-terminated = SIGTERM による中断。動作は同じです。
man-env-password = パスワード（オプションで渡さない場合）。
man-env-state = ログイン失敗の記録を置くディレクトリー。指定がなければ XDG_STATE_HOME の mailcheck、それもなければ ~/.local/state の mailcheck です（macOS では ~/Library/Application Support、Windows では LOCALAPPDATA）。
man-env-log = プログラム自身のログのフィルター（例: debug）。
man-env-language = --lang の指定がなければ、最初に設定されているものの言語を使います。
man-env-no-color = 空でない値があれば、--color always の場合を除いて色を付けません。
man-env-term = dumb という端末では色を付けません。
man-example-verify = 設定を探し、パスワードの入力を求めてログインします。
man-example-server = 1 つのサーバーだけを、ログインせずに確認します。
man-example-script = パスワード管理ソフトからパスワードを受け取り、プログラム用の結果を書き込みます。
man-example-explain = スマートフォンに表示された文の意味と、最初にすることを示します。
man-example-demo = ネットワークなしで、不具合がどのように示されるかを見ます。
