"""What operations are called that nobody named for an SDK."""

from __future__ import annotations

import pytest
from support.specs import lowered, openapi

from specwright.naming.calls import Named


def call(method: str, path: str, tag: str = "", name: str = "") -> str:
    tags = tuple(tag.split("/")) if tag else ()
    named = Named(method=method, path=path, tag=tags, operation_id=name)
    found = named.call()
    return ".".join((*found.group, found.name))


@pytest.mark.parametrize(
    ("method", "path", "tag", "expected"),
    [
        ("get", "/pets", "", "pets.list"),
        ("get", "/pets/{id}", "", "pets.get"),
        ("post", "/pets", "", "pets.create"),
        ("put", "/pets/{id}", "", "pets.update"),
        ("patch", "/pets/{id}", "", "pets.update"),
        ("delete", "/pets/{id}", "", "pets.delete"),
        ("delete", "/pets", "", "pets.delete many"),
        ("delete", "/cache", "", "cache.delete"),
        ("head", "/pets/{id}", "", "pets.head"),
        ("get", "/pets/{id}/toys/{toy}", "", "pets.toys.get"),
        ("get", "/api/v1/pets", "", "pets.list"),
        ("get", "/v1beta2/pets/{id}", "", "pets.get"),
        ("get", "/2.0/pets/{id}", "", "pets.get"),
        ("get", "/2020-08-01/pets", "", "pets.list"),
        ("get", "/status", "", "status.get"),
        ("get", "/boxes", "", "boxes.list"),
        ("get", "/categories", "Category", "Category.list"),
        ("post", "/orders/{id}/cancel", "", "orders.cancel"),
        ("post", "/models/{id}:predict", "", "models.predict.create"),
        ("post", "/models/{id}:cancel", "", "models.cancel"),
        ("get", "/pets/findByStatus", "", "pets.findByStatus"),
        ("get", "/search", "", "search.get"),
        ("get", "/users/@me/guilds", "", "users.@me.guilds.list"),
        # The tag where it stands for the beginning of the path, else beside it.
        ("get", "/pets/{id}/toys", "Pets", "Pets.toys.list"),
        ("get", "/files/{id}/versions", "File versions", "File versions.list"),
        ("get", "/admin/accounts", "Users", "Users.list admin accounts"),
        ("put", "/files/{id}#remove_link", "Links", "Links.remove_link"),
        ("put", "/files/{id}#remove_link", "", "files.remove_link"),
        ("get", "/", "", "get"),
        ("get", "/", "Root", "Root.get"),
        ("get", "/{id}", "", "get"),
    ],
)
def test_without_an_id(method: str, path: str, tag: str, expected: str) -> None:
    assert call(method, path, tag) == expected


@pytest.mark.parametrize(
    ("method", "path", "tag", "name", "expected"),
    [
        ("get", "/folders/{folder_id}", "", "get_folders_id", "folders.get"),
        ("get", "/folders/{folder_id}", "", "get_folders_folder_id", "folders.get"),
        ("get", "/folders", "Folders", "get_folders", "Folders.list"),
        ("get", "/museum-hours", "Info", "getMuseumHours", "Info.get museum-hours"),
    ],
)
def test_an_id_that_repeats_the_path_is_none(
    method: str, path: str, tag: str, name: str, expected: str
) -> None:
    assert call(method, path, tag, name) == expected


@pytest.mark.parametrize(
    ("method", "path", "tag", "name", "expected"),
    [
        # A separator.
        ("get", "/repos/{o}/{r}", "repos", "repos/get", "repos.get"),
        ("get", "/x", "agent-tasks", "agent-tasks/list-all", "agent-tasks.list-all"),
        ("get", "/x", "Users", "user.list", "Users.list"),
        ("get", "/x", "beta/users", "users.list", "beta.users.list"),
        ("get", "/x", "", "youtube.channels.list", "youtube.channels.list"),
        ("get", "/x", "other", "repos/get", "other.repos/get"),
        ("get", "/x", "", "repos/", "repos/"),
        # A verb, and the tag.
        ("get", "/pets/{id}", "Pets", "getPetById", "Pets.get"),
        ("get", "/v2/all", "Pets", "listAllPets", "Pets.list"),
        ("get", "/o/users/{name}", "User", "getUserByName", "User.get"),
        ("get", "/x/{id}", "User", "getUserByTeam", "User.getUserByTeam"),
        (
            "get",
            "/v1/voices",
            "Voice Library",
            "listVoices",
            "Voice Library.listVoices",
        ),
        ("delete", "/buckets", "Buckets", "delete_buckets", "Buckets.delete many"),
        ("delete", "/buckets/{id}", "Buckets", "delete_bucket", "Buckets.delete"),
        # A verb, and the path.
        (
            "post",
            "/chat/completions",
            "Chat",
            "createChatCompletion",
            CHAT := "Chat.completions.create",
        ),
        ("post", "/chat/completions", "Chat", "ChatCompletion_create", CHAT),
        (
            "post",
            "/chat/completions",
            "",
            "create_chat_completion",
            "chat.completions.create",
        ),
        ("get", "/guilds/{g}/roles", "", "get_guild_roles", "guilds.roles.list"),
        ("get", "/guilds/{g}/roles/{r}", "", "get_guild_role", "guilds.roles.get"),
        ("post", "/orders/{id}/cancel", "Orders", "cancelOrder", "Orders.cancel"),
        ("post", "/orders/{id}/cancel", "Orders", "stopOrder", "Orders.stopOrder"),
        ("get", "/pet/findByStatus", "pet", "findPetsByStatus", "pet.findByStatus"),
        ("get", "/orgs/{o}/settings", "", "getOrg", "orgs.getOrg"),
        ("put", "/pets/{id}", "Pets", "putPet", "Pets.update"),
        # Neither.
        ("post", "/tickets", "Tickets", "buyTickets", "Tickets.buyTickets"),
        (
            "put",
            "/guilds/{g}/bans/{u}",
            "",
            "ban_user_from_guild",
            "guilds.ban_user_from_guild",
        ),
        ("get", "/ping", "", "ping", "ping"),
        ("get", "/a", "", "list", "list"),
        ("get", "/a", "", "listOf", "listOf"),
        ("get", "/{x}", "", "get_thing", "get_thing"),
        ("get", "/x", "---", "---", "---.---"),
    ],
)
def test_with_an_id(method: str, path: str, tag: str, name: str, expected: str) -> None:
    assert call(method, path, tag, name) == expected


