"""What outside services are asked: one file is one kind, found by this folder (``cases.outside_kinds``)."""
