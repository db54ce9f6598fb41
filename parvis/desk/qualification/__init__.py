"""The rules by which a body sorts what comes: written, tried on past demands, put in order."""
