"""Who answers: bodies, territories, teams, agents, habilitations, competences, delegations, hours.

Owns who may act for which team and which team is competent where. Knows nothing of procedures but their
codes, and nothing of cases. Accounts are common's; residents are people's.
"""
