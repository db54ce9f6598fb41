"""Tests of what is read of Démarches simplifiées."""
