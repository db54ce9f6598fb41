"""Whether the product's files changed since a moment: a second start need not prepare again what did not change."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SHAPING = ("parvis", "config", "requirements")


def of_sources() -> str:
    """Return a hash of the names, sizes and times of our files (not their content: it is asked at each start)."""
    digest = hashlib.sha256(str(ROOT).encode())
    for folder in _SHAPING:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in {".pyc", ".mo"} and path.is_file():
                facts = path.stat()
                digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
