"""The page of a procedure: for whom, what to have at hand, how long, at what cost, by which ways."""
