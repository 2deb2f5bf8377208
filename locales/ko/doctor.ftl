# 메일이 도착하는 데 걸림돌이 되는 것: 점검 결과와 해결 방법

doctor-late = { $seconds }초 안에 답이 오지 않아 확인하지 못했습니다
doctor-late-fix = 나중에 다시 시도하시거나, 서버에서 gudok doctor --wait 300으로 더 오래 기다려 주세요
doctor-dns-off = 조회하지 않았습니다. 데모에서는 외부에 아무것도 조회하지 않습니다
doctor-dns-silent = { $name } 조회에 실패했습니다: { $why }
doctor-dns-silent-fix = DNS가 응답하는 곳에서 실행하시거나 서버를 지정해 주세요: gudok doctor --dns 9.9.9.9:53

doctor-sender = 메일의 발신 주소가 인터넷에 있는 주소가 아닙니다: { $address }
doctor-sender-fix = site.sender를 본인 도메인의 주소로 설정해 주세요

doctor-spf-good = { $domain }의 SPF: 레코드가 하나이고 조회는 10회 중 { $count }회이며, 릴레이가 들어 있습니다
doctor-spf-missing = { $domain }에 SPF 레코드가 없습니다
doctor-spf-missing-fix = { $domain }에 TXT 레코드를 등록해 주세요: "v=spf1 include:(릴레이의 SPF 이름) ~all"
doctor-spf-several = { $domain }에 SPF 레코드가 여러 개여서 받는 쪽이 모두 무시합니다
doctor-spf-several-fix = v=spf1로 시작하는 TXT 레코드 하나로 합쳐 주세요
doctor-spf-include-empty = SPF 레코드가 가리키는 { $domain }에는 SPF 레코드가 없습니다
doctor-spf-include-empty-fix = 레코드에서 이 include를 빼거나 이름을 고쳐 주세요
doctor-spf-loop = SPF 레코드의 include가 { $domain }(으)로 되돌아옵니다
doctor-spf-loop-fix = 되돌아오게 하는 include를 빼 주세요
doctor-spf-unreadable = { $domain }의 SPF 레코드에 해석할 수 없는 항목이 있습니다: { $term }
doctor-spf-unreadable-fix = 항목을 고쳐 주세요. 이 항목 때문에 레코드 전체가 무시됩니다
doctor-spf-lookups = { $domain }의 SPF는 조회가 { $count }회 필요합니다. 10회를 넘으면 받는 쪽이 포기합니다
doctor-spf-lookups-fix = 더 쓰지 않는 서비스의 include를 빼거나, 레코드를 따로 둔 하위 도메인에서 보내 주세요
doctor-spf-void = { $domain }의 SPF 조회 중 { $count }회는 결과가 없습니다. 2회를 넘으면 받는 쪽이 포기합니다
doctor-spf-void-fix = 이름이 사라진 a:와 mx: 항목을 빼 주세요
doctor-spf-everybody = { $domain }의 SPF가 +all로 끝나서 누구나 이 도메인 이름으로 보낼 수 있습니다
doctor-spf-everybody-fix = 레코드를 ~all로 끝내 주세요
doctor-spf-relay = { $domain }의 SPF에서 릴레이를 찾을 수 없습니다: { $relay }
doctor-spf-relay-fix = 릴레이의 안내 문서에 나오는 include를 넣어 주세요. 다른 이름으로 이미 들어 있다면 괜찮습니다
doctor-spf-open = { $domain }의 SPF에 그 밖의 발신자를 어떻게 볼지가 없습니다
doctor-spf-open-fix = 레코드를 ~all로 끝내 주세요

