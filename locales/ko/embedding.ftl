# 사이트에 넣기

embedding-lead = 지금 쓰시는 사이트의 글에 구독 양식과 댓글을 넣습니다. 아래 코드를 복사해 붙여 넣어 주세요.
embedding-copy = 복사
embedding-copied = 복사했습니다

embedding-site = 사이트 등록하기

embedding-code = 코드 붙여 넣기
embedding-code-lead = 사용 중인 서비스를 고르고 코드를 차례대로 붙여 넣어 주세요. 글꼴과 색은 사이트에 맞춰집니다.

embedding-wordpress-name = 워드프레스
embedding-wordpress-install = 플러그인 > 새로 추가 > 플러그인 업로드에서 Gudok 플러그인(gudok-wordpress.zip)을 설치하고 활성화해 주세요.
embedding-wordpress-address = 설정 > Gudok에 이 주소를 입력해 주세요.
embedding-wordpress-secret = 같은 화면에 비밀 키도 입력해 주세요. 새 글이 Gudok에 바로 전달됩니다.

embedding-ghost-name = Ghost
embedding-ghost-script = Settings > Code injection > Site footer에 붙여 넣어 주세요.
embedding-ghost-comments = 댓글: 테마의 post.hbs에서 글 본문 아래에 붙여 넣어 주세요.
embedding-ghost-subscribe = 구독 양식: post.hbs나 글의 HTML 카드에 붙여 넣어 주세요.

embedding-hugo-name = Hugo
embedding-hugo-script = layouts/_default/baseof.html의 </body> 앞에 붙여 넣어 주세요.
embedding-hugo-comments = 댓글: layouts/_default/single.html에서 { "{{ .Content }}" } 아래에 붙여 넣어 주세요.

embedding-jekyll-name = Jekyll
embedding-jekyll-script = _layouts/default.html의 </body> 앞에 붙여 넣어 주세요.
embedding-jekyll-comments = 댓글: _layouts/post.html에서 { "{{ content }}" } 아래에 붙여 넣어 주세요.

embedding-astro-name = Astro
embedding-astro-script = 글 레이아웃의 <head> 안에 붙여 넣어 주세요.
embedding-astro-comments = 댓글: 글 레이아웃에서 <slot /> 아래에 붙여 넣어 주세요. title은 글의 제목을 담은 변수입니다.

