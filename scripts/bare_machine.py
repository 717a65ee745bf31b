"""A Debian 12 (bookworm) that has nothing yet, in a folder: how it is made, and how a program is run on it.

It takes from this machine how to reach the mirror of Debian and the registries of npm, PyPI and Go: apt's sources and
proxies, ~/.npmrc, /etc/pip.conf, variables, the certificates. It shares this machine's network.
"""

import os
import pathlib
import re
import shutil
import subprocess

DEFAULT_SOURCES = [("http://deb.debian.org/debian", "bookworm"), ("http://deb.debian.org/debian", "bookworm-updates"),
                   ("http://deb.debian.org/debian-security", "bookworm-security")]
PASSED_VARIABLES = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
                    "PIP_INDEX_URL", "GOPROXY"]
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CERTIFICATES = "usr/local/share/ca-certificates"
NPM_CERTIFICATES = "usr/local/share/npm-certificates.pem"
HOME = "root/parley"
COMPILER_CACHE = "var/cache/ccache"


def sources():
    """Returns from where this machine gets Debian 12's packages, (address, suite) each."""
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)", "Created-By: Packages"],
                            capture_output=True, text=True, check=True).stdout
    targets = {tuple(line.split()) for line in listed.splitlines()}
    found = sorted(target for target in targets if re.fullmatch(r"bookworm(-updates|-security)?", target[1])
                   and re.fullmatch(r"https?://.*/debian(-security)?/?", target[0]))
    return found if any(suite == "bookworm" for _, suite in found) else DEFAULT_SOURCES


def apt_settings():
    """Returns how apt here reaches its mirror: proxies, certificates, time limits."""
    dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    return "".join(line + "\n" for line in dump.splitlines() if re.match(r'Acquire::https?(::| )', line))


class Machine:
    """Belongs to one process, which runs in a mount and process name space of its own."""

    def __init__(self, folder, compiler_cache=None):
        """`compiler_cache` is a folder of ccache that the machine uses too; without it, it compiles everything."""
        self._compiler_cache = compiler_cache
        self._base = folder / "base.tar"
        self._root = folder / "machine"

    def make_base(self, run):
        """Fills the base with debootstrap's minimal Debian; it is kept for the next time. `run` runs a command."""
        if self._base.exists():
            return
        mirror = next(address for address, suite in sources() if suite == "bookworm")
        self.remove()
        run("debootstrap", "--variant=minbase", "bookworm", self._root, mirror)
        unfinished = self._base.with_suffix(".unfinished")
        run("tar", "--create", "--file", unfinished, "--one-file-system", "--directory", self._root, ".")
        unfinished.rename(self._base)

    def make(self, run, tree):
        """Unpacks the base and puts the committed content of the tree into it."""
        self.remove()
        self._root.mkdir(parents=True)
        run("tar", "--extract", "--file", self._base, "--directory", self._root)
        self._take_from_this_machine()
        # As in Debian's images, an installed package starts no server: the machine shares the ports of this one.
        policy = self._root / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
        policy.chmod(0o755)
        archive = self._root / "tmp/tree.tar"
        run("git", "-c", f"safe.directory={tree}", "-C", tree, "archive", "--output", archive, "HEAD")
        (self._root / HOME).mkdir()
        run("tar", "--extract", "--file", archive, "--directory", self._root / HOME)
        self._mount_kernel(run)

    def _take_from_this_machine(self):
        lists = "".join(f"deb {address} {suite} main\n" for address, suite in sources())
        (self._root / "etc/apt/sources.list").write_text(lists, encoding="utf-8")
        (self._root / "etc/apt/apt.conf.d/this-machine").write_text(apt_settings(), encoding="utf-8")
        for name in ("/etc/resolv.conf", "/etc/hosts"):
            shutil.copy(name, self._root / "etc")
        for certificate in pathlib.Path("/", CERTIFICATES).glob("*.crt"):
            (self._root / CERTIFICATES).mkdir(parents=True, exist_ok=True)
            shutil.copy(certificate, self._root / CERTIFICATES)
        if pathlib.Path("/etc/pip.conf").exists():
            shutil.copy("/etc/pip.conf", self._root / "etc")
        npm_settings = pathlib.Path.home() / ".npmrc"
        if npm_settings.exists():
            shutil.copy(npm_settings, self._root / "root/.npmrc")
        if npm_certificates := os.environ.get("NODE_EXTRA_CA_CERTS"):
            shutil.copy(npm_certificates, self._root / NPM_CERTIFICATES)

    def _mount_kernel(self, run):
        run("mount", "-t", "proc", "proc", self._root / "proc")
        run("mount", "--rbind", "/sys", self._root / "sys")
        run("mount", "--rbind", "/dev", self._root / "dev")
        run("mount", "-t", "tmpfs", "-o", "mode=1777", "shm", self._root / "dev/shm")
        if self._compiler_cache:
            (self._root / COMPILER_CACHE).mkdir()
            run("mount", "--bind", self._compiler_cache.resolve(), self._root / COMPILER_CACHE)

    def command(self, *arguments):
        """Returns the command that runs a program on it, as root, in the tree, with an environment of its own."""
        environment = {name: os.environ[name] for name in PASSED_VARIABLES if name in os.environ}
        environment |= {"HOME": "/root", "LANG": "C.UTF-8", "PATH": PATH}
        if (self._root / NPM_CERTIFICATES).exists():
            environment["NODE_EXTRA_CA_CERTS"] = f"/{NPM_CERTIFICATES}"
        if self._compiler_cache:
            environment["CCACHE_DIR"] = f"/{COMPILER_CACHE}"
        assigned = [f"{name}={value}" for name, value in environment.items()]
        return ["chroot", self._root, "env", "--ignore-environment", f"--chdir=/{HOME}", *assigned, *arguments]

    def read(self, name):
        """Returns the content of a file of the tree."""
        return (self._root / HOME / name).read_text(encoding="utf-8")

    def remove(self):
        """Requires that nothing is mounted in it: the name space has ended, or nothing was mounted yet."""
        subprocess.run(["rm", "-rf", "--one-file-system", self._root], check=True)
