### 使い方（--help、-h、シェルの補完、man）。英語の文は args.rs と mock/args.rs のオプションのそばにある。
### キーは help-コマンド-引数、共通の引数は help-any-引数。表記の決まりはライブラリーの findings.ftl にある。

usage = 書式:
heading-commands = コマンド
heading-arguments = 引数
heading-options = オプション
heading-sources-of-settings = 設定の情報源
heading-what-to-publish = 公開する内容
heading-logging-in = ログイン
heading-test-message = テストメール
heading-connection-limits = 接続数の上限
heading-devices = 端末
heading-looking-at-servers = サーバーの確認
heading-network = ネットワーク
heading-what-is-checked = 検査の範囲
heading-what-fails = 不合格の条件
heading-output = 出力
heading-accounts = アカウント
heading-where-it-listens = 待ち受ける場所
help-values = （選択肢: { $values }）
help-default = （既定値: { $value }）

help-any-preset = このファイルの内容を使います。フォルダーなら、その中のこのドメインについての内容を使います。autoconfig XML か chatmail のプロバイダーデータベースの形式です（複数指定可）
help-any-ispdb = ウェブ上の公開データベースの代わりに、手元の写し（autoconfig XML のフォルダー）を使います
help-any-only = これらの情報源だけに問い合わせます（複数はコンマ区切り）
help-any-skip = これらの情報源には問い合わせません
help-any-no_isp_db = メール設定の公開データベース（プロバイダー自身のものではありません）に問い合わせません
help-any-offline_sources = どこにも問い合わせず、ファイルとこのプログラムが知っていることだけを使います
help-any-send_address = アドレスを必要とするサーバーに ADDRESS を伝えます。指定がなければ、同じドメインの架空のアドレスを伝えます
help-any-limits = それぞれのサーバーが同時に保てる接続の数も測ります。下のオプションのどれかを指定しても測ります
help-any-max_connections = 同時に保つ接続の数の上限。64 まで（既定値: 5）
help-any-from = この端末のこのアドレスからも接続し、上限がアドレスごとかどうかを確かめます（繰り返し可）
help-any-second_username = このユーザーでもログインし、上限がユーザーごとかどうかを確かめます
help-any-second_password_file = そのユーザーのパスワードをファイルから読みます
help-any-second_password_command = そのユーザーのパスワードを出力するコマンドを実行します
help-any-help = 使い方を表示します（-h は要点だけ、--help はすべて）
help-any-version = バージョンを表示します
help-any-lang = 表示する言語（en または ja）。指定がなければ `LC_ALL`、`LC_MESSAGES`、`LANG` に従います
help-any-color = 色を付けるかどうか。`NO_COLOR` にも従います
help-any-format = 表示の形式。text は人が読むため、json はプログラムで使うための形式です

## コマンド

help-mailcheck = メールの設定が使えるかどうかを確認し、使えない場合は原因、最初にすること、待つ時間を示します
help-mailcheck-lang = { help-any-lang }

help-help = この使い方、または指定したコマンドの使い方を表示します

help-completions = シェルの補完スクリプトを出力します
help-completions-shell = シェルの種類

help-man = マニュアルページを出力します

## verify

help-verify = メールアカウントの設定を確認します
    .more = --imap、--pop3、--smtp のどれも指定しない場合は、`mailcheck discover` と同じ情報源から設定を探します。パスワードは、下のオプションか環境変数 `MAILCHECK_PASSWORD` で渡さない限り、画面に表示せずに入力を求めます。送信する相手は、検証できたサーバーだけです。
    .after = 終了ステータス: 0 利用できる、1 問題がある、2 指定の誤り、3 判定できない、130 Ctrl-C による中断、143 SIGTERM による中断。
