#!/usr/bin/env python3
"""Reads every import of web/src and sdk/src and checks the arrows of docs/ARCHITECTURE.md.

A tree is sorted into parts: the floor, the features and what is above them. The tables say which part may import which.
Neither files nor folders may import each other in a circle, whatever the tables say. Each rule is one test:
`tests/layering/typescript.py` prints a line for each and exits 1 when one is broken.
tests/layering/typescript_self_test.py shows that every rule can fail.
"""

import collections
import dataclasses
import pathlib
import posixpath
import re
import sys

# The floor is below every feature: each of its parts (a folder or a file), with the other parts that it may import.
WEB_FLOOR = {
    "i18n":     [],
    "design":   ["i18n"],
    "platform": ["i18n", "design"],
}

# A feature may import the floor and the features of its row, and no others.
WEB_FEATURES = {
    "accounts":      [],
    "emoji":         [],
    "presence":      [],
    "sign_in":       [],
    "typing":        [],
    "receipts":      ["accounts"],
    "messages":      ["accounts", "emoji", "receipts"],
    "conversations": ["accounts", "messages", "presence", "typing"],
    "notifications": ["accounts", "conversations", "messages"],
    "search":        ["conversations", "messages"],
}

# The parts above the features. Each may import the floor, the features and the parts before it.
WEB_TOP = ["app", "main.tsx"]

SDK_FLOOR = {
    "wire.ts": [],
    "base":    ["wire.ts"],
    "core":    ["wire.ts", "base"],
}

# If a feature of the SDK needs another one, client.ts passes it in.
SDK_FEATURES = {
    "accounts":      [],
    "conversations": [],
    "messages":      [],
    "presence":      [],
    "receipts":      [],
    "typing":        [],
}

SDK_TOP = ["client.ts", "index.ts", "react"]

README_LINES = 40


@dataclasses.dataclass(frozen=True)
class Tree:
    """A folder of TypeScript and its table."""

    name: str
    root: str
    floor: dict
    features: dict
    top: list
    # Names other than paths that an import may use: the SDK's entries, with their files.
    packages: dict = dataclasses.field(default_factory=dict)

    def part_of(self, file):
        """Returns `design`, `features/messages`, `main.tsx` …, or None for a file that is in no part."""
        first, *rest = file.split("/")
        if first == "features":
            return f"features/{rest[0]}" if len(rest) > 1 and rest[0] in self.features else None
        return first if first in self.floor or first in self.top else None

    def folder_of(self, file):
        """Returns the folder of a file, or the file itself if it is a part."""
        return file if self.part_of(file) == file else posixpath.dirname(file)

    def permitted(self):
        """Returns {part: the parts that it may import in addition to itself}."""
        permitted = dict(self.floor)
        for name, others in self.features.items():
            permitted[f"features/{name}"] = [*self.floor, *(f"features/{other}" for other in others)]
        for part in self.top:
            permitted[part] = list(permitted)
        return permitted


TREES = [
    Tree("web", "web/src", WEB_FLOOR, WEB_FEATURES, WEB_TOP,
         packages={"@parley/client": "sdk/src/index.ts", "@parley/client/react": "sdk/src/react/index.ts"}),
    Tree("sdk", "sdk/src", SDK_FLOOR, SDK_FEATURES, SDK_TOP),
]

SOURCES = (".ts", ".tsx", ".css")
# `import … from 'x'` and `export … from 'x'` over several lines, `import 'x'`, `import('x')`, `@import 'x'`.
IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]"""
    r"""|\bimport\s*\(\s*['"]([^'"]+)['"]|^\s*@import\s+['"]([^'"]+)['"]""", re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
QUOTED = re.compile(r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`""")


@dataclasses.dataclass(frozen=True)
class Import:
    """One import: its file, and what it names. `target` is a file of the tree or None."""

    file: str
    line: int
    name: str
    target: str | None

    def __str__(self):
        return f"{self.file}:{self.line}: import '{self.name}'"


def without_comments(text):
    """Returns the text with its comments blanked and its lines kept. A URL in quotes contains no comment."""
    blank = re.compile(f"{QUOTED.pattern}|{COMMENT.pattern}", re.DOTALL)
    return blank.sub(lambda match: match[0] if match[0][0] in "'\"`" else re.sub(r"[^\n]", " ", match[0]), text)


def resolve(file, name, files):
    """Returns the file of the tree that an import means: `./x.ts`, `@/x.ts`, or with the ending left out."""
    path = name[2:] if name.startswith("@/") else posixpath.normpath(posixpath.join(posixpath.dirname(file), name))
    return next((path + ending for ending in ("", ".ts", ".tsx", "/index.ts") if path + ending in files), None)


