"""The ways to be paid: one file is one way, found by this folder (``cases.payment_kinds``)."""
