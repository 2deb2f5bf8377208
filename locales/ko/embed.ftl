# 다른 사이트의 페이지에 들어가는 폼과 댓글, 그리고 그것을 보여 주는 데모 페이지

embed-again = 다시 시도
embed-unread = 이 부분을 불러오지 못했습니다.
embed-unsent = 보내지 못했습니다. 쓰신 내용은 그대로 있습니다.
embed-closed = 이 글에는 더 이상 댓글을 남길 수 없습니다.
embed-sending = 보내는 중…
embed-remember = 이 브라우저에 이름, 이메일, 웹사이트 저장
embed-subscribe-lead = 언제든 한 번의 클릭으로 그만 받을 수 있습니다.
embed-subscribe-more = 더 고르기
