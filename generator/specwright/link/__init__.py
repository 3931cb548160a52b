"""The files of a client as documents that need no other file.

A file without an `openapi` key is a fragment. What a reference to another file, to an
`$id` or to an `$anchor` leads to is copied into the document that needs it: as a
component where there is a group for its kind, in place where there is none. Relative
references are relative to the file that they stand in (RFC 3986 section 5), and those
in a schema with an `$id` to that (JSON Schema 2020-12, section 8.2). Nothing is
fetched, and no file but the given ones is read: an address leads to the copy of it.
"""

from specwright.link.files import Files, read_files
from specwright.link.linker import link, wanted

__all__ = ["Files", "link", "read_files", "wanted"]
