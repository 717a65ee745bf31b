"""Shows that what comes from npm is whole, whatever Node a machine has of its own."""

import json
import pathlib
import shutil
import subprocess
import unittest

import debian_node

ROOT = pathlib.Path(__file__).resolve().parents[2]
TREE = ROOT / "build/install-test"
# What an installation of the web client's packages reads.
COPIED = ["scripts/install-npm", "scripts/native-packages.mjs", "scripts/node", "scripts/npm",
          *(f"{folder}/{name}" for folder in ("tools/node", "tools/npm", "web")
            for name in ("package.json", "package-lock.json"))]
TIMEOUT_SECONDS = 600


def run(*arguments):
    return subprocess.run([*debian_node.command(), *arguments], cwd=TREE, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, env=debian_node.ENVIRONMENT,
                          timeout=TIMEOUT_SECONDS)


class Npm(unittest.TestCase):
    def setUp(self):
        for name in COPIED:
            (TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, TREE / name)

    def test_the_web_clients_packages_are_whole_on_a_machine_with_debians_own_node(self):
        shutil.rmtree(TREE / "web/node_modules", ignore_errors=True)
        installed = run("scripts/install-npm", "web")
        self.assertEqual(0, installed.returncode, installed.stdout)
        # The bundler, the compiler of styles and the minifier load their native parts when they are imported.
        for name in ("rolldown", "@tailwindcss/oxide", "lightningcss"):
            loaded = run("scripts/node", "--input-type=module", "--eval",
                         f"import {{ createRequire }} from 'node:module';"
                         f"createRequire(process.cwd() + '/web/')({json.dumps(name)})")
            self.assertEqual(0, loaded.returncode, loaded.stdout)

    def test_a_native_package_that_was_left_out_is_named(self):
        lock = {"packages": {
            "node_modules/bundler-here": {"version": "1.2.3", "os": ["linux"], "engines": {"node": ">=99"}},
            "node_modules/bundler-elsewhere": {"version": "1.2.3", "os": ["!linux"]},
            "node_modules/plain": {"version": "1.2.3", "optional": True},
        }}
        folder = TREE / "left-out"
        folder.mkdir(exist_ok=True)
        (folder / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
        checked = run("node", "scripts/native-packages.mjs", folder)
        self.assertEqual(1, checked.returncode, checked.stdout)
        self.assertIn("bundler-here 1.2.3 (wants Node >=99).", checked.stdout)
        self.assertNotIn("elsewhere", checked.stdout)
        self.assertNotIn("plain", checked.stdout)
