"""The agent's own page: habilitations, teams, security."""
