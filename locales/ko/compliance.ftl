# 법령: 동의 문구, 광고성 정보, 통지 메일, 법령 페이지

compliance-collected = 수집 항목: 이메일 주소, 이름(선택){ $count ->
    [0] ,
   *[other] , { $fields }(선택),
} 동의 기록에 남는 접속 IP와 브라우저 정보. 이용 목적: 메일 발송과 동의 사실 증명. 보유 기간: 구독을 해지하고 삭제를 요청하실 때까지{ $days ->
    [0] .
   *[other] , 접속 IP와 브라우저 정보는 { $days }일.
} 동의하지 않으셔도 되며, 그 경우 메일을 받아 보실 수 없습니다.
compliance-fourteen = 만 14세 미만은 법정대리인의 동의 없이 이용하실 수 없습니다.
compliance-comments = 수집 항목: 이름, 이메일 주소, 웹사이트(선택), 접속 IP. 이용 목적: 댓글 게시와 답글 알림, 스팸 방지. 보유 기간: 댓글을 삭제하거나 삭제를 요청하실 때까지{ $days ->
    [0] .
   *[other] , 접속 IP는 { $days }일.
} 동의하지 않으셔도 되며, 그 경우 댓글을 쓰실 수 없습니다.
compliance-advertising = (선택) 광고성 정보를 이메일로 받는 데 동의합니다.
compliance-night = (선택) 밤 9시부터 다음 날 아침 8시 사이에도 광고성 정보를 받는 데 동의합니다.

compliance-refusal = 이 메일은 광고성 정보 수신에 동의하신 분께 보내 드립니다. 수신을 원하지 않으시면 비용 없이 거부하실 수 있습니다.
compliance-refusal-all = 무료수신거부
compliance-refusal-advertising = 광고성 정보만 거부

compliance-mail-result-subject = [{ $site }] 광고성 정보 수신 동의 처리 결과 안내
compliance-mail-result-title = 광고성 정보 수신 동의 처리 결과
compliance-mail-question-subject = [{ $site }] 광고성 정보 수신 동의 확인 안내
compliance-mail-question-title = 광고성 정보를 계속 받으시겠습니까?
compliance-mail-who = { $site }에서 { $email } 주소로 보내 드립니다.
compliance-mail-done = { $act ->
   *[advertising-given] { $day }에 광고성 정보 수신에 동의하셨습니다. 동의 처리를 마쳤습니다.
    [advertising-withdrawn] { $day }에 광고성 정보 수신을 거부하셨습니다. 철회 처리를 마쳤으며, 앞으로 광고성 정보를 보내 드리지 않습니다.
    [night-given] { $day }에 야간(밤 9시~아침 8시) 광고성 정보 수신에 동의하셨습니다. 동의 처리를 마쳤습니다.
    [night-withdrawn] { $day }에 야간(밤 9시~아침 8시) 광고성 정보 수신을 거부하셨습니다. 철회 처리를 마쳤으며, 앞으로 그 시간에는 광고성 정보를 보내 드리지 않습니다.
}
compliance-mail-agreed = { $act ->
   *[advertising-given] { $day }에 광고성 정보 수신에 동의하셨습니다.
    [night-given] { $day }에 야간(밤 9시~아침 8시) 광고성 정보 수신에 동의하셨습니다.
}
compliance-mail-result-change = 마음이 바뀌시면 아래 페이지에서 언제든 비용 없이 바꾸실 수 있습니다.
compliance-mail-question-answer = 법에 따라 2년마다 확인해 드립니다. 계속 받으시려면 따로 하실 일이 없습니다. 동의를 유지하거나 철회하시려면 아래 페이지에서 골라 주세요.
compliance-mail-button = 수신 동의 확인·변경하기
compliance-mail-leave = 모든 메일을 그만 받으시려면 아래 링크를 이용해 주세요.

