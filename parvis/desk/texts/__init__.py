"""SMS that wait for a human."""
