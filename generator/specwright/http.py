"""Grammar of HTTP that documents have to keep to."""

from __future__ import annotations

import re

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110 section 5.6.2; names of headers, and of cookies by RFC 6265 section 4.1.1."""
MEDIA_TYPE = re.compile(
    rf"{TOKEN.pattern}/{TOKEN.pattern}"
    rf"(?:[ \t]*;[ \t]*(?:{TOKEN.pattern}=(?:{TOKEN.pattern}|\"[ -~]*\"))?)*"
)
"""RFC 9110 section 8.3.1; `image/*` fits as well."""