help-verify-address = メールアドレス（例: you@example.org）
help-verify-imap = 受信メールサーバー。SECURITY は tls、starttls、plain のどれかです
help-verify-pop3 = POP3 で受信するサーバー。--imap も指定すると、両方を確認し、1 つずつログインします
help-verify-smtp = 送信メールサーバー
help-verify-username = ログインのユーザー名（メールアドレスと違う場合）。`%EMAILADDRESS%`、`%EMAILLOCALPART%`、`%EMAILDOMAIN%` はアドレスの全体、@ の前、@ の後ろに置き換わります
help-verify-password_stdin = パスワードを標準入力から読みます
help-verify-password_command = パスワードを出力するコマンドを実行します
help-verify-password_file = パスワードをファイルから読みます
help-verify-oauth_token_stdin = パスワードの代わりにログインに使う OAuth2 のトークンを標準入力から読みます
help-verify-oauth_token_command = そのトークンを出力するコマンドを実行します
help-verify-oauth_token_keyring = `mailcheck oauth ADDRESS --keyring` で保管したトークンを、システムのキーリングから読みます（`keyring` フィーチャー付きのビルドのみ）
help-verify-no_login = パスワードの入力を求めず、送信もしません
help-verify-force = ログイン失敗の記録が待つように勧めていても、またはトークンの期限が切れていても、ログインします
help-verify-test_injection = STARTTLS と一緒に平文で送った命令を、サーバーが暗号化後に実行しないかも確認します（STARTTLS のサーバーの IP アドレスごとに、接続が 1 回増えます）
help-verify-check_sender = ログインのあと、ADDRESS から送信できるか、ログインしていない人も送信できるかをサーバーに確かめます。差出人と宛先にはこのアドレスを名乗り、メールは送りません（送信サーバーへの接続が 1 回増えます）
help-verify-accept_foreign_host = 署名のない DNS など、偽造できる情報源だけが示す、メールのドメインの外にあるサーバーにもパスワードを送ります。プロバイダーのサーバーかどうかを先に確かめてください
help-verify-auth = ログインに使う認証方式をこれだけにします（PLAIN、LOGIN、CRAM-MD5、SCRAM-SHA-256 など）
help-verify-all_mechanisms = ログインできたあとで、サーバーが提供するほかの認証方式もすべて試し、使えないものを見つけます。最大 2 回、ログインが拒否されることがあります（方式ごとに接続が 1 回増えます）
help-verify-client_certificate = 証明書を求めるサーバーに、この証明書を提示します。パスワードがないときは、これでログインします（EXTERNAL）
help-verify-client_key = --client-certificate の秘密鍵のファイル（別のファイルのとき）
help-verify-send_test = 両方のログインのあと、短いメールを ADDRESS 宛てに送り、届くかどうか、時間、場所を示します（各サーバーへの接続が 1 回ずつ増えます）。端末で使う場合は削除する前に確かめ、それ以外の場合は残します
help-verify-delete_test = 届いたそのメールだけを、確かめずに削除します
help-verify-send_test_wait = そのメールを待つ秒数の上限。--deadline も適用されます
help-verify-devices = このアカウントを使う端末（例: iphone,thunderbird*2）。これらの端末が使う接続の数と、サーバーの上限が分かる場合はそれを超えないかどうかを示します。使える名前は `docs/devices.md` にあります
help-verify-resolve = ホストの IP アドレスを指定し、DNS に問い合わせません（繰り返し可）
help-verify-nameserver = このリゾルバーだけに問い合わせます
help-verify-ca_file = このファイルの証明書も信頼します（繰り返し可）
help-verify-ca_only = --ca-file の証明書だけを信頼します
help-verify-timeout = 1 つの手順で待つ最長の秒数（既定値: 10、ログインの応答は 30）
help-verify-deadline = 確認全体と、その前のパスワードのコマンドが終わるのを待つ最長の秒数
help-verify-ipv4 = IPv4 だけを使います
help-verify-ipv6 = IPv6 だけを使います
help-verify-format = 結果の形式。support は窓口に送る Markdown、evidence は判定する前の記録のすべてです
help-verify-file = 結果をファイルに書き込みます
help-verify-verbose = サーバーとのやり取りを表示します（パスワードは伏せ字）。2 回指定すると、確認した事実も表示します
help-verify-record = サーバーとのやり取りを、自分だけが読めるファイルに JSON の行で書き込みます（パスワードは伏せ字）
help-verify-strict = 注意があるときも失敗とします
help-verify-no_mask = --format support で、名前とアドレスを伏せません

