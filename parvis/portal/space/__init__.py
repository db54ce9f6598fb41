"""The personal space of someone signed in: demands, drafts, messages, profile."""
