"""Registers kept elsewhere: tables of documents or cases, read by a mapping and taken in."""
