"""Swagger 2.0 as OpenAPI 3.0: rules, each after the section of the 2.0 standard.

Nothing further down knows that the document was one. What has no counterpart is left
out and reported (SW305).
"""

from specwright.swagger.convert import convert

__all__ = ["convert"]
