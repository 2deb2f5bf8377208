# 구독: 신청, 확인, 설정, 해지와 그 메일

subscribers-title = 구독 신청
subscribers-heading = 새 글을 요약해서 메일로 보내 드립니다
subscribers-lead = 새 글을 짧게 요약해 이메일로 보내 드립니다. 언제든 클릭 한 번으로 해지할 수 있습니다.
subscribers-email = 이메일 주소
subscribers-name = 이름
subscribers-name-hint = 입력하지 않으셔도 됩니다.
subscribers-topics = 받고 싶은 주제
subscribers-topics-hint = 고르지 않으시면 모든 주제를 보내 드립니다.
subscribers-topics-all = 모든 주제
subscribers-cadence = 받는 주기
subscribers-cadence-word = { $cadence ->
    [each_post] 새 글마다
    [daily] 매일
   *[weekly] 매주
    [monthly] 매월
}
subscribers-cadence-when = { $cadence ->
    [each_post] 글이 올라오는 대로
    [daily] 아침 7시
   *[weekly] 월요일 아침 7시
    [monthly] 1일 아침 7시
}
subscribers-consent = 구독하기를 누르면 새 글을 이메일로 받는 데 동의하게 됩니다. 이메일 주소와 이름은 메일을 보내는 데에만 쓰고 공개하지 않습니다. 구독을 해지하면 더 보내지 않습니다.
subscribers-promise = 언제든 클릭 한 번으로 해지할 수 있습니다.
subscribers-more = 더 고르기
subscribers-newest = 최신 호
subscribers-newest-read = 이 호 읽기
subscribers-newest-all = 지난 호 모두 보기
subscribers-button = 구독하기

subscribers-form-check = 아직 끝나지 않았습니다. 입력하신 내용을 확인하신 뒤 구독하기를 눌러 주세요.
subscribers-form-too-fast = 페이지가 열린 지 몇 초 되지 않았습니다. 입력하신 내용을 한 번 더 확인하신 뒤 구독하기를 눌러 주세요.
subscribers-form-stale = 페이지가 열린 지 하루가 지났습니다. 입력하신 내용은 그대로 있으니 구독하기를 한 번 더 눌러 주세요.
subscribers-form-forged = 이 페이지에서 보낸 신청인지 확인하지 못했습니다. 입력하신 내용을 확인하신 뒤 구독하기를 한 번 더 눌러 주세요.
subscribers-form-too-many = 짧은 시간에 신청이 너무 많이 들어왔습니다. 입력하신 내용은 그대로 있으니 { $minutes }분 뒤에 구독하기를 다시 눌러 주세요.
subscribers-form-wrong = 수정할 내용이 있습니다. 표시된 칸을 확인해 주세요.

subscribers-name-too-long = 이름은 80자까지 입력할 수 있습니다.
subscribers-email-no-mail = 이 주소의 도메인은 메일을 받지 않습니다. 철자를 확인하시거나 다른 주소를 적어 주세요.
subscribers-email-disposable = 일회용 이메일 주소입니다. 뉴스레터를 받아 보실 주소를 적어 주세요.
subscribers-email-guess = 혹시 { $email } 아닌가요?
subscribers-cadence-unknown = 받는 주기는 each_post, daily, weekly, monthly 가운데 하나입니다.
subscribers-locale-unknown = 메일 언어는 ko와 en 가운데 하나입니다.
subscribers-topics-unknown = 선택할 수 없는 주제가 있습니다.
subscribers-consent-missing = 확인 메일 없이 추가하려면 동의할 때 보여 준 문구를 consent.wording에 넣어야 합니다.
subscribers-ip-unknown = consent.ip가 IP 주소가 아닙니다. 예: 203.0.113.7
subscribers-page-unknown = consent.page가 웹페이지 주소가 아닙니다. https:// 또는 http://로 시작해야 합니다.
subscribers-hour-unknown = 받는 시각은 0시부터 23시까지입니다.
subscribers-zone-unknown = 알 수 없는 시간대입니다. 예: Asia/Seoul

subscribers-sent-title = 메일함을 확인해 주세요
subscribers-sent-lead = 입력하신 주소로 메일을 보냈습니다. 메일 안의 버튼을 누르시면 구독이 시작됩니다.
subscribers-sent-hint = 몇 분이 지나도 메일이 보이지 않으면 스팸함을 살펴봐 주세요.

