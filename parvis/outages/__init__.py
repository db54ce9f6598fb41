"""Failures of the platform: declared, planned or detected, with the attempts of persons that failed in them.

Owns outages, the platform's own probes and heartbeats, and the proof kept of failed attempts. Does not move a deadline
nor know a case: it tells that an outage changed (``OutageChanged``), and the cases move what is theirs.
Why it stands beside the catalogue: docs/decisions/0014-outages-are-a-room.md.
"""
