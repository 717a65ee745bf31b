#!/usr/bin/env python3
"""Shows that rules for comments, documents and READMEs can fail: each test plants a fault in a small tree."""

import pathlib
import tempfile
import unittest

import check
import comments


QUAINT_EXAMPLES = ("whom", "whoever", "somebody", "likewise", "in vain", "anew", "mend", "mended", "parted by", "door",
                   "is told")


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
            "src/base/notes.md": "Of all clocks: a document may have fragments.\n",
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

    def test_a_question_at_the_beginning_is_caught(self):
        for question in ("Is it late?", "Does the clock run? It may stand.", "Has one of two\n// clocks stopped?"):
            with self.subTest(question):
                self.assertEqual(["a_comment_does_not_begin_with_a_question"],
                                 self.broken_rules({"src/base/time.cpp": f"// {question}\nbool is_late();\n"}))

    def test_a_sentence_that_begins_like_a_question_or_has_one_later_is_not_caught(self):
        for comment in ("Does what is due.", "Has the clock set. Is it late?", "Returns whether it is late."):
            with self.subTest(comment):
                self.assertEqual([], self.broken_rules({"src/base/time.cpp": f"// {comment}\n"}))

    def test_the_generated_types_may_ask(self):
        self.assertEqual([], self.broken_rules({"sdk/src/wire.ts": "// Is this a program?\nbot: boolean;\n"}))

    def test_every_quaint_word_is_caught(self):
        for word in QUAINT_EXAMPLES:
            with self.subTest(word):
                self.assertIn("a_comment_has_no_quaint_words",
                              self.broken_rules({"include/parley/base/time.hpp": f"// The clock {word} the time.\n"}))

    def test_a_word_outside_of_comments_is_not_caught(self):
        self.assertEqual([], self.broken_rules({
            "src/base/time.cpp": "const auto door = R\"(-- Of a door: // whom)\";\nconst char* s = \"// Whose\";\n"}))

    def test_every_quaint_word_of_a_document_is_caught(self):
        for word in QUAINT_EXAMPLES:
            for path in ("README.md", "docs/protocol.md", "src/hub/README.md"):
                with self.subTest(word=word, path=path):
                    self.assertEqual(["a_document_has_no_quaint_words"],
                                     self.broken_rules({path: f"# Clocks\n\n| a | the clock {word} the time |\n"}))

    def test_a_quaint_word_of_a_document_is_named_with_its_line(self):
        text = "# Clocks\n```sh\nwhom\n```\nThe clock is\ntold the time.\n"
        self.assertEqual([(5, "is told")], [found[:2] for found in comments.quaint_words_of_document(text)])

    def test_quoted_code_of_a_document_is_not_caught(self):
        for text in ("Call `door.mend()`.\n", "Call ``a `door` ``.\n", "```sh\nmake doors\n```\n",
                     "- It:\n  ```\n  anew\n  ```\n"):
            with self.subTest(text):
                self.assertEqual([], self.broken_rules({"docs/clocks.md": text}))

    def test_a_word_after_quoted_code_is_caught(self):
        self.assertEqual(["a_document_has_no_quaint_words"],
                         self.broken_rules({"docs/clocks.md": "`a`\n```sh\nmake\n```\nIt opens the door.\n"}))

    def test_decisions_and_the_changelog_keep_their_words(self):
        self.assertEqual([], self.broken_rules({"docs/adr/0001-doors.md": "A door.\n", "CHANGELOG.md": "A door.\n"}))

    def test_a_path_that_is_not_plain_yet_is_excused(self):
        self.assertEqual([], self.broken_rules({"src/hub/shard.cpp": "// Of whom it is.\n"}, ["src/hub/.*"]))

    def test_an_excuse_that_nothing_needs_is_caught(self):
        self.assertIn("every_path_listed_as_not_yet_plain_needs_it",
                      self.broken_rules({"src/hub/shard.cpp": "// Delivers events.\n"}, ["src/hub/.*"]))


class Readmes(unittest.TestCase):
    def faults(self, readme, files=()):
        """Returns what is wrong with the README of the layer base, which has these files."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path in ("src/base/README.md", *files):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text("", encoding="utf-8")
            (root / "src/base/README.md").write_text(readme, encoding="utf-8")
            return list(check.check_readmes(root))

    def test_a_file_that_the_readme_of_its_layer_does_not_name_is_caught(self):
        for path in ("src/base/fair_queue.cpp", "include/parley/base/fair_queue.hpp"):
            for readme in ("# base\n", "A fair_queue is fair.\n", "| `fair` | `queue` |\n", "`queue*`\n"):
                with self.subTest(path=path, readme=readme):
                    self.assertEqual(["src/base/README.md: does not name `fair_queue`"], self.faults(readme, [path]))

    def test_a_file_is_named_with_or_without_its_ending_or_by_a_prefix(self):
        for readme in ("`fair_queue`\n", "`fair_queue.hpp`\n", "`time`, `fair_queue.hpp`\n", "`fair_*`\n"):
            with self.subTest(readme):
                self.assertEqual([], self.faults(readme, ["src/base/fair_queue.cpp"]))

    def test_a_folder_of_a_layer_and_a_feature_need_no_row(self):
        self.assertEqual([], self.faults("# base\n", ["src/base/sqlite/writer.cpp", "src/features/search/index.cpp"]))

    def test_a_long_readme_is_caught(self):
        self.assertEqual(["src/base/README.md: 41 lines; 40 are allowed"], self.faults("line\n" * 41))
        self.assertEqual([], self.faults("line\n" * 40))


if __name__ == "__main__":
    unittest.main()
