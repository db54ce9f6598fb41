"""What runs the tests: their own PostgreSQL, and the strictness of STYLE §3.4, rule 14."""
