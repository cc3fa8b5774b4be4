"""Regulations for reading, checking and publishing."""
