"""The machines' door: REST with OpenAPI, keys per body with scopes, rate limits.

Owns keys and schemas; a case born here goes through the same intake as any other."""
