"""What falls due: lists of what is late and soon, a calendar, the load of a team, and why a date is that date."""
