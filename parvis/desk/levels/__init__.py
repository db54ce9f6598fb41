"""What the body commits to, and the hours it works: read by its agents, set by its administrators."""
