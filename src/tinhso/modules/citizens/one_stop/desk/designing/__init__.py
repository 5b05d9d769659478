"""The screens on which officials write procedures."""
