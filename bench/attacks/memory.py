"""What a process and the machine's sockets hold in memory. Linux only."""

import asyncio
import os
import pathlib
import re

SAMPLE_SECONDS = 0.05


def resident_bytes(process, figure="VmRSS"):
    """`figure` is VmRSS, or VmHWM for the most since the last forget_peak()."""
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return 1024 * int(re.search(rf"{figure}:\s*(\d+) kB", status)[1])


def forget_peak(process):
    pathlib.Path(f"/proc/{process}/clear_refs").write_text("5")


def socket_bytes():
    """Returns what the kernel holds for all TCP connections of the machine, on both ends."""
    pages = re.search(r"TCP: .* mem (\d+)", pathlib.Path("/proc/net/sockstat").read_text())[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


class MemoryPeak:
    """The memory in an `async with` block: `before` and `most` of the process, and `sockets`, by how much the memory of
    all sockets grew at most. All in bytes."""

    def __init__(self, process):
        self._process = process

    async def __aenter__(self):
        forget_peak(self._process)
        self.before = resident_bytes(self._process)
        self._sockets_before = self._sockets_most = socket_bytes()
        self._sampler = asyncio.create_task(self._sample())
        return self

    async def __aexit__(self, *_):
        self._sampler.cancel()
        self.most = resident_bytes(self._process, "VmHWM")
        self.sockets = self._sockets_most - self._sockets_before

    async def _sample(self):
        while True:
            self._sockets_most = max(self._sockets_most, socket_bytes())
            await asyncio.sleep(SAMPLE_SECONDS)
