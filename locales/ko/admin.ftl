# 로그인, 첫 실행, 계정과 역할

admin-role-owner = 소유자
admin-role-editor = 편집자
admin-role-moderator = 댓글 관리자

admin-email = 이메일 주소
admin-email-wrong = 이메일 주소를 확인해 주세요. name@example.com과 같은 형식이어야 합니다.
admin-password = 비밀번호
admin-password-hint = { $shortest }자 이상으로 정해 주세요. 문장처럼 길면 더 안전합니다.
admin-password-too-short = 비밀번호가 짧습니다. { $shortest }자 이상으로 정해 주세요.
admin-password-too-long = 비밀번호가 너무 깁니다. 200자 이하로 정해 주세요.
admin-password-is-address = 이메일 주소와 같은 비밀번호는 쓸 수 없습니다.
admin-password-weak = 쉽게 추측할 수 있는 비밀번호입니다. 서로 관련 없는 단어를 네 개쯤 이어서 더 길게 정해 주세요.

admin-sign-in = 로그인
admin-sign-in-title = 관리자 로그인
admin-sign-in-wrong = 이메일 주소나 비밀번호가 맞지 않습니다.
admin-sign-in-too-many = 로그인을 너무 여러 번 시도했습니다. { $minutes }분 뒤에 다시 시도해 주세요.
admin-sign-in-over-http = 암호화되지 않은 연결에서는 로그인할 수 없습니다. { $address }에서 로그인해 주세요.
admin-sign-in-first-run = 아직 계정이 없습니다. Gudok을 시작할 때 터미널에 표시된 주소를 열어 소유자 계정을 만들어 주세요.

admin-setup-title = 소유자 계정 만들기
admin-setup-lead = 이 주소는 한 번만 쓸 수 있습니다. 계정을 만들면 바로 관리 화면으로 이동합니다.
admin-setup-email-hint = 로그인할 때 쓰고, 검토할 댓글이 있으면 이 주소로 알려 드립니다.
admin-setup-make = 계정 만들기

admin-code-title = 2단계 인증
admin-code = 인증 코드
admin-code-hint = 인증 앱에 지금 표시된 숫자 여섯 자리를 입력해 주세요. 기기를 잃어버렸다면 복구 코드를 입력해 주세요.
admin-code-wrong = 코드가 맞지 않거나 이미 사용한 코드입니다. 다음 코드가 나올 때까지 기다린 뒤 입력하고, 기기의 시계가 맞는지 확인해 주세요.
admin-code-back = 처음부터 다시 로그인
admin-code-expired = 비밀번호를 입력한 뒤 10분이 지났습니다. 다시 로그인해 주세요.
admin-browser-unknown = 알 수 없는 브라우저

