"""Text as the checks read it: words, stems, and the word lists of each language."""
