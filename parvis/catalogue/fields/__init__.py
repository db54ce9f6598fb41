"""Field types: one file, one type. Nobody imports them: ask ``parvis.catalogue.field_types.registry``."""
