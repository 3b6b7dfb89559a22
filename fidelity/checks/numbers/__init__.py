"""The check of numbers, dates, quantities and units."""
