"""The life of a procedure: begun, tried, published, retired; who did it, when and why."""
