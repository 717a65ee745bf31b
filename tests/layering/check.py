#!/usr/bin/env python3
"""Reads every #include of include/parley and src and checks the arrows of docs/ARCHITECTURE.md.

The engine is a row of layers, and a layer includes only what stands left of it. Features stand on the engine; one
feature includes another only if an arrow between the two is listed here. An implementation behind an interface is known
to its factory alone, and heavy headers stay out of the public ones. Each rule is one test: `tests/layering/check.py`
prints a line for each and exits 1 when one is broken. tests/layering/self_test.py shows that every rule can fail.
"""

import dataclasses
import pathlib
import re
import sys

# The engine: for each layer the layers directly left of it. Layers further left may be included too.
DIRECTLY_LEFT = {
    "base": [],
    "protocol": ["base"],
    "store": ["protocol"],
    "bus": ["protocol"],
    "outbound": ["protocol"],
    "hub": ["store", "bus", "outbound"],
    "core": ["hub"],
    "api": ["core"],
    "net": ["api"],
    "features": ["api"],
    "app": ["net", "features"],
    # src/main.cpp calls the composition and nothing else.
    "main": ["app"],
}

# For each feature, the other features that it may include.
BETWEEN_FEATURES = {
    "accounts": ["search"],
    "admin": ["accounts", "sign_in"],
    "sign_in": ["accounts"],
    "receipts": [],
    "conversations": ["accounts", "receipts"],
    "typing": [],
    "messages": ["receipts"],
    "presence": ["accounts"],
    "search": [],
    "sync": ["accounts", "conversations", "receipts", "sign_in"],
}

# Inside a feature: a file includes only files of its own rank or below. Files that are not named here are services.
RANKS = {"types": 0, "fields": 1, "events": 1, "policy": 1, "store": 1, "operations": 3, "module": 4}
RANKS |= {"search_query": 0, "search_text": 0, "snippet": 0}  # values of the feature search
SERVICE_RANK = 2

# Arrows that are still wrong, by the file that includes and what it includes. An entry that no file needs any more is a
# fault too, so this list only shrinks.
STILL_WRONG = [
]

SOCKETS = r"boost/asio/(ip|local|ssl)|sys/socket|netinet/"
STORES = r"sqlite3|pqxx|hiredis"

# Things that a layer must not include although an arrow allows it, and the libraries that would bring them in.
NEVER_SEES = {
    "core": ("sockets and database libraries", r"boost/beast|" + SOCKETS + "|" + STORES),
    "protocol": ("sockets and stores", r"boost/beast|" + SOCKETS + "|" + STORES),
    "store": ("HTTP and JSON", r"nlohmann/|boost/beast|hiredis"),
    "bus": ("stores", r"sqlite3|pqxx|boost/beast"),
    "features": ("HTTP and sockets", r"boost/beast|" + SOCKETS + "|" + STORES),
    "hub": ("stores", r"sqlite3|pqxx|boost/beast"),
    "api": ("sockets", SOCKETS + "|" + STORES),
    "net": ("stores", r"parley/store/|" + STORES),
}

# An interface has implementations, a folder each. Only the folder itself and the factory, which is a source directly
# in src/<layer>, may include them.
LAYERS_WITH_IMPLEMENTATIONS = ["store", "bus"]

# Libraries that a public header must not include, because they compile slowly or belong to an implementation.
HEAVY = r"nlohmann/|boost/beast|pqxx|hiredis|sqlite3\.h|spdlog|openssl/"
# The forward declarations of JSON may stand in the headers of the layers that speak it.
FORWARD_DECLARATIONS = ("nlohmann/json_fwd.hpp", ["protocol", "core", "api"])

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


@dataclasses.dataclass(frozen=True)
class Include:
    """One #include line: in which file, and what it names (relative to include/ or src/ where it is ours)."""

    file: str
    line: int
    target: str

    def __str__(self):
        return f"{self.file}:{self.line}: #include <{self.target}>"


def parts_of(path):
    """Returns the place of a project file or include as a list that starts with its layer, or None for a library."""
    parts = list(pathlib.PurePosixPath(path).parts)
    if parts[:2] == ["include", "parley"]:
        parts = parts[2:]
    elif parts[:1] in (["src"], ["parley"]):
        parts = parts[1:]
    if parts == ["main.cpp"]:
        return ["main"]
    return parts if len(parts) > 1 and parts[0] in DIRECTLY_LEFT else None


def resolve(root, file, target, quoted):
    """Returns a quoted include by its place in the tree, as the compiler looks it up."""
    if quoted:
        beside = (root / file).parent / target
        if beside.is_file():
            return beside.resolve().relative_to(root.resolve()).as_posix()
    return target


def read_includes(root):
    found = []
    for folder in ("include/parley", "src"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".hpp", ".cpp", ".h", ".ipp") or not path.is_file():
                continue
            file = path.relative_to(root).as_posix()
            for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                match = INCLUDE.match(text)
                if match:
                    found.append(Include(file, number, resolve(root, file, match[1], '"' in text.split("//")[0])))
    return found


def left_of(layer):
    reachable = set()
    pending = list(DIRECTLY_LEFT[layer])
    while pending:
        current = pending.pop()
        if current not in reachable:
            reachable.add(current)
            pending += DIRECTLY_LEFT[current]
    return reachable


def check_arrows(layer, includes):
    allowed = left_of(layer) | {layer}
    for include in includes:
        source, target = parts_of(include.file), parts_of(include.target)
        if source and target and source[0] == layer and target[0] not in allowed:
            yield f"{include}: {layer} stands left of {target[0]}, or beside it"


