"""E-mails that wait for a human, the original of those that were sorted, and the health of boxes."""
