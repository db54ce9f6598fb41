"""The file of a person: opened for a reason that the person reads."""
