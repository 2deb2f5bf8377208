# gudok demo: 견본 블로그와 우편함

demo-mailbox = 샘플 메일함
demo-lead = 이 컴퓨터 안에서만 실행되는 샘플입니다. Gudok이 보낸 메일은 밖으로 나가지 않고 모두 여기에 쌓입니다.
demo-step-subscribe = 구독을 신청하고, 여기로 온 확인 메일의 버튼을 눌러 보세요.
demo-step-comment = 글을 읽고 댓글을 남겨 보세요.
demo-step-moderate = 관리 화면에서 댓글을 승인해 보세요.
demo-publish = 다음 글 발행하기
demo-unpublished = 아직 발행하지 않은 글이 { $count }편 있습니다.
demo-all-published = 준비한 글을 모두 발행했습니다.
demo-no-mail = 아직 보낸 메일이 없습니다.
demo-to = 받는 사람: { $recipient }
demo-html-part = 메일의 HTML 본문
demo-plain-part = 일반 텍스트 본문
demo-headers = 메일 헤더
demo-back = 메일함으로 돌아가기
demo-comments = 댓글 보기
demo-subscribe = 이 블로그 구독하기
demo-site-name = 인공지능 읽기
demo-site-switch = 밝게·어둡게
demo-site-note = 이 페이지는 운영자의 사이트를 대신하는 예시입니다. 페이지의 두 양식은 Gudok이 제공합니다.
