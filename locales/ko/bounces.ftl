# 반송과 신고

bounces-empty = 돌아온 메일이 없습니다.
bounces-recipient = 주소
bounces-class = 종류
bounces-reason = 이유
bounces-effect = 처리
bounces-time = 시각
bounces-lift = 발송 재개
bounces-done-lifted = 이 주소로 다시 메일을 보낼 수 있습니다.
bounces-done-stale = 이 주소는 이미 발송이 막혀 있지 않습니다.

bounces-class-hard = 반송
bounces-class-soft = 일시 반송
bounces-class-complaint = 신고
bounces-class-none = 알림

bounces-reason-userunknown = 없는 주소입니다
bounces-reason-filtered = 거절되었습니다. 주소가 없다고 하지만 확실하지 않습니다
bounces-reason-hostunknown = 도메인이 없습니다
bounces-reason-nomail = 메일을 받지 않는 도메인입니다
bounces-reason-moved = 주소를 옮겼습니다
bounces-reason-mailboxfull = 메일함이 가득 찼습니다
bounces-reason-disabled = 사용이 중지된 메일함입니다
bounces-reason-toobig = 메일이 너무 큽니다
bounces-reason-expired = 보낼 수 있는 기한이 지났습니다
bounces-reason-network = 상대 서버에 연결하지 못했습니다
bounces-reason-system = 상대 서버에 문제가 있습니다
bounces-reason-blocked = 우리 서버가 차단되었습니다
bounces-reason-auth = SPF, DKIM 또는 DMARC 인증에 실패했습니다
bounces-reason-sender = 이 발신자의 메일을 받지 않습니다
bounces-reason-policy = 상대 서버의 정책입니다
bounces-reason-spam = 스팸으로 판단되었습니다
bounces-reason-virus = 바이러스로 판단되었습니다
bounces-reason-content = 메일 형식이 거부되었습니다
bounces-reason-rate = 한꺼번에 너무 많이 보냈습니다
bounces-reason-relaying = 중계를 허용하지 않습니다
bounces-reason-abuse = 스팸으로 신고했습니다
bounces-reason-unsubscribe = 수신 거부를 요청했습니다
bounces-reason-autoreply = 자동 응답입니다
bounces-reason-delivered = 전달되었습니다
bounces-reason-authreport = 서명 인증 보고서입니다
bounces-reason-noreport = 반송 메일이 아닙니다
bounces-reason-unknown = 알 수 없습니다

bounces-effect-bounced = 발송 중단
bounces-effect-complained = 발송 중단
bounces-effect-counted = 횟수에 반영
bounces-effect-noted = 없음
bounces-effect-lifted = 발송 재개
