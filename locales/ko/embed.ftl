# 다른 사이트의 페이지에 들어가는 양식과 댓글

embed-again = 다시 시도
embed-unread = 이 부분을 불러오지 못했습니다.
embed-unsent = 보내지 못했습니다. 쓰신 내용은 그대로 있습니다.
embed-closed = 이 글에는 더 이상 댓글을 남길 수 없습니다.
embed-sending = 보내는 중…
embed-remember = 다음 번 댓글 작성을 위해 이 브라우저에 이름, 이메일, 그리고 웹사이트를 저장합니다.
embed-remember-without-url = 다음 번 댓글 작성을 위해 이 브라우저에 이름과 이메일을 저장합니다.
