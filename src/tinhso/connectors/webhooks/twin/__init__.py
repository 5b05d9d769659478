"""A program that receives webhooks as a good one does, and badly when told to; never in production."""
