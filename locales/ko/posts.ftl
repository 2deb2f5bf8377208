# 글과 피드

posts-title = 글
posts-feeds = 피드
posts-feeds-none = 아직 읽는 피드가 없습니다. 사이트나 피드의 주소를 추가해 주세요.
posts-feed-name = 피드
posts-feed-state = 상태
posts-feed-last = 마지막 확인
posts-feed-next = 다음 확인
posts-feed-posts = 글
posts-actions = 작업
posts-feed-on = 읽는 중
posts-feed-failed = 읽지 못함
posts-feed-never = 아직 없음
posts-feed-poll = 지금 읽기
posts-feed-remove = 피드 삭제
posts-feed-add = 추가
posts-feed-url = 피드 추가
posts-feed-url-hint = 사이트의 주소나 RSS, Atom, JSON 피드의 주소를 입력해 주세요.
posts-done-added = 이제부터 이 피드를 읽습니다. 이미 있던 글은 보관만 하고 메일로 보내지 않습니다.
posts-done-known = 이미 읽고 있는 피드입니다. 곧 다시 확인합니다.
posts-done-queued = 곧 피드를 확인합니다.
posts-done-removed = 피드를 더는 읽지 않습니다. 모은 글은 그대로 남습니다.
posts-done-offered = 이제 독자가 구독할 때 이 주제를 고를 수 있습니다.
posts-done-withdrawn = 이 주제를 더는 독자에게 보여 주지 않습니다.
posts-done-withheld = 글의 발송을 보류했습니다. 보류를 해제할 때까지 새로 만드는 메일에는 실리지 않습니다. 이미 발송을 기다리는 메일에는 그대로 실려 나갑니다.
posts-done-released = 보류를 해제했습니다. 아직 메일에 실린 적이 없으면 다음 메일에 실립니다.
posts-done-resent = 이 글의 주제를 받는 모든 독자의 다음 메일에 실립니다.
posts-topics = 주제
posts-topics-hint = 글의 카테고리가 주제가 됩니다. 독자는 공개한 주제 가운데에서 고릅니다. 새 주제는 공개하기 전에는 독자에게 보이지 않습니다.
posts-topics-count = 주제 { $count }개 가운데 { $offered }개를 공개했습니다
posts-topics-none = 아직 피드에서 가져온 카테고리가 없습니다.
posts-topic-name = 주제
posts-topic-state = 구독 페이지
posts-topic-on = 공개
posts-topic-off = 숨김
posts-topic-offer = 공개
posts-topic-hide = 숨기기
posts-collected = 모은 글
posts-collected-none = 아직 모은 글이 없습니다.
posts-archive = 보관
posts-waiting = 요약을 기다리는 중
posts-protected = 비밀번호로 보호된 글
posts-held = 발송 보류
posts-next = 다음 메일에 실림
posts-mailed = 발송함
posts-withhold = 발송 보류
posts-release = 보류 해제
posts-resend = 메일로 보내기
posts-resend-hint = 이 글의 주제를 받는 모든 독자의 다음 메일에 실립니다. 이미 받은 독자에게도 다시 갑니다.
posts-resend-button = 이 독자들에게 보내기
posts-by-author = 작성자가 쓴 요약
posts-by-model = AI가 만든 요약
posts-no-summary = 요약할 본문이 없는 글입니다.

# 피드를 읽지 못한 까닭
posts-problem-not-an-address = 주소가 아닙니다. https://example.org/feed 와 같이 입력해 주세요.
posts-problem-scheme = http나 https로 시작하는 주소만 읽을 수 있습니다. https://example.org/feed 와 같이 입력해 주세요.
posts-problem-private = 사설 네트워크로 이어지는 주소입니다. 직접 운영하시는 피드라면 feeds.allow_private = true로 설정해 주세요.
posts-problem-unknown-host = 찾을 수 없는 호스트입니다. 주소의 철자를 확인해 주세요.
posts-problem-unreachable = 서버가 응답하지 않습니다. 주소가 맞는지, 사이트가 열려 있는지 확인해 주세요.
posts-problem-tls = 보안 연결에 실패했습니다. 사이트의 인증서를 확인하시거나 http:// 주소로 시도해 주세요.
posts-problem-too-slow = 서버의 응답이 너무 늦습니다. 나중에 다시 시도하시거나 글이 더 적게 담긴 피드를 입력해 주세요.
posts-problem-too-large = 응답이 { $detail }MB보다 큽니다. 글이 더 적게 담긴 피드를 입력해 주세요.
posts-problem-redirects = 주소가 계속 다른 곳으로 이어집니다. 최종 주소를 입력해 주세요.
posts-problem-status = 서버가 상태 코드 { $detail }(으)로 거절했습니다. 브라우저로 그 주소를 열어 확인해 주세요.
posts-problem-new-credentials = 이미 읽고 있는 피드입니다. 서버가 새 사용자 이름이나 비밀번호를 상태 코드 { $detail }(으)로 거절해서 이전 것을 그대로 씁니다. 확인하신 뒤 주소를 다시 추가해 주세요.
posts-problem-interrupted = 응답을 다 받기 전에 연결이 끊겼습니다. 나중에 다시 시도해 주세요.
posts-problem-cut = 피드가 중간에서 끊겨 있어 아무것도 읽지 않았습니다. 계속 그렇다면 피드를 발행하는 쪽에서 고쳐야 합니다.
posts-problem-empty = 응답이 비어 있습니다. 그 주소에 피드가 있는지 확인해 주세요.
posts-problem-web-page = 피드가 아니라 웹 페이지이고, 피드의 주소도 적혀 있지 않습니다. 피드의 주소를 입력해 주세요. 사이트 주소 뒤에 /feed를 붙이면 될 때가 많습니다.
posts-problem-names-feed = 피드가 아니라 웹 페이지입니다. 그 페이지가 알려 주는 피드의 주소는 { $detail } 입니다.
posts-problem-not-a-feed = RSS, Atom, JSON 피드가 아닙니다. 피드의 주소를 입력해 주세요.
posts-problem-entities = 끝없이 커지거나 파일을 읽는 엔티티가 들어 있어 읽지 않았습니다.
posts-problem-broken = 피드의 형식이 깨져 있습니다({ $detail }). 피드를 발행하는 쪽에서 고쳐야 합니다.
posts-problem-broken-at = 피드의 형식이 { $line }번째 줄에서 깨져 있습니다({ $detail }). 피드를 발행하는 쪽에서 고쳐야 합니다.
posts-problem-nothing-readable = 피드에 글이 { $detail }편 있지만 하나도 읽지 못했습니다. 피드를 발행하는 쪽에서 형식을 확인해야 합니다.
posts-problem-of-comments = 글이 아니라 댓글의 피드입니다. 글의 피드 주소를 입력해 주세요. 사이트 주소 뒤에 /feed를 붙이면 될 때가 많습니다.
posts-problem-too-complex = { $detail ->
        [attributes] 속성이 너무 많아서
        [ends] 짝이 맞지 않는 끝 태그가 너무 많아서
        [time] 읽는 데 너무 오래 걸려서
       *[elements] 요소가 너무 많아서
    } 피드를 읽지 않았습니다. 글이 더 적게 담긴 피드를 입력해 주세요.
posts-problem-internal = Gudok의 문제로 피드를 읽지 못했습니다. 자세한 내용은 로그에 있습니다.

posts-card-feed = 피드를 읽지 못하고 있습니다: { $title }
