"""The part of this package that is the same for every API: sending, retrying, decoding."""
