"""The check of words left out or put in."""