## limits

help-limits = メールアカウントのサーバーが、同時にいくつの接続を保てるかを測ります
    .more = まず `mailcheck verify` と同じように設定を確認します。次に、サーバーが断るか、--max-connections の数に達するまで、それぞれのサーバーへの接続を増やします。ほかの端末の接続はそのままなので、測るのは「あといくつ接続できるか」です。最後にすべての接続を正しく終え、もう一度接続して、アカウントが使えることを確かめます。
    .after = 終了ステータス: 0 測定できた、1 問題があって測定できない、2 指定の誤り、3 判定できない、130 Ctrl-C による中断、143 SIGTERM による中断。
help-limits-max_connections = 同時に保つ接続の数の上限。64 まで（既定値: 16）

## discover

help-discover = それぞれの情報源が示す設定と、どれを信じるかを表示します
    .more = ドメイン自身のページと DNS レコード、メールのホスティング事業者、公開データベース、このプログラムが知っていること、一般的なサーバー名のすべてに同時に問い合わせ、示されたサーバーを確認します。ログインはせず、パスワードの入力も求めません。--send-address の指定がない限り、ADDRESS そのものはどこにも伝えません。
    .after = 終了ステータス: 0 設定が見つかり、サーバーが応答した、1 問題がある、2 指定の誤り、3 判定できない、130 Ctrl-C による中断、143 SIGTERM による中断。
help-discover-subject = メールアドレスまたはそのドメイン（例: you@example.org、example.org）
help-discover-no_probe = 情報源に問い合わせるだけで、示されたサーバーは確認しません
help-discover-as_client = このメールソフトが同じ応答から何を選ぶかと、その理由を表示します。指定がなければ、すべてのメールソフトの表を最後に表示します
help-discover-fix = どのメールソフトも、動作を確認できたサーバーを見つけられるように、ドメインの管理者が公開する内容を表示します。DIR を指定すると、ファイルとしてそのフォルダーに書き込みます
help-discover-pop3 = 動作すれば公開する POP3 サーバー（繰り返し可）
help-discover-imap = 動作すれば公開する受信サーバー（繰り返し可）。指定がなければ、情報源が示すサーバーです
help-discover-smtp = 動作すれば公開する送信サーバー（繰り返し可）
help-discover-username = 公開するユーザー名（メールアドレスと違う場合）。`%EMAILLOCALPART%` は、それぞれの人のアドレスの @ の前の部分です
help-discover-resolve = { help-verify-resolve }
help-discover-nameserver = { help-verify-nameserver }
help-discover-ca_file = { help-verify-ca_file }
help-discover-ca_only = { help-verify-ca_only }
help-discover-timeout = 1 つの手順で待つ最長の秒数（既定値: 10）
help-discover-deadline = 確認全体で待つ最長の秒数
help-discover-ipv4 = { help-verify-ipv4 }
help-discover-ipv6 = { help-verify-ipv6 }
help-discover-format = { help-verify-format }
help-discover-file = { help-verify-file }
help-discover-verbose = 情報源ごとに、正確な場所、リダイレクト、時間、証明書、形式の誤りまで表示します。2 回指定すると、メールサーバーとのやり取りも表示します
help-discover-record = { help-verify-record }
help-discover-strict = { help-verify-strict }
help-discover-no_mask = { help-verify-no_mask }

## demo

help-demo = このプログラムの中のメールプロバイダーを相手に verify を実行します（ネットワーク不要）
help-demo-fault = プロバイダーの不具合。`help` で一覧を表示します（繰り返し可）
help-demo-format = { help-verify-format }
help-demo-file = { help-verify-file }
help-demo-verbose = { help-verify-verbose }
help-demo-record = { help-verify-record }
help-demo-strict = { help-verify-strict }
help-demo-no_mask = { help-verify-no_mask }

## compare

help-compare = 複数の結果の違いと、その原因がどこにあるかを示します
    .more = 端末や回線ごと、または時間を変えて `mailcheck verify … --format json -o FILE` で結果を保存し、そのファイルを指定してください。evidence の形式で保存したものも使えます。
    .after = 終了ステータス: 0 すべて利用できる、1 問題が残っている、2 指定かファイルの誤り、3 判定できない。
