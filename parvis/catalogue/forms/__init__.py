"""The form engine: compiled definitions, conditions, pages, answers, presentation. Pure, but for place names."""
