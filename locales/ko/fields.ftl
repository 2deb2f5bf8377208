# 사이트가 만든 구독자 항목과 운영자의 태그.
fields-title = 항목과 태그
fields-lead = 이메일과 이름 말고 더 물어볼 항목과 구독자에게 붙이는 태그입니다.
fields-list = 항목
fields-empty = 아직 항목이 없습니다.
fields-name = 이름
fields-name-hint = 신청 양식에 이 이름이 그대로 나옵니다.
fields-kind = 종류
fields-kind-hint = 나중에 바꿀 수 없습니다.
fields-kind-word = { $kind ->
    [text] 글
    [number] 숫자
    [date] 날짜
    [choice] 선택
   *[yes_no] 예/아니요
}
fields-slug = 프로그램용 이름
fields-place = 신청 양식
fields-shown = 표시
fields-hidden = 표시 안 함
fields-actions = 작업
fields-new = 새 항목
fields-choices = 선택지
fields-choices-hint = 종류가 ‘선택’일 때 한 줄에 하나씩 적습니다. 선택지를 지워도 이미 고른 구독자의 값은 남습니다.
fields-on-form = 신청 양식에 표시
fields-add = 항목 추가
fields-save = 저장
fields-remove = 삭제
fields-remove-hint = 이 항목에 저장된 모든 구독자의 값이 지워집니다.
fields-added = 항목을 추가했습니다.
fields-changed = 항목을 변경했습니다.
fields-removed = 항목과 저장된 값을 삭제했습니다.
fields-about = 구독자 정보
fields-described = 항목과 태그를 저장했습니다.
fields-tags = 태그
fields-tags-hint = 쉼표로 구분합니다. 구독자에게는 본인 데이터를 내려받을 때만 보입니다.
fields-tags-empty = 아직 태그가 없습니다. 구독자 페이지에서 붙일 수 있습니다.
fields-tag = 태그
fields-tag-remove = 모든 구독자에게서 삭제
fields-tag-removed = 모든 구독자에게서 태그를 삭제했습니다.
fields-none = 선택 안 함
fields-yes-no = { $word ->
    [yes] 예
   *[no] 아니요
}
fields-name-missing = 글자나 숫자가 들어간 이름을 입력해 주세요.
fields-name-too-long = 이름은 80자까지 쓸 수 있습니다.
fields-name-taken = 다른 항목이 같은 프로그램용 이름을 쓰고 있습니다. 다른 이름을 입력해 주세요.
fields-too-many = 항목은 30개까지 만들 수 있습니다. 먼저 하나를 삭제해 주세요.
fields-kind-missing = 종류를 선택해 주세요.
fields-choices-missing = 선택지를 한 줄에 하나씩 두 개 이상 입력해 주세요.
fields-choices-too-many = 선택지는 50개까지 만들 수 있습니다.
fields-choices-too-long = 선택지는 80자까지 쓸 수 있습니다.
fields-value-too-long = 답변은 200자까지 쓸 수 있습니다.
fields-value-no-number = 7 또는 7.5처럼 숫자로 입력해 주세요.
fields-value-no-date = 2026-11-24처럼 연-월-일로 입력해 주세요.
fields-value-no-choice = 선택지에 없는 값입니다. 선택지에서 골라 주세요.
fields-value-no-value = 항목의 값은 글, 숫자, true, false, null 중 하나여야 합니다.
fields-unknown = 없거나 신청 양식에 없는 항목이 있습니다.
fields-tags-too-long = 태그는 80자까지 쓸 수 있습니다.
fields-tags-too-many = 구독자 한 명에게 태그를 50개까지 붙일 수 있습니다.
