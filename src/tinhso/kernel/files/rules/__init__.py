"""What a file is, and whether it is sound: decided from its bytes alone."""
