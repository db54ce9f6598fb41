"""The workflow of a procedure in the studio: its list and its diagram, its panels, its trial, what runs through it."""
