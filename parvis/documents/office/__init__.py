"""Office files that a body wrote, with fields between double braces: checked, read, merged; nothing in them runs."""
