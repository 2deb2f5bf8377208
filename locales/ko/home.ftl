# 관리 화면의 첫 페이지

home = 홈
home-tasks = 할 일
home-tasks-none = 지금 처리할 일이 없습니다.
home-numbers = 통계
home-period = 기간
home-days = { $days }일

home-card-relay = 메일 서버 { $name }에 메일을 보내지 못하고 있습니다
home-card-relay-way = 메일은 발송함에서 기다립니다. mail.url에 적은 서버가 켜져 있는지, 주소와 비밀번호가 맞는지 확인해 주세요.
home-card-unknown = 결과를 알 수 없는 메일 { $count }통
home-card-unknown-way = 다시 보낼지 그대로 둘지 정해 주세요.
home-card-setting = ‘{ $setting }’ 설정에 저장된 값을 쓸 수 없어 기본값을 씁니다
home-card-proxy = { $address } 주소를 거쳐 오는 모든 독자가 한 사람으로 집계됩니다
home-card-proxy-way = 직접 운영하는 리버스 프록시가 { $address } 주소에 있다면 server.trusted_proxies에 추가하고 Gudok을 다시 시작해 주세요. 그런 프록시가 없다면 그대로 두세요. 추가하면 다른 사람이 주소를 위조할 수 있습니다.

home-next = 다음 다이제스트: { $when }
home-next-now = 다이제스트를 곧 보냅니다
home-next-readers = 차례가 된 독자 { $count }명 가운데 새 글이 있는 독자만 받습니다.
home-next-many = 차례가 된 독자 { $count }명 이상 가운데 새 글이 있는 독자만 받습니다.

home-readers = 구독자
home-joins = 새 구독
home-mails = 보낸 메일
home-comments = 공개한 댓글
home-within = { $days }일 동안 { $change }
home-than-before = 이전 { $days }일 대비 { $change }
home-as-before = 이전 { $days }일과 같음

home-growth = 구독자
home-growth-nothing = 아직 구독자가 없습니다.
home-deliveries = 메일
home-deliveries-nothing = 이 기간에 보낸 메일이 없습니다.
home-talk = 댓글
home-talk-nothing = 이 기간에 올라온 댓글이 없습니다.
home-joined = 구독
home-left = 해지
home-bounced = 반송
home-delivered = 발송
home-deferred = 지연
home-failed = 실패
home-written = 작성
home-approved = 공개
home-table = 표로 보기
home-when = 날짜

home-new = 아직 보여 드릴 통계가 없습니다
home-new-way = 첫 독자가 구독하거나 댓글을 남기면 여기에서 흐름을 볼 수 있습니다.
home-new-act = 사이트에 넣기
