"""What is particular to SMS: the alphabet and its parts, numbers that can receive, words that stop."""
