"""What parleyd is to reach, on PostgreSQL and on SQLite: beside its peers, beside the ceiling of its store, or in plain
figures. A gate must be met; a goal is what is aimed at."""

from dataclasses import dataclass

STORES = ("parley-postgres", "parley-sqlite")
CEILING = "single-row commits"  # of 64 clients on PostgreSQL: what no server without group commit can pass

# Each workload with its subjects and its own options.
WORKLOADS = {
    "A": (*STORES, "socketio", "ws"),
    "B": (*STORES, "socketio", "ws", "beast", "bun"),
    "C": (*STORES, "beast", "bun"),
    "D": (*STORES, "socketio", "ws"),
    "typing": (*STORES, "beast", "bun"),
    "open": STORES,
    "idle": STORES,
    "connect": (*STORES, "ws", "beast"),
    "startup": ("parley-sqlite",),
}
IDLE_CONNECTIONS = 10_000

PEER_TITLES = {"socketio": "Socket.IO", "ws": "ws", "beast": "Beast", "bun": "uWebSockets", CEILING: CEILING}


@dataclass(frozen=True)
class Target:
    title: str
    workload: str
    figure: str  # of Results.figure()
    gate: float | None
    goal: float | None
    beside: str | None = None  # by whose figure ours is divided
    gate_on_sqlite: float | None = None  # where they differ
    goal_on_sqlite: float | None = None
    less_is_better: bool = False
    unit: str = "×"

    def gate_on(self, store):
        return self.gate_on_sqlite if store == "parley-sqlite" and self.gate_on_sqlite is not None else self.gate

    def goal_on(self, store):
        return self.goal_on_sqlite if store == "parley-sqlite" and self.goal_on_sqlite is not None else self.goal

    def is_met(self, value, bound):
        return value <= bound if self.less_is_better else value >= bound


def ratios(title, workload, figure, bounds):
    """Returns a row for each peer that ours is compared with: {peer: (gate, goal)}, with two more values for SQLite."""
    for beside, (gate, goal, *on_sqlite) in bounds.items():
        gate_on_sqlite, goal_on_sqlite = on_sqlite or (None, None)
        yield Target(f"{title} ÷ {PEER_TITLES[beside]}", workload, figure, gate, goal, beside,
                     gate_on_sqlite, goal_on_sqlite)


def at_most(title, workload, figure, unit, gate, goal, **others):
    return Target(title, workload, figure, gate, goal, less_is_better=True, unit=unit, **others)


TARGETS = [
    *ratios("A durable ack/s", "A", "acked/s", {"socketio": (2.5, 3.5, 3, 4.2), "ws": (1.5, 2.1, 1.8, 2.6)}),
    *ratios("D durable ack/s", "D", "acked/s", {"socketio": (6, 10), "ws": (3, 5), CEILING: (1.3, 2)}),
    *ratios("B durable deliveries/s", "B", "delivered/s",
            {"socketio": (4, 5.8), "ws": (2.5, 3.5), "beast": (2.2, 3.2), "bun": (0.45, 0.6)}),
    *ratios("B ephemeral deliveries/s", "typing", "delivered/s", {"beast": (4, 5), "bun": (0.75, 1)}),
    *ratios("C deliveries/s", "C", "delivered/s", {"beast": (4, None), "bun": (None, 0.9)}),
    at_most("B server CPU a delivery", "B", "cpu", "µs", 2.5, 1.6),
    at_most("open loop, delivery p50", "open", "delivery p50", "ms", 1, None),
    at_most("open loop, delivery p99", "open", "delivery p99", "ms", 6, 3.5, gate_on_sqlite=3, goal_on_sqlite=1.5),
    at_most("A ack p99", "A", "ack p99", "ms", 16, 9),
    at_most("A ack p99 ÷ Socket.IO's", "A", "ack p99", "×", 0.5, None, beside="socketio"),
    at_most(f"idle RSS a connection, {IDLE_CONNECTIONS:,}", "idle", "of memory a connection", "kB", 4, 1.5),
    # This means 10,000 and 20,000 a second on the machine on which ws reached 7,800 and Beast 25,000.
    *ratios("authenticated connects/s", "connect", "authenticated connects", {"ws": (1.28, 2.56), "beast": (0.4, 0.8)}),
    Target("authenticated connects/s", "connect", "authenticated connects", None, 10_000, unit="/s"),
    at_most("cold start to the first answer", "startup", "from an empty folder", "ms", 200, 50),
]
