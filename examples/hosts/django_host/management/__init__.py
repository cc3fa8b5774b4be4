"""The commands of the Django host."""
