"""Outside agendas: one file is one kind, found by this folder (``cases.agenda_kinds``)."""
