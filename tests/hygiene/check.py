#!/usr/bin/env python3
"""Checks the small rules of CONTRIBUTING.md that a machine can check. Prints one line for each finding.

A file of more than 400 lines is a warning, because it may contain a second concept. A person decides.
"""

import pathlib
import re
import sys

MAX_COLUMNS = 120
MAX_LINES = 400
SKIPPED_FOLDERS = {".git", "build", "data", "node_modules", "corpus", "dist", "__pycache__"}
SKIPPED_FILES = {"LICENSE", "package-lock.json"}
CODE = {".hpp", ".cpp", ".py", ".sql", ".cmake", ".mjs"}
TEXT = CODE | {".md", ".txt", ".json", ".yml", ".yaml", ".toml", ".html", ".css", ".js", ".ts", ".tsx", ""}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
# The database runs its work on a thread of its own, and the coroutine that waits for it may be destroyed meanwhile. So
# the work holds what it needs by value. A reference to a member of a service is named (`&limits = limits_`).
DATABASE_WORK = re.compile(r"\b(?:read|write)\(\s*\[([^\]]*)\]\s*\(Transaction&")
# A README describes its folder on one screen.
MAX_README_LINES = 40
QUOTED = re.compile(r"`([^`\n]+)`")
VAGUE_NAME = re.compile(r"(^|_)(manager|helper|helpers|util|utils|misc)(_|$)")


def files_of(root):
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if SKIPPED_FOLDERS.isdisjoint(relative.parts) and path.name not in SKIPPED_FILES and path.is_file():
            if path.suffix in TEXT and not path.is_symlink():
                yield path, relative.as_posix()


def check_line(path, text):
    if text.rstrip() != text:
        yield "ends in white space"
    if "\t" in text and path.name != "Makefile":
        yield "contains a tab"
    is_code = path.suffix in CODE or path.name in ("CMakeLists.txt", "Makefile") or path.suffix == ""
    if is_code and len(text) > MAX_COLUMNS and "://" not in text:
        yield f"is {len(text)} columns wide; {MAX_COLUMNS} are allowed"
    if UNFINISHED.search(text) and path != pathlib.Path(__file__).resolve():
        yield "promises work: finish it, or open an issue"


def check_whole(path, relative, text):
    if text and not text.endswith("\n"):
        yield "does not end with a newline"
    if path.suffix == ".hpp":
        if not text.startswith("// "):
            yield "does not open with a comment that says role, owner and thread"
        if "\n#pragma once\n" not in text:
            yield "has no #pragma once"
    if relative.startswith("src/"):
        for work in DATABASE_WORK.finditer(text):
            borrowed = [name for name in map(str.strip, work[1].split(",")) if re.fullmatch(r"&\w*", name)]
            if borrowed:
                yield f"lends `{', '.join(borrowed)}` of a coroutine to the database's thread"
    if path.suffix in (".hpp", ".cpp") and VAGUE_NAME.search(path.stem):
        yield "has a name that says nothing (manager, helper, util)"


def check_readme(root, folder):
    """A layer's README is the map of its folder. It names every file of the layer, without the ending if it likes."""
    readme = root / "src" / folder / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    named = {word for quoted in QUOTED.findall(text) for word in re.findall(r"\w+\*?", quoted)}
    prefixes = tuple(word[:-1] for word in named if word.endswith("*"))
    files = [file for side in ("src", "include/parley") for file in (root / side / folder).glob("*.[ch]pp")]
    for stem in sorted({file.stem for file in files}):
        if stem not in named and not (prefixes and stem.startswith(prefixes)):
            yield f"src/{folder}/README.md: does not name `{stem}`"


def check_readmes(root):
    for folder in sorted(path.name for path in (root / "src").glob("*/") if path.is_dir() and path.name != "features"):
        yield from check_readme(root, folder)
    for readme in sorted((root / "src").rglob("README.md")):
        lines = len(readme.read_text(encoding="utf-8").splitlines())
        if lines > MAX_README_LINES:
            yield f"{readme.relative_to(root).as_posix()}: {lines} lines; {MAX_README_LINES} are allowed"


def check(root):
    """Returns (errors, warnings), each a list of lines ready to print."""
    errors, warnings = [], []
    for path, relative in files_of(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            errors.append(f"{relative}: is not UTF-8")
            continue
        lines = text.split("\n")
        for number, line in enumerate(lines, start=1):
            errors += [f"{relative}:{number}: {fault}" for fault in check_line(path, line)]
        errors += [f"{relative}: {fault}" for fault in check_whole(path, relative, text)]
        if path.suffix in (".hpp", ".cpp", ".py") and len(lines) > MAX_LINES + 1:
            warnings.append(f"{relative}: {len(lines) - 1} lines; what second concept lives in it?")
    return errors + list(check_readmes(root)), warnings


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
    errors, warnings = check(root.resolve())
    for line in errors:
        print(f"error: {line}")
    for line in warnings:
        print(f"warning: {line}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
