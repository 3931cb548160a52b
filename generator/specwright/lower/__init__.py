"""The bundle to the API model: schemas, operations, security, servers.

Nothing is dropped. What cannot be expressed degrades the smallest node to any
value, with a finding that says so.
"""

from specwright.lower.api import lower

__all__ = ["lower"]
