"""The little languages inside w.c.s. definitions, and their way into our expressions (CEL).

Source text → tree (``django``, ``python``) → values with their types (``translation``) → CEL. A tree is the same for
both languages. Whatever has no faithful translation raises ``NotUnderstood`` with the reason, for the report.
"""