def read_imports(root, tree):
    """Returns every file of the tree, by its path in it, and all their imports."""
    base = root / tree.root
    files = {path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file()}
    imports = []
    for file in sorted(files):
        if file.endswith(SOURCES):
            text = (base / file).read_text(encoding="utf-8")
            text = text if file.endswith(".css") else without_comments(text)
            for match in IMPORT.finditer(text):
                name = next(group for group in match.groups() if group)
                line = text.count("\n", 0, match.end()) + 1
                is_path = name.startswith((".", "@/"))
                imports.append(Import(file, line, name, resolve(file, name, files) if is_path else None))
    return files, imports


def shortest_cycle(start, graph):
    """Returns the shortest way from a node back to itself as [start, …, start], or None."""
    came_from = {}
    pending = collections.deque([start])
    while pending:
        node = pending.popleft()
        for following in sorted(graph.get(node, ())):
            if following == start:
                way = [node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return [*reversed(way), start]
            if following not in came_from:
                came_from[following] = node
                pending.append(following)
    return None


def check_cycles(graph):
    """Yields the cycles of a graph {node: nodes}. A node is in at most one of them."""
    seen = set()
    for node in sorted(graph):
        cycle = None if node in seen else shortest_cycle(node, graph)
        if cycle:
            seen.update(cycle)
            yield " → ".join(cycle)


def check_file_cycles(tree, files, imports):
    graph = collections.defaultdict(set)
    for one in imports:
        if one.target:
            graph[one.file].add(one.target)
    yield from check_cycles(graph)


def check_folder_cycles(tree, files, imports):
    graph = collections.defaultdict(set)
    for one in imports:
        source, target = tree.folder_of(one.file), tree.folder_of(one.target or one.file)
        if source != target:
            graph[source].add(target)
    yield from check_cycles(graph)


def check_everything_has_a_part(tree, files, imports):
    for file in sorted(files):
        if tree.part_of(file) is None:
            yield f"{file}: is in no part of the table"


def check_part(tree, part, imports):
    allowed = {part, *tree.permitted()[part]}
    for one in imports:
        if one.target and tree.part_of(one.file) == part and tree.part_of(one.target) not in allowed:
            yield f"{one}: {part} may not import {tree.part_of(one.target)}"


def check_table(tree, files, imports):
    """Finds cycles among the arrows that the files really use, even if the tables permit them."""
    permitted = tree.permitted()
    yield from check_cycles({part: set(others) for part, others in permitted.items()})
    used = {(tree.part_of(one.file), tree.part_of(one.target)) for one in imports if one.target}
    for name, others in tree.features.items():
        for other in others:
            if (f"features/{name}", f"features/{other}") not in used:
                yield f"{name} → {other} is permitted and not used"


def check_ways_out(tree, files, imports):
    """Finds paths that lead out of the tree or to no file. Only the name of a package may leave the tree."""
    for one in imports:
        if one.target is None and one.name.startswith((".", "@/")):
            yield f"{one}: is no file of {tree.root}"
        elif one.name.startswith("@parley/") and one.name not in tree.packages:
            yield f"{one}: is no entry of the SDK"


def check_readmes(tree, root):
    for name in tree.features:
        path = root / tree.root / "features" / name / "README.md"
        if not path.is_file():
            yield f"features/{name} has no README.md"
        elif (lines := len(path.read_text(encoding="utf-8").splitlines())) > README_LINES:
            yield f"features/{name}/README.md has {lines} lines; {README_LINES} are allowed"


def rules_of(tree, root):
    """Returns every rule of a tree as (name, function of files and imports that yields its faults)."""
    yield f"{tree.name}_files_import_no_circle", check_file_cycles
    yield f"{tree.name}_is_left_by_the_name_of_a_package", check_ways_out
    # The SDK of an earlier version is not sorted into parts.
    if not (root / tree.root / "features").is_dir():
        return
    yield f"{tree.name}_folders_import_no_circle", check_folder_cycles
    yield f"every_file_of_{tree.name}_is_in_a_part", check_everything_has_a_part
    yield f"the_arrows_of_{tree.name}_are_used_and_have_no_circle", check_table
    yield f"every_feature_of_{tree.name}_has_a_readme", lambda tree, files, imports: check_readmes(tree, root)
    for part in tree.permitted():
        name = f"{tree.name}_{part}_imports_only_what_its_row_permits".replace("/", "_").replace(".", "_")
        yield name, lambda tree, files, imports, part=part: check_part(tree, part, imports)


def check(root, trees=None):
    """Returns {rule name: its faults}, in the order of the rules."""
    root = pathlib.Path(root)
    found = {}
    for tree in TREES if trees is None else trees:
        files, imports = read_imports(root, tree)
        found |= {name: list(rule(tree, files, imports)) for name, rule in rules_of(tree, root)}
    return found


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
    broken = 0
    for name, faults in check(root).items():
        print(f"{'FAILED' if faults else 'ok':>6}  {name}")
        for fault in faults:
            print(f"        {fault}")
        broken += bool(faults)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
