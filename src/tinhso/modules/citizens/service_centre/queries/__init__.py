"""Every read of the service centre."""
