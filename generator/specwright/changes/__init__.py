"""What changed between two versions of a client: the API, its Python, its bytes."""
