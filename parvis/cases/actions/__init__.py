"""The actions of workflows on cases: one file is one action, found by this folder (``cases.action_kinds``)."""
