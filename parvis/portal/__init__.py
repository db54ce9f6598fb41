"""The residents' door: homes, search, procedure pages, deposits, receipts, follow-up, personal space.

Owns addresses, views and pages only; every rule it applies is a room's below."""
