"""Failures of the service as residents read of them: banner, list, proof of an attempt, certificates."""
