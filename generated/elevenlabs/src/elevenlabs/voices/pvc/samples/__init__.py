"""`client.voices.pvc.samples` and its types."""