doctor-dkim-good = 등록된 키가 서명하는 키와 같습니다: { $names }
doctor-dkim-none = DKIM 키가 설정되지 않아 이곳에서는 메일에 서명하지 않습니다
doctor-dkim-none-fix = gudok dkim generate로 키를 만들고 출력된 레코드를 등록해 주세요. 릴레이가 이 도메인으로 서명하게 하셔도 됩니다
doctor-dkim-missing = { $name } 레코드가 등록되어 있지 않습니다
doctor-dkim-other = { $name }에 등록된 키가 서명하는 키와 다릅니다
doctor-dkim-several = { $name }에 키가 여러 개여서 받는 쪽이 다른 키를 고를 수 있습니다
doctor-dkim-publish-fix = { $name }에 TXT 레코드 하나를 등록해 주세요: { $value }
doctor-dkim-exposed = 이 기기의 다른 사용자도 비밀 키를 읽고 이 도메인의 이름으로 서명할 수 있습니다: { $files }
doctor-dkim-exposed-fix = Gudok을 실행하는 사용자만 읽게 해 주세요(chown 사용자 { $files }, chmod 600 { $files })

doctor-dmarc-good = { $place }에 위조 메일을 { $policy } 처리하라는 정책이 있습니다
doctor-dmarc-missing = { $domain }에도 그 상위 도메인에도 DMARC 레코드가 없습니다. Gmail과 Yahoo가 요구합니다
doctor-dmarc-missing-fix = _dmarc.{ $domain }에 TXT 레코드를 등록해 주세요: "v=DMARC1; p=none; rua=mailto:(보고서를 받을 주소)"
doctor-dmarc-several = _dmarc.{ $domain }에 DMARC 레코드가 여러 개여서 받는 쪽이 모두 무시합니다
doctor-dmarc-several-fix = v=DMARC1로 시작하는 TXT 레코드를 하나만 남겨 주세요
doctor-dmarc-no-policy = { $place }에 정책이 적혀 있지 않습니다
doctor-dmarc-watches = { $place }: 지켜보기만 하므로 위조 메일도 배달됩니다
doctor-dmarc-watches-fix = 보고서에 본인의 메일만 보이면 t=y 없이 p=quarantine으로 올려 주세요

doctor-reverse-good = { $address }의 이름은 { $name }이고, 그 이름의 주소도 { $address }입니다
doctor-reverse-no-relay = 점검하지 않음: 이 서버에서 나가는 메일이 없습니다
doctor-reverse-relay = 점검하지 않음: 배달을 맡은 릴레이({ $relay })가 그 이름을 관리합니다
doctor-reverse-private = 점검하지 않음: 메일 서버가 이 기기에 있고 기기의 주소가 사설 주소입니다
doctor-reverse-private-fix = 직접 배달한다면 공인 주소에 이름(PTR)이 있고 그 이름이 같은 주소를 가리키는지 확인해 주세요. 릴레이로 넘긴다면 괜찮습니다
doctor-reverse-missing = { $address }에 이름(PTR)이 없습니다
doctor-reverse-one-way = { $address }의 이름은 { $name }이지만 그 이름은 다른 주소를 가리킵니다
doctor-reverse-fix = 주소 { $address }의 제공 업체에 PTR을 메일 서버 이름으로 맞춰 달라고 요청하시고, 그 이름에 이 주소를 등록해 주세요

doctor-relay-reached = { $url }에 연결됩니다. 로그인은 설정되어 있지 않습니다
doctor-relay-good = { $url }에 연결되고 로그인도 됩니다
doctor-relay-program = { $url } 프로그램을 실행할 수 있습니다. 배달은 이 기기의 메일 서버가 맡습니다
doctor-relay-refuses = { $why }
doctor-relay-refuses-fix = mail.url({ $url })이 릴레이의 안내와 맞는지, 포트가 막혀 있지 않은지 확인해 주세요
doctor-relay-memory = 메일이 프로세스 메모리에만 남고 아무에게도 가지 않습니다
doctor-relay-file = 메일이 { $url }에 저장되고 아무에게도 가지 않습니다
doctor-relay-none-fix = mail.url을 릴레이로 설정해 주세요: smtp://user:password@host:587 또는 sendmail:
doctor-relay-plain = { $url }에 TLS 없이 연결되어 이름과 주소가 그대로 드러납니다
doctor-relay-plain-fix = mail.url에서 ?tls=none을 빼 주세요

