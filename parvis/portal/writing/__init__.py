"""Writing to a service by its contact form."""
