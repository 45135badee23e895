"""Gymnasium environments in which a program plays the engine."""
