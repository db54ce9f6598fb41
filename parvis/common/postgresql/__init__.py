"""Django's PostgreSQL backend, which tells the server who acts at the start of each transaction."""