help-compare-reports = 比べる結果のファイル（2 つ以上）
help-compare-by = 何を変えた結果か。place は端末や回線、time は同じ端末と回線での時刻です（既定値: 30 分以内に始めた結果なら place）

## entrance

help-entrance = Web のアドレスが、メールプロバイダーの公式の入口として一覧にあるかどうかを確認します
    .more = アドレスをブラウザーのように、リダイレクトを 1 つずつたどって開き、それぞれのホストを、このプログラムが知っているプロバイダーの一覧と照らし合わせます。パスワード、Cookie、リンク元は送らず、スクリプトは実行しません。そのサーバーの持ち主には、アドレスが開かれたことが分かります。答えは「一覧にある」か「一覧にない」で、「安全」とは言いません。
    .examples = 例:
    .example1 = mailcheck entrance login.ocn.ne.jp
    .example2 = mailcheck entrance https://bit.ly/example --provider ocn
    .after = 終了ステータス: 0 一覧にある、1 一覧にない、2 指定の誤り、3 判定できない、130 Ctrl-C による中断、143 SIGTERM による中断。
help-entrance-url = アドレス。https:// で始まらない場合は補います
help-entrance-provider = このプロバイダーの一覧だけと照らし合わせます（例: ocn）
help-entrance-most_redirects = たどるリダイレクトの最大の数
help-entrance-resolve = { help-verify-resolve }
help-entrance-nameserver = { help-verify-nameserver }
help-entrance-ca_file = { help-verify-ca_file }
help-entrance-ca_only = { help-verify-ca_only }
help-entrance-timeout = 1 つのホストで待つ最長の秒数（既定値: 10）
help-entrance-deadline = 確認全体で待つ最長の秒数
help-entrance-ipv4 = { help-verify-ipv4 }
help-entrance-ipv6 = { help-verify-ipv6 }
help-entrance-file = { help-verify-file }

## explain

help-explain = エラーの文、コード、検出項目の意味と、最初にすること、待つ時間を示します
    .more = スマートフォンやメールソフトに表示された文（日本語または英語）、サーバーの応答の行、535、5.7.8、NXDOMAIN、0x800CCC0E などのコード、または検出項目の名前を指定してください。ネットワークには接続しません。TEXT がない場合と - の場合は標準入力を読みます。- で始まる文の前には -- を置いてください。
    .examples = 例:
    .example1 = mailcheck explain 'サーバの識別情報を検証できません'
    .example2 = mailcheck explain 535 5.7.8
    .example3 = mailcheck explain login.locked --lang ja
    .example4 = mailcheck explain -- '-ERR [AUTH] Authentication failed.'
    .after = 終了ステータス: 0 説明できることがある、2 指定の誤り、3 該当するものがない。
help-explain-text = 説明する文。複数の語は 1 つの文として扱います
help-explain-list = 検出項目の名前の一覧を表示します

## oauth

help-oauth = メールアカウントの OAuth2 のトークンを取得します
    .more = サインインはプロバイダー自身のページで、別の端末でコードを入力するか（device）、このコンピューターのブラウザーで（browser）行います。パスワードがこのプログラムに渡ることはありません。標準出力にはトークンだけを出力し、ほかはすべて標準エラー出力に表示するので、別のコマンドに渡せます。ファイルには書き込みません。期限が切れるまで、トークンを持っている人はメールを読めます。
    .examples = 例:
    .example1 = mailcheck oauth you@outlook.com --client-id ID
    .example2 = mailcheck oauth gmail --client-id ID --client-secret-file FILE --no-browser
    .example3 = mailcheck oauth https://login.example.org --client-id ID --scope mail
    .after = 終了ステータス: 0 トークンを出力または保管した、1 拒否された、2 指定の誤り、3 判定できない、130 Ctrl-C による中断、143 SIGTERM による中断。
