"""What every command stands on: finding it, reaching the database for it, speaking to the operator."""

from config.console.output import CommandError, Output
from config.console.run import main

__all__ = ["CommandError", "Output", "main"]