subscribers-sent-open = { $mail } 열기
subscribers-sent-back = 읽던 글로 돌아가기
subscribers-inbox-naver = 네이버 메일
subscribers-inbox-daum = 다음 메일
subscribers-inbox-kakao = 카카오메일
subscribers-inbox-gmail = Gmail
subscribers-inbox-nate = 네이트 메일
subscribers-inbox-outlook = Outlook
subscribers-inbox-icloud = iCloud Mail
subscribers-inbox-yahoo = Yahoo 메일

subscribers-sent-guess = 주소를 잘못 입력하신 것 같습니다. { $email } 주소가 맞다면 아래 버튼을 눌러 주세요.
subscribers-sent-other = 주소를 잘못 입력하셨나요?
subscribers-sent-other-link = 다시 신청하기
subscribers-late-title = 신청을 받았습니다
subscribers-late-lead = 지금은 메일 서버에 문제가 있어 확인 메일이 늦어지고 있습니다. 다시 신청하지 않으셔도 문제가 해결되는 대로 보내 드립니다.
subscribers-queued-lead = 지금 신청이 몰려 확인 메일이 몇 시간 늦게 도착할 수 있습니다. 다시 신청하지 않으셔도 차례대로 보내 드립니다.

subscribers-last-step-title = 한 번만 더 눌러 주세요
subscribers-last-step-lead = { $email } 주소로 구독을 신청합니다.

subscribers-confirm-title = 구독 확인
subscribers-confirm-heading = 구독을 시작할까요?
subscribers-confirm-lead = 아래 버튼을 누르시면 { $email } 주소로 { $cadence ->
    [each_post] 새 글이 올라올 때마다 요약을
    [daily] 매일 아침 새 글 요약을
    [monthly] 매월 1일 아침 새 글 요약을
   *[weekly] 매주 월요일 아침 새 글 요약을
} 보내 드립니다.
subscribers-confirm-button = 구독 확인하기
subscribers-confirm-ignore = 신청하신 적이 없다면 이 페이지를 닫아 주세요. 아무 메일도 보내지 않습니다.
subscribers-confirmed-title = 구독이 시작되었습니다
subscribers-confirmed-lead = { $email } 주소로 { $cadence ->
    [each_post] 새 글이 올라올 때마다 요약을
    [daily] 매일 아침 새 글 요약을
    [monthly] 매월 1일 아침 새 글 요약을
   *[weekly] 매주 월요일 아침 새 글 요약을
} 보내 드리겠습니다. 고맙습니다.
subscribers-confirmed-preferences = 구독 설정 바꾸기
subscribers-confirmed-archive = 지난 호 읽기
subscribers-standing-title = 이미 확인하셨습니다
subscribers-standing-lead = { $email } 주소로 이미 구독하고 계십니다. 더 하실 일은 없습니다.
subscribers-standing-hint = 받는 주기와 주제는 메일 아래쪽의 구독 설정 링크에서 바꾸실 수 있습니다.
subscribers-spent-title = 이미 사용한 링크입니다
subscribers-spent-lead = 다시 받아 보시려면 새로 신청해 주세요.
subscribers-expired-title = 기한이 지난 링크입니다
subscribers-expired-lead = 확인 링크는 { $days }일 동안만 쓸 수 있습니다. 버튼을 누르시면 같은 주소로 새 링크를 보내 드립니다.
subscribers-expired-button = 새 링크 받기
subscribers-subscribe-again = 다시 구독하기

