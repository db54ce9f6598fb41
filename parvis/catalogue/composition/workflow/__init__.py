"""Changing the workflow of a definition that is being written: its statuses, transitions, actions, texts and forms.

Operations work on the whole workflow, ready-made part included; ``keeping`` then writes only what differs from it.
"""
