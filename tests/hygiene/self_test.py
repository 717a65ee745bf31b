#!/usr/bin/env python3
"""Shows that every rule for comments can fail: each test plants one comment in a small tree."""

import pathlib
import tempfile
import unittest

import comments


class Comments(unittest.TestCase):
    def broken_rules(self, files, not_yet_plain=()):
        """Returns the rules that a tree of {path: text} breaks."""
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                file = pathlib.Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            return [name for name, faults in comments.check(folder, not_yet_plain).items() if faults]

    def test_plain_comments_break_nothing(self):
        self.assertEqual([], self.broken_rules({
            "src/base/time.cpp": "// Returns the time of the last change.\nint x;  // offset of the first byte\n",
            "sdk/src/client.ts": "/** Opens it. Both sides may close it. */\nconst url = 'ws://of.example';\n",
            "src/base/notes.md": "// Of no interest: Markdown is not checked.\n",
        }))

    def test_every_opening_of_a_fragment_is_caught(self):
        for start in comments.FRAGMENT_STARTS:
            with self.subTest(start):
                self.assertIn("a_comment_is_a_sentence_and_no_fragment",
                              self.broken_rules({"src/base/time.cpp": f"// {start.capitalize()} nodes have it.\n"}))

    def test_a_fragment_is_caught_in_every_kind_of_comment(self):
        for text in ("int x;  // of each node\n", "/* Of each node. */\n", "/**\n * Of each node.\n */\n",
                     "// The first line.\nint x;\n// Of each node.\n", "const char* s = \"//\";  // of each node\n",
                     "int x = 10'000;  // of each node\n"):
            with self.subTest(text):
                self.assertIn("a_comment_is_a_sentence_and_no_fragment", self.broken_rules({"web/src/a.tsx": text}))

    def test_a_line_inside_a_comment_does_not_begin_it(self):
        self.assertEqual([], self.broken_rules({"src/base/time.cpp": "// Returns the time\n// of the last change.\n"}))

    def test_every_quaint_word_is_caught(self):
        for word in ("whom", "whoever", "somebody", "likewise", "in vain", "anew", "mend", "mended", "parted by",
                     "door", "is told"):
            with self.subTest(word):
                self.assertIn("a_comment_has_no_quaint_words",
                              self.broken_rules({"include/parley/base/time.hpp": f"// The clock {word} the time.\n"}))

    def test_a_word_outside_of_comments_is_not_caught(self):
        self.assertEqual([], self.broken_rules({
            "src/base/time.cpp": "const auto door = R\"(-- Of a door: // whom)\";\nconst char* s = \"// Whose\";\n"}))

    def test_a_path_that_is_not_plain_yet_is_excused(self):
        self.assertEqual([], self.broken_rules({"src/hub/shard.cpp": "// Of whom it is.\n"}, ["src/hub/.*"]))

    def test_an_excuse_that_nothing_needs_is_caught(self):
        self.assertIn("every_path_listed_as_not_yet_plain_needs_it",
                      self.broken_rules({"src/hub/shard.cpp": "// Delivers events.\n"}, ["src/hub/.*"]))


if __name__ == "__main__":
    unittest.main()
