"""Outside signature books: one file is one of them, found by this folder (``cases.signature_kinds``)."""
