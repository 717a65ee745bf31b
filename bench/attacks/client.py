"""Clients of one server on this machine: HTTP/1.1, and WebSocket (RFC 6455) with whole text messages. Each client comes
from a loopback address of its own choice, because limits go by address. One event loop owns a connection.
"""

import asyncio
import base64
import itertools
import json
import re
import secrets
import struct

SERVER_ADDRESS = "127.0.0.1"
BUFFER_BYTES = 1 << 18
CONTENT_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
RETRY_AFTER = re.compile(rb"(?i)\r\nretry-after: *(\d+)")
# A server that has ended a connection shows as one of these.
ENDED = (OSError, EOFError)


class Problem(Exception):
    """The server refused. `status` is that of HTTP, `wait_seconds` is when it may be tried again."""

    def __init__(self, status, wait_seconds, text):
        super().__init__(f"{status}: {text}")
        self.status, self.wait_seconds = status, wait_seconds


def encode_request(method, path, token=None, body=None):
    """Returns the bytes of a request. The body is an object, or JSON as bytes."""
    head = f"{method} {path} HTTP/1.1\r\nHost: {SERVER_ADDRESS}\r\n"
    if token:
        head += f"Authorization: Bearer {token}\r\n"
    if body is None:
        return f"{head}\r\n".encode()
    if not isinstance(body, bytes):
        body = json.dumps(body, ensure_ascii=False).encode()
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


class HttpClient:
    """A kept connection, on which one request follows the other. Use it as `async with`."""

    def __init__(self, port, address):
        self._port, self._address = port, address

    async def __aenter__(self):
        self._reader, self._writer = await asyncio.open_connection(SERVER_ADDRESS, self._port, limit=BUFFER_BYTES,
                                                                   local_addr=(self._address, 0))
        return self

    async def __aexit__(self, *_):
        self._writer.transport.abort()

    async def status(self, request):
        """Sends a request and throws the body of the reply away as it comes. Returns the status."""
        head = await self._exchange(request)
        async for _ in self._body(head):
            pass
        return status_of(head)

    async def call(self, method, path, token=None, body=None):
        """Returns the object of the reply. Raises Problem for a refusal."""
        head = await self._exchange(encode_request(method, path, token, body))
        text = b"".join([part async for part in self._body(head)])
        if status_of(head) >= 300:
            wait = RETRY_AFTER.search(head)
            raise Problem(status_of(head), int(wait[1]) if wait else None, text.decode(errors="replace"))
        return json.loads(text) if text else None

    async def call_patiently(self, *request):
        """As call(), but waits as long as the server asks for."""
        while True:
            try:
                return await self.call(*request)
            except Problem as problem:
                if problem.wait_seconds is None:
                    raise
                await asyncio.sleep(problem.wait_seconds)

    async def _exchange(self, request):
        """Returns the head of the reply. The server may answer before it has read the whole request."""
        self._writer.write(request)
        return await self._reader.readuntil(b"\r\n\r\n")

    async def _body(self, head):
        length = CONTENT_LENGTH.search(head)
        left = int(length[1]) if length else 0
        while left > 0:
            part = await self._reader.read(min(left, BUFFER_BYTES))
            if not part:
                raise EOFError("the connection ended within a body")
            left -= len(part)
            yield part


def status_of(head):
    return int(head.split(b" ", 2)[1])


class LiveClient:
    """A WebSocket that speaks parley.v1. Requests may overlap. Use it as `async with`, or open() and close() it."""

    def __init__(self, port, address, token):
        self._port, self._address, self._token = port, address, token
        self._ids = itertools.count(1)
        self._waiting = {}  # request id → future of its reply
        self._follower = None

    async def __aenter__(self):
        await self.open()
        return self

    async def __aexit__(self, *_):
        self.close()

    async def open(self):
        """Connects and says hello. Raises ConnectionError if the server refuses either."""
        self._reader, self._writer = await asyncio.open_connection(SERVER_ADDRESS, self._port,
                                                                   local_addr=(self._address, 0))
        try:
            await self._upgrade()
            self._follower = asyncio.create_task(self._follow())
            reply = await self.request("hello", {"token": self._token})
            if "error" in reply:
                raise ConnectionError(f"hello was refused: {reply['error']}")
        except BaseException:
            self.close()
            raise

    def close(self):
        if self._follower is not None:
            self._follower.cancel()
        self._writer.transport.abort()

    async def request(self, operation, parameters):
        """Returns the reply, which has a `result` or an `error`. Raises ConnectionError if the connection has ended."""
        if self._follower.done():
            raise ConnectionError("the connection has ended")
        number = next(self._ids)
        reply = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            self._send(1, json.dumps({"id": number, "op": operation, "params": parameters}).encode())
            return await reply
        finally:
            del self._waiting[number]

    async def _upgrade(self):
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        self._writer.write((f"GET /api/ws HTTP/1.1\r\nHost: {SERVER_ADDRESS}\r\nUpgrade: websocket\r\n"
                            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                            "Sec-WebSocket-Protocol: parley.v1\r\n\r\n").encode())
        if (status := status_of(await self._reader.readuntil(b"\r\n\r\n"))) != 101:
            raise ConnectionError(f"the server answered the upgrade with {status}")

    def _send(self, opcode, data):
        """Sends a message with a mask of zeros, which leaves the data as it is."""
        if len(data) < 126:
            length = bytes([0x80 | len(data)])
        else:
            length = bytes([0xFE]) + struct.pack(">H", len(data))
        self._writer.write(bytes([0x80 | opcode]) + length + bytes(4) + data)

    async def _follow(self):
        """Hands each reply to the request that waits for it, until the connection ends."""
        try:
            while True:
                message = await self._receive()
                reply = self._waiting.get(message.get("id"))
                if reply and not reply.done():
                    reply.set_result(message)
        except ENDED as error:
            for reply in self._waiting.values():
                if not reply.done():
                    reply.set_exception(ConnectionError(str(error)))

    async def _receive(self):
        """Returns the next message. Answers pings."""
        while True:
            first, second = await self._reader.readexactly(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", await self._reader.readexactly(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", await self._reader.readexactly(8))
            data = await self._reader.readexactly(length)
            opcode = first & 0x0F
            if opcode == 1:
                return json.loads(data)
            if opcode == 8:
                raise EOFError("the server closed the connection")
            if opcode == 9:
                self._send(10, data)
