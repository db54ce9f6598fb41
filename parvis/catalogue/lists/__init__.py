"""Lists of choices kept outside definitions: what their columns hold, how they are read, what they offer today."""
