"""THE CORE: a person's demand from its intake to its end.

Owns cases, participations, the journal, messages, missing pieces, drafts, decisions and search over them.
Forms are the catalogue's, transports are the channels', pure date arithmetic is the deadlines'."""
