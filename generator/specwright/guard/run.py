"""Runs a generated package in memory, and catches the requests that it makes.

The package gets a name of ours, so that an installed one of its name is not touched.
Credentials are given, so that none is read from the environment; proxies and `.netrc`
are not looked at; no socket is opened, no file is read or written.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from specwright.guard.loop import Loop
from specwright.python.arguments import Argument
from specwright.python.examples import FILE, Value
from specwright.python.fixtures import SECRET
from specwright.wire.request import Request, request

if TYPE_CHECKING:
    import httpx

    from specwright.python.goldens import Golden, Goldens
    from specwright.python.wire import Given

_TOKEN: Final = {"access_token": SECRET, "token_type": "Bearer"}
_OF_THE_CONNECTION: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)
"""Headers that say nothing about the call; Accept is about the reply."""

_numbers = count()


class Sent(BaseException):
    """Carries a request out of a call. No handler of generated code catches it."""

    def __init__(self, request: Request) -> None:
        super().__init__(request.url)
        self.request = request


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of one package in memory."""

    def __init__(self, name: str, package: str, files: Mapping[str, bytes]) -> None:
        self.name = name
        self._root = f"src/{package}"
        self._files = files

    def find_spec(
        self, fullname: str, path: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] != self.name:
            return None
        is_package, file = self._file(fullname)
        if file not in self._files:
            return None
        return importlib.machinery.ModuleSpec(
            fullname, self, origin=file, is_package=is_package
        )

    def exec_module(self, module: ModuleType) -> None:
        _, file = self._file(module.__name__)
        code = compile(self._files[file], f"<{file}>", "exec", dont_inherit=True)
        exec(code, module.__dict__)

    def _file(self, fullname: str) -> tuple[bool, str]:
        place = "/".join([self._root, *fullname.split(".")[1:]])
        front = f"{place}/__init__.py"
        return (True, front) if front in self._files else (False, f"{place}.py")


Send: TypeAlias = "Callable[[Golden, Given], str]"
"""What a call sends, as `Request.text`; where nothing is sent, why."""


@contextmanager
def sending(goldens: Goldens, files: Mapping[str, bytes]) -> Iterator[Send]:
    """Make calls of the client in files by path below the generated folder."""
    name = f"_specwright_{next(_numbers)}"
    finder = _Finder(name, goldens.package, files)
    sys.meta_path.insert(0, finder)
    loop = Loop()
    try:
        yield _sender(goldens, name, loop)
    finally:
        loop.close()
        sys.meta_path.remove(finder)
        for module in [m for m in sys.modules if m.partition(".")[0] == name]:
            del sys.modules[module]


def _sender(goldens: Goldens, name: str, loop: Loop) -> Send:
    try:
        return _Sender(goldens, importlib.import_module(f"{name}.client"), loop).send
    # Whatever it is, it is what a user gets: no client.
    except Exception as error:
        reason = f"(there is no client: {type(error).__name__})"
        return lambda golden, given: reason


class _Sender:
    """A client of each kind, whose calls end with the request that they make."""

    def __init__(self, goldens: Goldens, module: ModuleType, loop: Loop) -> None:
        import httpx

        self._token_urls = {httpx.URL(url) for url in goldens.token_urls}
        transport = httpx.MockTransport(self._answer)
        options: dict[str, object] = dict.fromkeys(goldens.secrets, SECRET)
        options |= {"max_retries": 0}
        if goldens.base_url is not None:
            options["base_url"] = goldens.base_url
        name = goldens.client_class
        pool = httpx.Client(transport=transport, trust_env=False)
        async_pool = httpx.AsyncClient(transport=transport, trust_env=False)
        self._client = getattr(module, name)(**options, httpx_client=pool)
        make = getattr(module, f"Async{name}")
        self._loop = loop
        self._async_client = make(**options, httpx_client=async_pool)

    def send(self, golden: Golden, given: Given) -> str:
        """What a call sends.

        Both kinds of client must send the same; else it is said what each sends.
        """
        sent = self._ended(lambda: self._call(self._client, golden, given))
        other = self._ended(lambda: self._awaited(golden, given))
        return sent if other == sent else f"{sent}\n\n(asynchronous)\n{other}"

    def _ended(self, call: Callable[[], object]) -> str:
        try:
            call()
        except Sent as sent:
            return sent.request.text
        # Whatever it is, it is what a caller gets: no request.
        except Exception as error:
            return f"(nothing is sent: {type(error).__name__})"
        return "(nothing is sent)"

    def _call(self, client: object, golden: Golden, given: Given) -> Any:
        method: Any = client
        for name in golden.attribute.split("."):
            method = getattr(method, name)
        return method(
            *(_argument(a, v) for a, v in given if a.is_positional),
            **{a.name: _argument(a, v) for a, v in given if not a.is_positional},
        )

    def _awaited(self, golden: Golden, given: Given) -> object:
        call = self._call(self._async_client, golden, given)
        return self._loop.run_until_complete(call)

    def _answer(self, given: httpx.Request) -> httpx.Response:
        import httpx

        if given.method == "POST" and given.url in self._token_urls:
            return httpx.Response(200, json=_TOKEN)
        raise Sent(normal(given))


def normal(sent: httpx.Request) -> Request:
    """A request of httpx without what the connection adds, its boundary replaced."""
    sent.headers.encoding = "latin-1"
    headers = dict(sent.headers.multi_items())
    kind, mark, boundary = headers.get("content-type", "").partition("; boundary=")
    content = sent.content
    if mark and kind.startswith("multipart/"):
        content = content.replace(boundary.encode(), b"BOUNDARY")
        headers["content-type"] = f"{kind}{mark}BOUNDARY"
    url = sent.url
    where = f"{url.scheme}://{url.netloc.decode('ascii')}"
    return request(
        sent.method,
        where + url.raw_path.decode("ascii"),
        {n: v for n, v in headers.items() if n not in _OF_THE_CONNECTION},
        content,
    )


def _argument(argument: Argument, value: Value) -> object:
    if isinstance(value, bytes):
        return value if argument.place == "body" else FILE
    if isinstance(value, list):
        return [FILE if isinstance(item, bytes) else item for item in value]
    return value
