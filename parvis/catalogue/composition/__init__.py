"""Composing a definition: places in it, small changes to it, what follows each of them, how to take them back. Pure."""