doctor-one-click-good = 메일 서비스의 원클릭 수신거부를 받는 주소: { $url }
doctor-one-click-silent = { $url }에 연결할 수 없습니다: { $why }
doctor-one-click-silent-fix = gudok serve를 실행하시고 server.public_url과 앞단의 프록시를 확인해 주세요
doctor-one-click-other = { $url }/unsubscribe/…에 이 Gudok이 응답하지 않습니다(상태 { $status }): 리디렉션이나 로그인이 앞을 막고 있거나 비밀값이 다릅니다
doctor-one-click-other-fix = 프록시가 POST /unsubscribe/를 그대로 통과시키게 하시고, server.public_url을 독자의 브라우저에 보이는 주소로 맞춰 주세요
doctor-one-click-http = 사이트 주소({ $url })가 https가 아니어서 Gmail과 Yahoo에 원클릭 수신거부가 표시되지 않습니다
doctor-one-click-http-fix = 앞단에 TLS를 두고 server.public_url을 https 주소로 설정해 주세요

doctor-bounces-good = 반송 메일이 { $address }(으)로 가고, 그 도메인에 메일이 닿습니다
doctor-bounces-sender = 반송 메일이 발신 주소 { $address }(으)로 가서 사람들의 답장과 섞입니다. 보낸 메일의 헤더가 없는 보고서는 진위를 확인할 수 없어 일시적 반송으로만 셉니다
doctor-bounces-sender-fix = mail.bounce_address를 gudok bounces import로 넘기는 메일함으로 설정해 주세요
doctor-bounces-unreachable = 반송 메일을 받을 { $domain }에 메일이 닿지 않습니다
doctor-bounces-unreachable-fix = { $domain }에 MX 레코드를 등록하거나, mail.bounce_address를 MX가 있는 도메인으로 바꿔 주세요

doctor-database-good = { $engine }에 이상이 없습니다
doctor-database-fault = { $engine }: { $fault }
doctor-database-fault-fix = Gudok을 멈추고 지금 데이터베이스를 그대로 복사해 둔 뒤 마지막 백업을 복원해 주세요
doctor-database-closed-fix = database.url(또는 DATABASE_URL)과 데이터베이스가 실행 중인지 확인해 주세요
doctor-migrations-good = 스키마가 최신입니다(마이그레이션 { $newest })
doctor-migrations-behind = 스키마는 마이그레이션 { $applied }, 이 프로그램은 { $known }입니다
doctor-migrations-behind-fix = 쓰고 계신 가장 새로운 버전으로 gudok migrate를 실행해 주세요
doctor-clock-good = 데이터베이스와 이 기기의 시계가 맞습니다
doctor-clock-differs = 데이터베이스와 이 기기의 시계가 { $seconds }초 다릅니다
doctor-clock-differs-fix = 둘 다 NTP로 맞춰 주세요. 메일 처리 권한의 유효 시간은 데이터베이스 시계로 잽니다
doctor-clock-ahead = 데이터베이스에 최대 { $minutes }분 뒤 시각으로 적힌 기록이 있습니다. 한동안 시계가 앞서 있었습니다
doctor-clock-ahead-fix = 그 시각까지 멈춰 있는 작업은 없습니다. 시계를 NTP로 맞추고 하드웨어 시계는 UTC로 두세요
doctor-secret-kept = 비밀값이 무작위로 만들어져 데이터베이스에 있습니다
doctor-secret-good = security.secret의 길이가 충분합니다
doctor-outbox-good = 최근 24시간 동안 { $sent }통을 보냈고 { $failed }통을 포기했습니다
doctor-outbox-stuck = 메일이 { $hours }시간째 기다리고 있고 최근 한 시간 동안 나간 메일이 없습니다
doctor-outbox-stuck-fix = gudok serve나 gudok worker가 실행 중인지 보시고, /admin/outbox에서 릴레이의 응답을 읽어 주세요
doctor-outbox-unknown = 결과를 알 수 없는 메일이 { $count }통 있습니다
doctor-outbox-unknown-fix = /admin/outbox에서 다시 보낼지 정해 주세요
doctor-outbox-failing = 최근 24시간 동안 { $all }통 중 { $failed }통을 포기했습니다
doctor-outbox-failing-fix = /admin/outbox에서 이유를 읽어 주세요. 스무 통에 한 통이 넘으면 평판이 나빠집니다

