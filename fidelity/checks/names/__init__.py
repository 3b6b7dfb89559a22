"""The check of people, places and organisations."""
