"""Reads of the designer: designs, procedures with their state, what a design rests on."""
