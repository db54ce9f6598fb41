"""One file, one transport. Nobody imports an adapter: ask ``parvis.channels.registry.channels``."""
