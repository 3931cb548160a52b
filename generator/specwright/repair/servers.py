"""Servers: a page gives them in its URL line, where its document has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from specwright.nearest import nearest
from specwright.read.tree import Map, Node, Seq
from specwright.repair.draft import Change, Draft
from specwright.text import show

_BASE_URL = re.compile(r"""\bbase_?[uU]rl\s*[=:]\s*["'](https?://[^"'\s]+)["']""")


def page_server(draft: Draft) -> Iterator[Change]:
    """The page's URL line minus the operation's path is the server (D1)."""
    page = draft.document.page
    if draft.root.get("servers") or page is None or not page.url:
        return
    if nearest("servers", draft.root.keys() - {"servers"}):
        return  # A slip, which the validator reports.
    if any(o.node.get("servers") for k in _HOLDERS for o in draft.objects(k)):
        return
    base = server_of(page.url, draft.root.get("paths"))
    if base is None:
        return
    source, mark = draft.root.source, draft.root.mark
    server = Map(source, mark)
    server.put("url", base)
    draft.root.put("servers", Seq(source, mark, [server], [mark]))
    yield Change(
        path=(), message=f"no `servers`; {show(base)} is taken from the page's URL line"
    )


def server_disagreement(draft: Draft) -> Iterator[Change]:
    """The page's URL line or sample names a server that the document does not."""
    page = draft.document.page
    servers = draft.root.get("servers")
    if page is None or not isinstance(servers, Seq):
        return
    urls = [_url(server) if isinstance(server, Map) else None for server in servers]
    known = {url for url in urls if url}
    if not known or None in urls or any("{" in url for url in known):
        return
    line = server_of(page.url or "", draft.root.get("paths"))
    named = [("the page's URL line", line)] if line else []
    named += [
        (f"the page's {sample.language} sample", found[1].rstrip("/"))
        for sample in page.samples
        if (found := _BASE_URL.search(sample.code))
    ]
    for who, url in named:
        if url not in known:
            yield Change(
                path=("servers",),
                message=f"{who} uses {show(url)}, which is not among the `servers`",
            )


def server_of(url: str, paths: Node) -> str | None:
    """``url`` without the path of ``paths`` that it ends with; None where none fits.

    The longest path wins, since a shorter one may be the end of it.
    """
    if not isinstance(paths, Map):
        return None
    plain = url.split("?", 1)[0].split("#", 1)[0]
    for path in sorted(paths, key=len, reverse=True):
        if path.startswith("/") and plain.endswith(path):
            base = plain.removesuffix(path).rstrip("/")
            try:
                parts = urlsplit(base)
            except ValueError:
                return None
            return base if parts.scheme in ("http", "https") and parts.netloc else None
    return None


def _url(server: Map) -> str | None:
    url = server.get("url")
    return url.rstrip("/") if isinstance(url, str) else None


_HOLDERS = ("path-item", "operation")