embedding-tistory-name = 티스토리처럼 스킨을 고치는 블로그
embedding-tistory-script = 관리 > 꾸미기 > 스킨 편집 > html 편집에서 </head> 앞에 붙여 넣어 주세요.
embedding-tistory-comments = 댓글: 같은 화면의 [##_article_rep_desc_##] 아래에 붙여 넣어 주세요.
embedding-tistory-subscribe = 구독 양식: 그 위나 아래, 보이고 싶은 곳에 붙여 넣어 주세요.

embedding-html-name = 그 밖의 모든 사이트 (HTML)
embedding-html-script = 페이지마다 한 번, </body> 앞에 붙여 넣어 주세요.
embedding-html-comments = 댓글: 글 아래에 붙여 넣어 주세요. 링크의 thread= 뒤에는 그 글의 주소를 적어 주세요. 자바스크립트가 꺼진 브라우저에는 이 링크가 보입니다.

embedding-anywhere-subscribe = 구독 양식: 보이고 싶은 곳에 붙여 넣어 주세요.

embedding-preview = 미리 보기
embedding-preview-lead = 사이트에서는 이렇게 보입니다. 여기서는 아무것도 전송되지 않습니다.
embedding-preview-subscribe = 밝은 페이지에 놓인 구독 양식
embedding-preview-comments = 어두운 페이지에 놓인 댓글

embedding-check = 잘 들어갔는지 확인하기
embedding-check-address = 글 하나의 주소
embedding-check-hint = 페이지를 읽어 코드가 들어 있는지 확인합니다.
embedding-check-button = 확인하기
embedding-check-no-address = 주소가 아닙니다. https://example.org/posts/1 과 같이 입력해 주세요.
embedding-check-good = 페이지에서 찾았습니다 ✓
embedding-check-bad = 아직 고칠 곳이 있습니다

embedding-found-script = Gudok의 스크립트가 있습니다.
embedding-found-no-script = Gudok의 스크립트가 없습니다.
embedding-fix-no-script = <script async src="{ $base }/embed.js"></script> 를 페이지에 붙여 넣어 주세요. 방금 넣으셨다면 사이트의 캐시를 비우고 다시 확인해 주세요.
embedding-found-other-script = 다른 Gudok의 스크립트가 있습니다: { $detail }
embedding-fix-other-script = 주소를 { $base }/embed.js 로 바꿔 주세요.
embedding-found-comments = 댓글이 있습니다: { $detail }
embedding-found-foreign-thread = 댓글이 다른 사이트의 글을 가리킵니다: { $detail }
embedding-fix-foreign-thread = thread를 이 글의 주소로 고치거나, 그 사이트를 위의 ‘함께 쓰는 다른 주소’에 넣어 주세요.
embedding-found-subscribe = 구독 양식이 있습니다.
embedding-found-plain-comments = 직접 만든 댓글 양식이 있습니다: { $detail }
embedding-found-plain-subscribe = 직접 만든 구독 양식이 있습니다.
embedding-found-no-thread = 직접 만든 댓글 양식이 있지만, 어느 글의 댓글인지 적혀 있지 않습니다.
embedding-fix-no-thread = 양식에 <input type="hidden" name="thread" value="글의 주소">를 넣어 주세요.
embedding-found-only-in-clear = 페이지가 https://로는 열리지 않고 http://로만 열립니다.
embedding-fix-only-in-clear = 사이트에 HTTPS를 적용해 주세요. 브라우저는 이런 페이지를 안전하지 않다고 표시합니다.
embedding-found-no-element = 댓글도 구독 양식도 없습니다.
embedding-fix-no-element = <gudok-comments> 나 <gudok-subscribe> 를 붙여 넣어 주세요. 글 편집기가 지웠다면 스킨이나 테마에 넣어 주세요.
embedding-found-origin-refused = { $detail } 사이트는 아직 등록되지 않았습니다.
embedding-fix-origin-refused = 위의 ‘사이트 주소’나 ‘함께 쓰는 다른 주소’에 { $detail } 주소를 넣어 주세요.
embedding-found-policy-forbids = 페이지의 보안 정책(CSP)이 Gudok을 막고 있습니다: { $detail }
embedding-fix-policy-forbids = 정책의 { $detail } 지시어에 { $base } 주소를 추가해 주세요.
embedding-found-types-forbidden = 페이지의 보안 정책(CSP)이 Gudok의 스크립트를 막고 있습니다: trusted-types
embedding-fix-types-forbidden = 정책의 trusted-types 지시어에 gudok을 추가해 주세요.

embedding-secret = 글 알림 비밀 키
embedding-secret-lead = 사이트가 새 글을 알릴 때 이 키로 서명합니다. 서버에서만 쓰는 키이니 페이지에는 넣지 마세요.
embedding-secret-show = 보기
embedding-secret-renew = 새로 만들기
embedding-secret-renew-hint = 지금 쓰는 키는 바로 무효가 됩니다. 사이트에도 새 키를 입력해 주세요.

embedding-places = 구독 신청이 들어온 곳
embedding-places-lead = 신청 수와 그 가운데 확인된 수입니다.
embedding-places-page = 페이지
embedding-places-form = 양식
embedding-places-count = 신청 수
embedding-places-confirmed = 확인된 수
embedding-places-unknown = 페이지를 알 수 없음
embedding-place-form = Gudok의 구독 페이지
embedding-place-element = 사이트 안의 양식
embedding-place-api = API

embedding-fetch-private = 인터넷에서 열리지 않는 주소입니다. 누구나 볼 수 있는 글의 주소를 입력해 주세요.
embedding-fetch-unknown-host = 찾을 수 없는 사이트입니다. 주소의 철자를 확인해 주세요.
embedding-fetch-unreachable = 사이트가 응답하지 않습니다. 사이트가 열려 있는지 확인하신 뒤 다시 시도해 주세요.
embedding-fetch-tls = 보안 연결에 실패했습니다. 사이트의 인증서를 확인해 주세요.
embedding-fetch-too-slow = 사이트의 응답이 너무 늦습니다. 잠시 뒤에 다시 시도해 주세요.
embedding-fetch-too-large = 페이지가 너무 큽니다. 다른 글의 주소를 입력해 주세요.
embedding-fetch-redirects = 주소가 계속 다른 주소로 넘어갑니다. 마지막 주소를 입력해 주세요.
embedding-fetch-status = 사이트에서 페이지를 받지 못했습니다(상태 코드 { $status }). 브라우저에서 그 주소를 열어 확인해 주세요.
embedding-fetch-internal = Gudok에 문제가 있어 페이지를 읽지 못했습니다. 자세한 내용은 로그에 있습니다.
