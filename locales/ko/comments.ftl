# 댓글: 독자의 페이지, 검토 화면, 메일

comments-title = { $title } 댓글
comments-thread-untitled = { $site }의 글
comments-feed = 이 글의 댓글 피드
comments-back = 글로 돌아가기
comments-count =
    { $count ->
        [0] 댓글
       *[other] 댓글 { $count }개
    }
comments-none = 아직 댓글이 없습니다. 첫 댓글을 남겨 주세요.
comments-sort = 정렬
comments-sort-oldest = 오래된 순
comments-sort-newest = 최신 순
comments-sort-best = 추천 순
comments-vote-up = { $name } 님의 댓글 추천, 지금까지 { $count }명
comments-vote-down = { $name } 님의 댓글 반대, 지금까지 { $count }명
comments-vote-own = 내가 쓴 댓글에는 투표할 수 없습니다.
comments-vote-network = 오늘은 같은 네트워크에서 이미 여러 명이 이 댓글에 투표했습니다. 내일 투표해 주세요.
comments-reply = 답글 쓰기
comments-reply-to = { $name } 님에게 답글 쓰기
comments-reply-cancel = 답글 취소
comments-answers = { $name } 님에게 남긴 답글
comments-more-replies = 답글 { $count }개 더 보기
comments-whole = 전체 댓글 보기
comments-removed = 삭제된 댓글입니다.
comments-by = { $name } 님의 댓글
comments-by-under = 「{ $title }」에 { $name } 님이 쓴 댓글

comments-write = 댓글 남기기
comments-form-note = 이메일 주소는 공개되지 않습니다. 필수 필드는 *로 표시됩니다.
comments-body = 댓글
comments-body-hint = 굵게, 기울임, 링크, 인용, 코드를 마크다운으로 쓸 수 있습니다. ||막대 사이의 글||은 가리키거나 눌러야 보입니다.
comments-name = 이름
comments-email = 이메일
comments-url = 웹사이트
comments-notify = 답글이 달리면 메일로 알려 주세요. 처음에는 주소를 확인하는 메일을 한 번 보내 드립니다.
comments-send = 댓글 달기
comments-preview = 미리보기

comments-held = 댓글을 잘 받았습니다. 운영자가 확인하고 승인하면 이곳에 표시됩니다.
comments-posted = 댓글을 올렸습니다.
comments-changed = 댓글을 고쳤습니다.
comments-deleted = 댓글을 지웠습니다.
comments-press-again = 내용을 확인하고 ‘댓글 달기’를 한 번 더 눌러 주세요.
comments-too-fast = 너무 빨리 보내셨습니다. 쓰신 내용은 그대로 있으니, 잠시 뒤에 다시 눌러 주세요.
comments-stale = 페이지를 연 지 오래되어 보내지 못했습니다. 쓰신 내용은 그대로 있으니, 다시 한 번 눌러 주세요.
comments-too-many = 짧은 시간에 댓글이 너무 많이 올라왔습니다. 쓰신 내용은 그대로 있으니, { $minutes }분 뒤에 다시 눌러 주세요.
comments-waiting = 승인을 기다리는 내 댓글
comments-change = 수정·삭제
comments-change-title = 내 댓글 수정·삭제
comments-change-hint = 댓글을 쓴 뒤 5분 동안 고치거나 지울 수 있습니다. 마크다운을 쓸 수 있습니다.
comments-change-save = 저장
comments-change-cancel = 취소
comments-delete = 댓글 삭제

comments-thread-missing = 어느 글의 댓글인지 알 수 없습니다. 주소에 thread 값이 있어야 합니다.
comments-thread-too-long = 글의 주소나 아이디가 너무 깁니다. 2,000바이트까지 쓸 수 있습니다. 주소는 저장되는 형태로 셉니다. https://로 시작하고, ‘가’는 %EA%B0%80이 됩니다.
comments-thread-malformed = 글의 주소나 아이디에 쓸 수 없는 문자가 있습니다.
comments-count-threads = thread 값을 1개에서 100개까지 지정해 주세요.
comments-parent-missing = 답글을 달려는 댓글이 없습니다. 삭제되었거나 다른 글의 댓글입니다.
comments-body-empty = 댓글을 입력해 주세요.
comments-body-too-long = 댓글이 너무 깁니다. 10,000자까지 쓸 수 있습니다.
comments-body-banned = 이 사이트에는 댓글을 쓰실 수 없습니다.
comments-closed = 이 글은 이제 댓글을 받지 않습니다.
comments-name-empty = 이름을 입력해 주세요.
comments-name-too-long = 이름이 너무 깁니다. 80자까지 쓸 수 있습니다.
comments-notify-needs-email = 답글 알림을 받으시려면 이메일을 입력해 주세요.
comments-url-malformed = 웹사이트 주소를 확인해 주세요. https://example.com과 같은 형식입니다.
comments-url-too-long = 웹사이트 주소가 너무 깁니다. 500자까지 쓸 수 있습니다.

