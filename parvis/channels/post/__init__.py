"""What is particular to letters: the address as the post reads it, batches for those who print."""
