"""Shows what the role that docker/make-database makes can do, in a PostgreSQL server that is started for it."""

import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), default=None)
PASSWORD = "quote ' and backslash \\ and dollar $"
TIMEOUT_SECONDS = 60


class DatabaseRole(unittest.TestCase):
    """One server for all tests. PostgreSQL refuses to run as root, so root runs it as the user postgres."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="parley-role-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        (cls.folder / "password").write_text(PASSWORD + "\n")
        shutil.chown(cls.folder, cls.user)
        cls.run_program("initdb", "--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256",
                        "--no-sync", f"--pgdata={cls.folder}/data")
        (cls.folder / "data/pg_hba.conf").write_text("local all parley scram-sha-256\nlocal all all trust\n")
        cls.addClassCleanup(cls.run_program, "pg_ctl", "--mode=immediate", f"--pgdata={cls.folder}/data", "stop")
        settings = f"-c listen_addresses='' -c unix_socket_directories={cls.folder} -c fsync=off"
        cls.run_program("pg_ctl", "--wait", f"--pgdata={cls.folder}/data", f"--log={cls.folder}/log",
                        f"--options={settings}", "start")
        # The server's user may not be able to read this repository.
        cls.run_as_server("sh", "-c", (ROOT / "docker/make-database").read_text(), POSTGRES_USER="postgres",
                          PARLEY_DATABASE_PASSWORD_FILE=str(cls.folder / "password"))

    @classmethod
    def run_as_server(cls, *command, **variables):
        """Runs a program as the server's user. Returns what it wrote; raises with its error text if it fails."""
        done = subprocess.run(command, user=cls.user, cwd=cls.folder, capture_output=True, text=True,
                              timeout=TIMEOUT_SECONDS, env={**os.environ, "PGHOST": str(cls.folder), **variables})
        if done.returncode != 0:
            raise AssertionError(f"{command[0]} failed: {done.stderr}")
        return done.stdout.strip()

    @classmethod
    def run_program(cls, name, *arguments):
        # The server keeps the descriptors that it inherits. So its output must not be a pipe that is read to its end.
        with open(cls.folder / "output", "a+") as output:
            subprocess.run([PROGRAMS / name, *arguments], user=cls.user, cwd=cls.folder, stdout=output, stderr=output,
                           timeout=TIMEOUT_SECONDS, check=True)

    def ask(self, sql, password=PASSWORD):
        return self.run_as_server("psql", "--no-psqlrc", "--tuples-only", "--no-align", "--username=parley",
                                  "--set=ON_ERROR_STOP=1", f"--command={sql}", PGPASSWORD=password)

    def test_the_role_is_no_superuser_and_creates_neither_roles_nor_databases(self):
        rights = self.ask("SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles "
                          "WHERE rolname = current_user")
        self.assertEqual(rights, "f|f|f|f|f")
        with self.assertRaisesRegex(AssertionError, "permission denied"):
            self.ask("CREATE ROLE another")
        with self.assertRaisesRegex(AssertionError, "permission denied|must be"):
            self.ask("COPY (SELECT 1) TO PROGRAM 'true'")

    def test_the_role_can_apply_every_migration(self):
        for migration in sorted((ROOT / "migrations/postgres").glob("*.sql")):
            self.ask(migration.read_text())
        self.assertEqual(self.ask("SELECT count(*) FROM users"), "0")

    def test_the_password_is_the_one_in_the_file(self):
        self.assertEqual(self.ask("SELECT current_user"), "parley")
        with self.assertRaisesRegex(AssertionError, "password authentication failed"):
            self.ask("SELECT 1", password="another")


if __name__ == "__main__":
    unittest.main()
