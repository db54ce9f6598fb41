"""What happens to a case once it is sent, as data: statuses, transitions, actions. The room of cases runs it."""
