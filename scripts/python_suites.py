"""The suites that are written in Python: the rules of the layers, what has to be installed on any machine, and what the
document of the API promises.

scripts/test runs them with the C++ ones and counts each test.
"""

import fnmatch
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]


class Counting(unittest.TestResult):
    """Hands each result of a unittest case to the report. Any thread."""

    def __init__(self, suite, report):
        super().__init__()
        self._suite, self._report = suite, report

    def _add(self, test, outcome, text=""):
        self._report.add(self._suite, test.id(), outcome, text)

    def addSuccess(self, test):
        self._add(test, "passed")

    def addFailure(self, test, error):
        self._add(test, "failed", self._exc_info_to_string(error, test))

    addError = addFailure

    def addSkip(self, test, reason):
        print(f"{self._suite}: {test.id()} is skipped: {reason}", flush=True)
        self._add(test, "skipped")

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self._add(subtest, "failed", self._exc_info_to_string(error, test))


def run_case(case, suite, pattern, report):
    """Runs the tests of a unittest case whose `Suite.name` matches the pattern."""
    names = unittest.defaultTestLoader.getTestCaseNames(case)
    wanted = [case(name) for name in names if fnmatch.fnmatchcase(f"{suite}.{name}", pattern)]
    unittest.TestSuite(wanted).run(Counting(suite.lower(), report))


def run_layering(pattern, report):
    """Counts the rules of tests/layering as tests, and also the tests that show that each rule can fail."""
    sys.path.insert(0, str(ROOT / "tests/layering"))
    import check
    import self_test
    import typescript
    import typescript_self_test

    for rules in (check.check(ROOT, check.STILL_WRONG), typescript.check(ROOT)):
        for name, faults in rules.items():
            if fnmatch.fnmatchcase(f"Layering.{name}", pattern):
                report.add("layering", name, "failed" if faults else "passed", "\n".join(faults))
    for case in (self_test.Layering, typescript_self_test.TypeScriptLayering):
        run_case(case, "Layering", pattern, report)


def run_install(pattern, report):
    """Runs tests/install: seconds, or half a minute when Debian's Node has to be fetched first."""
    sys.path.insert(0, str(ROOT / "tests/install"))
    import database_role_test
    import npm_test
    import setup_test

    for case in (npm_test.Npm, setup_test.Setup, database_role_test.DatabaseRole):
        run_case(case, "Install", pattern, report)


def run_api(build, pattern, report):
    """Runs tests/api against the build's server: half a minute, or two when its tools have to be installed first."""
    sys.path.insert(0, str(ROOT / "tests/api"))
    import api_test

    api_test.Api.binary = build / "parleyd"
    run_case(api_test.Api, "Api", pattern, report)
