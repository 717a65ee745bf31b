"""Runs programs with Debian 12's own Node and npm, which are older than what the web client is built with.

A machine that has them runs the programs as they are. On another machine of Debian 12 the packages are unpacked below
build/, beside whatever Node is there, and laid over /usr in a mount namespace, which only the program sees.
"""

import functools
import os
import pathlib
import shutil
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = ROOT / "build/debian-node"
VERSION = "18."
# The packages of npm's closure that are Node, or that Node is linked with; a machine has the others.
UNPACKED = ("node", "npm_", "gyp_", "handlebars_", "terser_", "libnode108_", "libc-ares2_", "libnghttp2-14_", "libuv1_",
            "libicu72_", "libbrotli1_", "libssl3_")
ENVIRONMENT = {**os.environ, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "npm_config_prefer_offline": "true"}
DOWNLOAD_TIMEOUT_SECONDS = 300
LAY_OVER_USR = 'mount -t overlay overlay -o "lowerdir=$0/usr:/usr" /usr && exec "$@"'


def is_debians_own():
    def version(*command):
        try:
            return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT).stdout
        except FileNotFoundError:
            return ""

    return version("node", "--version").startswith(f"v{VERSION}") and version("npm", "--version") != ""


def run_apt(*arguments):
    """Runs apt-get as on a machine without any package; lists and archives are below build/ and need no lock."""
    folders = {"State::lists": CACHE / "lists", "Cache": CACHE / "cache", "Cache::archives": CACHE / "archives"}
    for folder in folders.values():
        (folder / "partial").mkdir(parents=True, exist_ok=True)
    options = [f"-oDir::{name}={folder}" for name, folder in folders.items()]
    command = ["apt-get", "-qq", "-oDir::State::status=/dev/null", "-oDebug::NoLocking=1",
               "-oAPT::Sandbox::User=", *options, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                          text=True, timeout=DOWNLOAD_TIMEOUT_SECONDS)
    if done.returncode != 0:
        raise unittest.SkipTest(f"Debian's Node cannot be fetched here: {done.stdout.strip()[-300:]}")


def unpacked():
    """Returns the folder that holds the packages; fetches them when they are not there yet."""
    folder = CACHE / "root"
    if folder.exists():
        return folder
    for program in ("apt-get", "dpkg-deb", "unshare"):
        if shutil.which(program, path=ENVIRONMENT["PATH"]) is None:
            raise unittest.SkipTest(f"Debian's Node cannot be fetched here: there is no {program}")
    run_apt("update")
    run_apt("install", "--yes", "--no-install-recommends", "--download-only", "npm", f"nodejs={VERSION}*")
    unfinished = CACHE / "root.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for package in sorted((CACHE / "archives").glob("*.deb")):
        if package.name.startswith(UNPACKED):
            subprocess.run(["dpkg-deb", "--extract", package, unfinished], check=True)
    shutil.rmtree(CACHE / "archives")
    unfinished.rename(folder)
    return folder


@functools.cache
def command():
    """Returns the arguments to put before a program's, so that it finds Debian's Node and npm."""
    if is_debians_own():
        return []
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    lay_over = ["unshare", *as_root, "--mount", "sh", "-c", LAY_OVER_USR, str(unpacked())]
    trial = subprocess.run([*lay_over, "node", "--version"], capture_output=True, text=True, env=ENVIRONMENT)
    if not trial.stdout.startswith(f"v{VERSION}"):
        raise unittest.SkipTest(f"Debian's Node does not run here: {trial.stderr.strip()[-300:]}")
    return lay_over
