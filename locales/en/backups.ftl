# Backups: made by themselves into a folder

backups-about = A file with everything: readers, comments, posts, mails. Each is restored into a temporary database when it is made.
backups-make = Back up now
backups-asked = The backup has begun. It appears below when it is done.
backups-refresh = Refresh
backups-failed = The backup of { $at } failed. It is tried again within an hour.
backups-unreadable = The folder of backups cannot be read. Check its permissions.
backups-where = Made once a day in { $folder }; the newest { $keep } are kept.
backups-none = There is no backup yet.
backups-off = No folder is set for backups. Write this into the configuration file and start again, and a backup is made once a day.
backups-password = Your password
backups-password-hint = A backup holds all personal data, so a download asks for your password.
backups-name = Backup
backups-size = Size
backups-size-kb = { $size } KB
backups-size-mb = { $size } MB
backups-trial = Restored on trial
backups-trial-rows = { $rows } rows
backups-trial-failed = It could not be restored.
backups-trial-unknown = Not recorded
backups-download = Download
backups-card = A backup failed