subscribers-preferences-title = 구독 설정
subscribers-preferences-saved = 변경한 설정을 저장했습니다.
subscribers-preferences-unchanged = 바뀐 내용이 없습니다.
subscribers-preferences-inactive = 지금은 소식을 받지 않고 계십니다. 다시 받으시려면 구독을 새로 신청해 주세요.
subscribers-preferences-when = { $cadence ->
    [each_post] 글이 올라오는 대로
    [daily] 정한 시각에
   *[weekly] 정하신 요일
    [monthly] 1일
}
subscribers-preferences-locale = 메일 언어
subscribers-preferences-other-zone = 다른 시간대
subscribers-preferences-find-zone = 도시 이름(예: Asia/Kathmandu)
subscribers-preferences-day = 주간 메일을 받는 요일
subscribers-day-unknown = 요일을 골라 주세요.
subscribers-weekday = { $day ->
   *[monday] 월요일
    [tuesday] 화요일
    [wednesday] 수요일
    [thursday] 목요일
    [friday] 금요일
    [saturday] 토요일
    [sunday] 일요일
}
subscribers-preferences-hour = 받는 시각
subscribers-preferences-zone = 시간대
subscribers-preferences-hour-of = { $hour ->
    [0] 자정
    [12] 낮 12시
   *[other] { $half ->
        [am] 오전 { $hour12 }시
       *[pm] 오후 { $hour12 }시
    }
}
subscribers-preferences-save = 저장하기
subscribers-pause-title = 잠시 멈춤
subscribers-pause-lead = 고르신 날짜까지 메일을 보내지 않습니다. 그날부터 평소처럼 다시 보내 드리고, 첫 메일에 그동안 올라온 글을 모아 드립니다. 댓글 알림은 계속 받으십니다.
subscribers-pause-until = 다시 받을 날짜
subscribers-pause-begin = 잠시 멈추기
subscribers-pause-on = { $date } 전까지 메일을 보내지 않습니다.
subscribers-pause-end = 지금 다시 받기
subscribers-pause-wrong = 내일부터 1년 뒤까지의 날짜를 골라 주세요.
subscribers-pause-none = 멈추지 않음
subscribers-my-data = 내 정보
subscribers-my-data-lead = 저장된 정보와 동의 기록, 남기신 댓글을 파일로 받거나, 구독을 그만두거나, 모든 정보를 지우실 수 있습니다.
subscribers-my-data-export = 내 정보 받기
subscribers-my-data-leave = 구독 해지하기
subscribers-my-data-export-of = 저장된 정보 받기
subscribers-my-data-delete = 모두 지우기
subscribers-delete-title = 모두 지우시겠습니까?
subscribers-delete-lead = { $email } 주소와 이름, 구독 설정, 동의 기록의 개인정보, 보낸 메일의 기록을 지웁니다. 되돌릴 수 없습니다.
subscribers-delete-comments = 이 주소로 남기신 댓글과 추천, 신고도 지웁니다. 답글이 달린 댓글은 빈 자리만 남습니다.
subscribers-delete-kept = 이메일 주소로 만든 암호화된 값과, 누구의 것인지 알 수 없게 지운 동의 시각만 남습니다. 이 값들로는 주소를 알아낼 수 없으며, 암호화된 값은 예전 구독자 목록을 다시 올려도 구독이 되살아나지 않게 하는 데만 씁니다.
subscribers-delete-button = 모두 지우기
subscribers-delete-back = 돌아가기
subscribers-erase-link = 이 사람의 정보 모두 지우기
subscribers-erase-title = 이 사람의 정보를 모두 지울까요?
subscribers-erase-lead = { $email } 주소로 저장된 정보를 지웁니다. 되돌릴 수 없습니다.
subscribers-erase-subscription =
    { $is ->
        [true] 구독 정보와 동의 기록의 개인정보, 보낸 메일의 기록을 지웁니다.
       *[other] 이 주소로는 구독하지 않았습니다. 보낸 메일의 기록이 있으면 지웁니다.
    }
subscribers-erase-comments =
    { $count ->
        [0] 이 주소로 쓴 댓글은 없습니다.
       *[other] 댓글 { $count }개를 지웁니다. 답글이 달린 댓글은 빈 자리만 남습니다.
    }
