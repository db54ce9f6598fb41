"""The codebase tests itself: what ARCHITECTURE and STYLE promise, checked on every file (STYLE §3.4, rule 15)."""
