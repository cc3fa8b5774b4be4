"""Why nothing was done, in the language in use."""
