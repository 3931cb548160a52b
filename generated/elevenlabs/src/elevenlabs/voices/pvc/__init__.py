"""`client.voices.pvc` and its types."""
