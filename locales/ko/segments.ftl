# 저장한 구독자 세그먼트
segments-title = 세그먼트
segments-lead = 저장해 두고 내보내기와 프로그램에서 쓰는 구독자 조건입니다.
segments-new = 새 세그먼트
segments-none = 아직 세그먼트가 없습니다.
segments-name = 이름
segments-name-hint = 명령과 프로그램에서 이 이름으로 찾습니다.
segments-name-missing = 이름을 적어 주세요.
segments-name-too-long = 이름은 80자까지 쓸 수 있습니다.
segments-name-taken = 같은 이름의 세그먼트가 있습니다.
segments-most = 세그먼트가 이미 100개입니다. 먼저 하나를 삭제해 주세요.
segments-readers = 구독자
segments-saved = 세그먼트를 저장했습니다.
segments-about = 약 { $number }
segments-estimated = 구독자 1만 명을 표본으로 어림한 수입니다.
segments-exact = 정확히 세기
segments-removed = 세그먼트를 삭제했습니다.
segments-in-use = 이 세그먼트로 보낼 캠페인 초안이 있어 삭제하지 않았습니다. 그 초안의 받는 사람을 먼저 바꿔 주세요.
segments-broken = 지금은 해당하는 구독자가 없습니다.
segments-editor-lead = 조건을 추가하고 값을 고른 뒤 세어 보세요. 저장하기 전에는 아무것도 바뀌지 않습니다.
segments-of = 대상 구독자
segments-of-all = 모든 조건에 맞는 구독자
segments-of-any = 한 가지 조건이라도 맞는 구독자
segments-what = { $what ->
    [state] 상태
    [cadence] 받는 주기
    [language] 언어
    [source] 신청 경로
    [tag] 태그
    [topic] 주제
    [bounced] 반송 여부
    [joined] 신청한 날
    [confirmed] 확인한 날
   *[left] 해지한 날
}
segments-comparison = 비교
segments-how = { $how ->
   *[is] 같음
    [is_not] 같지 않음
    [contains] 포함
    [less] 보다 작음
    [more] 보다 큼
    [before] 이 날 이전
    [since] 이 날부터
    [within] 최근 며칠 이내
    [longer_ago] 며칠보다 오래전
    [known] 값이 있음
    [unknown] 값이 없음
}
segments-value = 값
segments-yes-no = { $word ->
   *[yes] 예
    [no] 아니요
}
segments-source = { $channel ->
    [form] 신청 페이지
    [element] 사이트 페이지의 신청 양식
    [api] JSON API
    [import] 목록 가져오기
    [panel] 관리자 화면
    [token] 사이트의 프로그램
   *[other] 그 밖의 경로
}
segments-condition = 새 조건
segments-condition-hint = 조건은 { $most }개까지 넣을 수 있습니다. 날짜는 2026-11-24처럼 적습니다.
segments-condition-add = 조건 추가
segments-condition-remove = 빼기
segments-count = 세어 보기
segments-counted-about = 구독자 약 { $readers }명. 정확한 수는 ‘세어 보기’로 확인할 수 있습니다.
segments-counted = 구독자 { $readers }명. 이 중 { $mailable }명이 지금 메일을 받습니다.
segments-not-counted = 모든 조건에 값이 있으면 구독자 수를 셉니다.
segments-save = 저장
segments-remove = 세그먼트 삭제
segments-remove-hint = 구독자는 삭제되지 않습니다. 이 세그먼트를 쓰는 명령은 오류로 끝납니다.
segments-empty = 조건을 하나 이상 추가해 주세요.
segments-too-many = 조건은 50개까지 넣을 수 있습니다.
segments-gone-field = 삭제된 항목입니다. 이 조건을 빼 주세요.
segments-gone-tag = 삭제된 태그입니다. 다른 태그를 고르거나 이 조건을 빼 주세요.
segments-gone-topic = 없어진 주제입니다. 다른 주제를 고르거나 이 조건을 빼 주세요.
segments-wrong-value = 값을 목록에서 골라 주세요.
segments-wrong-how = 이 조건에는 쓸 수 없는 비교입니다.
segments-value-missing = 값을 적어 주세요.
segments-wrong-days = 날수를 1에서 36500 사이의 숫자로 적어 주세요.
