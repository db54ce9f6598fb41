"""One file, one kind of provider. Nobody imports one: ask ``parvis.channels.registry.transports``."""
