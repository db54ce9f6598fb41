"""Letters that a body writes: their list, one of them with its versions, its editor and its preview."""
