"""What is said of a form while it is written: by colleagues, and by the quality helper."""