compliance-choice-word = { $choice ->
   *[day] 동의
    [night] 야간까지 동의
}
compliance-choice-title = 광고성 정보 수신
compliance-choice-lead = { $email } 주소로 광고성 정보를 받으실지 고르실 수 있습니다. 비용은 들지 않으며, 고르지 않으셔도 새 글 메일은 그대로 받아 보십니다.
compliance-choice-old = 오래된 링크이지만 광고성 정보는 언제든지 무료로 거부하실 수 있습니다. 그 밖의 설정을 바꾸시려면 구독 설정에서 새 링크를 받아 주세요.
compliance-choice-since = { $day }에 동의하셨습니다.
compliance-choice-night-since = 야간 수신에는 { $day }에 동의하셨습니다.
compliance-choice-none = 지금은 광고성 정보를 받지 않고 계십니다.
compliance-choice-agree = 동의하기
compliance-choice-keep = 계속 받기
compliance-choice-withdraw = 광고성 정보 수신 거부
compliance-choice-withdraw-night = 야간 수신만 거부
compliance-choice-saved = 처리했습니다. 결과를 메일로도 알려 드립니다.
compliance-choice-kept = 동의를 유지했습니다. 고맙습니다.
compliance-choice-unchanged = 바뀐 내용이 없습니다.
compliance-choice-inactive = 구독 중인 분만 고르실 수 있습니다.
compliance-choice-unavailable = 이 사이트는 광고성 정보를 보내지 않습니다.
compliance-choice-back = 구독 설정으로

compliance-law-none = 적용할 법령을 정하지 않았습니다. 설정 파일의 site.compliance에 kr(대한민국) 또는 eu(유럽 연합)를 적으면 해당 법령에 맞춘 기능이 켜집니다.
compliance-law-kr = 대한민국: 정보통신망법, 개인정보 보호법
compliance-law-eu = 유럽 연합: GDPR, ePrivacy 지침
compliance-advice = 이 페이지는 법률 자문이 아닙니다. 조항별 설명과 직접 확인하셔야 할 일은 문서 docs/compliance.md에 있습니다.
compliance-needs = 갖춰야 할 설정
compliance-needs-set = 입력됨
compliance-needs-missing = 없음
compliance-consents = 광고성 정보 수신 동의
compliance-readers = 동의한 구독자
compliance-readers-night = 야간 수신 동의
compliance-next = 다음 동의 확인 기한
compliance-next-none = 없음
compliance-notices = 통지
compliance-notice = 통지
compliance-kind = { $kind ->
   *[result] 동의·거부·철회 처리 결과(정보통신망법 제50조 제7항, 14일 이내)
    [confirmation] 2년마다 수신 동의 확인(정보통신망법 제50조 제8항)
}
compliance-waiting = 대기
compliance-sent = 보냄
compliance-undelivered = 보내지 못함
compliance-late = 기한 지남
compliance-reader = 구독자
compliance-erased = 삭제된 구독자
compliance-said = 의사 표시일
compliance-due = 기한
compliance-state = 상태
compliance-state-word = { $state ->
   *[due] 작성 대기
    [queued] 발송 대기
    [sent] 보냄
    [failed] 실패
    [dropped] 보내지 않음
}
compliance-newest = 최근 통지
compliance-empty = 아직 통지가 없습니다.

compliance-requests = 개인정보 요청
compliance-requests-hint = 메일이나 전화로 받은 열람·삭제 요청을 적어 두면 답변 기한(한 달, GDPR 제12조 제3항)을 보여 드립니다. 구독자가 구독 설정에서 직접 지운 것도 이 목록에 남습니다. 주소는 처리가 끝나면 지웁니다.
compliance-request-who = 이메일 주소
compliance-request-kind = 요청
compliance-request-what = { $kind ->
   *[export] 사본 제공
    [erasure] 삭제
}
compliance-request-came = 받은 날
compliance-request-source = { $source ->
   *[owner] 처리를 마쳐 주소를 지웠습니다
    [self] 본인이 직접 지움
}
compliance-request-done = 처리함
compliance-request-finish = 처리 완료로 표시
compliance-request-new = 요청 적어 두기
compliance-request-write = 적어 두기
compliance-request-day-wrong = 오늘까지의 날짜를 입력해 주세요. 예: 2026-11-24
compliance-request-written = 요청을 적어 두었습니다.
compliance-request-answered = 처리 완료로 표시했습니다.
compliance-request-stale = 이미 처리한 요청입니다.
