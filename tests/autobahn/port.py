#!/usr/bin/env python3
"""Rewrites the installed Autobahn test suite, which is Python 2, as a package that Python 3 can import.

    port.py FOLDER    writes FOLDER/autobahntestsuite

Sources are read as Latin-1, so that every character of a string literal is one byte of what the suite sends; fuzz.py
turns such strings into bytes where they reach the connection. Only what the fuzzing client needs is rewritten.
"""

import pathlib
import shutil
import sys
import sysconfig

from fissix.refactor import RefactoringTool, get_fixers_from_package

MODULES = ["_version.py", "caseset.py", "fuzzing.py", "interfaces.py", "report.py"]
FOLDERS = ["case"]
DATA = ["testdata"]

# Replacements that no fixer of 2to3 makes: (module, Python 2, Python 3, number of places).
REPLACEMENTS = [
    # A class made by type() may not name object before one that derives from it.
    ("case/case6_x_x.py", "(object, Case, )", "(Case,)", 1),
    ("case/case7_7_X.py", "(object, Case, )", "(Case,)", 1),
    ("case/case7_9_X.py", "(object, Case, )", "(Case,)", 1),
    ("case/case9_7_X.py", "(object, Case, )", "(Case,)", 1),
    ("case/case12_x_x.py", "(object, Case, )", "(Case,)", 2),
    # TLS would need pyOpenSSL; the suite talks to loopback.
    ("fuzzing.py", "import reactor, ssl", "import reactor", 1),
    ("fuzzing.py", "ssl.ClientContextFactory()", "None", 1),
    # In Python 2 the division of integers gives an integer.
    ("case/case10_1_1.py", "len(self.payload) / self.p", "len(self.payload) // self.p", 1),
    # zope.interface declares interfaces by a decorator now. Nothing uses this declaration.
    ("case/case9_9_1.py", "from zope.interface import implements", "", 1),
    ("case/case9_9_1.py", "implements(interfaces.IPushProducer)", "", 1),
]


def port(tool, source, target, name):
    text = source.read_text(encoding="latin-1")
    for module, old, new, times in REPLACEMENTS:
        if module == name:
            if text.count(old) != times:
                sys.exit(f"{name} is not the version that this script knows: {old!r} occurs {text.count(old)} times")
            text = text.replace(old, new)
    # The declared encoding describes the bytes, which have been decoded already.
    text = "\n".join(line for line in text.split("\n") if not line.startswith("# coding"))
    target.write_text(str(tool.refactor_string(text + "\n", str(source))), encoding="utf-8")


def main(folder):
    suite = pathlib.Path(sysconfig.get_path("purelib")) / "autobahntestsuite"
    package = pathlib.Path(folder) / "autobahntestsuite"
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from ._version import __version__ as version\n")
    tool = RefactoringTool(get_fixers_from_package("fissix.fixes"))
    names = MODULES + [f"{sub}/{path.name}" for sub in FOLDERS for path in sorted((suite / sub).glob("*.py"))]
    for name in names:
        (package / name).parent.mkdir(exist_ok=True)
        port(tool, suite / name, package / name, name)
    for name in DATA:
        shutil.copytree(suite / name, package / name)


if __name__ == "__main__":
    main(sys.argv[1])
