"""The notification centre: what was sent to persons and what became of it, how bodies sign, who carries."""
