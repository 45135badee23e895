"""Panels for other programs, written from the vocabulary: ``distill patches`` writes them out."""
