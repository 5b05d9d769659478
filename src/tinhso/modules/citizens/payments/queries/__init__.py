"""Every read of payments."""
