"""The suites that run on Node: the unit tests of the SDK and of the web client (Vitest), and the web client in a
browser (Playwright).

scripts/test runs them after the C++ ones, against the same binary. Each writes a report as JSON, from which every test
is counted; a suite that leaves none has failed as a whole.
"""

import json
import os
import pathlib
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
TIMEOUT_SECONDS = 1800


def vitest_results(report):
    for file in report["testResults"]:
        tests = file["assertionResults"]
        for test in tests:
            outcome = {"passed": "passed", "failed": "failed"}.get(test["status"], "skipped")
            yield test["fullName"], outcome, "\n".join(test.get("failureMessages") or [])
        # No test ran, so the file itself is at fault.
        if file["status"] == "failed" and not any(test["status"] == "failed" for test in tests):
            yield os.path.basename(file["name"]), "failed", file.get("message", "")


def playwright_results(report):
    def walk(suite, titles):
        for spec in suite.get("specs", []):
            for test in spec["tests"]:
                outcome = {"expected": "passed", "skipped": "skipped"}.get(test["status"], "failed")
                faults = [error.get("message", "") for result in test["results"] for error in result.get("errors", [])]
                yield " › ".join([*titles, spec["title"]]), outcome, "\n".join(faults)
        for inner in suite.get("suites", []):
            yield from walk(inner, [*titles, inner["title"]])

    for suite in report["suites"]:
        yield from walk(suite, [suite["title"]])
    for error in report.get("errors", []):
        yield "(the suite)", "failed", error.get("message", "")


def vitest(folders, result):
    return ["node_modules/vitest/vitest.mjs", "run", "--reporter=json", f"--outputFile={result}", *folders]


# The name, the folder, the arguments of node (by the file for the report), and the function that reads the report.
SUITES = [
    ("sdk", "sdk", lambda result: vitest([], result), vitest_results),
    ("web", "web", lambda result: vitest(["src"], result), vitest_results),
    ("web_e2e", "web", lambda _: ["node_modules/@playwright/test/cli.js", "test"], playwright_results),
]


def run_suite(name, folder, arguments, read, build, jobs, report, interrupted):
    results = build / "test-logs" / f"{name}.json"
    log_path = build / "test-logs" / f"{name}.log"
    environment = {**os.environ, "PARLEYD": str(build / "parleyd"), "TEST_JOBS": str(jobs), "CI": "true",
                   "PLAYWRIGHT_JSON_OUTPUT_FILE": str(results), "NO_COLOR": "1"}
    with open(log_path, "wb") as log:
        installed = subprocess.run(["scripts/install-npm", folder], cwd=ROOT, stdout=log, stderr=log)
        if installed.returncode == 0:
            process = subprocess.Popen([ROOT / "scripts/node", *arguments(results)], cwd=ROOT / folder, stdout=log,
                                       stderr=log, env=environment, start_new_session=True)
            await_end(process, interrupted)
    try:
        tests = list(read(json.loads(results.read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError):
        tests = []
    if not tests:
        tests = [("(the suite)", "failed", log_path.read_text(encoding="utf-8", errors="replace")[-4000:])]
    for test, outcome, text in tests:
        report.add(name, test, outcome, text)


def await_end(process, interrupted):
    """Waits for the program, and ends it with all that it started when it takes too long or the run is interrupted."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while process.poll() is None and time.monotonic() < deadline and not interrupted.wait(timeout=0.2):
        pass
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait()


def run(build, pattern, jobs, report, interrupted):
    """Returns all suites or, with a pattern such as 'web*', the suites whose names begin in that way."""
    wanted = pattern.rstrip("*")
    for name, folder, arguments, read in SUITES:
        if name.startswith(wanted) and (ROOT / folder / "package.json").exists() and not interrupted.is_set():
            print(f"{name}: running", flush=True)
            run_suite(name, folder, arguments, read, build, jobs, report, interrupted)
