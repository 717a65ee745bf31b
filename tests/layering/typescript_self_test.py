#!/usr/bin/env python3
"""Shows that every rule of typescript.py can fail: each test plants a fault in a small tree."""

import dataclasses
import pathlib
import tempfile
import unittest

import typescript

WEB = typescript.Tree(
    name="web", root="web/src", floor={"i18n": [], "design": ["i18n"], "platform": ["i18n", "design"]},
    features={"people": [], "chat": ["people"]}, top=["app", "main.tsx"],
    packages={"@parley/client": "sdk/src/index.ts"})
SDK = typescript.Tree(name="sdk", root="sdk/src", floor={"wire.ts": [], "core": ["wire.ts"]}, features={"chat": []},
                      top=["client.ts", "index.ts"])

# A tree without a fault: every file and what it imports.
SOUND = {
    "main.tsx": ["./app/App.tsx", "./app/styles.css"],
    "app/App.tsx": ["@/features/chat/Chat.tsx", "@/design/Button.tsx", "react"],
    "app/styles.css": ["../design/base.css"],
    "design/base.css": [],
    "design/Button.tsx": ["@/i18n/strings.ts"],
    "i18n/strings.ts": [],
    "platform/router.ts": ["@/design/Button.tsx"],
    "features/chat/Chat.tsx": ["./line.ts", "@/features/people/names.ts", "@parley/client"],
    "features/chat/line.ts": ["@/platform/router.ts"],
    "features/people/names.ts": ["@/i18n/strings.ts"],
}


