"""Pages a public site owes: accessibility, legal notice, personal data, help without the internet."""
