"""Post that was scanned: given, cut into letters, sorted beside its picture."""
