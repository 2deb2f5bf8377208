# 글과 피드

posts-title = 글
posts-feeds = 피드
posts-feeds-none = 아직 읽는 피드가 없습니다. 사이트나 피드의 주소를 더해 주세요.
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
posts-feed-remove = 그만 읽기
posts-feed-add = 더하기
posts-feed-url = 피드 더하기
posts-feed-url-hint = 사이트의 주소나 RSS, Atom, JSON 피드의 주소를 적어 주세요.
posts-added = 이제부터 ‘{ $title }’ 피드를 읽습니다. { $count ->
    [0] 아직 글이 없습니다.
   *[other] 이미 있던 글 { $count }개는 보관만 하고 메일로 보내지 않습니다.
 }
posts-known = ‘{ $title }’ 피드는 이미 읽고 있습니다.
posts-queued = 곧 ‘{ $title }’ 피드를 읽습니다.
posts-removed = ‘{ $title }’ 피드를 더는 읽지 않습니다. 모은 글은 그대로 남습니다.
posts-topic-shown = 구독 페이지에서 ‘{ $title }’ 주제를 고를 수 있습니다.
posts-topic-hidden = 구독 페이지에 ‘{ $title }’ 주제를 더는 내놓지 않습니다.
posts-topics = 주제
posts-topics-hint = 글의 카테고리가 주제가 됩니다. 독자는 내놓은 주제 가운데에서 고릅니다.
posts-topics-none = 아직 피드에서 가져온 카테고리가 없습니다.
posts-topic-name = 주제
posts-topic-state = 구독 페이지
posts-topic-on = 고를 수 있음
posts-topic-off = 숨김
posts-topic-offer = 내놓기
posts-topic-hide = 숨기기
posts-collected = 모은 글
posts-collected-none = 아직 모은 글이 없습니다.
posts-archive = 보관
posts-waiting = 요약을 기다리는 중
posts-number = { $number }번
posts-by-author = 글쓴이의 요약
posts-by-model = AI가 만든 요약
posts-no-summary = 요약할 본문이 없는 글입니다.

# 피드를 읽지 못한 까닭
posts-problem-not-an-address = 주소가 아닙니다. https://example.org/feed 와 같이 적어 주세요.
posts-problem-scheme = http나 https로 시작하는 주소만 읽을 수 있습니다. https://example.org/feed 와 같이 적어 주세요.
posts-problem-private = 사설 네트워크로 이어지는 주소입니다. 직접 운영하시는 피드라면 feeds.allow_private = true로 설정해 주세요.
posts-problem-unknown-host = 찾을 수 없는 호스트입니다. 주소의 철자를 확인해 주세요.
posts-problem-unreachable = 서버가 응답하지 않습니다. 주소가 맞는지, 사이트가 열려 있는지 확인해 주세요.
posts-problem-tls = 보안 연결에 실패했습니다. 사이트의 인증서를 확인하시거나 http:// 주소로 시도해 주세요.
posts-problem-too-slow = 서버의 응답이 너무 늦습니다. 나중에 다시 읽습니다.
posts-problem-too-large = 응답이 { $detail }MB보다 큽니다. 글이 더 적게 담긴 피드를 적어 주세요.
posts-problem-redirects = 주소가 끝없이 다른 곳으로 이어집니다. 마지막에 닿아야 할 주소를 적어 주세요.
posts-problem-status = 서버가 상태 코드 { $detail }(으)로 거절했습니다. 브라우저로 그 주소를 열어 확인해 주세요.
posts-problem-interrupted = 응답을 다 받기 전에 연결이 끊겼습니다. 나중에 다시 읽습니다.
posts-problem-empty = 응답이 비어 있습니다. 그 주소에 피드가 있는지 확인해 주세요.
posts-problem-web-page = 피드가 아니라 웹 페이지이고, 피드의 주소도 적혀 있지 않습니다. 피드의 주소를 적어 주세요. 사이트 주소 뒤에 /feed를 붙이면 될 때가 많습니다.
posts-problem-names-feed = 피드가 아니라 웹 페이지입니다. 그 페이지가 알려 주는 피드의 주소는 { $detail } 입니다.
posts-problem-not-a-feed = RSS, Atom, JSON 피드가 아닙니다. 피드의 주소를 적어 주세요.
posts-problem-entities = 끝없이 커지거나 파일을 읽는 엔티티가 들어 있어 읽지 않았습니다.
posts-problem-broken = 피드의 형식이 깨져 있습니다({ $detail }). 피드를 내는 쪽에서 고쳐야 합니다.
posts-problem-internal = 구독 프로그램의 문제로 피드를 읽지 못했습니다. 자세한 내용은 로그에 있습니다.
