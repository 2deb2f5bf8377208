# The frames: templates/layout.html, templates/panel.html, templates/components, templates/emails/layout.html

layout-skip = 본문으로 건너뛰기
layout-footer = 사이트 안내
layout-archive = 지난 호
layout-subscribe = 구독 신청
layout-privacy = 개인정보 처리방침
layout-other-language = English

layout-sections = 관리 메뉴
layout-section-home = 홈
layout-section-comments = 댓글
layout-section-subscribers = 구독자
layout-section-posts = 글
layout-section-digests = 다이제스트
layout-section-campaigns = 캠페인
layout-section-outbox = 발송함
layout-section-bounces = 반송
layout-section-backups = 백업
layout-section-doctor = 점검
layout-section-embedding = 사이트에 넣기
layout-section-compliance = 법령
layout-section-imports = 가져오기·내보내기
layout-section-settings = 설정
layout-account = 내 계정
layout-sign-out = 로그아웃

layout-pager = 페이지 이동
layout-previous = 이전
layout-next = 다음
layout-trap = 이 칸은 비워 두세요

layout-mail-why = 이 메일은 { $site }에서 구독을 신청하신 분께 보내 드립니다.
layout-mail-preferences = 구독 설정
layout-mail-unsubscribe = 구독 해지

# How long ago something was
layout-ago-now = 방금
layout-ago-minutes = { $count }분 전
layout-ago-hours = { $count }시간 전
layout-ago-days = { $count }일 전
