# 요약 메일, 환영 메일, 지난 호, 관리 화면의 다이제스트

digests-each-post = 새 글 알림
digests-daily = 일간 요약
digests-weekly = 주간 요약
digests-monthly = 월간 요약
digests-new-posts = 새 글 { $count }편
digests-posts = 글 { $count }편

digests-subject = { $title } 외 { $others }편
digests-title-each-post = 새 글이 올라왔습니다
digests-title-daily = 지난 하루의 새 글
digests-title-weekly = 지난 한 주의 새 글
digests-title-monthly = 지난 한 달의 새 글
digests-read-on = 계속 읽기
digests-more = 이 밖에 새 글이 { $count }편 더 있습니다.
digests-more-link = 사이트에서 모두 보기
digests-on-the-web = 웹에서 보기

digests-welcome-subject = { $site } 구독을 시작합니다
digests-welcome-title = 구독해 주셔서 감사합니다
digests-welcome-each-post = 이제 새 글이 올라올 때마다 요약을 메일로 보내 드립니다.
digests-welcome-daily = 이제 매일 { $time }에 새 글의 요약을 메일로 보내 드립니다.
digests-welcome-weekly = 이제 매주 { $day } { $time }에 새 글의 요약을 메일로 보내 드립니다.
digests-welcome-monthly = 이제 매달 1일 { $time }에 새 글의 요약을 메일로 보내 드립니다.
digests-welcome-change = 받는 주기와 주제는 메일 아래쪽의 ‘구독 설정’에서 언제든지 바꾸실 수 있습니다.
digests-welcome-posts = 최근에 올라온 글
digests-hour = { $half ->
    [am] 오전
   *[pm] 오후
  } { $hour }시

digests-archive-title = 지난 호
digests-archive-lead = 그동안 보내 드린 요약을 모았습니다.
digests-archive-empty = 아직 보내 드린 요약이 없습니다. 첫 호가 나가면 이곳에서 볼 수 있습니다.
digests-archive-feed = Atom 피드로 받아 보기
digests-archive-feed-title = { $site }: 지난 호
digests-invite-title = 메일로 받아 보세요
digests-invite-text = 새 글의 요약을 이메일로 보내 드립니다.
digests-invite-button = 구독하기

digests-panel-title = 다이제스트
digests-panel-due = 지금 받을 분이 있습니다. 1분 안에 발송을 시작합니다.
digests-panel-next = 다음 발송: { $when }
digests-panel-none = 기다리는 구독자가 없습니다.
digests-panel-recipients = 받을 사람
digests-panel-editions = 호
digests-panel-posts = 새 글
digests-panel-skipped = 새 글이 없어 건너뛸 사람
digests-panel-preview = 미리 보기
digests-panel-preview-latest = 지금 보낼 요약이 없어 최근 글로 만든 예시입니다.
digests-panel-no-posts = 아직 글이 없습니다. 피드를 추가하면 이곳에 미리 보기가 나타납니다.
digests-panel-edition = 호 선택
digests-panel-form = 형식
digests-panel-html = HTML
digests-panel-plain = 일반 텍스트
digests-panel-subject = 제목
digests-panel-frame = 메일 미리 보기
digests-panel-recent = 최근에 보낸 호
digests-panel-recent-empty = 아직 보낸 호가 없습니다.
digests-panel-kind = 종류
digests-panel-made = 생성 시각
digests-panel-results = 받는 사람
digests-panel-queued = 대기 { $count }
digests-panel-leased = 발송 중 { $count }
digests-panel-sent = 발송 { $count }
digests-panel-deferred = 재시도 대기 { $count }
digests-panel-failed = 실패 { $count }
digests-panel-unknown = 결과 모름 { $count }
digests-panel-dropped = 취소 { $count }
digests-panel-sample = 최근 글 예시
digests-panel-ko = 한국어
digests-panel-en = 영어
