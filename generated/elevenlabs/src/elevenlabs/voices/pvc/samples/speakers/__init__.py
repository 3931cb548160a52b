"""`client.voices.pvc.samples.speakers` and its types."""
