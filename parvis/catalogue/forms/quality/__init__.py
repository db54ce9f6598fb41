"""The kinds of advice on forms: one file is one kind, found by this folder (``forms.advice``)."""
