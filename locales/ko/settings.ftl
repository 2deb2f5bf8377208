# 패널에서 바꾸는 설정

settings-save = 저장
settings-refused = 저장하지 못했습니다. 표시된 항목을 고쳐 주세요.
settings-conflict = 그사이 다른 사람이 같은 설정을 바꿨습니다. 아래 값과 비교해 주세요. 입력하신 값으로 바꾸려면 한 번 더 저장해 주세요.
settings-theirs = 지금 저장되어 있는 값: { $value }
settings-locked = ‘{ $option }’ 설정은 { $place }에서 지정한 값입니다. 그곳에서 바꿔 주세요.
settings-contradiction = ‘{ $option }’ 설정과 맞지 않아 저장하지 못했습니다. 그 설정을 함께 고쳐 주세요.
settings-lock = { $place }에서 지정한 값이라 여기서는 바꿀 수 없습니다.

settings-label-site-url = 사이트 주소
settings-hint-site-url = 글이 올라가는 사이트의 주소입니다. 예: https://example.org
settings-wrong-site-url = 주소가 아닙니다. https://example.org 와 같이 입력해 주세요.
settings-label-server-allowed-origins = 함께 쓰는 다른 주소
settings-hint-server-allowed-origins = 구독 양식과 댓글을 넣을 다른 주소가 있으면 한 줄에 하나씩 입력해 주세요. www가 붙은 주소와 붙지 않은 주소는 따로 적어 주세요.
settings-wrong-server-allowed-origins = 주소가 아닌 줄이 있습니다. 한 줄에 하나씩 https://www.example.org 와 같이 입력해 주세요.

settings-sender = 보내는 사람
settings-changes = 설정 변경 기록
settings-default = 기본값
settings-undo = 되돌리기

settings-label-site-name = 사이트 이름
settings-hint-site-name = 페이지와 메일의 맨 위에 보입니다.
settings-wrong-site-name = 이름은 한 줄로 입력해 주세요.
settings-label-site-locale = 기본 언어
settings-hint-site-locale = 언어를 선택하지 않은 독자에게 적용됩니다.
settings-wrong-site-locale = ko와 en 가운데 하나를 골라 주세요.
settings-label-site-time-zone = 시간대
settings-hint-site-time-zone = 예: Asia/Seoul
settings-wrong-site-time-zone = 알 수 없는 시간대입니다. Asia/Seoul과 같이 입력해 주세요.
settings-label-site-sender = 보내는 주소
settings-hint-site-sender = 모든 메일의 보낸 사람으로 표시됩니다. 예: 인공지능 읽기 <letters@example.org>
settings-wrong-site-sender = 이름 <mail@example.org> 형식으로 입력해 주세요. @ 앞에는 한글을 쓸 수 없습니다.
settings-label-site-reply-to = 답장 받을 주소
settings-hint-site-reply-to = 비워 두면 보내는 주소로 답장이 옵니다.
settings-wrong-site-reply-to = 이름 <mail@example.org> 형식으로 입력해 주세요. @ 앞에는 한글을 쓸 수 없습니다.
settings-label-site-postal-address = 우편 주소
settings-hint-site-postal-address = 메일 아래쪽에 들어갑니다.
settings-wrong-site-postal-address = 주소를 글로 입력해 주세요. 예: 서울특별시 종로구 새길 1
settings-label-site-contact = 연락처
settings-hint-site-contact = 운영자에게 연락할 수 있는 전화번호나 이메일 주소입니다.
settings-wrong-site-contact = 전화번호나 이메일 주소를 입력해 주세요. 예: 02-000-0000
settings-label-site-privacy-url = 개인정보 처리방침
settings-hint-site-privacy-url = 양식 옆에 링크로 보입니다. 예: https://example.org/privacy
settings-wrong-site-privacy-url = 주소가 아닙니다. https://example.org/privacy 와 같이 입력해 주세요.
settings-label-comments-moderation = 댓글 검토
settings-hint-comments-moderation = 공개하기 전에 검토할 댓글을 선택합니다.
settings-wrong-comments-moderation = 목록에 있는 값을 골라 주세요.
settings-label-comments-page-titles = 페이지에서 제목 읽기
settings-hint-comments-page-titles = 피드에 없는 글이면 그 페이지에서 제목을 읽어 옵니다.
settings-wrong-comments-page-titles = 예와 아니요 가운데 하나를 골라 주세요.
settings-label-comments-votes = 댓글 추천
settings-hint-comments-votes = 독자가 댓글을 추천하거나 반대하고, 추천 순으로 볼 수 있습니다.
settings-wrong-comments-votes = 예와 아니요 가운데 하나를 골라 주세요.
