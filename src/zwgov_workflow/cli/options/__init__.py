"""What is written or set, taken for what it means."""
