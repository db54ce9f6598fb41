"""One file, one question. Nobody imports them: ask ``parvis.channels.mail.question``."""
