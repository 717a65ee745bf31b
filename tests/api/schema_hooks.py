"""What Schemathesis has to know beside the document: see schemathesis.toml."""

import os

import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode

EMOJI = ["👍", "❤️", "😀", "🎉", "👩‍👩‍👧", "🇩🇪", "👋🏽"]
schemathesis.openapi.format("emoji", st.sampled_from(EMOJI))
# A name has a letter and nothing invisible, a label and a message show something. No pattern can tell that.
LETTERS = "aZ9é田אक"
schemathesis.openapi.format("name", st.text(LETTERS + " .-", max_size=40).map(lambda text: f"A{text}"))
schemathesis.openapi.format("label", st.text(LETTERS + " .-", max_size=40).map(lambda text: f"A{text}"))
schemathesis.openapi.format("message", st.text(LETTERS + " .\n\t😀", max_size=200).map(lambda text: f"A{text}"))


@schemathesis.hook
def before_load_schema(context, schema):
    """Replaces `default`, which would permit every status, by the statuses that the HTTP layer may give to any request
    before it knows the operation."""
    for path in schema["paths"].values():
        for operation in path.values():
            problem = operation["responses"].pop("default")
            operation["responses"].update({status: problem for status in ("408", "414", "431")})


# What no schema can say about a request that is valid otherwise. Each function makes the request one that the server
# has to accept.


def names_one_place(case):
    """OpenAPI has no parameters that exclude each other."""
    for other in [name for name in ("before", "after", "around") if name in case.query][1:]:
        del case.query[other]


def asks_for_something(case):
    """A text may be empty if there is another condition, but not if it is the only one."""
    is_about_mentions = str(case.query.get("mentions_me")).lower() == "true"
    others = ("conversation", "sender", "after", "before")
    if not is_about_mentions and not any(case.query.get(name) for name in others):
        case.query["q"] = "hello"


def invites_nobody(case):
    """A user has to exist, and another request may have blocked the one that does."""
    case.body["members"] = []


def answers_what_exists(case):
    case.body.pop("reply_to", None)


def says_what_was_read(case):
    """Either of two may be absent, but not both."""
    if not isinstance(case.body, dict):
        case.body, case.media_type = {}, "application/json"
    if not case.body.get("read") and not case.body.get("delivered"):
        case.body["read"] = 1


def is_about_somebody_else(case):
    if case.path_parameters.get("user") == os.environ["PARLEY_ME"]:
        case.path_parameters["user"] = os.environ["PARLEY_OTHER"]


def is_not_away(case):
    """A device is away, and REST has no device."""
    if case.body.get("state") == "away":
        case.body["state"] = "dnd"


def chooses_a_good_password(case):
    """Its length is counted in bytes, and nobody may guess it."""
    case.body["password"] = os.environ["PARLEY_PASSWORD"]


def proves_the_password(case):
    """It is that of the account that the tests sign in with. A change of the profile may have no body."""
    if isinstance(case.body, dict):
        case.body["current_password"] = os.environ["PARLEY_PASSWORD"]


def keeps_the_password(case):
    """It is what the next sign-in needs."""
    case.body["current_password"] = case.body["new_password"] = os.environ["PARLEY_PASSWORD"]


REPAIRS = {
    "account.register": chooses_a_good_password,
    "me.update": proves_the_password,
    "password.change": keeps_the_password,
    "password.confirm": proves_the_password,
    "message.list": names_one_place,
    "search": asks_for_something,
    "conversation.create": invites_nobody,
    "message.send": answers_what_exists,
    "receipt.send": says_what_was_read,
    "direct.open": is_about_somebody_else,
    "user.block": is_about_somebody_else,
    "presence.set": is_not_away,
}


@schemathesis.hook
def map_case(context, case):
    repair = REPAIRS.get(case.operation.definition.raw.get("operationId"))
    if repair and case.meta.generation.mode == GenerationMode.POSITIVE:
        repair(case)
    return case
