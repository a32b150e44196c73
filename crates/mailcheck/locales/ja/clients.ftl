# 同じ回答から各メールアプリがどう設定するか。種類は `clients::Replay` のもの。

clients-heading = メールアプリごとの設定の予測
clients-column-client = メールアプリ
clients-column-from = 設定の取得元
clients-column-name = ユーザー名
clients-column-costs = 失敗回数
clients-legend-costs = 失敗回数: パスワードを 1 回間違えたときに失敗するログインの数（受信 + 送信）
clients-legend-doubt = 「?」: 結果が変わる可能性があります。理由は --as NAME で表示されます。

## 表

clients-from-by-hand = 手入力
clients-from-guesses = 推測
clients-from-http = { $source }/http
clients-name-address = メールアドレス
clients-name-local-part = @ より前
clients-name-other = 独自の名前
clients-name-more = { $name }（+{ $more }）
clients-costs = { $incoming }+{ $outgoing }
clients-costs-at-most = 最大 { $incoming }+{ $outgoing }
clients-costs-unknown = 不明
clients-server = { $place }（{ $security }）
clients-tries = { $count } か所を順に試す（最初は { $first }）
clients-refuses = 使わない設定: { $sources }

## アプリごと

clients-as-of = { $client }（確認した版: { $version }）
clients-as-known = { $client }（一般に知られている動作）
clients-way-source = 設定の取得元: { $source }、{ $location }
clients-way-guesses = 使える設定が見つからないため、一般的なサーバー名を試します。
clients-way-by-hand = 使える設定が見つからないため、サーバーを手で入力するよう求めます。
clients-wrong-password = パスワード誤り
clients-names-in-turn = 順に試す: { $names }
clients-refused = { $most ->
    [yes] ログイン失敗は最大で受信 { $incoming } 回、送信 { $outgoing } 回
   *[no] ログイン失敗は受信 { $incoming } 回、送信 { $outgoing } 回
}
clients-refused-unknown = ログイン失敗の回数は不明
clients-rejected = 使わない設定
clients-ignored = 参照しない設定
clients-notes = 補足
clients-doubts = 確実でない点
clients-guesses = 試すサーバー（優先順）

## 使わない理由

clients-nothing = 設定なし: { $sources }
clients-why = { $why }（{ $details }）
clients-line = { $line } 行目
clients-why-bad-id = プロバイダーの id がホスト名ではないため、ファイル全体を使いません。
clients-why-bad-port = { $scope ->
    [whole] ポート番号を読み取れないサーバーが 1 つあるため、ファイル全体を使いません。
   *[one] ポート番号を読み取れないため、このサーバーだけを除きます。
}
clients-why-hidden = 参照されません。このアプリは、内容にかかわらず、最初に見つかったページで参照をやめます。
clients-why-incomplete-oauth2 = OAuth2 の項目にトークンの取得先がないため、ファイル全体を使いません。
clients-why-missing-hostname = { $scope ->
    [whole] サーバー名が正しくないサーバーが 1 つあるため、ファイル全体を使いません。
   *[one] サーバー名が正しくないため、このサーバーだけを除きます。
}
clients-why-missing-username = { $scope ->
    [whole] ユーザー名のないサーバーが 1 つあるため、ファイル全体を使いません。
   *[one] ユーザー名がないため、このサーバーだけを除きます。
}
clients-why-no-authentication = { $scope ->
    [whole] 対応できる認証方式のないサーバーが 1 つあるため、ファイル全体を使いません。
   *[one] 対応できる認証方式がないため、このサーバーだけを除きます。
}
clients-why-no-document = 返されたものは設定ファイルではありません。
clients-why-no-domain = ドメインが書かれていないため、ファイル全体を使いません。
clients-why-no-incoming = 使える受信サーバーがありません。
clients-why-no-outgoing = 使える送信サーバーがありません。
clients-why-not-offered = このサービスを提供していないと、ドメインが公表しています。
clients-why-not-reached = 接続できませんでした。
clients-why-oauth2-only = { $scope ->
    [whole] OAuth2 だけを受け付けるサーバーにこのアプリが登録されていないため、検索を打ち切ります。
   *[one] OAuth2 だけを受け付け、このアプリは登録されていないため、このサーバーだけを除きます。
}
clients-why-plain-socket-type = { $scope ->
    [whole] 暗号化なし（socketType が plain）のサーバーが 1 つあるため、ファイル全体を使いません。
   *[one] 暗号化されないため、このサーバーだけを除きます。
}
clients-why-unknown-socket-type = { $scope ->
    [whole] セキュリティの指定を読み取れないサーバーが 1 つあるため、ファイル全体を使いません。
   *[one] セキュリティの指定を読み取れないため、このサーバーだけを除きます。
}
clients-why-wants-login = ログインしないと回答が得られません。この確認ではログインしていません。

## 補足

clients-note-asks-for-trust = 途中で差し替えられた可能性がある設定のため、確認を求められます。先にプロバイダーの案内ページと見比べてください。
clients-note-asks-to-be-sent-on = メールのドメイン以外のホストに進む前に、確認を求められます。プロバイダーの案内ページにあるホストの場合だけ、同意してください。
clients-note-ignores-authentication = ほかの認証方式だけが指定されていても、パスワードでログインを試します。このようなサーバーでは拒否されます。
clients-note-no-encryption = 暗号化なしで使うサーバーがあり、パスワードを途中で読み取られるおそれがあります。暗号化された設定を手で入力してください。
clients-note-pop3 = 先に書かれている POP3 で受信します。どの端末でも同じメールを見るには、IMAP を選んでください。
clients-note-port-25-first = ポート番号がない場合は { $ports } の順に試します。25 は多くの回線で遮断されているため、ポート番号を入力してください。
clients-note-sending-after-receiving = 送信は、受信に成功したあとにだけ試されます。
clients-note-sending-not-checked = 送信は確認されません。送信の設定の誤りは、最初のメールを送るときに分かります。
clients-note-trusts-plain-http = http で届いた回答を、確認なしで使います。途中のだれかが作った回答の可能性があります。
clients-note-trusts-redirect = 別のドメインへ転送されて届いた回答を、確認なしで使います。
clients-note-trusts-unsigned-dns = 署名されていない DNS に基づく回答を、確認なしで使います。
clients-note-wants-profile = プロバイダーの構成プロファイルがあれば、入力せずに設定できます。

## 確実でない点

clients-doubt-document = このアプリがどう扱うか分かっていない回答があります: { $source }
clients-doubt-generally-known = ソースコードが公開されていないため、一般に知られている動作です。
clients-doubt-not-asked = ここでは参照していないか、参照できなかった設定があります: { $source }。そちらが優先される可能性があります。
clients-doubt-other-build = これは Play ストア版の動作です。参照先の多い GitHub 版が使う設定: { $source }
clients-doubt-other-request = このアプリの問い合わせ方法はこの確認とは違うため、回答が変わる可能性があります: { $source }
clients-doubt-own-list = このアプリには独自のプロバイダー一覧があり、それが最優先ですが、その内容は分かっていません。
clients-doubt-priority = 2 つのレコード（{ $source }）のどちらを使うかは優先度で決まりますが、優先度は分かっていません。
clients-doubt-section = ファイルに読み取れないサーバーがあります: { $source }。POP3 のサーバーの場合は、このファイルが使われます。
