"""Cases for reading: where they stand, what happened, why."""
