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
