"""The agents' door: queues, search, the case page, entry for someone on the phone or at the counter.

Owns addresses, views and pages only; every rule it applies is a room's below."""
