"""What processes cost: CPU and memory of a whole tree, read from /proc."""

import os
from pathlib import Path

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (found := _stat(int(entry.name))):
            children.setdefault(int(found[1]), []).append(int(entry.name))
    pids, found_pids = [root], []
    while pids:
        pid = pids.pop()
        found_pids.append(pid)
        pids += children.get(pid, [])
    return found_pids


def cpu_ms(root: int) -> float:
    """Return the CPU time that a tree has used, user and system, those that ended and were waited for included."""
    return (
        sum(sum(int(field) for field in found[11:15]) for pid in tree(root) if (found := _stat(pid)))
        * TICK_MS
    )


def pss_mb(root: int) -> float:
    """Return the memory of a tree in megabytes: what is shared is counted once, in shares."""
    return sum(_pss(pid) for pid in tree(root)) / 1e6


def child_running(words: str) -> int:
    """Return our own child whose command line holds these words. Raises LookupError."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        found = _stat(int(entry.name))
        if found and int(found[1]) == os.getpid() and words in _command(int(entry.name)):
            return int(entry.name)
    raise LookupError(words)


def _stat(pid: int) -> list[str] | None:
    """Return the fields of /proc/PID/stat from the state on: 1 is the parent, 11 to 14 the times."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
