"""Debian's WordPress and a MariaDB for one run: in a temporary folder, on ports of their own, beside every system service."""

import getpass
import json
import os
import shutil
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from browser_conftest import free_port, wait_until

HERE = Path(__file__).resolve().parent
OWNER, AUTHOR = "owner", "author"  # an author's posts keep no markup of their own
PASSWORD = "a long password of hers"

MARIADB = "/usr/sbin/mariadbd"  # outside of a user's path

CONFIG = """<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'wordpress' );
define( 'DB_PASSWORD', 'wordpress' );
define( 'DB_HOST', 'localhost:%(socket)s' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', 'not secret: ' . $name );
	define( $name . '_SALT', 'not secret: ' . $name . ' salt' );
}
define( 'WP_HTTP_BLOCK_EXTERNAL', true ); // this machine alone
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', '%(log)s' );
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
"""


class WordPress:
    """`software` is a folder that holds `usr/share/wordpress`; `plugin` is the zip of the plug-in."""

    def __init__(self, folder, software, plugin):
        self.folder, self.plugin = folder, plugin
        self.root = folder / "share/wordpress"
        self.log = folder / "php-errors.log"
        self.url = f"http://127.0.0.1:{free_port()}"
        self._socket = folder / "mariadb.sock"
        self._processes = []
        shutil.copytree(software / "usr/share", folder / "share", symlinks=True)
        (self.root / "wp-config.php").write_text(CONFIG % {"socket": self._socket, "log": self.log})
        (self.root / "wp-content/uploads").mkdir()
        shutil.copytree(HERE / "with-counts", self.root / "wp-content/themes/with-counts")
        cache = folder / "compiled"
        cache.mkdir()
        self._php = ["php", "-d", "sendmail_path=/bin/true"]  # WordPress mails its owner when it is installed
        for option in ("enable_cli=1", "file_cache_only=1", f"file_cache={cache}"):
            self._php += ["-d", f"opcache.{option}"]

    def __enter__(self):
        try:
            self._start_database()
            self.php((HERE / "install.php").read_text().removeprefix("<?php"), WP_INSTALLING=True)
            self._start(
                [*self._php, "-S", self.url.removeprefix("http://"), "-t", str(self.root), str(HERE / "router.php")],
                self._answers,
                PHP_CLI_SERVER_WORKERS="6",
            )
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self._processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)

    def _start(self, command, answers, **environment):
        log = self.folder / f"{Path(command[0]).name}.log"
        with log.open("ab") as output:
            self._processes.append(
                subprocess.Popen(
                    command,
                    env=os.environ | environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # PHP's server leaves its workers alone when it ends
                )
            )
        wait_until(answers, 60, lambda: f"{command[0]} does not answer:\n{log.read_text()}")

    def _start_database(self):
        data = ["--no-defaults", f"--datadir={self.folder}/mariadb", f"--user={getpass.getuser()}"]
        # `--force`, since the name of this machine may be in no DNS.
        run(["mariadb-install-db", *data, "--auth-root-authentication-method=normal", "--skip-test-db", "--force"])
        self._start(
            [MARIADB, *data, f"--socket={self._socket}", f"--pid-file={self.folder}/mariadb.pid", "--skip-networking"],
            lambda: self._socket.exists() and self._sql("SELECT 1").returncode == 0,
        )
        made = self._sql(
            "CREATE DATABASE wordpress CHARACTER SET utf8mb4;"
            "GRANT ALL ON wordpress.* TO wordpress@localhost IDENTIFIED BY 'wordpress';"
            "SET GLOBAL innodb_flush_log_at_trx_commit = 0"  # nothing here outlives the run
        )
        assert made.returncode == 0, made.stderr

    def _sql(self, text):
        command = ["mariadb", "--no-defaults", f"--socket={self._socket}", "--user=root"]
        return subprocess.run(command, input=text, capture_output=True, encoding="utf-8")

    def _answers(self):
        try:
            return self.get("/wp-login.php")
        except (urllib.error.URLError, ConnectionError):
            return False

    def get(self, path):
        with urllib.request.urlopen(self.url + path if path.startswith("/") else path, timeout=20) as answer:
            return answer.read().decode()

    def php(self, code, **constants):
        """Runs PHP inside WordPress; gives what it returns."""
        defined = "".join(f"define({name!r}, {json.dumps(value)});" for name, value in constants.items())
        script = f"""<?php
            $_SERVER['HTTP_HOST'] = '{self.url.removeprefix("http://")}';
            $_SERVER['REQUEST_URI'] = '/';
            {defined}
            require '{self.root}/wp-load.php';
            $answer = (function () {{ {code} }})();
            file_put_contents('php://stderr', "\\nANSWER" . json_encode($answer, JSON_UNESCAPED_UNICODE));"""
        done = subprocess.run([*self._php, "-d", "display_errors=stderr"], input=script, capture_output=True, encoding="utf-8", timeout=60)
        head, found, answer = done.stderr.rpartition("\nANSWER")
        assert done.returncode == 0 and found, f"PHP ended with {done.returncode}:\n{code}\n{done.stdout}\n{done.stderr}"
        return json.loads(answer)

    def call(self, function, *arguments):
        """Calls a function of PHP or WordPress with arguments that JSON can say."""
        return self.php(f"return {function}( ...json_decode( {php_text(json.dumps(arguments))}, true ) );")

    def write(self, user=OWNER, **post):
        """A published post; gives its id and its address."""
        fields = {"post_status": "publish", "comment_status": "open"} | post
        return self.php(f"""
            wp_set_current_user( get_user_by( 'login', '{user}' )->ID );
            kses_init();
            $id = wp_insert_post( wp_slash( json_decode( {php_text(json.dumps(fields))}, true ) ), true );
            return is_wp_error( $id ) ? $id->get_error_message() : array( $id, get_permalink( $id ) );""")

    def install_plugin(self, **settings):
        """The plug-in as its zip has it, active, with these settings."""
        folder = self.root / "wp-content/plugins/gudok"
        if not folder.exists():
            run(["unzip", "-q", str(self.plugin), "-d", str(folder.parent)])
        secret = settings.pop("secret", "")
        self.php(f"""
            require_once ABSPATH . 'wp-admin/includes/plugin.php';
            activate_plugin( 'gudok/gudok.php' );
            update_option( 'gudok_settings', json_decode( {php_text(json.dumps(settings))}, true ) );
            update_option( 'gudok_publish_secret', {php_text(secret)}, false );
            delete_option( 'gudok_last_ping' );
            wp_unschedule_hook( 'gudok_ping_again' );""")

    def complaints(self):
        """What PHP and WordPress noticed about the plug-in so far."""
        text = self.log.read_text() if self.log.exists() else ""
        return [line for line in text.splitlines() if "plugins/gudok" in line]


def php_text(text):
    """A literal of PHP."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def run(command):
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