admin-mail-account-button = 내 계정 열기
admin-mail-account-open = 페이지 주소:
admin-mail-new-device-subject = { $site }에 새로운 로그인이 있습니다
admin-mail-new-device-title = 처음 보는 브라우저에서 로그인했습니다
admin-mail-new-device-what = { $email } 계정으로 처음 보는 브라우저에서 로그인했습니다. 시각: { $time }. 브라우저: { $browser }. IP 주소: { $ip }.
admin-mail-new-device-then = 본인이라면 아무것도 하지 않으셔도 됩니다. 본인이 아니라면 바로 비밀번호를 변경해 주세요. 변경하면 다른 곳에서는 모두 로그아웃됩니다.
admin-mail-new-network-subject = { $site }의 로그인 세션이 다른 곳에서 쓰였습니다
admin-mail-new-network-title = 처음 보는 네트워크에서 세션이 쓰였습니다
admin-mail-new-network-what = { $email } 계정의 로그인 세션이 지금까지 로그인한 적 없는 네트워크에서 쓰이고 있습니다. 시각: { $time }. IP 주소: { $ip }.
admin-mail-new-network-then = 이동 중이거나 인터넷 연결을 바꾸셨다면 아무것도 하지 않으셔도 됩니다. 그렇지 않다면 누군가 세션을 복사했을 수 있습니다. 바로 비밀번호를 변경해 주세요. 변경하면 다른 곳에서는 모두 로그아웃됩니다.
admin-mail-wrong-codes-subject = { $site } 계정에 틀린 인증 코드가 여러 번 입력되었습니다
admin-mail-wrong-codes-title = 누군가 비밀번호를 알고 있습니다
admin-mail-wrong-codes-what = 누군가 { $email } 계정의 비밀번호를 맞게 입력한 뒤 틀린 인증 코드를 여러 번 입력했습니다. 시각: { $time }. 로그인은 되지 않았습니다.
admin-mail-wrong-codes-then = 본인이 아니라면 비밀번호를 변경해 주세요. 인증 기기를 잃어버렸다면 복구 코드로 로그인할 수 있습니다.
admin-mail-recovery-code-subject = { $site }에서 복구 코드를 사용했습니다
admin-mail-recovery-code-title = 복구 코드를 사용했습니다
admin-mail-recovery-code-what = { $email } 계정의 복구 코드를 하나 사용했습니다. 시각: { $time }. 남은 코드: { $left }개.
admin-mail-recovery-code-then = 본인이라면 코드가 얼마 남지 않았을 때 새로 만들어 주세요. 본인이 아니라면 비밀번호를 변경하고 복구 코드를 새로 만들어 주세요.
admin-mail-second-step-on-subject = { $site }의 2단계 인증이 켜졌습니다
admin-mail-second-step-on-title = 2단계 인증이 켜졌습니다
admin-mail-second-step-on-what = 이제 { $email } 계정으로 로그인할 때 비밀번호를 입력한 뒤 인증 코드도 입력합니다. 시각: { $time }. 다른 곳에서는 모두 로그아웃되었습니다.
admin-mail-second-step-on-then = 본인이 아니라면 누군가 비밀번호를 알고 있습니다. 바로 사이트 소유자에게 2단계 인증을 초기화해 달라고 한 뒤 비밀번호를 변경해 주세요.
admin-mail-new-codes-subject = { $site }의 복구 코드를 새로 만들었습니다
admin-mail-new-codes-title = 복구 코드를 새로 만들었습니다
admin-mail-new-codes-what = { $email } 계정의 복구 코드를 새로 만들었습니다. 시각: { $time }. 이전 코드는 쓸 수 없습니다.
admin-mail-new-codes-then = 본인이 아니라면 바로 비밀번호를 변경하고 복구 코드를 새로 만들어 주세요.
admin-mail-password-changed-subject = { $site }의 비밀번호가 변경되었습니다
admin-mail-password-changed-title = 비밀번호가 변경되었습니다
admin-mail-password-changed-what = { $email } 계정의 비밀번호가 변경되었습니다. 시각: { $time }. 다른 곳에서는 모두 로그아웃되었습니다.
admin-mail-password-changed-then = 본인이 아니라면 로그인 화면에서 ‘비밀번호를 잊으셨나요?’를 눌러 바로 새 비밀번호를 정하고 사이트 소유자에게 알려 주세요.
admin-mail-second-step-off-subject = { $site }의 2단계 인증이 꺼졌습니다
admin-mail-second-step-off-title = 2단계 인증이 꺼졌습니다
admin-mail-second-step-off-what = { $email } 계정은 이제 비밀번호만으로 로그인합니다. 시각: { $time }.
admin-mail-second-step-off-then = 본인이 아니라면 비밀번호를 변경하고 2단계 인증을 다시 켜 주세요.
admin-mail-second-step-reset-subject = { $site }의 2단계 인증이 초기화되었습니다
admin-mail-second-step-reset-title = 2단계 인증이 초기화되었습니다
admin-mail-second-step-reset-what = 소유자나 서버 운영자가 { $email } 계정의 2단계 인증을 껐습니다. 기기를 잃어버렸을 때 하는 조치입니다. 시각: { $time }. 모든 곳에서 로그아웃되었습니다.
admin-mail-second-step-reset-then = 비밀번호로 로그인한 뒤 새 기기에서 2단계 인증을 다시 켜 주세요. 요청하신 일이 아니라면 사이트 소유자에게 문의해 주세요.

