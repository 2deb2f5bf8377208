# 메일 링크로 주소를 인증하는 작성자, 이름 옆의 표시

verification-mark-verified = ✓ 인증됨
verification-mark-team = 운영진
verification-mark-site = 회원
verification-link = 이메일 주소 인증하기
verification-title = 이메일 주소 인증
verification-about = 메일로 받은 링크를 열면 본인의 주소임이 확인됩니다. 이후에 쓰시는 댓글에는 ‘인증됨’ 표시가 붙고, 다른 사람이 같은 주소로 쓴 댓글은 운영자가 승인해야만 보입니다.
verification-send = 링크 받기
verification-sent = 메일함을 확인해 주세요
verification-sent-about = 메일을 받을 수 있는 주소라면 곧 링크가 도착합니다. 댓글을 쓰시는 브라우저에서 열어 주세요.
verification-again = 보내지 못했습니다. 잠시 후 버튼을 다시 눌러 주세요.
verification-question = 이 주소를 인증하시겠습니까?
verification-question-about = 아래 버튼을 누르시면 이 브라우저에서 이 주소로 쓰시는 댓글에 ‘인증됨’ 표시가 붙습니다. 다른 브라우저에서는 다시 인증해 주세요.
verification-done = 이메일 주소를 인증했습니다
verification-done-about = 이 브라우저에서 이 주소로 쓰시는 댓글에 ‘인증됨’ 표시가 붙습니다.
verification-failed = 이미 썼거나 기한이 지난 링크입니다. 링크를 새로 받아 주세요.
verification-reason-claimed = 다른 사람이 인증한 이메일 주소입니다

verification-mail-subject = [{ $site }] 이메일 주소를 인증해 주세요
verification-mail-title = 이메일 주소를 인증해 주세요
verification-mail-who = { $time }에 { $site }에서 { $email } 주소를 댓글용으로 인증하는 링크를 요청했습니다. 본인이 맞으시면 댓글을 쓰시는 브라우저에서 링크를 열고 버튼을 눌러 주세요.
verification-mail-open = 인증하시려면 다음 주소를 열어 주세요.
verification-mail-button = 이 주소 인증하기
verification-mail-expiry = 링크는 { $days }일 안에 한 번만 쓸 수 있습니다.
verification-mail-ignore = 본인이 아니시면 그대로 두세요. 아무것도 인증되지 않습니다.

settings-label-comments-avatars = 아바타
settings-hint-comments-avatars = 작성자 이름의 첫 글자를 색 위에 보여 줍니다. 다른 사이트에서 그림을 가져오지 않습니다.
settings-wrong-comments-avatars = 예와 아니요 가운데 하나를 골라 주세요.
settings-label-comments-site-users = 사이트 회원
settings-hint-comments-site-users = 사이트 서버가 글 알림 비밀 키로 서명해 알려 주는 로그인 회원을 받아들입니다. 회원의 댓글에는 ‘회원’ 표시가 붙습니다.
settings-wrong-comments-site-users = 예와 아니요 가운데 하나를 골라 주세요.
