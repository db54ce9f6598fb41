"""The procedures of a body: their list, the choice of a body."""
