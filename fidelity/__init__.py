"""Bilingual translation-fidelity checker."""