comments-notices-title = 답글 알림
comments-notices-question = 답글 알림을 그만 받으시겠습니까?
comments-notices-about = 아래 버튼을 누르시면 ‘{ $title }’의 답글 알림을 더 이상 보내 드리지 않습니다.
comments-notices-end = 알림 그만 받기
comments-notices-ended = 답글 알림을 껐습니다
comments-notices-ended-about = ‘{ $title }’의 답글 알림을 더 이상 보내 드리지 않습니다.
comments-notices-thread = 댓글 보기
comments-notices-choice-link = 알림 받는 방법 바꾸기
comments-notices-choice-title = 알림 받는 방법
comments-notices-choice-about = ‘{ $title }’의 알림을 어떻게 받을지 골라 주세요.
comments-notices-choice-save = 저장
comments-notices-choice-saved = 저장했습니다.
comments-notices-scope = 받을 알림
comments-notices-scope-replies = 내 댓글에 달린 답글
comments-notices-scope-thread = 이 글에 달린 모든 댓글
comments-notices-pace = 받는 때
comments-notices-pace-at-once = 댓글이 달릴 때마다 바로
comments-notices-pace-daily = 하루에 한 번 모아서
comments-notices-everywhere-question = 모든 글의 알림을 그만 받으시겠습니까?
comments-notices-everywhere-about = 아래 버튼을 누르시면 지금까지 남기신 모든 댓글의 알림을 더 이상 보내 드리지 않습니다.
comments-notices-everywhere-ended = 모든 글의 알림을 껐습니다
comments-notices-everywhere-again = 새 댓글을 쓰실 때 다시 신청하실 수 있습니다.
comments-proof-question = 답글 알림을 받으시겠습니까?
comments-proof-about = 아래 버튼을 누르시면 이 사이트에 남기신 댓글에 답글이 달릴 때 메일로 알려 드립니다. 알림마다 그만 받기 링크가 있습니다.
comments-proof-done = 답글 알림을 켰습니다
comments-proof-done-about = 이 사이트에 남기신 댓글에 답글이 달리면 메일로 알려 드립니다. 알림마다 그만 받기 링크가 있습니다.

comments-queue = 댓글
comments-states = 상태
comments-state-pending = 대기
comments-state-approved = 승인됨
comments-state-spam = 스팸
comments-state-trashed = 휴지통
comments-state-all = 전체
comments-search = 검색
comments-search-hint = 이름, 이메일, 내용
comments-queue-empty = 댓글이 없습니다.
comments-queue-not-found = 찾으시는 댓글이 없습니다.
comments-approved-before =
    { $count ->
        [100] 승인된 다른 댓글 100개 이상
       *[other] 승인된 다른 댓글 { $count }개
    }
comments-see = 페이지에서 보기
comments-why-held = 보류한 이유
comments-approve = 승인
comments-review = 대기로 되돌리기
comments-spam = 스팸
comments-trash = 휴지통으로
comments-button-for = { $act }: { $name } 님의 댓글
comments-approved-done =
    { $count ->
        [1] 댓글을 승인했습니다.
       *[other] 댓글 { $count }개를 승인했습니다.
    }
comments-review-done =
    { $count ->
        [1] 댓글을 대기 목록으로 되돌렸습니다.
       *[other] 댓글 { $count }개를 대기 목록으로 되돌렸습니다.
    }
comments-spam-done =
    { $count ->
        [1] 댓글을 스팸으로 옮겼습니다.
       *[other] 댓글 { $count }개를 스팸으로 옮겼습니다.
    }
comments-trash-done =
    { $count ->
        [1] 댓글을 휴지통으로 옮겼습니다.
       *[other] 댓글 { $count }개를 휴지통으로 옮겼습니다.
    }
