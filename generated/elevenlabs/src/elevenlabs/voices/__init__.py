"""`client.voices` and its types."""
