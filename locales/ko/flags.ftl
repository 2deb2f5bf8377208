# 독자가 댓글을 신고하는 페이지

flags-link = 신고
flags-link-of = { $name } 님의 댓글 신고
flags-title = 이 댓글을 신고하시겠습니까?
flags-why = 신고하는 이유
flags-reason-spam = 광고나 도배
flags-reason-abuse = 욕설이나 혐오 표현
flags-reason-personal = 개인정보 노출
flags-reason-other = 그 밖의 이유
flags-send = 신고하기
flags-done = 신고를 접수했습니다
flags-done-about = 운영자가 확인하겠습니다. 알려 주셔서 고맙습니다.
flags-again = 보내지 못했습니다. 이유를 확인하고 다시 한 번 눌러 주세요.
flags-no-reason = 신고하는 이유를 골라 주세요.
