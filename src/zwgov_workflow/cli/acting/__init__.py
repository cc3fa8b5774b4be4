"""An act on a case, from what was written to what is printed."""
