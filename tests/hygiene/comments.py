#!/usr/bin/env python3
"""Checks that comments in C++ and TypeScript and all documents are in plain English (CONTRIBUTING.md, "Comments").

A comment is a main clause that a stranger understands at the first reading. A machine cannot judge that, but it finds
the openings of fragments ("Of those that …") and the words of an older style. Each rule is one test:
`tests/hygiene/comments.py` prints a line for each and exits 1 when one is broken. tests/hygiene/self_test.py shows that
every rule can fail.
"""

import pathlib
import re
import sys

ENDINGS = {".hpp", ".cpp", ".ts", ".tsx"}
SKIPPED_FOLDERS = {".git", "build", "data", "node_modules", "corpus", "dist"}

# A comment that begins with one of these is a fragment: it names a thing instead of saying something about it.
FRAGMENT_STARTS = ("of", "those", "whose", "whom", "the same", "likewise", "both", "beside")

# A comment that opens with a question does not say what the code does: a predicate "Returns whether …". This is a rule
# for C++ only, because sdk/src/wire.ts repeats the sentences of fields.
QUESTION = re.compile(
    r"(do|does|did|is|are|was|were|has|have|had|may|can|could|will|would|should|must)\b[^.?!]*\?", re.IGNORECASE)
CPP = (".hpp", ".cpp")

# Words that a reader with another first language has to look up, and the plain word for each.
QUAINT_WORDS = {
    r"whom(ever)?": "users who, or the object without a pronoun",
    r"whoever": "a caller, a client, code that",
    r"somebody('s)?": "a user, a client, someone who",
    r"likewise": "too, also",
    r"in vain": "without success",
    r"anew": "again, rebuilt",
    r"mend(s|ed|ing)?": "fix, repair",
    r"parted by": "separated by",
    r"doors?": "interface",
    r"is told": "gets, learns",
}

# Paths that are not written in plain English yet, as regular expressions. The list only gets shorter: an entry that
# covers no fault any more is a fault itself, so that it is removed with the last one.
NOT_YET_PLAIN = [
]

# Documents whose words stay as they were written, as regular expressions: decisions, and the changes of releases.
KEPT_DOCUMENTS = r"docs/adr/.*|CHANGELOG\.md"

# Code in Markdown quotes names and commands; the words in it are not prose.
QUOTED_CODE = re.compile(r"^ *```.*?^ *```|(?P<mark>`+).*?(?P=mark)", re.DOTALL | re.MULTILINE)

# A string, a character or a number is skipped, since it may contain a comment's first characters; a digit separator
# (10'000) is no quotation mark.
TOKEN = re.compile(
    r'(?P<raw>R"(?P<mark>[^(\s]{0,16})\(.*?\)(?P=mark)")'
    r'|(?P<string>"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`)'
    r"|(?P<number>\b\d[\d']*)"
    r"|(?P<line>//[^\n]*)"
    r"|(?P<block>/\*.*?\*/)", re.DOTALL)


def files_of(root, endings):
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.suffix in endings and SKIPPED_FOLDERS.isdisjoint(relative.parts) and path.is_file():
            yield path, relative.as_posix()


def comments_of(text):
    """Yields (line number, text) of each comment. Lines with nothing but a comment that follow each other are one."""
    number, lines, end = 0, [], 0
    for token in TOKEN.finditer(text):
        if not (token["line"] or token["block"]):
            continue
        line = text.count("\n", 0, token.start()) + 1
        stands_alone = not text[text.rfind("\n", 0, token.start()) + 1:token.start()].strip()
        content = token["line"][2:] if token["line"] else re.sub(r"\n\s*\*", "\n", token["block"][2:-2].lstrip("*"))
        if lines and token["line"] and stands_alone and line == end + 1:
            lines.append(content.strip())
        else:
            if lines:
                yield number, " ".join(lines)
            number, lines = line, [content.strip()]
        # What follows a comment behind code is a comment of its own.
        end = line if token["line"] and stands_alone else -1
    if lines:
        yield number, " ".join(lines)


def quaint_words_of_document(text):
    """Yields (line number, word, plain word) of each quaint word outside of quoted code. A word may span two lines."""
    prose = QUOTED_CODE.sub(lambda code: "\n" * code[0].count("\n"), text)
    for word, plain in QUAINT_WORDS.items():
        spaced = word.replace(" ", r"\s+")
        for found in re.finditer(rf"\b{spaced}\b", prose, re.IGNORECASE):
            yield prose.count("\n", 0, found.start()) + 1, " ".join(found[0].split()), plain


def check_documents(root):
    return [f"{relative}:{number}: '{word}': better {plain}"
            for path, relative in files_of(root, {".md"}) if not re.fullmatch(KEPT_DOCUMENTS, relative)
            for number, word, plain in sorted(quaint_words_of_document(path.read_text(encoding="utf-8")))]


def fragment_start(comment):
    return next((start for start in FRAGMENT_STARTS if re.match(rf"{start}\b", comment, re.IGNORECASE)), None)


def check(root, not_yet_plain=()):
    """Returns {rule: faults}, each fault a line ready to print. A rule without faults holds."""
    root = pathlib.Path(root)
    fragments, questions, quaint, covered = [], [], [], set()
    for path, relative in files_of(root, ENDINGS):
        excuse = next((entry for entry in not_yet_plain if re.fullmatch(entry, relative)), None)
        for number, comment in comments_of(path.read_text(encoding="utf-8")):
            faults = []
            if start := fragment_start(comment):
                opening = f"begins with '{start.capitalize()}': say it as a sentence"
                faults.append((fragments, f"{relative}:{number}: {opening}"))
            if path.suffix in CPP and QUESTION.match(comment):
                faults.append((questions, f"{relative}:{number}: begins with a question: say 'Returns whether …'"))
            for word, plain in QUAINT_WORDS.items():
                if found := re.search(rf"\b{word}\b", comment, re.IGNORECASE):
                    faults.append((quaint, f"{relative}:{number}: '{found[0]}': better {plain}"))
            if excuse and faults:
                covered.add(excuse)
            elif not excuse:
                for rule, fault in faults:
                    rule.append(fault)
    return {
        "a_comment_is_a_sentence_and_no_fragment": fragments,
        "a_comment_does_not_begin_with_a_question": questions,
        "a_comment_has_no_quaint_words": quaint,
        "a_document_has_no_quaint_words": check_documents(root),
        "every_path_listed_as_not_yet_plain_needs_it": [
            f"tests/hygiene/comments.py: {entry} covers no fault: remove it"
            for entry in not_yet_plain if entry not in covered],
    }


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
    broken = 0
    for name, faults in check(root.resolve(), NOT_YET_PLAIN).items():
        print(f"{'FAILED' if faults else 'ok':>6}  {name}")
        for fault in faults:
            print(f"        {fault}")
        broken += bool(faults)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
