"""Reading an incoming e-mail: pure functions over bytes that anybody may have written.

Owns what a mail says and what kind of mail it is. Nothing here touches the database, the network or a file, and
nothing trusts a length, a depth, a charset or a name: every limit is in ``limits``.
"""
