"""Files kept and documents made: storage, checks, antivirus, PDF.

Knows nothing of what a file belongs to."""
