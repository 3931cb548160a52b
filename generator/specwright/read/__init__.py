"""Bytes to a tree that knows every line and column; pages to document and samples."""
