"""The forms of Publik."""
