"""What cases do when rooms below tell that something happened."""
