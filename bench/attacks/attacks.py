"""The attacks: what one account or one anonymous computer can do to a server within its default limits.

An attack has two coroutines. `prepare(port)` makes what the attack needs, at any pace, and returns a Scene.
`strike(scene, tally)` attacks until it is cancelled, or has nothing left to do. It runs in a process of its own, which
gets a copy of the scene.
"""

import asyncio
import contextlib
import dataclasses
import itertools
import json
import socket
import typing
import urllib.parse
import uuid

from client import ENDED, SERVER_ADDRESS, HttpClient, LiveClient, encode_request
from population import Person, make_group, sign_up

ADDRESS = "127.0.0.3"
PAUSE_SECONDS = 0.1  # after a refusal

BODY_BYTES = 262_144  # limits.body_bytes
LONG_TEXT = "\U00010348" * 4000  # limits.message_chars, each of four bytes
PAGE_MESSAGES = 100
GROUPS, GROUP_MEMBERS = 40, 5000
EDITS, EDIT_READS, EDITING_SECONDS = 1000, 40, 30
HALF_BODIES = 2000
POSITIONS = 4800  # as many as fit into a body
WATCHED = 500


class Tally:
    """Counts requests by what the server did with them."""

    def __init__(self):
        self.served = self.refused = 0

    def add(self, status):
        """Returns whether a reply with this status served the request."""
        is_served = status < 300 or status == 400  # To find the fault of a request, the server has to read it.
        self.served += is_served
        self.refused += not is_served
        return is_served


@dataclasses.dataclass(frozen=True)
class Scene:
    port: int
    attacker: Person | None = None
    users: list[str] = ()
    path: str = ""  # of what is read


async def send_all(scene, tally, connections, requests):
    """Shares the requests, which may have no end, among so many connections. Each sends one after the other, tries a
    refused one again after a pause, and connects again if the server ended its connection."""
    shared = iter(requests)

    async def work():
        request = next(shared, None)
        while request is not None:
            try:
                async with HttpClient(scene.port, ADDRESS) as client:
                    while request is not None:
                        if tally.add(await client.status(request)):
                            request = next(shared, None)
                        else:
                            await asyncio.sleep(PAUSE_SECONDS)
            except ENDED:
                tally.refused += 1
                await asyncio.sleep(PAUSE_SECONDS)

    await asyncio.gather(*(work() for _ in range(connections)))


async def read_over_and_over(scene, tally, connections):
    request = encode_request("GET", scene.path, scene.attacker.token)
    await send_all(scene, tally, connections, itertools.repeat(request))


async def prepare_account(port):
    (attacker,) = await sign_up(port, ["attacker"])
    return Scene(port, attacker)


async def prepare_anonymous(port):
    return Scene(port)


async def prepare_people(port, count):
    """Returns a scene with so many users whose names begin with the same words."""
    attacker, *people = await sign_up(port, ["attacker", *(f"person-a-b-c-d-e-f-{number}" for number in range(count))])
    return Scene(port, attacker, [person.id for person in people])


# ---- one account ----

async def make_groups(scene, tally):
    group = {"title": "Everybody", "members": scene.users}
    request = encode_request("POST", "/api/conversations", scene.attacker.token, group)
    await send_all(scene, tally, 8, itertools.repeat(request, GROUPS))


