"""Tags of the pages of residents."""