help-oauth-provider = だれのトークンか。gmail などのプロバイダー、メールアドレスかそのドメイン、または認可サーバーの https:// のアドレス
help-oauth-client_id = 自分のアプリをプロバイダーに登録して受け取った ID。手順は docs/oauth.md にあります
help-oauth-client_secret_stdin = ID と一緒に受け取ったクライアントシークレットを標準入力から読みます（受け取った場合）
help-oauth-client_secret_command = クライアントシークレットを出力するコマンドを実行します
help-oauth-client_secret_file = クライアントシークレットをファイルから読みます
help-oauth-scope = メールの受信と送信に必要なものの代わりに、これを求めます（複数指定可）
help-oauth-flow = サインインの方法。指定がなければ、メールに使える場合は device、そうでなければ browser です
help-oauth-no_browser = ブラウザーを開かず、このコンピューターで開くアドレスを表示します
help-oauth-tenant = Microsoft のアカウントの組織（ドメインか ID）。指定がなければ common です
help-oauth-keyring = トークンを表示せず、システムのキーリングに PROVIDER の名前で保管します。PROVIDER にはメールアドレスを勧めます（`keyring` フィーチャー付きのビルドのみ）
help-oauth-resolve = { help-verify-resolve }
help-oauth-nameserver = { help-verify-nameserver }
help-oauth-ca_file = { help-verify-ca_file }
help-oauth-ca_only = { help-verify-ca_only }
help-oauth-timeout = 1 つの応答を待つ最長の秒数（既定値: 10）
help-oauth-deadline = サインインを含めて、全体で待つ最長の秒数
help-oauth-ipv4 = { help-verify-ipv4 }
help-oauth-ipv6 = { help-verify-ipv6 }

## mock

help-mock = メールソフトを試験するために、指定どおりに不具合を起こすメールプロバイダーとして動きます
    .more = IMAP、POP3、SMTP の送信（submission）を、--address の指定がなければこのコンピューターの中だけで受け付けます。最初に、接続先、信頼する証明書、ログインできるアカウントとパスワードを表示します。アカウントとパスワードは自動で作ります。Ctrl-C、SIGTERM、--for の時間、または COMMAND の終了まで動きます。
    .after = 終了ステータス: 0 予定どおり終わった、2 指定の誤り、またはポートを使えない。COMMAND を指定した場合はその終了ステータス（シグナルで終わった場合は 128 とシグナルの番号の和）。
help-mock-scenario = 起こす不具合。--list に表示される名前、または TOML ファイル（名前に .toml か / を含むもの）。指定がなければ正常に動きます
help-mock-list = 用意されているシナリオの一覧を表示します
help-mock-show = シナリオのファイルを表示します（自分で書くときの手本に）
help-mock-replay = `verify --record` の記録にあるサーバーの応答を再現します
help-mock-time = この秒数がたつと終了します
help-mock-command = 準備が整うとすぐに実行し、その終了と同時に終わるコマンド。接続先などを示す --format json の行は、環境変数 `MAILCHECK_MOCK` に入ります
help-mock-domain = メールのドメイン（既定値: example.org、または記録のドメイン）
help-mock-account = ログインできる人。パスワードとトークンは新しく作ります（繰り返し可）。指定がなければ `you@DOMAIN`
help-mock-password_file = 全アカウントのパスワードを作らずにファイルから読み、表示しません（クライアントが送ったものは表示されます）。指定がなければ、設定されている `MAILCHECK_PASSWORD` を使います
help-mock-address = このコンピューターのどの IP アドレスで待ち受けるか。0.0.0.0 では、到達できるすべての人が接続できます
help-mock-standard_ports = 空いているポートではなく標準のポート（993、143、995、110、465、587。--dns では 53、--web では 80 と 443）を使います。暗号化しないサービスは空いているポートのままです
help-mock-dns = このプロバイダーを知っている DNS サーバーも動かします
help-mock-web = このプロバイダーの設定を配る Web サーバーも動かします
help-mock-format = 案内の形式。json は 1 行で示し、続けてクライアントの動作を JSON の行で示します
help-mock-log = クライアントの動作を、パスワードも含めて JSON の行でファイルに書き込みます。- は --format json と同じく標準出力です（既定値: 読みやすい行で標準エラー出力へ）
help-mock-ca_out = 信頼する証明書を、終了後も残るファイルに書き込みます（既定値: 一時ファイル）
help-mock-autoconfig = 設定を、メールソフト用の autoconfig の文書としてファイルに書き込みます

