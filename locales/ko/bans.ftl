# 차단: 관리 화면

bans-title = 차단
bans-lead = 차단된 분은 댓글을 쓸 수 없습니다. 이미 쓴 댓글은 그대로 있습니다.
bans-none = 차단이 없습니다.
bans-kind = 기준
bans-kind-address = 이메일
bans-kind-network = IP 주소
bans-kind-name = 이름
bans-pattern = 차단할 값
bans-pattern-hint = 이메일은 kim@example.org나 @example.org, IP는 203.0.113.7이나 203.0.113.0/24, 이름은 ‘카지노*’처럼 적습니다. *는 아무 글자나 뜻합니다.
bans-way = 방식
bans-open = 알리고 차단
bans-shadow = 알리지 않고 차단
bans-shadow-hint = 알리지 않고 차단합니다. 댓글은 스팸으로 가고, 쓴 분에게는 승인을 기다리는 것으로 보입니다.
bans-end = 기간
bans-until = 종료
bans-without-end = 없음
bans-lasting = 계속
bans-days = { $count }일
bans-new = 새 차단
bans-add = 차단하기
bans-added = 차단했습니다.
bans-remove = 차단 해제
bans-removed = 차단을 해제했습니다.
bans-address-malformed = kim@example.org 같은 주소나 @example.org 같은 도메인을 적어 주세요.
bans-network-malformed = 203.0.113.7 같은 IP 주소나 203.0.113.0/24 같은 대역을 적어 주세요. IPv4는 /8, IPv6는 /16보다 넓게 차단할 수 없습니다.
bans-name-malformed = 글자가 하나 이상 든 이름을 적어 주세요. *는 아무 글자나 뜻합니다.
