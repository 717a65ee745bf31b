"""The curves that show what growth costs: their points, how each is measured, and the resulting tables.

A curve is a table: the first column is what grows, every other one a line of the plot. A measuring function gets a
Bench and whether to be quick, and returns (columns, rows), or such a pair for each plot.
"""

import dataclasses
import json
import re
import statistics
import subprocess
import typing

STORES = {"SQLite": "parley-sqlite", "PostgreSQL": "parley-postgres"}
WORKLOADS = {"A": {"room_size": 10, "senders": 64}, "B": {"room_size": 100, "senders": 32}}
CONNECTIONS = 1000


class Bench:
    """Runs parley_bench and reads what it printed. Keeps the machine's own figures."""

    def __init__(self, folder, seconds, rounds):
        self.rounds = rounds
        self.machine = None
        self._command = [folder / "bench/parley_bench", "--server", folder / "parleyd", "--json", "--warm-up", "1",
                         "--seconds", str(seconds)]

    def run(self, *words):
        done = subprocess.run([*self._command, *map(str, words)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{done.stdout}\n{done.stderr}\nbench-growth: {' '.join(map(str, words))} failed")
        measured = json.loads(done.stdout)
        self.machine = self.machine or measured
        return measured

    def chat(self, subject, *, connections=CONNECTIONS, room_size, senders, words=()):
        return self.run("--subject", subject, "--connections", connections, "--room-size", room_size,
                        "--senders", senders, *words, "chat")["chats"][0]

    def figures(self, subject, *words):
        return {figure["description"]: figure["value"]
                for figure in self.run("--subject", subject, *words)["figures"]}

    def medians(self, points, measure):
        """The median of what `measure` gives for each point. Rounds over all points, so that what else the machine
        does meanwhile falls on all of them."""
        values = {point: [] for point in points}
        for _ in range(self.rounds):
            for point in points:
                values[point].append(measure(*point))
        return {point: [statistics.median(each) for each in zip(*measured)] for point, measured in values.items()}


def room_size(bench, quick):
    """Returns a smaller number of senders for larger rooms, so that the server is busy and no queue overflows."""
    def measure(size, subject):
        connections = max(size, CONNECTIONS // size * size)
        senders = max(4, min(64, 8000 // size))
        chat = bench.chat(subject, connections=connections, room_size=size, senders=senders)
        return [chat["server_cpu_micros_per_delivery"]]

    sizes = [2, 50, 1000] if quick else [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    medians = bench.medians([(size, subject) for size in sizes for subject in STORES.values()], measure)
    rows = [[size, *(medians[size, subject][0] for subject in STORES.values())] for size in sizes]
    return ["people in a room", *STORES], rows


def connections(bench, quick):
    counts = [500, 1000] if quick else [1000, 2000, 5000, 10000, 18000]
    before = {store: [] for store in STORES}
    rows = []
    for count in counts:
        row = [count]
        for store, subject in STORES.items():
            figures = bench.figures(subject, "--idle-connections", count, "idle")
            empty = figures["of memory before them"]
            before[store].append(empty)
            row.append(empty + count * figures[f"of memory a connection, {count} of them"] / 1e6)
        rows.append(row)
    return ["connections", *STORES], [[0, *(statistics.median(values) for values in before.values())], *rows]


def table_of_figures(bench, words, pattern):
    """Of a workload that reports a figure for each x and line of the plot: `pattern` finds both in its description."""
    table, lines = {}, []
    for store, subject in STORES.items():
        for description, value in bench.figures(subject, *words).items():
            if found := re.fullmatch(pattern, description):
                line = f"{store}, {found['line']}"
                table.setdefault(int(found["x"]), {})[line] = value
                lines += [line] if line not in lines else []
    return lines, [[x, *(table[x][line] for line in lines)] for x in sorted(table)]


def history(bench, quick):
    messages = "1000,10000" if quick else "1000,10000,100000,1000000,10000000"
    lines, rows = table_of_figures(bench, ["--history-messages", messages, "history"],
                                   r"for a page of 50, (?P<line>\w+) of (?P<x>\d+) messages")
    return ["messages in the conversation", *lines], rows


def sync(bench, quick):
    conversations = "1,20" if quick else "1,10,100,1000,5000"
    lines, rows = table_of_figures(bench, ["--sync-conversations", conversations, "sync"],
                                   r"for (?P<x>\d+) conversations, the client (?P<line>\w+), \d+ pages")
    return ["conversations of the user", *lines], rows


def parallelism(bench, _quick):
    """Measures event loops of one server with the embedded store, and nodes of one loop with PostgreSQL and Redis."""
    def measure(workload, kind, count):
        if kind == "loops":
            chat = bench.chat("parley-sqlite", **WORKLOADS[workload], words=["--set", f"server.threads={count}"])
        else:
            chat = bench.chat("parley-cluster", **WORKLOADS[workload],
                              words=["--set", "server.threads=1", "--nodes", count])
        return [chat["delivered_per_second"], chat["server_cpu_micros_per_delivery"]]

    points = [(workload, kind, count) for count in (1, 2, 3) for workload in WORKLOADS
              for kind in ("loops", "nodes") if kind == "nodes" or count < 3]
    medians = bench.medians(points, measure)
    lines = [(workload, kind) for workload in WORKLOADS for kind in ("loops", "nodes")]
    columns = ["event loops, or nodes", *(f"{workload}, {kind}" for workload, kind in lines)]

    def table(value):
        return columns, [[count, *(medians[*line, count][value] if (*line, count) in medians else "" for line in lines)]
                         for count in (1, 2, 3)]

    return {"throughput": table(0), "parallel-cpu": table(1)}


@dataclasses.dataclass
class Plot:
    """How a table is drawn."""
    title: str
    y_label: str
    is_x_logarithmic: bool = True  # otherwise a tic each x_step
    x_step: int = 1
    is_y_logarithmic: bool = False


PLOTS = {
    "room-size": Plot("CPU time of the server for a delivery", "µs", is_y_logarithmic=True),
    "connections": Plot("Resident memory of the server with idle connections", "MB", is_x_logarithmic=False,
                        x_step=3000),
    "history": Plot("A page of 50 messages over REST, median", "ms"),
    "sync": Plot("From connecting to being up to date, median", "ms", is_y_logarithmic=True),
    "throughput": Plot("Deliveries a second, the clients on the same machine", "deliveries/s", is_x_logarithmic=False),
    "parallel-cpu": Plot("CPU time of all servers for a delivery", "µs", is_x_logarithmic=False),
}


def one(name, measure):
    return lambda bench, quick: {name: measure(bench, quick)}


# The function that returns the tables of each plot, by the name on the command line.
CURVES: dict[str, typing.Callable] = {
    "room-size": one("room-size", room_size),
    "connections": one("connections", connections),
    "history": one("history", history),
    "sync": one("sync", sync),
    "parallelism": parallelism,
}
