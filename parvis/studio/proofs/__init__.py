"""The recorded tests of a procedure's workflow: kept from a case or written step by step, played, accepted."""
