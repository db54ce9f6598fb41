"""One box for everything: numbers, names, words, procedures."""
