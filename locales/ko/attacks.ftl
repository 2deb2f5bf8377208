# 공격 대응 모드: 관리자 화면, 메일, 구독 신청의 추가 단계

attack-title = 공격 대응 모드
attack-lead = 공격 대응 모드에서는 사이트 글에서 댓글을 쓰거나 구독을 신청할 때 브라우저가 먼저 몇 초 동안 계산을 합니다. 계산을 거치지 않은 댓글은 승인을 기다리며, Gudok의 댓글 페이지에서 쓴 댓글도 마찬가지입니다. 계산을 거치지 않은 구독 신청은 한 단계를 더 거칩니다.
attack-form-comments = 댓글
attack-form-sign-ups = 구독 신청
attack-is-on = 공격 대응 모드가 켜져 있습니다.
attack-is-off = 공격 대응 모드가 꺼져 있습니다.
attack-since = 공격은 { $time }에 시작되었습니다.
attack-rate = 최근 10~20분 동안 들어온 수: { $recent }. { $threshold }에 이르면 켜집니다.
attack-rule = 공격 대응 모드
attack-rule-auto = 평소보다 훨씬 많이 들어오면 자동으로 켜기
attack-rule-on = 항상 켜기
attack-rule-off = 항상 끄기
attack-done = 저장했습니다.
attack-mail-subject-comments = [{ $site }] 댓글이 평소보다 훨씬 많이 들어옵니다
attack-mail-subject-sign-ups = [{ $site }] 구독 신청이 평소보다 훨씬 많이 들어옵니다
attack-mail-what-comments = 20분 사이에 댓글이 { $count }개 들어왔습니다. 이제 사이트 글에서 댓글을 쓸 때 브라우저가 먼저 계산을 합니다. 계산을 거치지 않은 댓글은 승인을 기다리며, Gudok의 댓글 페이지에서 쓴 댓글도 마찬가지입니다.
attack-mail-what-sign-ups = 20분 사이에 구독 신청이 { $count }건 들어왔습니다. 이제 구독을 신청하려면 브라우저가 먼저 계산을 하거나, 한 단계를 더 거쳐야 합니다.
attack-mail-then = 따로 하실 일은 없습니다. 글이나 신청이 줄어들면 30분 뒤에 저절로 꺼집니다.
attack-mail-button = 공격 대응 모드 열기
attack-step-title = 한 단계만 더
attack-step-lead = 지금 구독 신청이 한꺼번에 많이 들어오고 있습니다. { $email } 주소로 구독하려면 버튼을 눌러 주세요.
