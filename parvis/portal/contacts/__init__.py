"""The addresses and numbers of someone signed in: added, proved by a link or a code, chosen, taken away."""
