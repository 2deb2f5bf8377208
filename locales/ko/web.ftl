# 여러 양식에 있는 이메일 칸

web-email-empty = 이메일 주소를 입력해 주세요.
web-email-too-long = 이메일 주소가 너무 깁니다.
web-email-malformed = 이메일 주소의 형식이 올바르지 않습니다. 예: name@example.com
web-email-no-dot = 이메일 주소의 끝부분이 빠진 것 같습니다. 예: name@example.com

# 어느 페이지에서나 나올 수 있는 오류: error-{code}-title 과 -text

error-not-found-title = 페이지를 찾을 수 없습니다
error-not-found-text = 주소가 잘못되었거나, 페이지가 삭제되었습니다.
error-method-title = 여기서는 할 수 없는 요청입니다
error-method-text = 이 주소는 그런 방식의 요청을 받지 않습니다.
error-forged-title = 올바른 링크가 아닙니다
error-forged-text = 링크가 중간에 잘렸을 수 있습니다. 메일에 있는 링크 전체를 복사하거나 새 링크를 요청해 주세요.
error-stale-form-title = 오래된 페이지입니다
error-stale-form-text = 아무것도 바뀌지 않았습니다. 이전 페이지로 돌아가 새로 고친 뒤 다시 보내 주세요. 매번 이렇다면 브라우저의 주소가 server.public_url과 다른 것입니다.
error-too-fast-title = 너무 빨리 보내셨습니다
error-too-fast-text = 양식을 3초 안에 보내셨습니다. 잠시 뒤에 다시 보내 주세요.
error-stale-token-title = 양식을 연 지 오래되었습니다
error-stale-token-text = 쓰신 내용은 그대로 있으니, 한 번 더 보내 주세요.
error-setup-gone-title = 이미 사용했거나 기한이 지난 주소입니다
error-setup-gone-text = 소유자 계정은 이 주소에서 하루 안에 한 번만 만들 수 있습니다. 이미 만드셨다면 /admin에서 로그인해 주세요. 아직이라면 Gudok을 다시 시작해 주세요. 새 주소가 표시됩니다.
error-foreign-page-title = 이 페이지에는 댓글을 쓸 수 없습니다
error-foreign-page-text = 여기에는 { $hosts }의 페이지에만 댓글이 있습니다. 이 페이지도 직접 운영하신다면 그 주소를 server.allowed_origins에 추가해 주세요.
error-too-late-title = 고칠 수 있는 시간이 지났습니다
error-too-late-text = 댓글은 쓴 뒤 5분 동안만 고치거나 지울 수 있습니다.
error-expired-title = 기한이 지난 링크입니다
error-expired-text = 링크는 정해진 기간에만 쓸 수 있습니다. 새 링크를 요청해 주세요.
error-forbidden-title = 이 계정에는 권한이 없습니다
error-forbidden-text = 필요하시면 사이트 소유자에게 문의해 주세요.
error-unproven-title = 어디에서 온 호출인지 확인할 수 없습니다
error-unproven-text = 서명이나 비밀번호, 토픽이 [hooks] 설정과 다르거나 너무 오래전에 서명되었습니다. 메일 서비스의 설정과 비교해 주시고, 시계를 NTP로 맞춰 주세요.
error-wrong-signature-title = 서명이 맞지 않습니다
error-wrong-signature-text = 관리 화면의 ‘사이트에 넣기’에 있는 비밀 키로 Standard Webhooks 방식에 맞춰 서명해 주세요. webhook-id, webhook-timestamp, webhook-signature 헤더가 필요합니다.
error-stale-signature-title = 서명한 시각이 맞지 않습니다
error-stale-signature-text = webhook-timestamp에서 5분 안에 도착해야 합니다. 다시 서명해서 보내 주시고, 양쪽 시계를 NTP로 맞춰 주세요.
error-signed-out-title = 로그인해 주세요
error-signed-out-text = 사이트를 관리하는 분들을 위한 페이지입니다.
error-malformed-title = 요청을 읽을 수 없습니다
error-malformed-text = 요청의 형식이 올바르지 않습니다. 이전 페이지로 돌아가 새로 고친 뒤 다시 시도해 주세요.
error-invalid-title = 수정할 내용이 있습니다
error-invalid-text = 이전 페이지로 돌아가 다음 내용을 수정해 주세요.
error-too-large-title = 내용이 너무 큽니다
error-too-large-text = 보내신 내용이 이 주소에서 받을 수 있는 크기를 넘었습니다. 줄여서 다시 보내 주세요.
error-media-type-title = 받을 수 없는 형식입니다
error-media-type-text = Content-Type을 이 주소에서 받는 형식으로 지정해 주세요: { $taken }
error-compressed-title = 압축된 요청은 받지 않습니다
error-compressed-text = 압축하지 않은 채 보내 주세요.
error-too-slow-title = 시간이 너무 오래 걸렸습니다
error-too-slow-text = 보내신 내용이 제때 도착하지 않았습니다. 다시 시도해 주세요.
error-too-many-title = 잠시만 기다려 주세요
error-too-many-text = 짧은 시간에 너무 여러 번 요청하셨습니다. { $minutes }분 뒤에 다시 시도해 주세요.
error-busy-title = 지금은 요청이 많습니다
error-busy-text = 1분쯤 뒤에 다시 시도해 주세요.
error-internal-title = 문제가 생겼습니다
error-internal-text = 저희 쪽 문제입니다. 잠시 뒤에 다시 시도해 주세요.
