# 캠페인: 직접 쓴 메일을 구독자에게 보내기

campaigns-new = 새 캠페인
campaigns-empty = 아직 캠페인이 없습니다. 직접 쓴 소식을 구독자에게 메일로 보낼 수 있습니다.
campaigns-subject = 제목
campaigns-state = 상태
campaigns-mails = 보낸 메일
campaigns-mails-count = 전체 { $total }통 가운데 { $sent }통
campaigns-when = 시각
campaigns-state-draft = 초안
campaigns-state-running = 보내는 중
campaigns-state-paused = 일시 정지
campaigns-state-finished = 완료
campaigns-state-cancelled = 취소됨

campaigns-edit = 수정
campaigns-edit-title = 캠페인 수정
campaigns-subject-missing = 제목을 입력해 주세요.
campaigns-subject-too-long = 제목은 200자까지 쓸 수 있습니다.
campaigns-body = 본문
campaigns-body-hint = 마크다운으로 씁니다. # 제목, **굵게**, - 목록, [링크](https://…), ![그림 설명](https://…), > 인용
campaigns-body-missing = 본문을 입력해 주세요.
campaigns-body-too-long = 본문은 20,000자까지 쓸 수 있습니다. 긴 글은 사이트에 올리고 메일에는 링크를 넣어 주세요.
campaigns-audience = 받는 사람
campaigns-audience-all = 구독자 모두
campaigns-audience-all-hint = 구독을 확인한 모든 분
campaigns-audience-topics = 주제별 구독자
campaigns-audience-topics-hint = 고른 주제를 구독하는 분과 모든 주제를 받는 분
campaigns-topics = 주제
campaigns-topics-missing = 주제를 하나 이상 골라 주세요.
campaigns-locale = 언어
campaigns-locale-ko = 한국어
campaigns-locale-en = English
campaigns-locale-hint = 메일 아래쪽의 구독 해지 안내 등이 이 언어로 표시됩니다.
campaigns-rate = 1분에 보낼 메일 수
campaigns-rate-hint = 비워 두면 메일 서버가 받는 만큼 빠르게 보냅니다.
campaigns-rate-wrong = 1부터 1,000,000 사이의 숫자를 입력하거나 비워 주세요.
campaigns-advertising = 광고성 정보
campaigns-advertising-hint = 판매·홍보 등 영리 목적의 메일이면 표시해 주세요. 제목 맨 앞에 (광고)가 붙고, 광고성 정보 수신에 동의한 구독자에게만 보냅니다. 밤 9시부터 아침 8시까지는 야간 수신에도 동의한 분께만 보냅니다.
campaigns-advertising-whom = 광고성 정보 수신에 동의한 구독자에게만 보냅니다. 밤 9시부터 아침 8시 사이의 메일은 아침에 나갑니다.
campaigns-unnamed = 광고성 메일에는 보내는 사람의 연락처와 주소를 밝혀야 합니다. 설정에서 { $options } 값을 입력해 주세요.
campaigns-done-unnamed = 보내는 사람의 연락처와 주소가 설정에 없어 보내지 않았습니다.
campaigns-save = 저장하기
campaigns-conflict = 그사이 다른 분이 이 캠페인을 수정했습니다. 다시 저장하면 그 내용을 지금 쓰신 내용으로 바꿉니다.

campaigns-test = 나에게 테스트 메일 보내기
campaigns-test-subject = [테스트] { $subject }
campaigns-delete = 초안 삭제
campaigns-delete-hint = 삭제한 초안은 되돌릴 수 없습니다.
campaigns-delete-sure = 삭제하기
campaigns-to-start = 보내기…

campaigns-start-title = 캠페인 보내기
campaigns-start-readers =
    { $count ->
        [0] 받을 분이 없습니다. 구독을 확인한 분이 있어야 보낼 수 있습니다.
       *[other] 지금 보내면 구독자 { $count }명이 이 메일을 받습니다.
    }
campaigns-start-hint = 보내기 시작하면 내용을 수정할 수 없습니다. 일시 정지하거나 취소할 수는 있지만, 이미 나간 메일은 되돌릴 수 없습니다.
campaigns-start = { $count }명에게 보내기
campaigns-back = 돌아가기

campaigns-progress = 진행
campaigns-progress-bar = 결과가 나온 메일의 비율
campaigns-progress-percent = { $percent }% 진행
campaigns-growing = 받는 사람을 추가하고 있습니다.
campaigns-pace = 지금 속도는 1분에 { $pace }통입니다.
campaigns-eta-minutes = { $minutes }분쯤 남았습니다.
campaigns-eta-hours = { $hours }시간 { $minutes }분쯤 남았습니다.
campaigns-next-try = 남은 메일은 모두 다시 보내기를 기다리고 있습니다. 다음 시도는 { $at }입니다.
campaigns-refresh = 새로 고침
campaigns-live = 5초마다 새로 고치기
campaigns-live-end = 자동 새로 고침 끄기
campaigns-queued = 대기
campaigns-sent = 보냄
campaigns-deferred = 재시도 대기
campaigns-failed = 실패
campaigns-unknown = 결과 모름
campaigns-dropped = 보내지 않음
campaigns-pause = 일시 정지
campaigns-resume = 이어서 보내기
campaigns-cancel = 캠페인 취소
campaigns-cancel-hint = 아직 나가지 않은 메일을 모두 보내지 않습니다. 취소한 캠페인은 다시 시작할 수 없습니다.
campaigns-cancel-sure = 취소하기
campaigns-rate-change = 속도 변경
campaigns-retry = 실패한 메일 다시 보내기
campaigns-unknown-hint = 결과를 알 수 없는 메일이 { $count }통 있습니다. 다시 보내면 같은 메일을 두 번 받는 분이 있을 수 있습니다.
campaigns-unknown-again = 다시 보내기
campaigns-unknown-leave = 그대로 두기
campaigns-dropping = 대기 중이던 메일을 취소하고 있습니다.

campaigns-details = 설정
campaigns-rate-none = 제한 없음
campaigns-rate-value = 1분에 { $rate }통까지
campaigns-changed-at = 수정 시각
campaigns-started-at = 시작 시각
campaigns-ended-at = 종료 시각
campaigns-preview = 미리 보기
campaigns-form = 형식
campaigns-html = HTML
campaigns-plain = 일반 텍스트
campaigns-frame = 메일 미리 보기

campaigns-done-saved = 초안을 저장했습니다.
campaigns-done-tested = 테스트 메일을 내 주소로 보냈습니다.
campaigns-done-started = 보내기 시작했습니다.
campaigns-done-paused = 일시 정지했습니다. 이미 메일 서버로 보내던 메일은 마저 나갑니다.
campaigns-done-resumed = 이어서 보냅니다.
campaigns-done-cancelled = 취소했습니다. 아직 나가지 않은 메일은 보내지 않습니다.
campaigns-done-rate = 속도를 변경했습니다.
campaigns-done-retry = 실패한 메일을 다시 보냅니다.
campaigns-done-again = 결과를 알 수 없는 메일을 다시 보냅니다.
campaigns-done-left = 결과를 알 수 없는 메일을 그대로 두었습니다.
campaigns-done-deleted = 초안을 삭제했습니다.
campaigns-done-stale = 그사이 캠페인의 상태가 바뀌어 그대로 두었습니다.
campaigns-done-changed = 그사이 초안이 바뀌어 보내지 않았습니다. 내용을 다시 확인해 주세요.
