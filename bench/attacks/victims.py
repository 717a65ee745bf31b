"""People who write to each other as they always do, whatever others do to the server."""

import asyncio
import itertools
import random

from client import ENDED, LiveClient
from population import make_group, sign_up

ADDRESS = "127.0.0.2"
COUNT = 8
# Half of limits.messages_per_second, so that a late victim may catch up.
MESSAGES_PER_SECOND = 5
PATIENCE_SECONDS = 30
PAUSE_SECONDS = 0.1


class Victim:
    """A user who sends messages at a steady rate, one after the other, and keeps each until it is acknowledged."""

    def __init__(self, port, person, group):
        self._port, self._person, self._group = port, person, group
        self._client = None
        self._numbers = itertools.count(1)
        self.setbacks = 0  # refusals of a message, and lost connections

    async def write(self, seconds):
        """Sends for this long. Returns how many seconds each message took to be acknowledged. A message counts from the
        time at which it was due, because it may have waited for the one before. What is not acknowledged long after the
        end counts as if it were acknowledged then."""
        clock = asyncio.get_running_loop().time
        start = clock()
        dues = [start + (number + random.random()) / MESSAGES_PER_SECOND
                for number in range(seconds * MESSAGES_PER_SECOND)]
        delays = []
        try:
            async with asyncio.timeout_at(start + seconds + PATIENCE_SECONDS):
                for due in dues:
                    if due > clock():
                        await asyncio.sleep(due - clock())
                        due = clock()  # The timer is not exact. That is not the server's fault.
                    await self._send()
                    delays.append(clock() - due)
        except TimeoutError:
            delays += [clock() - due for due in dues[len(delays):]]
        return delays

    async def _send(self):
        message = {"conversation": self._group, "client_id": str(next(self._numbers)), "body": "How are you today?"}
        while True:
            try:
                reply = await (await self._connected()).request("message.send", message)
                if "result" in reply:
                    return
                pause = reply["error"].get("retry_after_ms", 0) / 1000
            except ENDED:
                self.leave()
                pause = 0
            self.setbacks += 1
            await asyncio.sleep(max(pause, PAUSE_SECONDS))

    async def _connected(self):
        if self._client is None:
            client = LiveClient(self._port, ADDRESS, self._person.token)
            await client.open()
            self._client = client
        return self._client

    def leave(self):
        if self._client is not None:
            self._client.close()
            self._client = None


async def gather_victims(port):
    """Returns victims who share a group."""
    people = await sign_up(port, [f"victim-{number}" for number in range(COUNT)])
    group = await make_group(port, ADDRESS, people[0], people[1:])
    return [Victim(port, person, group) for person in people]


class Experience:
    """What the victims met while they wrote: `p50` and `p99` in milliseconds, and `setbacks`."""

    def __init__(self, delays, setbacks):
        in_order = sorted(delays)
        self.p50, self.p99 = (1000 * in_order[int(len(in_order) * part)] for part in (0.5, 0.99))
        self.setbacks = setbacks


async def let_write(victims, seconds):
    """Lets all of them write for this long. Returns their Experience."""
    before = sum(victim.setbacks for victim in victims)
    delays = await asyncio.gather(*(victim.write(seconds) for victim in victims))
    return Experience(list(itertools.chain(*delays)), sum(victim.setbacks for victim in victims) - before)
