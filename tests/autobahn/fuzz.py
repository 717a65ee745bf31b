#!/usr/bin/env python3
"""Runs the Autobahn test suite's fuzzing client against a WebSocket server that echoes, and counts.

Needs the package that port.py wrote on PYTHONPATH. The suite holds bytes in strings whose characters are below 256;
here they become bytes where they meet the connection, and are compared as bytes.
"""

import argparse
import binascii
import collections
import contextlib
import json
import pathlib
import sys
import time

import twisted.python.log
import txaio
from autobahn.websocket import utf8validator

PASSED = {"OK", "NON-STRICT", "INFORMATIONAL"}


def to_bytes(payload):
    return payload.encode("latin-1") if isinstance(payload, str) else payload


txaio.use_twisted()

# The suite's modules call these with such strings when they are imported.
hexlify = binascii.b2a_hex
binascii.b2a_hex = lambda data: hexlify(to_bytes(data)).decode() if isinstance(data, str) else hexlify(data)


class Validator(utf8validator.Utf8Validator):
    def validate(self, data):
        return super().validate(to_bytes(data))


utf8validator.Utf8Validator = Validator

from autobahntestsuite import fuzzing  # noqa: E402
from autobahntestsuite.case import Case  # noqa: E402
from twisted.internet import reactor  # noqa: E402


def comparable(events):
    return [tuple(to_bytes(part) for part in event) for event in events]


fuzzing.asciiLogData = lambda data, *_: to_bytes(data)[:64].decode("latin-1")
Case.compare = lambda self, left, right: comparable(left) == comparable(right)


class Protocol(fuzzing.FuzzingClientProtocol):
    """Takes the suite's strings, and keeps the statistics that cases look at instead of a log of the wire."""

    def sendFrame(self, opcode, payload=b"", payload_len=None, **others):
        payload = to_bytes(payload)
        if payload_len is not None:
            payload = (payload * (payload_len // len(payload) + 1))[:payload_len]
        super().sendFrame(opcode, payload, **others)

    def sendMessage(self, payload, *arguments, **others):
        super().sendMessage(to_bytes(payload), *arguments, **others)

    def sendMessageFrameData(self, payload, *arguments, **others):
        return super().sendMessageFrameData(to_bytes(payload), *arguments, **others)

    def sendCloseFrame(self, code=None, reasonUtf8=None, isReply=False):
        super().sendCloseFrame(code, to_bytes(reasonUtf8), isReply)

    def logRxOctets(self, data):
        pass

    def logTxOctets(self, data, sync):
        pass

    def logRxFrame(self, frameHeader, payload):
        self.rxFrameStats[frameHeader.opcode] = self.rxFrameStats.get(frameHeader.opcode, 0) + 1

    def logTxFrame(self, frameHeader, payload, repeatLength, chopsize, sync):
        self.txFrameStats[frameHeader.opcode] = self.txFrameStats.get(frameHeader.opcode, 0) + 1


class Factory(fuzzing.FuzzingClientFactory):
    """Runs case after case, and shows its progress on the terminal."""

    def __init__(self, spec, headers, terminal):
        self.headers_to_send = headers
        self.terminal = terminal
        super().__init__(spec)

    def setSessionParameters(self, *defaults, **parameters):
        if parameters:
            parameters["headers"] = self.headers_to_send
        super().setSessionParameters(*defaults, **parameters)

    def buildProtocol(self, addr):
        fuzzing.FuzzingClientProtocol, original = Protocol, fuzzing.FuzzingClientProtocol
        try:
            return super().buildProtocol(addr)
        finally:
            fuzzing.FuzzingClientProtocol = original

    def logCase(self, result):
        super().logCase(result)
        if self.terminal.isatty():
            print(f"\r{self.currSpecCase + 1} of {len(self.specCases)}", end="", file=self.terminal, flush=True)

    def createReports(self):
        self.createMasterReportJSON(self.outdir)


def stop_at_error(event):
    """Ends the run: after an exception in the suite it would wait for ever."""
    if event.get("isError") and reactor.running:
        reactor.callWhenRunning(reactor.crash)


def cases_of(text):
    return [case.strip() for case in text.split(",") if case.strip()]


def run(options):
    """Runs the cases. Returns {case: the suite's verdict}, with None for a case that did not run."""
    folder = pathlib.Path(options.report)
    folder.mkdir(parents=True, exist_ok=True)
    agent = "server"
    spec = {
        "outdir": str(folder),
        "servers": [{"agent": agent, "url": options.url, "protocols": options.protocol}],
        "cases": cases_of(options.cases),
        "exclude-cases": cases_of(options.exclude),
        "exclude-agent-cases": {},
    }
    headers = dict(header.split(": ", 1) for header in options.header)
    (folder / "index.json").unlink(missing_ok=True)
    with open(folder / "log.txt", "w", encoding="utf-8") as log, contextlib.redirect_stdout(log):
        factory = Factory(spec, headers, sys.stderr)
        twisted.python.log.startLogging(log, setStdout=False)
        twisted.python.log.addObserver(stop_at_error)
        reactor.run()
    if not (folder / "index.json").exists():
        sys.exit(f"The suite failed; {folder}/log.txt says why.")
    with open(folder / "index.json", encoding="utf-8") as file:
        results = json.load(file).get(agent, {})
    for case, result in results.items():
        result["explanation"] = factory.agents[agent][case]["result"]
        result["explanationClose"] = factory.agents[agent][case]["resultClose"]
    return {case: results.get(case) for case in factory.specCases}


def passed(result):
    return result is not None and result["behavior"] in PASSED and result["behaviorClose"] in PASSED


def report(results, seconds):
    for case, result in results.items():
        if result is None:
            print(f"{case}: did not run")
        elif not passed(result):
            print(f"{case}: {result['behavior']} ({result['explanation']}), closing {result['behaviorClose']} "
                  f"({result['explanationClose']})")
    behaviors = collections.Counter("missing" if result is None else result["behavior"] for result in results.values())
    print(", ".join(f"{behavior} {count}" for behavior, count in sorted(behaviors.items())) + f"; {seconds:.0f} s")
    succeeded = sum(passed(result) for result in results.values())
    print(f"{succeeded} passed, {len(results) - succeeded} failed")
    return succeeded == len(results) and succeeded > 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--url", required=True, help="such as ws://127.0.0.1:8080/api/ws-echo")
    parser.add_argument("--cases", default="*", help="comma-separated, such as '1.*,7.9.2' (all)")
    parser.add_argument("--exclude", default="", help="comma-separated, such as '9.*' (none)")
    parser.add_argument("--header", action="append", default=[], help="to send with the upgrade: 'Name: value'")
    parser.add_argument("--protocol", action="append", default=[], help="a subprotocol to offer")
    parser.add_argument("--report", default="build/autobahn/report", help="folder for index.json and log.txt")
    options = parser.parse_args()
    begun = time.monotonic()
    results = run(options)
    sys.exit(0 if report(results, time.monotonic() - begun) else 1)


if __name__ == "__main__":
    main()