subscribers-erase-kept = 이메일 주소로 만든 암호화된 값과, 누구의 것인지 알 수 없게 지운 동의 시각만 남습니다. 암호화된 값은 예전 구독자 목록을 다시 올려도 이 주소가 구독되지 않게 하는 데만 씁니다.
subscribers-erase-imports = 아직 가져오기를 마치지 않은 파일의 내용은 그대로 남습니다. ‘가져오기와 내보내기’에서 지울 수 있고, 그대로 두면 일주일 뒤에 지워집니다.
subscribers-erased-title = 모두 지웠습니다
subscribers-erased-lead = { $email } 주소로 저장된 정보를 모두 지웠습니다.
subscribers-deleted-title = 모두 지웠습니다
subscribers-deleted-lead = 구독과 관련된 정보를 모두 지웠고, 남기신 댓글도 지웠습니다. 예전 목록으로 구독이 되살아나는 일은 없으며, 원하시면 언제든 다시 구독하실 수 있습니다. 그동안 읽어 주셔서 고맙습니다.
subscribers-lost-title = 구독 설정 링크 받기
subscribers-lost-lead = 구독하시는 이메일 주소를 입력해 주시면 구독 설정을 바꿀 수 있는 새 링크를 보내 드립니다.
subscribers-lost-expired = 기한이 지났거나 더 이상 쓸 수 없는 링크입니다.
subscribers-lost-button = 링크 보내기
subscribers-lost-sent-lead = 구독 중인 주소라면 곧 메일이 도착합니다. 메일 안의 링크에서 설정을 바꾸실 수 있습니다.

subscribers-leave-title = 구독 해지
subscribers-leave-heading = 구독을 그만두시겠습니까?
subscribers-leave-lead = 아래 버튼을 누르시면 더 이상 메일을 보내지 않습니다.
subscribers-leave-button = 구독 해지하기
subscribers-gone-title = 이미 구독을 해지하셨습니다
subscribers-gone-lead = 이 주소로는 더 이상 메일을 보내지 않습니다. 따로 하실 일은 없으며, 언제든 다시 구독하실 수 있습니다.
subscribers-left-title = 구독을 해지했습니다
subscribers-left-lead = 앞으로 메일을 보내지 않습니다. 아직 보내지 않은 메일도 취소했습니다.
subscribers-left-back = 잘못 누르셨다면 언제든 다시 구독하실 수 있습니다.

subscribers-state = { $state ->
   *[pending] 확인 대기
    [confirmed] 구독 중
    [unsubscribed] 해지
    [bounced] 반송
    [complained] 스팸 신고
    [suppressed] 발송 금지
}

subscribers-mail-paste = 버튼이 눌리지 않으면 이 주소를 브라우저에 붙여 넣어 주세요.
subscribers-mail-confirm-subject = 구독을 확인해 주세요: { $site }
subscribers-mail-confirm-preheader = 버튼을 누르시면 구독이 시작됩니다.
subscribers-mail-confirm-title = 구독을 확인해 주세요
subscribers-mail-confirm-who = { $time }에 { $email } 주소로 { $site } 구독 신청이 들어왔습니다.
subscribers-mail-confirm-list = { $email } 주소가 { $site }에 옮겨 온 구독자 목록에 있습니다(출처: { $list }). 계속 받아 보실지 직접 확인을 받고 있습니다.
subscribers-mail-confirm-what = 확인하시면 { $cadence ->
    [each_post] 새 글이 올라올 때마다 요약을
    [daily] 매일 아침 새 글 요약을
    [monthly] 매월 1일 아침 새 글 요약을
   *[weekly] 매주 월요일 아침 새 글 요약을
} 보내 드립니다.
subscribers-mail-confirm-open = 아래 주소를 여시고 ‘구독 확인하기’ 버튼을 눌러 주세요.
subscribers-mail-confirm-button = 구독 확인하기
subscribers-mail-confirm-expiry = 링크는 { $days }일 동안 쓸 수 있습니다.
subscribers-mail-confirm-ignore = 신청하신 적이 없다면 이 메일을 무시해 주세요. 확인하지 않으시면 소식을 보내지 않습니다.
subscribers-mail-remind-subject = 구독 확인이 아직 남아 있습니다: { $site }
subscribers-mail-remind-why = 아직 구독이 확인되지 않았습니다. 이 안내는 한 번만 보내 드립니다.
subscribers-mail-new-title = 새 구독자 { $count }명
subscribers-mail-new-all = 지금 메일을 받는 구독자는 모두 { $count }명입니다.
subscribers-mail-new-button = 관리 화면에서 보기
subscribers-mail-new-why = 이 메일을 받는 주기는 설정에서 바꾸실 수 있습니다.
subscribers-mail-already-subject = 이미 구독하고 계십니다: { $site }
subscribers-mail-already-preheader = 달라진 것은 없습니다.
subscribers-mail-already-title = 이미 구독하고 계십니다
subscribers-mail-already-who = { $time }에 { $email } 주소로 { $site } 구독 신청이 다시 들어왔습니다.
subscribers-mail-already-what = 이 주소로는 지금도 { $cadence ->
    [each_post] 새 글이 올라올 때마다 요약을
    [daily] 매일 새 글 요약을
    [monthly] 매월 새 글 요약을
   *[weekly] 매주 새 글 요약을
} 보내 드리고 있으며, 달라진 것은 없습니다.
subscribers-mail-already-open = 주기나 주제를 바꾸시려면 아래 주소를 열어 주세요. 30일 동안 쓸 수 있습니다.
subscribers-mail-already-button = 구독 설정 열기
subscribers-mail-already-ignore = 입력하신 적이 없다면 이 메일을 무시해 주세요.
subscribers-mail-preferences-subject = 구독 설정 링크: { $site }
subscribers-mail-preferences-preheader = 주기와 주제, 받는 시각을 바꾸실 수 있습니다.
subscribers-mail-preferences-title = 구독 설정 링크를 보내 드립니다
subscribers-mail-preferences-who = { $time }에 { $email } 주소의 { $site } 구독 설정 링크 요청이 들어왔습니다.
subscribers-mail-preferences-what = 이 링크에서 주기와 주제, 메일 언어, 받는 시각을 바꾸거나 구독을 해지하실 수 있습니다.
subscribers-mail-preferences-open = 아래 주소를 열어 주세요. 30일 동안 쓸 수 있습니다.
subscribers-mail-preferences-button = 구독 설정 열기
subscribers-mail-preferences-ignore = 요청하신 적이 없다면 이 메일을 무시해 주세요. 링크는 다른 사람에게 보내지 마시기 바랍니다.

