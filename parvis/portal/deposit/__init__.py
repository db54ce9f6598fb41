"""Deposit of a demand: begun, filled page by page, taken up again, reviewed, sent once, acknowledged."""
