"""Shows that scripts/setup waits for another program that installs packages, with the real apt and dpkg.

They work on a folder of their own: nothing of the machine is installed, removed or locked. The one package there is
is built here, so no network is needed.
"""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 60
CONTROL = """\
Package: parley-test-package
Version: 1
Architecture: all
Maintainer: nobody <nobody@example.org>
Description: an empty package
"""


class Setup(unittest.TestCase):
    def setUp(self):
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            self.skipTest("installs a package into a folder, which needs root and apt")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.machine = pathlib.Path(folder.name)
        self.build_repository()
        self.prepare_apt()
        self.prepare_tree()

    def build_repository(self):
        package = self.machine / "package/DEBIAN"
        package.mkdir(parents=True)
        (package / "control").write_text(CONTROL)
        repository = self.machine / "repository"
        repository.mkdir()
        file = repository / "parley-test-package.deb"
        subprocess.run(["dpkg-deb", "--build", package.parent, file], check=True, capture_output=True)
        content = file.read_bytes()
        (repository / "Packages").write_text(f"{CONTROL}Filename: ./{file.name}\nSize: {len(content)}\n"
                                             f"SHA256: {hashlib.sha256(content).hexdigest()}\n")

    def prepare_apt(self):
        for name in ("var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/apt/lists/partial",
                     "var/cache/apt/archives/partial", "var/log/apt", "etc/apt/apt.conf.d", "etc/apt/preferences.d"):
            (self.machine / name).mkdir(parents=True)
        (self.machine / "var/lib/dpkg/status").touch()
        (self.machine / "sources.list").write_text(f"deb [trusted=yes] file:{self.machine}/repository ./\n")
        (self.machine / "apt.conf").write_text(textwrap.dedent(f"""\
            Dir "{self.machine}";
            Dir::State::status "{self.machine}/var/lib/dpkg/status";
            Dir::Etc::sourcelist "{self.machine}/sources.list";
            Dir::Bin::methods "/usr/lib/apt/methods";
            DPkg::Options {{ "--root={self.machine}"; "--log=/dev/null"; }};
            APT::Sandbox::User "root";
            """))

    def prepare_tree(self):
        scripts = self.machine / "tree/scripts"
        scripts.mkdir(parents=True)
        shutil.copy2(ROOT / "scripts/setup", scripts)
        (scripts / "packages.txt").write_text("[group]\nparley-test-package\n")

    def start(self, **environment):
        return subprocess.Popen([self.machine / "tree/scripts/setup"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                stdin=subprocess.DEVNULL, text=True,
                                env={**os.environ, "SKIP_SETUP": "", "APT_CONFIG": str(self.machine / "apt.conf"),
                                     "DPKG_ADMINDIR": str(self.machine / "var/lib/dpkg"), **environment})

    @contextlib.contextmanager
    def held(self, name):
        """Holds a lock as apt and dpkg do."""
        with open(self.machine / name, "w", encoding="utf-8") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            yield

    def assert_waits_for(self, name):
        with self.held(name):
            setup = self.start()
            said = ""
            while "waiting for another program" not in said:
                line = setup.stdout.readline()
                self.assertTrue(line, f"it ended and did not wait:\n{said}")
                said += line
            self.assertIn(name, said)
        rest, _ = setup.communicate(timeout=TIMEOUT_SECONDS)
        self.assertEqual(0, setup.returncode, said + rest)
        self.assertIn("installed 1 packages", rest)

    def test_setup_waits_until_another_program_is_done_with_dpkg(self):
        self.assert_waits_for("var/lib/dpkg/lock-frontend")

    def test_setup_waits_until_another_program_is_done_with_the_package_lists(self):
        self.assert_waits_for("var/lib/apt/lists/lock")

    def test_setup_waits_until_another_program_is_done_with_the_archives(self):
        self.assert_waits_for("var/cache/apt/archives/lock")

    def test_setup_names_the_lock_that_it_could_not_get_in_time(self):
        with self.held("var/lib/dpkg/lock-frontend"):
            setup = self.start(LOCK_SECONDS="1")
            said, _ = setup.communicate(timeout=TIMEOUT_SECONDS)
        self.assertEqual(1, setup.returncode, said)
        self.assertIn("another program still holds a lock after 1 s", said)
        self.assertIn("lock-frontend", said)
