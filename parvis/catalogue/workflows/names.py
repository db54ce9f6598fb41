"""The names that formulas of a workflow read beside answers and forms given."""

CASE_PARTS = frozenset(
    {
        "number", "subject", "procedure", "body", "team", "assignee", "status", "status_label", "previous",
        "transition", "state", "outcome", "received_on", "due_on", "days_in_status", "address", "desk_address",
        "place", "municipality", "channel", "person_name", "priority", "tags", "comment", "results", "functions",
        "signals",
    }
)  # fmt: skip
"""Parts of « case », as ``cases.services.workflow_values`` gives them."""
CASE = "case"
RESERVED_STATUSES = frozenset({"same", "back", "any", "open"})
