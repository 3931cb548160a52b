"""`client.audio_isolation` and its types."""
