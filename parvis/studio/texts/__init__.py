"""What a procedure says of itself: presentation, law, personal data, other ways, and how its form is kept."""