def test_put_beside_patch_replaces() -> None:
    named = Named(
        method="put", path="/x/{id}", tag=(), operation_id="", is_patched=True
    )
    assert named.call().name == "replace"


OPERATION = "responses: {'204': {description: D.}}"


def attributes(paths: str, *, head: str = "") -> dict[str, str]:
    text = openapi(paths.replace("...", OPERATION))
    found = lowered(text + head)
    names = found.names()
    return {op.key: names.attribute(op.key) for op in found.api.operations}


def test_a_name_that_is_taken_gives_way_to_the_whole_id() -> None:
    found = attributes(
        "/pets: {get: {operationId: listPets, tags: [Pets], ...}}\n"
        "/pets/old: {get: {operationId: list_all_pets, tags: [Pets], ...}}\n"
    )
    assert list(found.values()) == ["pets.list", "pets.list_all_pets"]


def test_put_and_patch_of_one_path() -> None:
    found = attributes("/pets/a: {put: {...}, patch: {...}}\n")
    assert found == {"PUT /pets/a": "pets.a.replace", "PATCH /pets/a": "pets.a.update"}


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        ("x-speakeasy-name-override: fetch", "pets.fetch"),
        ("x-speakeasy-group: a.b", "a.b.save"),
        ("x-speakeasy-group: a.b, x-speakeasy-name-override: fetch", "a.b.fetch"),
        ("x-fern-sdk-method-name: fetch", "fetch"),
    ],
)
def test_extensions(extensions: str, expected: str) -> None:
    paths = f"/x: {{post: {{operationId: save, tags: [pets], {extensions}, ...}}}}\n"
    assert attributes(paths) == {"POST /x": expected}


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("leaf", "root.stem.leaf.save"),
        ("root", "root.save"),
        ("round", "round2.round.save"),
        ("beta.work-flows", "beta.work_flows.save"),
        ("a/b", "a.b.save"),
        ("v1.0", "v1_0.save"),
        ("and/or more", "and_or_more.save"),
    ],
)
def test_tags_that_are_paths(tag: str, expected: str) -> None:
    tags = (
        "tags:\n- {name: root}\n- {name: stem, parent: root}\n"
        "- {name: leaf, parent: stem}\n- {name: round, parent: round2}\n"
        "- {name: round2, parent: round}\n"
    )
    paths = f"/x: {{post: {{operationId: save, tags: ['{tag}'], ...}}}}\n"
    assert attributes(paths, head=tags) == {"POST /x": expected}


def test_a_long_name_loses_its_small_words_and_then_its_last_ones() -> None:
    long = "copy_the_" + "_".join(f"word{n}" for n in range(12))
    found = attributes(f"/x: {{post: {{operationId: {long}, tags: [t], ...}}}}\n")
    (name,) = found.values()
    assert name == "t.copy_" + "_".join(f"word{n}" for n in range(9))


def test_what_fastapi_appends_is_no_name() -> None:
    found = attributes(
        "/v1/items/{id}: {delete: {operationId: delete_item_v1_items__id__delete,"
        " tags: [items], parameters: [{name: id, in: path, required: true,"
        " schema: {type: string}}], ...}}\n"
    )
    assert list(found.values()) == ["items.delete"]


def test_operations_of_one_id_are_all_methods() -> None:
    found = attributes(
        "/a: {get: {operationId: same, tags: [t], ...}}\n"
        "/b: {get: {operationId: same, tags: [t], ...}}\n"
        "/c: {get: {operationId: same, tags: [t], ...}}\n"
    )
    assert list(found.values()) == ["t.same", "t.same_", "t.get_same"]
