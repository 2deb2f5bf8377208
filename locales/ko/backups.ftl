# 백업: 폴더에 자동으로 만드는 백업

backups-about = 독자, 댓글, 글, 메일을 모두 담은 파일입니다. 만들 때마다 임시 데이터베이스에 복원해 확인합니다.
backups-make = 지금 백업
backups-asked = 백업을 시작했습니다. 끝나면 아래에 나타납니다.
backups-refresh = 새로 고침
backups-failed = { $at }에 시작한 백업이 실패했습니다. 한 시간 안에 다시 시도합니다.
backups-unreadable = 백업 폴더를 읽을 수 없습니다. 폴더의 권한을 확인해 주세요.
backups-where = 하루에 한 번 { $folder } 폴더에 만들고, 최근 { $keep }개를 보관합니다.
backups-none = 아직 백업이 없습니다.
backups-off = 백업 폴더가 정해져 있지 않습니다. 설정 파일에 아래처럼 적고 다시 시작하면 하루에 한 번 백업합니다.
backups-password = 내 비밀번호
backups-password-hint = 백업에는 모든 개인정보가 들어 있어, 내려받을 때 비밀번호를 확인합니다.
backups-name = 백업
backups-size = 크기
backups-size-kb = { $size } KB
backups-size-mb = { $size } MB
backups-trial = 복원 확인
backups-trial-rows = { $rows }행을 복원해 확인했습니다.
backups-trial-failed = 복원하지 못했습니다.
backups-trial-unknown = 기록이 없습니다.
backups-download = 내려받기
backups-card = 백업에 실패했습니다
