"""Forms: their questions, and what is entered."""
