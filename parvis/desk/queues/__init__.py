"""Lists of cases: queues, filters, saved views, gestures on several cases."""
