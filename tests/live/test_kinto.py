"""A whole round against a server that knows nothing of specwright: Kinto's records."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

pytestmark = pytest.mark.live

SHELF, BOOKS = "shelf", "books"
LOGIN = {"username": "reader", "password": "secret"}


@pytest.fixture
def client(kinto: Any, kinto_url: str) -> Iterator[Any]:
    """A client with an empty collection."""
    with httpx.Client(trust_env=False) as pool:
        client = kinto.Kinto(
            base_url=kinto_url, httpx_client=pool, strict=True, **LOGIN
        )
        client.buckets.update(SHELF)
        client.collections.update(SHELF, BOOKS)
        yield client
        client.buckets.delete(SHELF)


def test_create_read_update_delete(kinto: Any, client: Any) -> None:
    made = client.records.create(SHELF, BOOKS, data={"title": "Émile", "year": 1762})
    book = made.data["id"]
    assert made.data["title"] == "Émile"

    changed = client.records.patch_record(SHELF, BOOKS, book, data={"year": 1763})
    assert changed.data["year"] == 1763
    replaced = client.records.update(SHELF, BOOKS, book, data={"title": "Candide"})
    assert "year" not in replaced.data

    read = client.records.get(SHELF, BOOKS, book)
    assert read.data["title"] == "Candide"

    gone = client.records.delete(SHELF, BOOKS, book)
    assert gone.data["deleted"] is True
    with pytest.raises(kinto.NotFoundError) as caught:
        client.records.get(SHELF, BOOKS, book)
    assert caught.value.status_code == 404
    assert caught.value.body.errno == 110


def test_a_list_page_by_page(client: Any) -> None:
    for number in range(7):
        client.records.update(SHELF, BOOKS, f"b{number}", data={"number": number})

    numbers, sizes, token = [], [], None
    while True:
        page = client.records.with_raw_response.list(
            SHELF, BOOKS, limit=3, sort=["number"], token=token
        )
        sizes.append(len(page.data.data))
        numbers += [record["number"] for record in page.data.data]
        if "Next-Page" not in page.headers:
            break
        (token,) = parse_qs(urlsplit(page.headers["Next-Page"]).query)["_token"]

    assert sizes == [3, 3, 1]
    assert numbers == list(range(7))


def test_names_that_need_escapes_arrive(client: Any) -> None:
    title = "50 % & more + é / ?"
    client.records.create(SHELF, BOOKS, data={"title": title, "year": 1})
    client.records.create(SHELF, BOOKS, data={"title": "other", "year": 2})

    found = client.records.list(
        SHELF, BOOKS, request_options={"query": {"title": title}}
    )

    assert [record["title"] for record in found.data] == [title]


def test_conditions_and_errors(kinto: Any, client: Any, kinto_url: str) -> None:
    made = client.records.create(SHELF, BOOKS, data={"year": 1})
    stale = f'"{made.data["last_modified"] - 1}"'

    with pytest.raises(kinto.PreconditionFailedError):
        client.records.update(
            SHELF, BOOKS, made.data["id"], data={"year": 2}, if_match=stale
        )
    with pytest.raises(kinto.BadRequestError) as caught:
        client.records.list(SHELF, BOOKS, since="soon")
    assert caught.value.body.error == "Invalid parameters"

    with httpx.Client(trust_env=False) as pool:
        stranger = kinto.Kinto(
            base_url=kinto_url, httpx_client=pool, username="other", password="x"
        )
        with pytest.raises(kinto.ForbiddenError):
            stranger.records.list(SHELF, BOOKS)


def test_without_a_credential_nothing_is_sent(kinto: Any, kinto_url: str) -> None:
    with (
        kinto.Kinto(base_url=kinto_url) as client,
        pytest.raises(kinto.MissingCredentialError, match="KINTO_USERNAME"),
    ):
        client.records.list(SHELF, BOOKS)


def test_a_batch_of_requests(client: Any) -> None:
    login = b64encode(":".join(LOGIN.values()).encode()).decode()
    records = f"/buckets/{SHELF}/collections/{BOOKS}/records"

    done = client.batch.batch(
        defaults={"method": "PUT", "headers": {"Authorization": f"Basic {login}"}},
        requests=[{"path": f"{records}/{name}"} for name in ("one", "two")],
    )

    assert [reply.status for reply in done.responses] == [201, 201]
    assert len(client.records.list(SHELF, BOOKS).data) == 2


def test_asynchronous(kinto: Any, client: Any, kinto_url: str) -> None:
    async def round_trip() -> list[str]:
        async with httpx.AsyncClient(trust_env=False) as pool:
            other = kinto.AsyncKinto(
                base_url=kinto_url, httpx_client=pool, strict=True, **LOGIN
            )
            await asyncio.gather(
                *(
                    other.records.update(SHELF, BOOKS, name, data={})
                    for name in ("x", "y")
                )
            )
            await other.records.delete(SHELF, BOOKS, "x")
            left = await other.records.list(SHELF, BOOKS)
            with pytest.raises(kinto.NotFoundError):
                await other.records.get(SHELF, BOOKS, "x")
            return [record["id"] for record in left.data]

    assert asyncio.run(round_trip()) == ["y"]
