"""The people of a measurement, who are signed in without passwords (dev.enabled)."""

import asyncio
import dataclasses

from client import HttpClient

# The limits of one address permit so many requests without a wait, so as many people come from each address.
PEOPLE_OF_ADDRESS = 150


@dataclasses.dataclass(frozen=True)
class Person:
    id: str
    token: str


async def sign_up(port, names):
    """Creates a user for each name. Returns them in the same order."""
    async def some(address, part):
        people = []
        async with HttpClient(port, address) as client:
            for name in part:
                reply = await client.call_patiently("POST", "/api/dev/token", None, {"username": name})
                people.append(Person(reply["user"]["id"], reply["access_token"]))
        return people

    parts = [names[start:start + PEOPLE_OF_ADDRESS] for start in range(0, len(names), PEOPLE_OF_ADDRESS)]
    done = await asyncio.gather(*(some(f"127.1.0.{number}", part) for number, part in enumerate(parts, start=1)))
    return [person for people in done for person in people]


async def make_group(port, address, creator, members):
    """Returns the id of a new group."""
    async with HttpClient(port, address) as client:
        body = {"title": "Group", "members": [member.id for member in members]}
        reply = await client.call_patiently("POST", "/api/conversations", creator.token, body)
        return reply["conversation"]["id"]
