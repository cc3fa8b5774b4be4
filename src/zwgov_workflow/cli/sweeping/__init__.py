"""A sweep, its report and its log."""
