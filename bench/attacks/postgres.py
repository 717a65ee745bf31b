"""A private PostgreSQL with a new database. Standard library only."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

USER = "parley"
ACCOUNT = "postgres"  # runs the server if this program runs as root, because PostgreSQL refuses to
PATIENCE_SECONDS = 60


class Postgres:
    """Runs until the `with` block ends, at `url`. An acknowledged write is on the disk."""

    def __init__(self):
        versions = pathlib.Path("/usr/lib/postgresql").glob("*/bin")
        self._programs = max(versions, key=lambda folder: int(folder.parent.name))
        self._account = {"user": ACCOUNT, "group": ACCOUNT} if os.geteuid() == 0 else {}
        self._folder = tempfile.TemporaryDirectory(prefix="parley-postgres-")
        self._log = open(f"{self._folder.name}/log", "wb")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = probe.getsockname()[1]
        self.url = f"postgresql://{USER}@127.0.0.1:{self._port}/postgres"

    def __enter__(self):
        data = pathlib.Path(self._folder.name) / "data"
        data.mkdir()
        if self._account:
            os.chmod(self._folder.name, 0o711)
            shutil.chown(data, ACCOUNT, ACCOUNT)
        subprocess.run([self._programs / "initdb", "--no-sync", "--auth=trust", "--locale=C.UTF-8", "--encoding=UTF8",
                        f"--username={USER}", f"--pgdata={data}"], check=True, **self._options())
        self._server = subprocess.Popen([self._programs / "postgres", "-D", data, "-c", "listen_addresses=127.0.0.1",
                                         "-c", f"port={self._port}", "-c", "unix_socket_directories="],
                                        **self._options())
        deadline = time.monotonic() + PATIENCE_SECONDS
        asking = [self._programs / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={self._port}"]
        while subprocess.run(asking).returncode != 0:
            if time.monotonic() > deadline or self._server.poll() is not None:
                self.__exit__()
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self._server.send_signal(signal.SIGINT)  # ends its connections at once
        self._server.wait(PATIENCE_SECONDS)
        self._log.close()
        self._folder.cleanup()

    def _options(self):
        return {"stdout": self._log, "stderr": self._log, "stdin": subprocess.DEVNULL, "cwd": "/", **self._account}
