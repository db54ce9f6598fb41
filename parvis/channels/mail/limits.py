"""How much of a mail is read. Past a limit a mail is kept whole and shown to a human, never dropped."""

MAX_BYTES = 50_000_000
"""Of one mail as it came; past it only its beginning is read."""
MAX_LINE_TESTS = 3_000_000
"""Lines times open multiparts: what the standard parser tests, and what crafted nesting multiplies."""
MIN_DEPTH, MAX_DEPTH = 4, 30
MAX_LINES = 700_000
"""Lines that are taken apart: fifty megabytes of encoded files have fewer."""
MAX_PARTS = 12_000
MAX_PARTS_READ = 1_000
MAX_SEMICOLONS = 30
"""Parameters of a ``Content-…`` header: the standard library reads them in quadratic time."""
MAX_HEADERS = 1_000
"""Of the mail itself; the parts share them."""
MAX_HEADER_BYTES = 256_000
MAX_VALUE = 64_000
"""Characters of one header; a ``References`` or ``To`` of a thousand ids fits."""
MAX_PART_VALUE = 1_500
"""Characters of a ``Content-…`` header."""
MAX_WORDS = 2_000
"""Characters of a header whose encoded words are decoded."""
MAX_HTML = 300_000
MAX_TEXT = 400_000
"""Characters of the text that is read; the rest stays in the original."""
MAX_FILES = 40
"""Files taken out of a mail; the others stay in the original."""
MAX_HOPS = 40
"""Servers that passed the mail on: past it, it turns in circles (RFC 5321, 6.3)."""
