"""Shows that the server does what its OpenAPI document says: Schemathesis tries the whole document with valid and
invalid requests, and clients that were generated from it hold a session, in Python and in Go.

  scripts/test --filter 'Api.*'      API_EXAMPLES=200 and API_SEED=7 for another search than the usual one
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from server import PASSWORD, Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tests/api"
TOOLS = ROOT / "build/api"
PROGRAMS = TOOLS / "venv/bin"
INSTALL_SECONDS = 1200
TRY_SECONDS = 3600
SHORT_SECONDS = 300
EXAMPLES = os.environ.get("API_EXAMPLES", "10")
# The usual search is the same each time, so that a change of the server is what makes it fail.
SEED = os.environ.get("API_SEED", "1")


def run(*command, timeout=SHORT_SECONDS, **options):
    """Returns what the program printed. Raises AssertionError with it if the program failed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                          text=True, timeout=timeout, **options)
    assert done.returncode == 0, f"{command[0]} exited with {done.returncode}:\n{done.stdout}"
    return done.stdout


def fresh_folder(name):
    folder = TOOLS / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Api(unittest.TestCase):
    binary = None

    @classmethod
    def setUpClass(cls):
        run(SOURCES / "install", timeout=INSTALL_SECONDS)

    def document(self, folder):
        path = folder / "openapi.json"
        path.write_text(run(self.binary, "openapi"), encoding="utf-8")
        return path

    def test_nothing_that_schemathesis_tries_contradicts_the_document(self):
        folder = fresh_folder("schemathesis")
        for name in ("schemathesis.toml", "schema_hooks.py"):
            shutil.copy(SOURCES / name, folder)
        with Server(self.binary) as server:
            environment = self.populate(server, folder)
            output = run(PROGRAMS / "schemathesis", "--no-color", "run", f"{server.url}/api/openapi.json",
                         "--max-examples", EXAMPLES, "--seed", SEED, cwd=folder, timeout=TRY_SECONDS, env=environment)
        (folder / "log").write_text(output, encoding="utf-8")
        tested = re.search(r"Tested: (\d+)", output)
        operations = sum(len(path) for path in json.loads(self.document(folder).read_text())["paths"].values())
        self.assertEqual(str(operations), tested and tested[1], output)

    def populate(self, server, folder):
        """Makes a direct conversation and a group with messages. Returns the environment for Schemathesis."""
        me = server.call("POST", "/api/register", {"username": "tester", "password": PASSWORD})
        other = server.call("POST", "/api/register", {"username": "other", "password": PASSWORD})["user"]["id"]
        token = me["access_token"]
        direct = server.call("PUT", f"/api/direct/{other}", token=token)
        group = server.call("POST", "/api/conversations", {"title": "Group", "members": [other]}, token)
        conversations = [summary["conversation"]["id"] for summary in (direct, group)]
        for conversation in conversations:
            for number in range(3):
                server.call("POST", f"/api/conversations/{conversation}/messages", {"body": f"hello {number}"}, token)
        users = [me["user"]["id"], other]
        for name, ids in (("conversations", conversations), ("users", users)):
            (folder / name).write_text("".join(f'"{one}"\n' for one in ids), encoding="utf-8")
        return {**os.environ, "PARLEY_USERNAME": "tester", "PARLEY_PASSWORD": PASSWORD, "PARLEY_ME": users[0],
                "PARLEY_OTHER": other}

    def test_a_generated_python_client_holds_a_session(self):
        folder = fresh_folder("python-session")
        settings = folder / "settings.json"
        settings.write_text('{"post_hooks": []}', encoding="utf-8")
        run(PROGRAMS / "openapi-python-client", "generate", "--path", self.document(folder), "--config", settings,
            "--meta", "none", "--output-path", folder / "parley_client", "--fail-on-warning")
        with Server(self.binary) as server:
            run(PROGRAMS / "python", "-B", SOURCES / "python_session.py", f"{server.url}/api",
                env={**os.environ, "PYTHONPATH": str(folder)})

    def test_a_generated_go_client_holds_a_session(self):
        folder = fresh_folder("go-session")
        shutil.copytree(SOURCES / "go", folder, dirs_exist_ok=True)
        (folder / "parley").mkdir()
        # The generator formats its code with the command go. A machine may have none but the one that was installed.
        environment = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "GOTOOLCHAIN": "local",
                       "GOCACHE": str(TOOLS / "go-cache"), "GOPATH": str(TOOLS / "go-path")}
        run(TOOLS / "oapi-codegen", "-generate", "types,client", "-package", "parley", "-o",
            folder / "parley/parley.go", self.document(folder), env=environment)
        run(SOURCES / "go-run", "build", "-o", folder / "session", ".", env={**os.environ, "GO_FOLDER": str(folder)})
        with Server(self.binary) as server:
            run(folder / "session", f"{server.url}/api")
