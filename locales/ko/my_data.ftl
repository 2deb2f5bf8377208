# 댓글 작성자가 자기 정보를 보고, 받고, 지우는 페이지

my-data-link = 내 댓글 보기·지우기
my-data-title = 내 댓글과 정보
my-data-lead = 댓글을 쓸 때 입력하신 이메일 주소를 적어 주시면 링크를 메일로 보내 드립니다. 링크에서 내 댓글과 추천, 신고를 보고 지우실 수 있습니다.
my-data-expired = 기한이 지났거나 이미 지운 정보의 링크입니다.
my-data-again = 보내지 못했습니다. 주소를 확인하고 다시 한 번 눌러 주세요.
my-data-send = 링크 보내기
my-data-sent-title = 메일함을 확인해 주세요
my-data-sent-lead = 이 주소로 쓴 댓글이 있으면 곧 링크가 담긴 메일이 도착합니다.
my-data-of = { $email } 주소로 저장된 정보입니다.
my-data-export = 파일로 받기
my-data-erase = 모두 지우기
my-data-preferences = 구독도 하고 계십니다. 구독 설정 보기
my-data-comments = 댓글
my-data-votes = 추천과 비추천
my-data-reports = 신고
my-data-state-public = 공개됨
my-data-state-waiting = 검토를 기다리는 중
my-data-state-hidden = 표시되지 않음
my-data-vote-up = 댓글을 추천했습니다
my-data-vote-down = 댓글을 비추천했습니다
my-data-more = 종류마다 최근 100개까지 보여 드립니다. 파일에는 모두 들어 있습니다.
my-data-erase-title = 내 댓글을 지우시겠습니까?
my-data-erase-lead = { $email } 주소로 쓴 댓글 { $count }개의 내용과 이름, 이메일 주소, IP 주소를 지우고 추천과 신고도 함께 지웁니다. 되돌릴 수 없습니다.
my-data-erase-kept = 답글이 달린 댓글은 대화의 흐름을 위해 빈 자리만 남습니다. 구독은 그대로 유지됩니다.
my-data-erase-button = 지우기
my-data-back = 돌아가기
my-data-erased-title = 댓글을 지웠습니다
my-data-erased-lead = 댓글 { $count }개와 추천, 신고를 모두 지웠습니다.

my-data-mail-subject = [{ $site }] 내 댓글과 정보
my-data-mail-who = { $time }에 누군가(아마도 본인이) { $site }에서 { $email } 주소로 쓴 댓글을 요청했습니다.
my-data-mail-button = 내 댓글 보기
my-data-mail-open = 아래 주소에서 페이지가 열립니다.
my-data-mail-expiry = 이 링크는 { $hours }시간 동안 쓸 수 있습니다.
my-data-mail-ignore = 본인이 요청하지 않으셨다면 이 메일을 무시하셔도 됩니다. 다른 사람은 이 페이지를 볼 수 없습니다.