comments-undone-done = 방금 한 일을 되돌렸습니다.
comments-unmoved-done = 옮겨진 댓글이 없습니다.
comments-unticked-done = 선택한 댓글이 없습니다. 댓글을 먼저 선택해 주세요.
comments-changed-meanwhile =
    { $count ->
        [1] 그사이 작성자가 댓글을 고쳐서 그대로 두었습니다. 바뀐 내용을 읽고 다시 결정해 주세요.
       *[other] 그사이 작성자들이 댓글 { $count }개를 고쳐서 그대로 두었습니다. 바뀐 내용을 읽고 다시 결정해 주세요.
    }
comments-text-changed-meanwhile = 그사이 작성자가 댓글을 고쳤습니다. 바뀐 내용을 읽고 버튼을 다시 눌러 주세요.
comments-answered-done = 답글을 올렸습니다.
comments-edited-done = 댓글을 수정했습니다.
comments-undo = 실행 취소
comments-tick = { $name } 님의 댓글 선택
comments-tick-all = 모두 선택
comments-ticked = 선택한 댓글:
comments-suspects = 스팸 같아 보이는 댓글 { $count }개
comments-spam-before =
    { $count ->
        [100] 스팸 100개 이상
       *[other] 스팸 { $count }개
    }
comments-ban = 차단
comments-more = 댓글 설정
comments-policy = 이 글의 댓글 검토
comments-policy-site = 사이트 설정대로
comments-policy-closed = 댓글을 받지 않음
comments-policy-save = 저장
comments-policy-done = 이 글의 댓글 검토를 바꾸었습니다.
comments-of-thread = 이 글의 댓글만
comments-first-body = 수정하기 전 내용
comments-answer = 답글
comments-answer-send = 답글 달기
comments-approve-and-answer = 승인하고 답글 달기
comments-edit = 수정
comments-edit-save = 수정 내용 저장
comments-refine = 상세 조건
comments-refine-end = 조건 모두 지우기
comments-from = 시작일
comments-to = 종료일
comments-keys = 단축키
comments-keys-close = 닫기
comments-key-step = 다음 댓글, 이전 댓글
comments-key-tick = 댓글 선택

comments-reason-any = 모든 이유
comments-reason-any-sign = 광고 점수가 높습니다
comments-reason-any-links = 링크가 있습니다
comments-reason-any-held-word = 보류 단어가 있습니다
comments-reason-any-spam-word = 스팸 단어가 있습니다
comments-reason-held-word = 보류 단어 ‘{ $word }’
comments-reason-spam-word = 스팸 단어 ‘{ $word }’
comments-reason-any-flag = 독자가 신고했습니다
comments-reason-flagged = 독자 { $count }명이 신고했습니다: { $reasons }
comments-reason-unknown = 새 버전의 Gudok만 아는 이유입니다
comments-reason-everyone = 모든 댓글을 검토합니다
comments-reason-first = 첫 댓글이거나 본인 확인이 되지 않은 분입니다
comments-reason-no-proof = 브라우저가 요청받은 계산을 하지 않았습니다
comments-reason-crowded = 한 시간 사이에 이 글의 댓글이 너무 많이 올라왔습니다
comments-reason-official = 이름이 사이트나 운영진의 이름과 비슷합니다
comments-reason-score = 광고 점수 { $sum }점({ $threshold }점부터 보류)
comments-reason-links = 링크가 { $count }개입니다
comments-reason-repeated = 같은 내용이 최근에 올라왔습니다
comments-reason-word = 광고에 흔한 말 ‘{ $word }’
comments-reason-offer = 돈이나 상품을 권하는 말 ‘{ $word }’
comments-reason-contact = 연락 수단 ‘{ $word }’
comments-reason-call = 행동을 권하는 말 ‘{ $word }’
comments-reason-promotion = 자기 홍보 ‘{ $word }’
comments-reason-contact-and-offer = 연락 수단과 권유가 함께 있습니다
comments-reason-offer-and-call = 권유 바로 옆에 행동을 권하는 말이 있습니다
comments-reason-talk = 광고가 아니라 광고 이야기로 보이는 말 ‘{ $word }’
comments-reason-markup = HTML이나 게시판 코드로 쓴 링크
comments-reason-name = 이름이 웹 주소입니다
comments-reason-code = 이름에 프로그램 코드가 있습니다
comments-reason-hidden = 숨겨 쓴 글자가 있습니다
comments-reason-script = 한글이나 로마자가 아닌 글자로 썼습니다
comments-reason-akismet = Akismet이 스팸으로 봅니다
comments-reason-disposable = 일회용 이메일 주소입니다
comments-reason-learned = 배운 스팸과 비슷합니다: { $words }
comments-reason-learned-honest = 승인된 댓글과 비슷합니다: { $words }
comments-reason-banned = 차단된 분이 썼습니다
comments-reason-mail = 메일 답장을 보낸 사람을 확인하지 못했습니다
comments-reason-trap = 사람에게 보이지 않는 칸을 채웠습니다