help-presets = メールソフトのプリセットファイルを検査します

help-check = プリセットファイルの間違いを探し、書かれているサーバーが使えるかを確かめます
    .more = 形式は内容から判断します: autoconfig XML、provider-db、K-9 の providers.xml、MailCore と Nodemailer の JSON、.mobileconfig、TOML。
    .examples = 例:
    .example1 = mailcheck presets check --offline presets/
    .example2 = mailcheck presets check presets/ --format sarif -o presets.sarif
    .example3 = mailcheck presets check presets/ --baseline known.json --update-baseline
    .example4 = mailcheck presets check presets/ --changed-since origin/main --format github
    .after = 終了コード: 0 問題となる指摘なし、1 問題となる指摘あり、2 呼び出し方の間違い、3 判断できないか、読み取れないものがある、130 Ctrl-C による中断、143 SIGTERM による中断。
help-check-paths = ファイル、それらの入ったフォルダー（下の階層も調べます）、または https:// で始まるウェブのアドレス
help-check-history = サーバーの結果をこのフォルダーに残し、一時的なものと変化したものを区別します
help-check-config = ルールの例外を書いたファイル（指定がなければ、最も近い上の階層の mailcheck.toml）
help-check-offline = ファイルを読むだけで、サーバーには接続しません
help-check-jobs = 同時に確認するサーバーの数
help-check-per_host = 1 つのホストで同時に確認するポートの数
help-check-per_domain = 1 つの登録ドメインで同時に確認するサーバーの数
help-check-spacing = 1 つのホストへの接続と次の接続の間隔（秒）
help-check-retry_after = タイムアウトなど、一時的かもしれない不具合のあったサーバーを、何秒後に 1 回だけ確認し直すか。0 では確認し直しません
help-check-resume = 確認した結果をファイルに残し、中断したときは、同じサーバーを 2 度確認せずに続きから始めます
help-check-resolve = { help-verify-resolve }
help-check-nameserver = { help-verify-nameserver }
help-check-ca_file = { help-verify-ca_file }
help-check-ca_only = { help-verify-ca_only }
help-check-timeout = 1 つの手順で待つ最長の秒数
help-check-deadline = すべてのサーバーの確認で待つ最長の秒数（既定値: 終わるまで）
help-check-ipv4 = { help-verify-ipv4 }
help-check-ipv6 = { help-verify-ipv6 }
help-check-rule = この名前の指摘だけを示します。例: preset.password-in-clear（複数指定可）
help-check-skip = この名前の指摘は示しません（複数指定可）
help-check-changed_since = Git のこのコミットかブランチから分かれた後に変更されたファイルの指摘だけを示します。すべてを見比べる規則があるため、ほかのファイルも読みます
help-check-shard = 全体を N 個に分けた I 番目だけを調べます。すべてを合わせると、漏れも重なりもありません
help-check-fail_on = どの重要度から不合格にするか
help-check-strict = 注意も不合格にします
help-check-baseline = このファイルにある既知の指摘では不合格にせず、なくなったものを知らせます
help-check-update_baseline = 今回の指摘を --baseline のファイルに書き込みます。以後は新しい指摘だけが不合格になります
help-check-format = 結果の形式。github は GitHub Actions のコマンド、markdown はコメントやジョブの概要のための形式です
help-check-file = { help-verify-file }

help-diff = プリセットのリストをドメインごとに比べます。設定が異なれば、どれかのリストが誤っているか古くなっています
    .more = 形式は内容から判断し、リストごとに違っていてもかまいません。同じ相違のあるドメインは、まとめて 1 回だけ示します。
    .after = 終了ステータス: 0 どのリストも同じ、1 異なる、2 指定の誤り、3 判定できない。
help-diff-lists = ファイル、またはそれらの入ったフォルダー（下の階層も調べます）を 2 つ以上。それぞれが 1 つのリストです
help-diff-shared = 1 つのリストにしかないドメインを除きます
