"""The contact forms of a body: written, opened, their addresses copied and printed."""