comments-mail-waits-subject = [{ $site }] { $name } 님의 댓글이 검토를 기다립니다
comments-mail-waits-subject-nameless = [{ $site }] 댓글이 검토를 기다립니다
comments-mail-waits-title = { $name } 님의 댓글이 검토를 기다립니다
comments-mail-thread = 글
comments-mail-author = 작성자
comments-mail-waits-button = 검토하러 가기
comments-mail-decide-about = 링크를 열면 댓글이 보이고, 버튼을 눌러야 처리됩니다. 링크는 { $days }일 동안 쓸 수 있습니다. 다른 분에게 전달하지 마세요.
comments-mail-decide-answer = 이 메일에 ‘승인’, ‘스팸’, ‘휴지통’ 가운데 한 단어로 답장하셔도 처리됩니다.
comments-mail-burst-subject = [{ $site }] 댓글 { $count }개가 검토를 기다립니다
comments-mail-burst-title = 댓글 { $count }개가 검토를 기다립니다
comments-mail-burst-more = 그 밖에 { $count }개가 더 있습니다.
comments-mail-queue = 댓글 목록
comments-decision-title = 댓글 검토
comments-mail-address-subject = [{ $site }] 답글 알림을 받으시겠습니까?
comments-mail-address-title = 답글 알림을 받으시겠습니까?
comments-mail-address-who = { $time }에 { $email } 주소로 { $site }에 댓글이 작성되었고, 답글 알림 신청이 함께 들어왔습니다. 본인이 맞으시면 버튼을 한 번만 눌러 주세요. 같은 브라우저에서 쓰는 다음 댓글부터는 다시 확인하지 않습니다.
comments-mail-address-open = 답글 알림을 받으시려면 다음 주소를 열어 주세요.
comments-mail-address-button = 답글 알림 받기
comments-mail-address-expiry = 링크는 { $days }일 동안 쓸 수 있습니다.
comments-mail-address-ignore = 본인이 아니시면 그대로 두세요. 알림을 보내지 않습니다.
comments-mail-reply-subject = { $name } 님이 답글을 남겼습니다: { $title }
comments-mail-reply-title = { $name } 님이 답글을 남겼습니다
comments-mail-reply-about = { $name } 님이 ‘{ $title }’에 남기신 댓글에 달린 답글입니다.
comments-mail-reply-button = 답글 보러 가기
comments-mail-reply-answer = 이 메일에 답장하시면 답글로 등록됩니다. { $days }일 동안 답장하실 수 있습니다. 다른 분에게 전달하지 마세요.
comments-mail-comment-subject = { $name } 님이 댓글을 남겼습니다: { $title }
comments-mail-comment-title = { $name } 님이 댓글을 남겼습니다
comments-mail-comment-about = { $name } 님이 모든 댓글의 알림을 신청하신 ‘{ $title }’에 달린 댓글입니다.
comments-mail-comment-button = 댓글 보러 가기
comments-mail-daily-subject = [{ $site }] 새 댓글 { $count }개
comments-mail-daily-title = 새 댓글이 { $count }개 달렸습니다
comments-mail-daily-about = { $name } 님이 알림을 신청하신 댓글입니다.
comments-mail-reply-why = 답글 알림을 신청하고 이 주소를 확인해 주셔서 보내 드립니다.
comments-mail-reply-end = 이 글의 알림 그만 받기
comments-mail-end-everywhere = 모든 글의 알림 그만 받기
comments-mail-approved-subject = 댓글이 승인되었습니다: { $title }
comments-mail-approved-title = 댓글이 승인되었습니다
comments-mail-approved-about = { $name } 님이 ‘{ $title }’에 남기신 댓글을 이제 모두가 볼 수 있습니다.
comments-mail-approved-button = 댓글 보러 가기

# The name of an author who asked to be erased.
comments-anonymous = 익명

comments-card-waiting = 검토를 기다리는 댓글 { $count }개

# 스크립트가 "#"을 숫자로 바꾼다.
comments-live-one = 새 댓글 #개
comments-live-many = 새 댓글 #개