def feature_of(parts):
    """Returns the feature that a file or include belongs to, or None."""
    return parts[1] if parts and parts[0] == "features" and len(parts) > 2 else None


def check_features(feature, includes):
    for include in includes:
        source, target = parts_of(include.file), parts_of(include.target)
        if feature_of(source) != feature or not target or target[0] != "features":
            continue
        other = feature_of(target)
        if other != feature and other not in BETWEEN_FEATURES[feature]:
            yield f"{include}: there is no arrow from {feature} to {other}"


def check_arrows_have_no_cycle(_includes):
    """Checks the list itself: following its arrows never leads back."""
    done = set()

    def visit(feature, path):
        if feature in path:
            yield f"tests/layering/check.py: {' -> '.join([*path[path.index(feature):], feature])} is a cycle"
        elif feature not in done:
            for other in BETWEEN_FEATURES.get(feature, []):
                yield from visit(other, [*path, feature])
            done.add(feature)

    for feature in BETWEEN_FEATURES:
        yield from visit(feature, [])


def rank_of(parts):
    stem = pathlib.PurePosixPath(parts[-1]).stem
    return RANKS.get(re.sub(r"^(store|operations)_.*", r"\1", stem), SERVICE_RANK)


def check_ranks(includes):
    for include in includes:
        source, target = parts_of(include.file), parts_of(include.target)
        feature = feature_of(source)
        if feature and feature == feature_of(target) and rank_of(target) > rank_of(source):
            yield f"{include}: {source[-1]} stands below {target[-1]}"


def check_never_sees(layer, includes):
    what, pattern = NEVER_SEES[layer]
    for include in includes:
        source = parts_of(include.file)
        if source and source[0] == layer and re.match(pattern, include.target):
            yield f"{include}: {layer} never sees {what}"


def check_implementations(layer, includes):
    for include in includes:
        source, target = parts_of(include.file), parts_of(include.target)
        if not source or not target or target[0] != layer or len(target) < 3:
            continue
        own = source[0] == layer and len(source) > 2 and source[1] == target[1]
        factory = include.file.startswith(f"src/{layer}/") and len(source) == 2
        if not own and not factory:
            yield f"{include}: {layer}/{target[1]} is known only to itself and its factory in src/{layer}"


def check_heavy_headers(includes):
    light, light_in = FORWARD_DECLARATIONS
    for include in includes:
        if not include.file.startswith("include/") or not re.match(HEAVY, include.target):
            continue
        layer = parts_of(include.file)
        if include.target != light or not layer or layer[0] not in light_in:
            yield f"{include}: belongs in a .cpp file"


def check_everything_has_a_layer(includes):
    """Finds files outside the known layers, which the other rules would miss."""
    for file in sorted({include.file for include in includes}):
        parts = parts_of(file)
        if parts is None:
            yield f"{file}: is in no layer"
        elif parts[0] == "features" and feature_of(parts) not in BETWEEN_FEATURES:
            yield f"{file}: is in no feature that BETWEEN_FEATURES lists"
    for include in includes:
        if include.target.startswith("parley/") and parts_of(include.target) is None:
            yield f"{include}: is in no layer"


def rules():
    """Returns every rule as (name, function of the includes that yields its faults)."""
    yield "every_file_is_in_a_layer", check_everything_has_a_layer
    for layer in DIRECTLY_LEFT:
        yield f"{layer}_includes_only_what_stands_left_of_it", lambda all_, layer=layer: check_arrows(layer, all_)
    for feature in BETWEEN_FEATURES:
        name = f"{feature}_includes_only_features_it_has_an_arrow_to"
        yield name, lambda all_, feature=feature: check_features(feature, all_)
    yield "arrows_between_features_have_no_cycle", check_arrows_have_no_cycle
    yield "inside_a_feature_operations_stand_over_services_over_stores_over_types", check_ranks
    for layer, (what, _) in NEVER_SEES.items():
        name = f"{layer}_never_sees_{what}".replace(" ", "_").replace("/", "").lower()
        yield name, lambda all_, layer=layer: check_never_sees(layer, all_)
    for layer in LAYERS_WITH_IMPLEMENTATIONS:
        name = f"implementations_of_{layer}_are_known_only_to_their_factory"
        yield name, lambda all_, layer=layer: check_implementations(layer, all_)
    yield "public_headers_include_nothing_heavy", check_heavy_headers


def is_still_wrong(fault, entry):
    file, target = entry
    return re.match(file + r"(:|$)", fault) is not None and re.search(target, fault) is not None


def check(root, still_wrong=()):
    """Returns {rule name: its faults}, in the order of the rules."""
    includes = read_includes(pathlib.Path(root))
    found = {name: list(rule(includes)) for name, rule in rules()}
    every_fault = [fault for faults in found.values() for fault in faults]
    needed = {entry for entry in still_wrong if any(is_still_wrong(fault, entry) for fault in every_fault)}
    kept = {name: [fault for fault in faults if not any(is_still_wrong(fault, entry) for entry in needed)]
            for name, faults in found.items()}
    kept["every_arrow_listed_as_still_wrong_exists"] = [f"{file} -> {target}: nothing needs this entry any more"
                                                        for file, target in still_wrong if (file, target) not in needed]
    return kept


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
    broken = 0
    for name, faults in check(root, STILL_WRONG).items():
        print(f"{'FAILED' if faults else 'ok':>6}  {name}")
        for fault in faults:
            print(f"        {fault}")
        broken += bool(faults)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