# 관리 화면

subscribers-list-confirmed = 구독자 { $count }명
subscribers-list-state = 상태
subscribers-list-all = 전체
subscribers-list-search = 주소나 이름으로 찾기
subscribers-list-search-hint = 주소나 이름
subscribers-list-find = 찾기
subscribers-list-address = 주소
subscribers-list-topics = 주제
subscribers-list-since = 신청일
subscribers-list-advertising = { $choice ->
    [night] 광고 수신 동의(야간 포함)
   *[other] 광고 수신 동의
}
subscribers-list-empty = 아직 구독자가 없습니다.
subscribers-list-not-found = ‘{ $text }’에 맞는 구독자가 없습니다.
subscribers-list-refine = 상세 조건
subscribers-list-refine-end = 조건 모두 지우기
subscribers-list-any = 전체
subscribers-list-topic = 선택한 주제
subscribers-list-tag = 태그
subscribers-list-came = 구독 경로
subscribers-list-source = { $channel ->
    [form] 신청 페이지
    [element] 사이트 페이지의 신청 양식
    [api] JSON API
    [import] 가져온 명단
    [panel] 관리자가 추가
   *[token] 사이트의 프로그램
}
subscribers-list-brought-by = 명단, 관리자, 프로그램의 이름 (구독 경로와 함께, 이름 전체)
subscribers-list-none-match = 조건에 맞는 구독자가 없습니다.
subscribers-list-none-yet = 최근 구독자 중에는 조건에 맞는 사람이 없습니다. 다음 페이지에서 이어서 찾습니다.
subscribers-list-goes-on = 아직 명단 끝까지 찾지 않았습니다. 다음 페이지에서 이어서 찾습니다.
subscribers-list-tags = 태그
subscribers-ticked = 선택한 구독자:
subscribers-ticked-row = 선택
subscribers-ticked-act = { $act ->
    [ask] 확인 메일 다시 보내기
    [unsubscribe] 구독 해지
    [tag] 태그 추가
    [untag] 태그 제거
   *[erase] 개인정보 삭제
}
subscribers-ticked-title = { $act ->
    [ask] 확인 메일을 다시 보낼까요?
    [unsubscribe] 구독을 해지할까요?
    [tag] 태그 추가
    [untag] 태그 제거
   *[erase] 개인정보를 삭제할까요?
}
subscribers-ticked-count = 구독자 { $count }명을 선택했습니다.
subscribers-ticked-lead = { $act ->
    [ask] 아직 확인하지 않은 사람에게만, 메일 한도 안에서 확인 메일을 다시 보냅니다.
    [unsubscribe] 더 이상 메일을 받지 않습니다. 다시 구독하는 것은 본인만 할 수 있습니다.
    [tag] 새 태그는 태그 목록에도 추가됩니다.
    [untag] 이 태그가 없는 구독자는 그대로입니다.
   *[erase] 구독 정보와 댓글에 남은 개인정보를 모두 삭제합니다. 되돌릴 수 없습니다.
}
subscribers-ticked-tags-hint = 태그가 여러 개면 쉼표로 구분하세요.
subscribers-ticked-done = { $act ->
    [ask] { $count }명에게 확인 메일을 다시 보냈습니다.
    [unsubscribe] { $count }명의 구독을 해지했습니다.
    [tag] { $count }명에게 태그를 추가했습니다.
    [untag] { $count }명의 태그를 제거했습니다.
    [erase] { $count }명의 개인정보를 삭제했습니다.
   *[nothing] 선택한 구독자가 없습니다.
}
subscribers-detail-asked = 최초 신청
subscribers-detail-confirmed = 확인 시각
subscribers-detail-departed = 해지 시각
subscribers-detail-paused = 멈춘 기한
subscribers-detail-next = 다음 다이제스트
subscribers-detail-history = 동의 기록
subscribers-detail-left = 구독을 해지하고, 보내지 않은 메일을 취소했습니다.
subscribers-detail-asked-again = 확인 메일을 보냈습니다.
subscribers-detail-not-asked = 메일을 보내지 않았습니다. 이 주소로 24시간 동안 보낼 수 있는 메일을 이미 다 보냈거나, 확인할 구독이 없습니다.
subscribers-detail-known = 이미 구독 중인 주소입니다.
subscribers-detail-ask-again = 확인 메일 다시 보내기
subscribers-detail-comments = 이 주소로 쓴 댓글
subscribers-detail-mails = 최근 메일
subscribers-detail-subject = 제목
subscribers-edit-link = 수정
subscribers-edit-title = 구독자 수정
subscribers-edit-name = 이름
subscribers-new-link = 구독자 추가
subscribers-new-title = 구독자 추가
subscribers-new-lead = 확인 링크가 담긴 메일을 보냅니다. 확인하기 전에는 다른 메일을 보내지 않습니다.
subscribers-new-button = 확인 메일 보내기
subscribers-new-kept-away = 이 주소로는 메일을 보내지 않습니다. 구독을 해지했거나, 정보를 지웠거나, 스팸으로 신고했거나, 메일이 반송되었거나, 24시간 동안 보낼 수 있는 메일을 이미 다 보냈습니다. 해지한 사람은 본인이 사이트에서 다시 구독할 수 있습니다.
subscribers-detail-wording = 문구 버전 { $version }
subscribers-address-link = 이메일 주소 바꾸기
subscribers-address-title = 이메일 주소 바꾸기
subscribers-address-lead = 지금은 { $email } 주소로 보내 드립니다. 새 주소로 보내 드리는 링크를 눌러 확인하시면 바뀝니다.
subscribers-address-new = 새 이메일 주소
subscribers-address-button = 확인 메일 받기
subscribers-address-sent-lead = 새 주소로 보낸 메일의 링크를 열어 주세요. 그 전에는 아무것도 바뀌지 않습니다.
subscribers-address-heading = 앞으로 이 주소로 받으시겠습니까?
subscribers-address-confirm = 메일을 { $old } 대신 { $new } 주소로 보내 드립니다. 구독 설정은 그대로입니다.
subscribers-address-confirm-button = 주소 바꾸기
subscribers-address-ignore = 요청하신 적이 없다면 페이지를 닫아 주세요. 아무것도 바뀌지 않습니다.
subscribers-address-done = 이메일 주소를 바꿨습니다
subscribers-address-done-lead = 앞으로 { $email } 주소로 보내 드립니다.
subscribers-address-taken = 이미 구독 중인 주소입니다
subscribers-address-taken-lead = 두 주소 가운데 하나를 그 주소로 받은 메일의 링크에서 해지해 주세요.
subscribers-mail-address-subject = 새 이메일 주소를 확인해 주세요: { $site }
subscribers-mail-address-preheader = 한 번만 누르시면 이 주소로 보내 드립니다.
subscribers-mail-address-title = 새 이메일 주소를 확인해 주세요
subscribers-mail-address-who = { $time }에 { $site } 구독자가 { $email } 주소로 메일을 받겠다고 요청했습니다.
subscribers-mail-address-open = 확인하시려면 아래 주소를 열어 주세요. { $days }일 동안 쓸 수 있습니다.
subscribers-mail-address-button = 이 주소로 받기
subscribers-mail-address-ignore = 요청하신 적이 없다면 이 메일을 무시해 주세요. 더 보내지 않습니다.
subscribers-mail-moved-subject = 이메일 주소가 바뀌었습니다: { $site }
subscribers-mail-moved-preheader = 앞으로 다른 주소로 보내 드립니다.
subscribers-mail-moved-title = 이메일 주소가 바뀌었습니다
subscribers-mail-moved-what = { $time }에 { $site } 구독의 이메일 주소가 { $email }에서 다른 주소로 바뀌었습니다. 새 주소에서 확인을 마쳤으며, 이 주소로는 더 보내지 않습니다.
subscribers-mail-moved-ignore = 직접 바꾸신 것이 아니라면 사이트에 알려 주세요. 누군가 받으신 메일의 링크를 썼습니다.
subscribers-proof-link = 동의 증명서
subscribers-proof-title = 동의 증명서
subscribers-proof-made = 작성
subscribers-proof-lead = 이 구독자의 모든 기록을 오래된 순서로 보여 드립니다. 시각은 UTC입니다. 봉인은 바로 앞 봉인을 포함한 해시라서 나중에 바꾸면 드러납니다. 파일에는 다른 프로그램으로 봉인을 확인하는 데 필요한 값이 모두 있습니다.
subscribers-proof-file = JSON으로 내려받기
subscribers-proof-at = 시각
subscribers-proof-address = 주소
subscribers-proof-channel = 경로
subscribers-proof-page = 페이지
subscribers-proof-wording = 보여 준 문구
subscribers-proof-locale = 보여 준 언어
subscribers-proof-ip = IP 주소
subscribers-proof-browser = 브라우저
subscribers-proof-change = 내용
subscribers-proof-seal = 봉인
subscribers-proof-whole = 봉인된 뒤 바뀌지 않았습니다
subscribers-proof-broken = 봉인된 뒤 바뀌었습니다
subscribers-proof-unsealed = 아직 봉인되지 않았습니다
subscribers-action = { $action ->
   *[requested] 구독을 신청했습니다
    [confirmed] 구독을 확인했습니다
    [changed] 설정을 바꿨습니다
    [left] 구독을 해지했습니다
    [imported] 다른 곳의 구독자 목록에서 옮겨 왔습니다
    [advertising-given] 광고성 정보 수신에 동의했습니다
    [advertising-withdrawn] 광고성 정보를 더 받지 않겠다고 했습니다
    [advertising-kept] 광고성 정보 수신 동의를 유지했습니다
    [night-given] 야간 광고성 정보 수신에 동의했습니다
    [night-withdrawn] 야간 광고성 정보를 더 받지 않겠다고 했습니다
}
subscribers-source = { $channel ->
    [form] 신청 페이지
    [element] 사이트 페이지의 신청 양식
    [api] JSON API
    [confirmation] 확인 메일의 링크
    [preferences] 구독 설정 페이지
    [unsubscribe] 구독 해지 페이지
    [one-click] 메일 서비스의 원클릭 수신거부
    [import] 동의한 곳: { $place }
    [panel] 관리자 { $place }
    [token] 사이트의 프로그램: { $place }
    [bounce] 메일 서버의 보고
   *[other] { $place }
}
subscribers-field = { $field ->
    [cadence] 주기
    [advertising] 광고성 정보 수신
    [topics] 주제
    [locale] 메일 언어
    [weekly_day] 요일
    [delivery_hour] 받는 시각
    [time_zone] 시간대
    [paused_until] 멈춘 기한
    [name] 이름
    [opted_in_at] 그곳에서 동의한 때
    [confirmed_at] 그곳에서 확인한 때
    [list_file] 파일
    [list_line] 줄
    [state] 상태
    [reason] 이유
    [email] 이메일 주소
   *[other] { $field }
}
