"""The check of negations and opposites."""