async def prepare_long_page(port):
    """Lets friends of the attacker fill a page, because each may send only some messages at once."""
    attacker, *friends = await sign_up(port, ["attacker", *(f"friend-{number}" for number in range(10))])
    group = await make_group(port, ADDRESS, attacker, friends)
    path = f"/api/conversations/{group}/messages"

    async def write(friend):
        async with HttpClient(port, ADDRESS) as client:
            for _ in range(PAGE_MESSAGES // len(friends)):
                await client.call_patiently("POST", path, friend.token, {"body": LONG_TEXT})

    await asyncio.gather(*(write(friend) for friend in friends))
    return Scene(port, attacker, path=f"{path}?limit={PAGE_MESSAGES}")


async def read_long_pages(scene, tally):
    await read_over_and_over(scene, tally, 8)


async def prepare_edits(port):
    """Edits a message as often as the server permits in half a minute, but at most EDITS times."""
    scene = await prepare_account(port)
    group = await make_group(port, ADDRESS, scene.attacker, [])
    path, token = f"/api/conversations/{group}/messages", scene.attacker.token
    async with HttpClient(port, ADDRESS) as client:
        await client.call_patiently("POST", path, token, {"body": LONG_TEXT})
    edits = (encode_request("PATCH", f"{path}/1", token, {"body": LONG_TEXT[4:] + f"{number:04}"})
             for number in range(EDITS))
    try:
        async with asyncio.timeout(EDITING_SECONDS):
            await send_all(scene, Tally(), 8, edits)
    except TimeoutError:
        pass
    return dataclasses.replace(scene, path=f"{path}/1/edits")


async def read_edits(scene, tally):
    await read_over_and_over(scene, tally, EDIT_READS)


async def leave_replies_unread(scene, tally):
    """Asks for twenty pages on each connection and reads none. At the end it looks how the first reply begins."""
    loop = asyncio.get_running_loop()
    requests = encode_request("GET", scene.path, scene.attacker.token) * 20
    sockets = [socket.socket() for _ in range(50)]
    try:
        for one in sockets:
            one.setblocking(False)
            one.bind((ADDRESS, 0))
            await loop.sock_connect(one, (SERVER_ADDRESS, scene.port))
            await loop.sock_sendall(one, requests)
        await asyncio.Event().wait()
    finally:
        for one in sockets:
            tally.add(200 if is_served(one) else 429)
            one.close()


def is_served(connection):
    try:
        return connection.recv(100).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False


async def search_people(scene, tally):
    """Searches for words that all people have, and for one that nobody has."""
    query = urllib.parse.quote("person a b c d e f z")
    await read_over_and_over(dataclasses.replace(scene, path=f"/api/users?q={query}"), tally, 8)


async def sync_made_up_positions(scene, tally):
    positions = {str(uuid.uuid4()): {"rev": 1} for _ in range(POSITIONS)}
    body = json.dumps({"conversations": positions}, separators=(",", ":")).encode()
    assert len(body) <= BODY_BYTES
    await send_all(scene, tally, 8, itertools.repeat(encode_request("POST", "/api/sync", scene.attacker.token, body)))


async def watch_people(scene, tally):
    async def work():
        while True:
            try:
                async with LiveClient(scene.port, ADDRESS, scene.attacker.token) as client:
                    while True:
                        reply = await client.request("presence.watch", {"users": scene.users})
                        if not tally.add(reply["error"]["status"] if "error" in reply else 200):
                            await asyncio.sleep(PAUSE_SECONDS)
            except ENDED:
                tally.refused += 1
                await asyncio.sleep(PAUSE_SECONDS)

    await asyncio.gather(*(work() for _ in range(8)))


# ---- no account ----

async def hold_half_bodies(scene, tally):
    """A connection counts as served as long as the server holds it. Each is made once."""
    request = encode_request("POST", "/api/login", body=b'{"username":"'.ljust(BODY_BYTES, b"x"))[:-1]
    connecting = asyncio.Semaphore(50)

    async def hold():
        try:
            async with connecting:
                reader, writer = await asyncio.open_connection(SERVER_ADDRESS, scene.port, local_addr=(ADDRESS, 0))
        except OSError:
            tally.refused += 1
            return
        tally.served += 1
        with contextlib.closing(writer.transport), contextlib.suppress(*ENDED):
            writer.write(request)
            await reader.read(1)
        tally.served -= 1
        tally.refused += 1

    await asyncio.gather(*(hold() for _ in range(HALF_BODIES)))


async def send_anonymous_json(scene, tally):
    """The fault of the sign-in is its username, so that no password is hashed. The other requests need an identity."""
    members = ",".join(f'"{number:05}":0' for number in range(BODY_BYTES // 10 - 10))
    login = f'{{"username":0,{members}}}'.encode()
    sync = f'{{"conversations":{{{members}}}}}'.encode()
    assert max(len(login), len(sync)) <= BODY_BYTES
    await asyncio.gather(
        send_all(scene, tally, 8, itertools.repeat(encode_request("POST", "/api/login", body=login))),
        send_all(scene, tally, 8, itertools.repeat(encode_request("POST", "/api/sync", body=sync))))


@dataclasses.dataclass(frozen=True)
class Attack:
    prepare: typing.Callable
    strike: typing.Callable
    what: str


ATTACKS = {
    "groups": Attack(lambda port: prepare_people(port, GROUP_MEMBERS - 1), make_groups,
                     f"one account makes {GROUPS} groups of {GROUP_MEMBERS:,}"),
    "long-pages": Attack(prepare_long_page, read_long_pages,
                         f"one account reads pages of {PAGE_MESSAGES} of the longest messages on 8 connections"),
    "edits": Attack(prepare_edits, read_edits,
                    f"{EDITS:,} edits of a message of 16 kB, which are then read on {EDIT_READS} connections"),
    "half-bodies": Attack(prepare_anonymous, hold_half_bodies,
                          f"{HALF_BODIES:,} connections, each with an unfinished sign-in of 262 kB"),
    "anonymous-json": Attack(prepare_anonymous, send_anonymous_json,
                             "262 kB of JSON without identity on 16 connections"),
    "unread-replies": Attack(prepare_long_page, leave_replies_unread,
                             "50 connections of one account that ask for long pages and never read"),
    "people-search": Attack(lambda port: prepare_people(port, 5000), search_people,
                            "one account searches among 5,000 people for eight words on 8 connections"),
    "big-sync": Attack(prepare_account, sync_made_up_positions,
                       f"one account syncs with {POSITIONS:,} made-up positions on 8 connections"),
    "watch": Attack(lambda port: prepare_people(port, WATCHED), watch_people,
                    f"one account watches the presence of {WATCHED} users, over and over, on 8 connections"),
}


def run_attack(name, scene, seconds):
    """Attacks for this long, or until nothing is left to do. Returns the Tally."""
    tally = Tally()

    async def run():
        async with asyncio.timeout(seconds):
            await ATTACKS[name].strike(scene, tally)

    try:
        asyncio.run(run())
    except TimeoutError:
        pass
    return tally
