"""Files kept and documents made: storage, checks, antivirus, letters in PDF, proof that a document is ours.

Owns files and what was issued. Knows nothing of what a file belongs to: rooms above hold its id.
"""