doctor-consents-good = 동의 기록 { $events }건이 봉인되어 온전합니다(마지막 봉인 { $hash }){ $unsealed ->
    [0] { "" }
   *[other] . { $unsealed }번 기록은 봉인을 기다리고 있습니다
}
doctor-consents-broken = { $what ->
    [end] 동의 기록이 { $after }번 다음에서 끊겼습니다. 봉인된 기록이 { $event }번까지 없습니다
    [person] 동의 기록 { $event }번이 봉인과 다릅니다: 구독자가 바뀌었습니다
    [actor] 동의 기록 { $event }번이 봉인과 다릅니다: 행위자가 바뀌었습니다
    [changes] 동의 기록 { $event }번이 봉인과 다릅니다: 변경 내용이 바뀌었습니다
    [ip] 동의 기록 { $event }번이 봉인과 다릅니다: IP 주소가 바뀌었습니다
    [user_agent] 동의 기록 { $event }번이 봉인과 다릅니다: 브라우저가 바뀌었습니다
   *[link] 동의 기록 { $after }번과 { $event }번 사이가 끊겼습니다. 둘 중 하나가 바뀌었거나 그 사이의 기록이 없어졌습니다
}
doctor-consents-broken-fix = 누군가 데이터베이스를 직접 고쳤거나 파일이 손상되었습니다. 백업에서 같은 번호의 기록과 비교하시고, 양쪽을 모두 보관해 주세요
doctor-consents-unsealed = 동의 기록 { $event }번이 { $minutes }분째 봉인되지 않았습니다
doctor-consents-unsealed-fix = gudok serve나 gudok worker를 실행해 주세요. 이미 실행 중이라면 로그에 이유가 있습니다

doctor-about = 메일이 잘 도착하는 데 필요한 것을 모두 점검합니다. 도메인의 레코드, 릴레이, 반송 경로, 그리고 이 서버를 확인하며, 아무것도 보내거나 바꾸지 않습니다. 최대 30초쯤 걸립니다.
doctor-ran = 마지막 점검:
doctor-daily = 하루에 한 번 자동으로도 점검하며, 문제가 있으면 첫 페이지에 알려 드립니다.
doctor-not-daily = 매일 하는 자동 점검은 꺼져 있습니다(doctor.daily).
doctor-card = { $check }: { $found }
doctor-examine = 점검하기
doctor-examine-again = 다시 점검하기
doctor-all-well = 모두 정상입니다.
doctor-check = 항목
doctor-state = 상태
doctor-fix = 해결 방법
doctor-state-ok = 정상
doctor-state-warning = 주의
doctor-state-fail = 문제
doctor-name-spf = SPF
doctor-name-dkim = DKIM
doctor-name-dmarc = DMARC
doctor-name-reverse-dns = 역방향 DNS
doctor-name-relay = 릴레이
doctor-name-one-click = 원클릭 수신거부
doctor-name-bounces = 반송
doctor-name-database = 데이터베이스
doctor-name-migrations = 마이그레이션
doctor-name-clock = 시계
doctor-name-secret = 비밀값
doctor-name-consents = 동의 기록
doctor-name-outbox = 발송함
