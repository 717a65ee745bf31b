#!/usr/bin/env python3
"""Shows that every rule of asvs.py can fail: each test changes one thing in the text of a good document."""

import sys
import unittest

sys.dont_write_bytecode = True
import asvs

GOOD = "".join(f"| {name} | {level} | something | met | `README.md` |\n" for name, level in asvs.wanted_rows())
FIRST = "| V1.1.1 | 2 | something | met | `README.md` |\n"


class Asvs(unittest.TestCase):
    def assert_fault(self, part, before, after):
        self.assertEqual(1, GOOD.count(before))
        faults = list(asvs.check_rows(GOOD.replace(before, after)))
        self.assertTrue(any(part in fault for fault in faults), faults)

    def test_a_good_document_has_no_fault(self):
        self.assertEqual([], list(asvs.check_rows(GOOD)))

    def test_the_standard_has_70_requirements_of_level_1_and_183_of_level_2(self):
        levels = [level for _, level in asvs.wanted_rows()]
        self.assertEqual((70, 183), (levels.count("1"), levels.count("2")))

    def test_a_requirement_that_is_missing_repeated_or_unknown_is_found(self):
        self.assert_fault("V1.1.1 is missing", FIRST, "")
        self.assert_fault("listed twice", FIRST, FIRST + FIRST)
        self.assert_fault("V99.1.1 is no requirement", FIRST, FIRST + FIRST.replace("V1.1.1", "V99.1.1"))

    def test_a_wrong_level_is_found(self):
        self.assert_fault("another level", FIRST, FIRST.replace("| 2 |", "| 1 |"))

    def test_an_unknown_state_is_found(self):
        for state in ("fine", "not met yet", "not met yet ()"):
            self.assert_fault("unknown state", FIRST, FIRST.replace("| met |", f"| {state} |"))

    def test_evidence_that_does_not_exist_is_found(self):
        for text, faults in (("`README.md` `src/main.cpp` `.dockerignore`", 0), ("`src/no_such_file.cpp`", 1),
                             ("`Asvs.known_test`", 0), ("`Asvs.unknown_test`", 1), ("`dev.enabled` `/metrics`", 0)):
            with self.subTest(text):
                self.assertEqual(faults, len(list(asvs.check_evidence(text, asvs.ROOT, {"Asvs.known_test"}))))


if __name__ == "__main__":
    unittest.main()
