#!/usr/bin/env python3
"""Shows that scripts/pin finds what is named by a tag alone, and that it renews what it finds and nothing else."""

import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]


def load(script):
    loader = importlib.machinery.SourceFileLoader(script, str(ROOT / "scripts" / script))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(script, loader))
    loader.exec_module(module)
    return module


pin, sbom = load("pin"), load("sbom")
DIGEST, OTHER_DIGEST = "sha256:" + "a" * 64, "sha256:" + "b" * 64
COMMIT, OTHER_COMMIT = "1" * 40, "2" * 40


class Pins(unittest.TestCase):
    def faults(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                path = root / {"dockerfile": "docker/Dockerfile", "compose": "docker-compose.yml",
                               "workflow": ".github/workflows/ci.yml"}[name]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return pin.check(root)

    def test_the_repository_names_nothing_by_a_tag_alone(self):
        self.assertEqual([], pin.check(ROOT))

    def test_every_place_of_an_image_without_a_digest_is_found(self):
        for name, text in (("dockerfile", "ARG DEBIAN_IMAGE=debian:12\n"), ("dockerfile", "FROM debian:12\n"),
                           ("compose", "image: &x ${PARLEY_REDIS_IMAGE:-redis:7}\n"), ("compose", "  image: redis:7\n"),
                           ("workflow", "    container: debian:12\n"), ("workflow", "      image: debian:12\n"),
                           ("workflow", "            debian:12 \\\n")):
            with self.subTest(text):
                self.assertEqual(1, len(self.faults(**{name: text})))
                tag = "redis:7" if "redis" in text else "debian:12"
                self.assertEqual([], self.faults(**{name: text.replace(tag, f"{tag}@{DIGEST}")}))

    def test_an_image_with_two_digests_is_found(self):
        self.assertEqual(1, len(self.faults(dockerfile=f"ARG DEBIAN_IMAGE=debian:12@{DIGEST}\n",
                                            workflow=f"  container: debian:12@{OTHER_DIGEST}\n")))

    def test_an_image_that_is_built_here_needs_no_digest(self):
        self.assertEqual([], self.faults(compose="image: ${PARLEY_IMAGE:-parley:latest}\n"))

    def test_an_action_without_a_commit_or_a_version_is_found(self):
        self.assertEqual(1, len(self.faults(workflow="- uses: actions/checkout@v4\n")))
        self.assertEqual(1, len(self.faults(workflow=f"- uses: actions/checkout@{COMMIT}\n")))
        self.assertEqual([], self.faults(workflow=f"- uses: actions/checkout@{COMMIT} # v4.3.1\n"))

    def test_renewing_changes_digests_and_commits_and_nothing_else(self):
        text = f"container: debian:12@{DIGEST}\n- uses: actions/checkout@{COMMIT} # v4.3.1\nrun: make\n"
        renewed = pin.renew(text, lambda image: OTHER_DIGEST, lambda action, version: OTHER_COMMIT)
        self.assertEqual(text.replace(DIGEST, OTHER_DIGEST).replace(COMMIT, OTHER_COMMIT), renewed)

    def test_renewing_with_what_is_there_changes_no_file(self):
        for path in pin.files_of(ROOT):
            text = path.read_text()
            digests = {found["image"]: found["digest"].removeprefix("@") for found in pin.images_of(text)}
            commits = {found["action"]: found["commit"] for found in pin.ACTION.finditer(text)}
            self.assertEqual(text, pin.renew(text, digests.get, lambda action, version: commits[action]))


class BillOfMaterials(unittest.TestCase):
    def test_the_packages_of_the_image_are_those_of_the_runtime_stage(self):
        packages = sbom.runtime_packages((ROOT / "docker/Dockerfile").read_text())
        self.assertIn("libssl3", packages)
        self.assertIn("zlib1g", packages)
        self.assertTrue(all(name and name[0].isalpha() for name in packages), packages)

    def test_what_is_compiled_in_is_what_the_build_installs_for_that(self):
        packages = sbom.compiled_in_packages((ROOT / "scripts/packages.txt").read_text())
        self.assertIn("nlohmann-json3-dev", packages)
        self.assertNotIn("clang-19", packages)

    def test_every_lock_file_has_a_bill(self):
        folders = {path.parent.relative_to(ROOT).as_posix() for path in sbom.lock_files()}
        self.assertLessEqual({"sdk", "web"}, folders)
        self.assertEqual(folders, set(load("scan").LOCKS))


if __name__ == "__main__":
    unittest.main()
