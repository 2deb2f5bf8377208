"""A clean Debian that boots: its own processes, mounts, network and cgroup, with systemd as its first process."""

import ctypes
import os
import shutil
import subprocess
import time
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "gudok-tests-root"
# What the package depends on, so that the installation needs no network, and systemd.
INCLUDED = ["adduser", "ca-certificates", "systemd-sysv"]
# These would change the machine's own kernel.
MASKED = ["systemd-sysctl", "systemd-modules-load", "modprobe@", "systemd-udevd", "console-getty", "getty@"]
BOOT = r"""
set -e
root=$1 cgroup=$2
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mkdir "$root/sys/fs/cgroup/$cgroup"
echo $$ >"$root/sys/fs/cgroup/$cgroup/cgroup.procs"
umount "$root/sys/fs/cgroup"
exec unshare --cgroup --pid --fork --kill-child=KILL sh -ec '
  cd "$1"
  mount -t cgroup2 cgroup2 sys/fs/cgroup
  mount -t proc proc proc
  for folder in run tmp dev; do mount -t tmpfs -o mode=755 tmpfs "$folder"; done
  chmod 1777 tmp
  for node in null zero full random urandom tty; do touch "dev/$node"; mount --bind "/dev/$node" "dev/$node"; done
  mkdir dev/shm dev/pts
  mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts dev/pts
  ln -s pts/ptmx dev/ptmx
  pivot_root . mnt
  umount -l /mnt
  exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init systemd.unit=multi-user.target
' sh "$root"
"""


class CleanRoot:
    """Runs until `close`. The calling thread joins its network, so that `127.0.0.1` is the same inside and outside."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.cgroup = f"gudok-package-{os.getpid()}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        subprocess.run(["tar", "--extract", "--numeric-owner", f"--file={archive()}"], cwd=self.folder, check=True)
        for unit in MASKED:
            (self.folder / f"etc/systemd/system/{unit}.service").symlink_to("/dev/null")
        command = ["unshare", "--mount", "--net", "--uts", "--ipc", "sh", "-c", BOOT, "boot", self.folder, self.cgroup]
        self._unshare = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        self._init = self._first_process()
        self._own_network = os.open("/proc/self/ns/net", os.O_RDONLY)
        join_network(os.open(f"/proc/{self._init}/ns/net", os.O_RDONLY))
        self._wait_until_up()

    def _first_process(self):
        children = Path(f"/proc/{self._unshare.pid}/task/{self._unshare.pid}/children")
        for _ in range(100):
            found = children.read_text().split() if children.exists() else []
            if found and Path(f"/proc/{found[0]}/comm").read_text().strip() == "systemd":
                return found[0]
            time.sleep(0.1)
        raise AssertionError("systemd did not start in the clean root; this test needs root and cgroup2")

    def _wait_until_up(self):
        state = None
        for _ in range(300):
            state = self.run("systemctl is-system-running", check=False).strip()
            if state in ("running", "degraded"):
                return
            time.sleep(0.1)
        raise AssertionError(f"the clean root did not come up: {state}\n{self.run('systemctl list-jobs', check=False)}")

    def run(self, command, check=True, stdin=""):
        """Runs a shell command inside as root; returns what it prints."""
        inside = ["nsenter", f"--target={self._init}", "--mount", "--pid", "--net", "--uts", "--ipc", "--cgroup", "--root", "--wd"]
        inside += ["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"]
        inside += ["DEBIAN_FRONTEND=noninteractive", "sh", "-c", command]
        done = subprocess.run(inside, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        if check and done.returncode:
            log = self.run("journalctl --no-pager --lines=30 --output=cat", check=False)
            raise AssertionError(f"{command}: exit code {done.returncode}\n{done.stdout}\nThe log:\n{log}")
        return done.stdout

    def close(self):
        join_network(self._own_network)
        self._unshare.kill()
        self._unshare.wait()
        subprocess.run(["unshare", "--mount", "sh", "-c", REMOVE_CGROUP, "sh", self.cgroup], check=True)
        shutil.rmtree(self.folder)


REMOVE_CGROUP = """
mount -t cgroup2 cgroup2 /mnt
for try in 1 2 3 4 5 6 7 8 9 10; do
  find "/mnt/$1" -depth -type d -exec rmdir {} + 2>/dev/null && exit 0
  sleep 0.2
done
exit 1
"""


def join_network(namespace):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")


def archive():
    """The clean root of this machine's own release, made once and kept."""
    release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    suite = release["VERSION_CODENAME"].strip('"')
    kept = CACHE / f"{suite}.tar"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        folder = CACHE / suite
        shutil.rmtree(folder, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", f"--include={','.join(INCLUDED)}", suite, folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise AssertionError(f"debootstrap: exit code {done.returncode}\n{done.stdout[-3000:]}")
        for download in folder.glob("var/cache/apt/archives/*.deb"):
            download.unlink()
        partial = kept.with_suffix(".partial")
        subprocess.run(["tar", "--create", "--numeric-owner", f"--file={partial}", "--one-file-system", "."], cwd=folder, check=True)
        partial.rename(kept)
        shutil.rmtree(folder)
    return kept
