"""The bureau for reading: what it is, who is in it, what it lacks."""
