# entrance の表示: Web のアドレスがプロバイダーの公式の一覧にあるかどうか。「安全」とも「詐欺」とも書かない。表記の決まりは findings.ftl にある。

## 結論

entrance-on-the-list = { $provider } の一覧にあります: { $url }
entrance-not-on-the-list = 一覧にありません: { $url }
entrance-inconclusive = 判定できませんでした: { $url }
entrance-known = 途中のリダイレクトも含め、どのホストも { $provider } のものとして知られており、暗号化され、証明書も正しいものでした。
entrance-kind-account = { $page } は、{ $provider } のアカウントの公式入口として知られています。
entrance-kind-business = { $page } は、{ $provider } の法人の公式入口として知られています。
entrance-kind-mail = { $page } は、{ $provider } の Web メールの公式入口として知られています。
entrance-kind-mobile = { $page } は、{ $provider } のモバイルの公式入口として知られています。

## 経路

entrance-hops = 開くまでの経路
entrance-hop-listed = 公式のホスト
entrance-hop-not-listed = 公式とは知られていないホスト
entrance-hop-https = 暗号化あり、証明書の発行者: { $issuer }
entrance-hop-https-refused = 暗号化あり、証明書は受け入れられません
entrance-hop-https-unseen = 暗号化した接続ができませんでした
entrance-hop-plain = 暗号化なし
entrance-hop-status = HTTP { $status }
entrance-hop-refreshes = ページ自身が次へ移動します
entrance-hop-unanswered = 応答なし
entrance-source = 出典（{ $date }）: { $source }

## 一覧にないとする理由、分からないこと

entrance-against = 一覧にないとする理由
entrance-open = 分からないこと
entrance-of-hop = { $hop } 番目: { $text }
entrance-bad-certificate =
    { $case ->
        [name] { $host } の証明書は、別の名前のものです。
        [untrusted] { $host } の証明書の発行者は、この端末が信頼する認証局ではありません。ウイルス対策ソフトやこの回線が証明書を差し替えている場合もあります。
       *[other] { $host } の証明書は受け入れられませんでした: { $why }
    }
entrance-endless-redirects = { $host } からのリダイレクトが終わりません。Cookie を必要とするページでは起こることで、この確認では Cookie を送っていません。
entrance-ip-address = { $host } は IP アドレスで、だれのものか分かりません。
entrance-leads-nowhere = { $host } は Web ページではないものへリダイレクトします: { $to }
entrance-leaves-the-list = { $host } は一覧にありますが、一覧にない { $to } へリダイレクトします。リダイレクト先を自由に指定できるページか、別の事業者でログインする仕組みです。
entrance-look-alike =
    { $case ->
        [below] { $host } には { $other } の名前が入っていますが、その一部ではありません。だれのものかは、ホスト名の末尾で決まります。
        [confusable] { $host } は { $other } に似た見た目ですが、別の文字で書かれています。
        [typo] { $host } は { $other } とわずかに違います。
       *[hyphen] { $host } は { $other } に似た名前ですが、その一部ではありません。
    }
entrance-not-https = { $host } への接続は暗号化されません。通信の途中で、だれでも内容を変えられます。
entrance-odd-port = { $host } のポート { $port } に接続します。プロバイダーのページは標準のポートにあります。
entrance-other-provider = { $host } は、別のプロバイダー「{ $provider }」のものとして知られています。
entrance-private-address = { $host } の IP アドレスはプライベートネットワークのもので、外のページからそこへは移動できないはずです。
entrance-punycode = { $host } には a から z 以外の文字があります。実際の名前は { $ascii } です。
entrance-shortener = { $host } は短縮 URL のサービスです。移動先は見ただけでは分からず、あとで変わることもあります。
entrance-status = { $host } の応答は { $status } でした。ブラウザーで開いた場合にどこへ移動するかは分かりません。
entrance-stopped = { $host } の応答の前に時間切れになりました。
entrance-unexpected-issuer = { $host } の証明書の発行者は { $issuer } です。プロバイダーが示している発行者: { $expected }
entrance-unknown-host = { $host } は、どのプロバイダーのものとしても知られていません。
entrance-unlisted-host =
    { $case ->
        [by-listed] 一覧にあるホストから { $host } へ進みました。プロバイダーのドメイン { $domain } の中にありますが、一覧にはありません。
       *[other] { $host } はプロバイダーのドメイン { $domain } の中にありますが、一覧にはありません。利用者が作ったページの場合もあります。
    }
entrance-unreachable = { $host } から Web サーバーとしての応答がありません: { $why }
entrance-user-info = ホスト { $host } の前に、@ で区切られた文字があります。ホストの一部ではなく、ホストに見せかけるために使われることがあります。

## すること、この判定の意味

entrance-do-on-the-list = 次に開くときは、メールなどのリンクではなく、自分で登録したブックマークから開いてください。
entrance-do-not-on-the-list = そこにパスワードを入力しないでください。自分で登録したブックマークか契約の書類にある、プロバイダーのアドレスから開いてください。
entrance-do-not-on-the-list-known = そこにパスワードを入力しないでください。{ $provider } の公式入口として知られているのは { $page } です。自分で入力して開いてください。
entrance-do-not-on-the-list-line = 今はパスワードを入力しないでください。モバイル通信など別の回線でもう一度確認し、同じ結果ならプロバイダーに問い合わせてください。
entrance-do-inconclusive-open = ブラウザーでは、ここで確認したものとは別のページが開く場合があります。パスワードを入力する前に、アドレス欄のホストを読み、そのアドレスも確認してください。
entrance-do-inconclusive = 数分後に、または別の回線で、もう一度確認してください。それまではパスワードを入力しないでください。
entrance-limits = 一覧で分かるのはホストがだれのものかだけで、ページの内容は分かりません。スクリプトは実行せず、Cookie、フォーム、リンク元は送っていません。
