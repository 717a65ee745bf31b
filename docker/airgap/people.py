"""The clients of docker/airgap/exercise: they talk through the proxy, and go on whatever happens behind it."""

import base64
import http.client
import itertools
import json
import random
import socket
import struct
import threading
import time

PORT = 18080  # the proxy's
SENDS_PER_SECOND = 8  # for each user; the server allows ten


class Away(Exception):
    """The server did not answer as it should. The client tries again."""


def call(method, path, token=None, body=None):
    """Makes one request through the proxy, on a connection of its own. Returns (status, object)."""
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        reply = connection.getresponse()
        return reply.status, json.loads(reply.read() or b"null")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Away(str(error)) from error
    finally:
        connection.close()


def demand(method, path, token=None, body=None):
    status, reply = call(method, path, token, body)
    if status >= 300:
        raise SystemExit(f"exercise: {method} {path} was answered with {status}: {reply}")
    return reply


class Socket:
    """A WebSocket client: RFC 6455, whole text messages only."""

    def __init__(self):
        try:
            self.stream = socket.create_connection(("127.0.0.1", PORT), timeout=5)
            self.reader = self.stream.makefile("rb")
            key = base64.b64encode(random.randbytes(16)).decode()
            self.stream.sendall((f"GET /api/ws HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nUpgrade: websocket\r\n"
                                 f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                                 "Sec-WebSocket-Protocol: parley.v1\r\n\r\n").encode())
            if b" 101 " not in self.reader.readline():
                raise Away("no upgrade")
            while self.reader.readline().strip():
                pass
            self.stream.settimeout(40)  # a heartbeat comes every 25
        except OSError as error:
            raise Away(str(error)) from error

    def send(self, opcode, data):
        mask = random.randbytes(4)
        masked = bytes(byte ^ key for byte, key in zip(data, itertools.cycle(mask)))
        length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + struct.pack(">H", len(data))
        self.stream.sendall(bytes([0x80 | opcode]) + length + mask + masked)

    def request(self, number, op, params):
        self.send(1, json.dumps({"id": number, "op": op, "params": params}).encode())

    def exactly(self, count):
        data = self.reader.read(count)
        if len(data) < count:
            raise Away("the connection ended")
        return data

    def receive(self):
        """Returns the next message. Raises Away when no message can come any more."""
        while True:
            first, second = self.exactly(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", self.exactly(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self.exactly(8))
            data = self.exactly(length)
            opcode = first & 0x0F
            if opcode == 1:
                return json.loads(data)
            if opcode == 9:
                self.send(10, data)
            if opcode == 8:
                raise Away(f"closed with {struct.unpack('>H', data[:2])[0] if len(data) >= 2 else 1005}")

    def close(self):
        self.reader.close()
        self.stream.close()


class Listener(threading.Thread):
    """Follows one conversation, and connects again when its connection ends."""

    def __init__(self, token, conversation):
        super().__init__(daemon=True)
        self.token, self.conversation = token, conversation
        self.epoch, self.rev = None, 0
        self.messages = {}  # seq → client_id
        self.heard_at = {}  # seq → when
        self.faults = []
        self.reconnects = -1
        self.stopped = False

    def run(self):
        while not self.stopped:
            try:
                self.listen()
            except (Away, OSError):
                time.sleep(random.uniform(0.1, 0.5))

    def listen(self):
        connection = Socket()
        try:
            position = {self.conversation: {"rev": self.rev}} if self.epoch else {}
            connection.request(1, "hello", {"token": self.token, "conversations": position,
                                            **({"epoch": self.epoch} if self.epoch else {})})
            while not self.stopped:
                self.take(connection.receive())
        finally:
            connection.close()

    def take(self, message):
        if message.get("id") == 1:
            if "result" not in message:
                raise Away("hello was refused")
            self.synchronise(message["result"]["sync"])
            self.reconnects += 1
        elif message.get("conversation") == self.conversation or "changes" in message.get("event", ""):
            self.apply(message)

    def synchronise(self, sync):
        if self.epoch not in (None, sync["epoch"]):
            self.faults.append("the epoch changed")
        self.epoch = sync["epoch"]
        for changes in sync.get("changes", []):
            self.keep(changes["messages"])
            self.rev = changes["rev"]
        for summary in sync.get("added", []) + [reset["summary"] for reset in sync.get("reset", [])]:
            self.read_history(summary["conversation"]["last_seq"])
            self.rev = summary["conversation"]["rev"]

    def read_history(self, last):
        while (seen := max(self.messages, default=0)) < last:
            page = demand("GET", f"/api/conversations/{self.conversation}/messages?after={seen}&limit=100", self.token)
            self.keep(page["messages"])

    def apply(self, event):
        if event["event"] == "conversation.changes":
            self.keep(event["data"]["messages"])
            self.rev = event["data"]["rev"]
        elif "rev" in event:
            if event["rev"] != self.rev + 1:
                self.faults.append(f"rev {event['rev']} came after {self.rev}")
            self.rev = event["rev"]
            if event["event"] == "message.created":
                self.keep([event["data"]])

    def keep(self, messages):
        for message in messages:
            self.heard_at.setdefault(message["seq"], time.monotonic())
            known = self.messages.setdefault(message["seq"], message.get("client_id"))
            if known != message.get("client_id"):
                self.faults.append(f"seq {message['seq']} is two messages")


class Writer(threading.Thread):
    """Sends one message after the other until each is acknowledged, and reads a page after each, as users do."""

    def __init__(self, name, token, conversation):
        super().__init__(daemon=True)
        self.sender, self.token, self.conversation = name, token, conversation
        self.acknowledged = {}  # seq → (client_id, when)
        self.slowest = 0.0  # seconds until one was acknowledged, repeats included
        self.repeats = self.failed_reads = 0
        self.resting = threading.Event()
        self.idle = threading.Event()

    def run(self):
        for number in itertools.count(1):
            while self.resting.is_set():
                self.idle.set()
                time.sleep(0.05)
            self.idle.clear()
            started = time.monotonic()
            self.send_until_acknowledged(f"{self.sender}-{number}")
            self.slowest = max(self.slowest, time.monotonic() - started)
            self.read()
            time.sleep(1 / SENDS_PER_SECOND)

    def send_until_acknowledged(self, client_id):
        path = f"/api/conversations/{self.conversation}/messages"
        message = {"client_id": client_id, "body": f"This is {client_id}."}
        while True:
            try:
                status, reply = call("POST", path, self.token, message)
            except Away:
                status, reply = 0, {}
            if status in (200, 201):
                self.acknowledged[reply["message"]["seq"]] = client_id, time.monotonic()
                return
            self.repeats += 1
            time.sleep(0.2)

    def read(self):
        try:
            status, _ = call("GET", f"/api/conversations/{self.conversation}/messages?limit=1", self.token)
        except Away:
            status = 0
        self.failed_reads += status != 200
