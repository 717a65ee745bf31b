#!/usr/bin/env python3
"""Checks docs/asvs.md and what else docs/ says about security against the standard and the repository.

  every requirement of OWASP ASVS 5.0.0, levels 1 and 2, is listed once, in order and with its level
  every row has a known state
  every file and every test that is named as evidence exists

Prints one line for each fault. tests/hygiene/asvs_test.py shows that each rule can fail.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The requirements of levels 1 and 2: the numbers of each section with their levels. Level 3 is left out.
REQUIREMENTS = {
    "1.1": "1:2 2:2", "1.2": "1:1 2:1 3:1 4:1 5:1 6:2 7:2 8:2 9:2",
    "1.3": "1:1 2:1 3:2 4:2 5:2 6:2 7:2 8:2 9:2 10:2 11:2", "1.4": "1:2 2:2 3:2", "1.5": "1:1 2:2",
    "2.1": "1:1 2:2 3:2", "2.2": "1:1 2:1 3:2", "2.3": "1:1 2:2 3:2 4:2", "2.4": "1:2",
    "3.2": "1:1 2:1", "3.3": "1:1 2:2 3:2 4:2", "3.4": "1:1 2:1 3:2 4:2 5:2 6:2", "3.5": "1:1 2:1 3:1 4:2 5:2",
    "3.7": "1:2 2:2",
    "4.1": "1:1 2:2 3:2", "4.2": "1:2", "4.3": "1:2 2:2", "4.4": "1:1 2:2 3:2 4:2",
    "5.1": "1:2", "5.2": "1:1 2:1 3:2", "5.3": "1:1 2:1", "5.4": "1:2 2:2 3:2",
    "6.1": "1:1 2:2 3:2", "6.2": "1:1 2:1 3:1 4:1 5:1 6:1 7:1 8:1 9:2 10:2 11:2 12:2", "6.3": "1:1 2:1 3:2 4:2",
    "6.4": "1:1 2:1 3:2 4:2", "6.5": "1:2 2:2 3:2 4:2 5:2", "6.6": "1:2 2:2 3:2", "6.8": "1:2 2:2 3:2 4:2",
    "7.1": "1:2 2:2 3:2", "7.2": "1:1 2:1 3:1 4:1", "7.3": "1:2 2:2", "7.4": "1:1 2:1 3:2 4:2 5:2", "7.5": "1:2 2:2",
    "7.6": "1:2 2:2",
    "8.1": "1:1 2:2", "8.2": "1:1 2:1 3:2", "8.3": "1:1", "8.4": "1:2",
    "9.1": "1:1 2:1 3:1", "9.2": "1:1 2:2 3:2 4:2",
    "10.1": "1:2 2:2", "10.2": "1:2 2:2", "10.3": "1:2 2:2 3:2 4:2",
    "10.4": "1:1 2:1 3:1 4:1 5:1 6:2 7:2 8:2 9:2 10:2 11:2", "10.5": "1:2 2:2 3:2 4:2 5:2", "10.6": "1:2 2:2",
    "10.7": "1:2 2:2 3:2",
    "11.1": "1:2 2:2", "11.2": "1:2 2:2 3:2", "11.3": "1:1 2:1 3:2", "11.4": "1:1 2:2 3:2 4:2", "11.5": "1:2",
    "11.6": "1:2",
    "12.1": "1:1 2:2 3:2", "12.2": "1:1 2:1", "12.3": "1:2 2:2 3:2 4:2",
    "13.1": "1:2", "13.2": "1:2 2:2 3:2 4:2 5:2", "13.3": "1:2 2:2", "13.4": "1:1 2:2 3:2 4:2 5:2",
    "14.1": "1:2 2:2", "14.2": "1:1 2:2 3:2 4:2", "14.3": "1:1 2:2 3:2",
    "15.1": "1:1 2:2 3:2", "15.2": "1:1 2:2 3:2", "15.3": "1:1 2:2 3:2 4:2 5:2 6:2 7:2",
    "16.1": "1:2", "16.2": "1:2 2:2 3:2 4:2 5:2", "16.3": "1:2 2:2 3:2 4:2", "16.4": "1:2 2:2 3:2",
    "16.5": "1:2 2:2 3:2",
    "17.1": "1:2", "17.2": "1:2 2:2 3:2 4:2", "17.3": "1:2 2:2",
}
STATE = re.compile(r"met|not met|not applicable|not met yet \([a-z-]+\)")
ROW = re.compile(r"^\| (V[\d.]+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")
# A path of this repository has a folder, or is a document at the top.
PATH = re.compile(r"\.?[\w@-][\w@.-]*(/[\w@.-]+)+|[A-Z]+\.md|\.dockerignore")
TEST = re.compile(r"[A-Z]\w+\.[a-z]\w+")
DEFINED_TEST = re.compile(r"\b(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+),\s*(\w+)")


def wanted_rows():
    return [(f"V{section}.{number}", level) for section, numbers in REQUIREMENTS.items()
            for number, level in (entry.split(":") for entry in numbers.split())]


def defined_tests(root):
    return {f"{suite}.{name}" for path in (root / "tests").rglob("*.cpp")
            for suite, name in DEFINED_TEST.findall(path.read_text(encoding="utf-8"))}


def check_rows(text):
    rows = ROW.findall(text)
    listed, wanted = [row[:2] for row in rows], wanted_rows()
    yield from (f"{name} is missing, or has another level than {level}" for name, level in wanted
                if (name, level) not in listed)
    yield from (f"{name} is no requirement of level {level}" for name, level in listed if (name, level) not in wanted)
    if not set(listed) ^ set(wanted) and listed != wanted:
        yield "the requirements are not in order, or one is listed twice"
    yield from (f"{name} has the unknown state '{state}'" for name, _, _, state, _ in rows
                if not STATE.fullmatch(state))


def check_evidence(text, root, tests):
    for quoted in QUOTED.findall(text):
        if PATH.fullmatch(quoted) and not (root / quoted).exists():
            yield f"there is no file {quoted}"
        if TEST.fullmatch(quoted) and not PATH.fullmatch(quoted) and quoted not in tests:
            yield f"there is no test {quoted}"


def check(root):
    """Returns a line for each fault."""
    tests, faults = defined_tests(root), []
    for name in ("docs/asvs.md", "docs/security.md", "docs/abuse-cases.md", "SECURITY.md"):
        text = (root / name).read_text(encoding="utf-8")
        found = list(check_evidence(text, root, tests))
        faults += [f"{name}: {fault}" for fault in (list(check_rows(text)) if name == "docs/asvs.md" else []) + found]
    return faults


def main():
    faults = check(ROOT)
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