admin-mail-invitation-subject = { $site } 관리 화면에 초대합니다
admin-mail-invitation-title = { $site } 관리 화면에 초대받으셨습니다
admin-mail-invitation-what = { $by } 님이 { $email } 계정을 만들었습니다. 역할: { $role }. 비밀번호를 정하면 시작할 수 있습니다.
admin-mail-invitation-button = 비밀번호 정하기
admin-mail-invitation-then = 이 링크는 { $days }일 동안 한 번만 쓸 수 있습니다. 기한이 지나면 소유자가 다시 보낼 수 있습니다. 모르는 사이트라면 이 메일을 무시해 주세요. 비밀번호를 정하지 않은 계정으로는 아무것도 할 수 없습니다.
admin-mail-password-link-subject = { $site } 새 비밀번호 정하기
admin-mail-password-link-title = 새 비밀번호를 정해 주세요
admin-mail-password-link-what = { $email } 계정의 새 비밀번호를 정하겠다는 요청을 받았습니다. 시각: { $time }.
admin-mail-password-link-button = 새 비밀번호 정하기
admin-mail-password-link-then = 이 링크는 { $minutes }분 동안 한 번만 쓸 수 있습니다. 요청하지 않으셨다면 이 메일을 무시해 주세요. 비밀번호는 그대로입니다.

admin-forgotten-title = 비밀번호를 잊으셨나요?
admin-forgotten-lead = 새 비밀번호를 정하는 링크를 메일로 보내 드립니다. 링크는 { $minutes }분 동안 한 번만 쓸 수 있습니다.
admin-forgotten-send = 링크 받기
admin-forgotten-asked = 계정이 있는 주소라면 링크를 보내 드립니다. 메일이 오지 않으면 스팸함을 확인하거나 사이트 소유자에게 문의해 주세요.
admin-to-sign-in = 로그인 화면으로
admin-choice-title = 비밀번호 정하기
admin-choice-invited = { $email } 계정입니다. 역할: { $role }.
admin-choice-reset = { $email } 계정입니다. 새 비밀번호를 저장하면 모든 곳에서 로그아웃됩니다.
admin-choice-save = 비밀번호 저장
admin-choice-saved = 비밀번호를 저장했습니다. 새 비밀번호로 로그인해 주세요.
admin-link-title = 더 이상 쓸 수 없는 링크입니다
admin-link-invitation-expired = 초대 기한이 지났습니다. 초대한 소유자에게 다시 보내 달라고 해 주세요. 설정 화면의 계정 목록에서 ‘관리’를 누르면 다시 보낼 수 있습니다.
admin-link-reset-expired = 링크의 기한이 지났습니다. 새 링크를 요청해 주세요.
admin-link-gone = 이미 사용했거나 더 새로운 링크가 있습니다. 가장 최근에 받은 메일을 확인하거나, 로그인하거나, 새 링크를 요청해 주세요.

admin-may-comments = 댓글 검토
admin-may-subscribers = 구독자 보기와 구독 해지
admin-may-erasure = 개인정보 삭제
admin-may-posts = 피드, 글, 주제 관리
admin-may-digests = 다음 다이제스트 보기
admin-may-campaigns = 캠페인 작성과 발송
admin-may-outbox = 발송함 보기, 메일 다시 보내기와 취소
admin-may-bounces = 반송 보기
admin-may-bounce-lifting = 발송이 막힌 주소 풀기
admin-may-doctor = 메일 발송 점검
admin-may-embedding = 사이트에 넣기와 비밀 키 보기
admin-may-imports = 파일 가져오기, 전체 내보내기, 댓글 옮기기
admin-may-settings = 설정과 계정 변경

admin-scope-sign-ups = 사이트의 자체 양식으로 받은 구독 신청 보내기
admin-scope-subscribers-read = 구독자 조회
admin-scope-subscribers-write = 구독자 추가, 변경, 구독 해지
admin-scope-subscribers-erase = 개인정보 삭제