class TypeScriptLayering(unittest.TestCase):
    def broken_rules(self, files, tree=WEB, readmes=True):
        """Returns the rules that a tree of {path: names it imports, or text} breaks."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, content in files.items():
                file = root / tree.root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content if isinstance(content, str) else self.text_of(path, content), encoding="utf-8")
            for name in tree.features if readmes else ():
                (root / tree.root / "features" / name).mkdir(parents=True, exist_ok=True)
                (root / tree.root / "features" / name / "README.md").write_text("# A feature\n", encoding="utf-8")
            return [name for name, faults in typescript.check(root, [tree]).items() if faults]

    def text_of(self, path, names):
        if path.endswith(".css"):
            return "".join(f"@import '{name}';\n" for name in names)
        return "".join(f"import {{ one }} from '{name}';\n" for name in names)

    def with_fault(self, path, *names):
        return {**SOUND, path: [*SOUND.get(path, []), *names]}

    def test_a_tree_that_follows_its_table_breaks_nothing(self):
        self.assertEqual([], self.broken_rules(SOUND))

    def test_a_feature_in_the_floor_is_caught(self):
        for part in WEB.floor:
            with self.subTest(part):
                file = next(path for path in SOUND if path.startswith(f"{part}/") and not path.endswith(".css"))
                self.assertIn(f"web_{part}_imports_only_what_its_row_permits",
                              self.broken_rules(self.with_fault(file, "@/features/people/names.ts")))

    def test_a_style_sheet_of_a_feature_in_the_floor_is_caught(self):
        files = self.with_fault("design/base.css", "../features/chat/chat.css") | {"features/chat/chat.css": []}
        self.assertIn("web_design_imports_only_what_its_row_permits", self.broken_rules(files))

    def test_an_arrow_that_the_table_does_not_permit_is_caught(self):
        for file, name, rule in [
            ("features/people/names.ts", "@/features/chat/line.ts", "web_features_people"),
            ("features/people/names.ts", "../chat/line.ts", "web_features_people"),
            ("features/chat/line.ts", "@/app/App.tsx", "web_features_chat"),
            ("i18n/strings.ts", "@/design/Button.tsx", "web_i18n"),
            ("app/App.tsx", "@/main.tsx", "web_app"),
        ]:
            with self.subTest(f"{file} imports {name}"):
                self.assertIn(f"{rule}_imports_only_what_its_row_permits",
                              self.broken_rules(self.with_fault(file, name)))

    def test_a_file_can_be_a_part(self):
        sound = {"wire.ts": [], "core/engine.ts": ["../wire.ts"], "features/chat/feature.ts": ["../../core/engine.ts"],
                 "client.ts": ["./features/chat/feature.ts"], "index.ts": ["./client.ts"]}
        self.assertEqual([], self.broken_rules(sound, SDK))
        self.assertIn("sdk_wire_ts_imports_only_what_its_row_permits",
                      self.broken_rules({**sound, "wire.ts": ["./core/engine.ts"]}, SDK))
        self.assertIn("sdk_client_ts_imports_only_what_its_row_permits",
                      self.broken_rules({**sound, "client.ts": ["./index.ts"]}, SDK))

    def test_an_sdk_without_features_is_checked_for_circles_of_files_only(self):
        self.assertEqual([], self.broken_rules({"a.ts": ["./store/b.ts"], "store/b.ts": ["../c.ts"], "c.ts": []}, SDK,
                                               readmes=False))

    def test_every_form_of_an_import_is_seen(self):
        rule = "web_features_people_imports_only_what_its_row_permits"
        for text in [
            "import type { Line } from '@/features/chat/line.ts';",
            "import {\n  one,\n  two,\n} from '@/features/chat/line.ts';",
            "import '@/features/chat/line.ts';",
            "export { one } from '@/features/chat/line.ts';",
            "export * from '@/features/chat/line.ts';",
            "const load = () => import('@/features/chat/line.ts');",
            'import one from "@/features/chat/line.ts";',
        ]:
            with self.subTest(text):
                self.assertIn(rule, self.broken_rules({**SOUND, "features/people/names.ts": text + "\n"}))

    def test_a_comment_and_a_text_import_nothing(self):
        for text in ["// import { one } from '@/features/chat/line.ts';\n",
                     "/*\nimport { one } from '@/features/chat/line.ts';\n*/\n",
                     "const address = 'https://example.org'; // import('@/features/chat/line.ts')\n"]:
            with self.subTest(text):
                self.assertEqual([], self.broken_rules({**SOUND, "features/people/names.ts": text}))

    def test_a_circle_of_files_is_caught(self):
        rule = "web_files_import_no_circle"
        self.assertIn(rule, self.broken_rules(self.with_fault("features/chat/line.ts", "./Chat.tsx")))
        three = {"features/chat/a.ts": ["./b.ts"], "features/chat/b.ts": ["./c.ts"], "features/chat/c.ts": ["./a.ts"]}
        self.assertIn(rule, self.broken_rules(SOUND | three))
        self.assertIn("sdk_files_import_no_circle", self.broken_rules({"a.ts": ["./b.ts"], "b.ts": ["./a.ts"]}, SDK))

    def test_a_circle_of_folders_is_caught_although_no_two_files_make_one(self):
        files = self.with_fault("features/chat/line.ts", "./list/row.ts") | {
            "features/chat/list/row.ts": [], "features/chat/list/list.ts": ["@/features/chat/other.ts"],
            "features/chat/other.ts": []}
        broken = self.broken_rules(files)
        self.assertIn("web_folders_import_no_circle", broken)
        self.assertNotIn("web_files_import_no_circle", broken)

    def test_a_circle_in_the_table_is_caught(self):
        circle = dataclasses.replace(WEB, features={"people": ["chat"], "chat": ["people"]})
        files = self.with_fault("features/people/names.ts", "@/features/chat/line.ts")
        self.assertIn("the_arrows_of_web_are_used_and_have_no_circle", self.broken_rules(files, circle))

    def test_an_arrow_that_nobody_uses_is_caught(self):
        files = {**SOUND, "features/chat/Chat.tsx": ["./line.ts"]}
        self.assertEqual(["the_arrows_of_web_are_used_and_have_no_circle"], self.broken_rules(files))

    def test_a_file_that_is_in_no_part_is_caught(self):
        for path in ["helpers.ts", "shared/text.ts", "features/unknown/file.ts", "features/file.ts"]:
            with self.subTest(path):
                self.assertIn("every_file_of_web_is_in_a_part", self.broken_rules({**SOUND, path: []}))

    def test_a_path_out_of_the_tree_is_caught(self):
        rule = "web_is_left_by_the_name_of_a_package"
        for name in ["../../../../sdk/src/engine.ts", "./gone.ts", "@/gone.ts", "@parley/client/src/engine.ts"]:
            with self.subTest(name):
                self.assertIn(rule, self.broken_rules(self.with_fault("features/chat/Chat.tsx", name)))
        self.assertIn("sdk_is_left_by_the_name_of_a_package",
                      self.broken_rules({"index.ts": ["../../web/src/main.tsx"]}, SDK))

    def test_a_feature_without_a_short_readme_is_caught(self):
        rule = "every_feature_of_web_has_a_readme"
        self.assertIn(rule, self.broken_rules(SOUND, readmes=False))
        short, long = "A line.\n" * typescript.README_LINES, "A line.\n" * (typescript.README_LINES + 1)
        for text, is_broken in [(short, False), (long, True)]:
            readmes = {f"features/{name}/README.md": text for name in WEB.features}
            self.assertEqual([rule] if is_broken else [], self.broken_rules({**SOUND, **readmes}, readmes=False))


if __name__ == "__main__":
    unittest.main()
