"""A real parleyd with an embedded database of its own, and the people who live in it. Standard library only."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import urllib.request

PASSWORD = "six green bottles standing"
# One client sends all requests here, as fast as it can. Hashing a password takes as little time as possible.
SETTINGS = ["auth.bcrypt_cost=4", "limits.requests_per_second=0", "limits.messages_per_second=0",
            "limits.sign_ins_per_minute=0", "limits.registrations_per_minute=0", "limits.typing_per_second=0"]
READY = re.compile(rb"Parley is ready at (http://\S+)")
STOP_SECONDS = 30


class Server:
    """Runs parleyd until the `with` block ends, whose exit code is then in `exit_code`. Its log is in `log`."""

    def __init__(self, binary, settings=SETTINGS):
        self._binary, self._settings = binary, settings
        self._folder = tempfile.TemporaryDirectory(prefix="parley-api-")
        self.log = pathlib.Path(self._folder.name) / "log"
        self.url = None

    def __enter__(self):
        settings = [argument for setting in self._settings for argument in ("--set", setting)]
        with open(self.log, "wb") as log:
            self._process = subprocess.Popen(
                [self._binary, "serve", "--port", "0", "--data", f"{self._folder.name}/data", *settings],
                stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL)
        for line in self._process.stdout:
            if match := READY.search(line):
                self.url = match[1].decode()
                return self
        self._end()
        raise RuntimeError("parleyd did not become ready: " + self.log.read_text(errors="replace"))

    def __exit__(self, *_):
        self._end()

    def _end(self):
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self.exit_code = self._process.returncode
        if self.exit_code != 0:
            print(self.log.read_text(errors="replace")[-4000:])
        self._folder.cleanup()

    @property
    def port(self):
        return int(self.url.rpartition(":")[2])

    @property
    def process_id(self):
        return self._process.pid

    def call(self, method, path, body=None, token=None):
        """Returns the body of the reply. Raises HTTPError for a problem."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, None if body is None else json.dumps(body).encode(), headers,
                                         method=method)
        with urllib.request.urlopen(request, timeout=30) as reply:
            text = reply.read()
        return json.loads(text) if text else None
