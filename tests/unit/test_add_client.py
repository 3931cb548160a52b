"""The first `client.toml`, derived from what was added."""

from __future__ import annotations

import tomllib

import pytest

from specwright.add import AddPlan, plan_add
from specwright.config import load_config
from specwright.fetch import Fetched

PAGE = """\
# Close a box

POST https://api.acme.test/boxes

## OpenAPI Specification

```yaml
openapi: 3.1.0
info: {{title: Close a box, version: 1.0.0}}
paths:
  /boxes:
    post:
      operationId: close
      parameters:
        - {{name: x-acme-api-key, in: header, required: true, schema: {{type: string}}}}
      responses:
        '200': {{description: Done}}
```

```python
{python}
```
"""

PYTHON = """\
from acme import AcmeBoxes

client = AcmeBoxes(api_key="YOUR KEY")
client.boxes.close()
"""


def page(python: str = PYTHON) -> str:
    return PAGE.format(python=python)


def source(text: str | bytes, name: str = "close.md") -> Fetched:
    data = text if isinstance(text, bytes) else text.encode()
    return Fetched(name=name, data=data, origin=name)


def add(*sources: Fetched, client: str = "acme") -> AddPlan:
    return plan_add(client, sources, {})


def config(plan: AddPlan) -> dict[str, object]:
    assert plan.client_toml is not None
    values = tomllib.loads(plan.client_toml)
    loaded, found = load_config("acme", plan.client_toml.encode(), "client.toml")
    assert not list(found), "our own reader accepts it"
    assert loaded.package == values["package"]
    assert loaded.client_class == values["class"]
    return values


def test_a_new_client_is_configured_from_the_sample() -> None:
    values = config(add(source(page())))
    assert (values["package"], values["class"]) == ("acme", "AcmeBoxes")
    assert values["credential"] == {
        "header": "x-acme-api-key",
        "argument": "api_key",
        "env": "ACME_API_KEY",
    }


def test_a_client_with_a_configuration_keeps_it() -> None:
    existing = {"client.toml": b"\xff"}
    assert plan_add("acme", [source(page())], existing).client_toml is None


@pytest.mark.parametrize(
    ("python", "package", "name"),
    [
        ("import box\n\nc = box.BoxClient()\n", "box", "BoxClient"),
        ("from box.sdk import Box as B\nclient = B()\n", "box", "B"),
        ("from box import Box\nclient = Box(a=null,\n", "box", "Box"),
        ("import requests\nr = requests.Session()\n", "acme", "Acme"),
        ("import os\nx = os.Stat()\n", "acme", "Acme"),
        ("from httpx import Client\nclient = Client()\n", "acme", "Acme"),
        ("client = Acme()\n", "acme", "Acme"),
        ("x = 1 +\n", "acme", "Acme"),
    ],
)
def test_which_samples_name_the_package(python: str, package: str, name: str) -> None:
    values = config(add(source(page(python))))
    assert (values["package"], values["class"]) == (package, name)


@pytest.mark.parametrize(
    ("title", "client", "name"),
    [
        ("BigCo API", "bigco", "BigCo"),
        ("BigCo's official OpenAPI spec + more", "big-co", "BigCo"),
        ("The Widget Service REST API v2.1 (Preview)", "acme", "TheWidget"),
        ("api", "acme", "Acme"),
        ("Swagger", "acme", "Acme"),
        ("One of those very long titles that say it all", "acme", "Acme"),
        ("日本語", "acme", "Acme"),
        ('"; import os', "acme", "ImportOs"),
        ("12 Things", "acme", "Acme"),
    ],
)
def test_without_a_sample_the_title_or_the_client_names_it(
    title: str, client: str, name: str
) -> None:
    document = f"openapi: 3.1.0\ninfo: {{title: {title!r}}}\npaths: {{}}\n"
    plan = add(source(document, "api.yaml"), client=client)
    assert config(plan)["class"] == name


@pytest.mark.parametrize(
    ("schemes", "credential"),
    [
        ("{type: http, scheme: Bearer}", {"header": "Authorization", "argument": "api_key", "env": "ACME_API_KEY", "prefix": "Bearer"}),
        ("{type: apiKey, in: header, name: X-Auth-Token}", {"header": "X-Auth-Token", "argument": "token", "env": "ACME_TOKEN"}),
        ("{type: apiKey, in: query, name: key}", None),
        ("{type: apiKey, in: header, name: \"a\\r\\nb\"}", None),
        ("{type: http, scheme: basic}", None),
        ("12", None),
    ],
)  # fmt: skip
def test_the_credential_of_a_declared_scheme(schemes: str, credential: object) -> None:
    document = f"openapi: 3.1.0\npaths: {{}}\ncomponents:\n  securitySchemes:\n    s: {schemes}\n"
    assert config(add(source(document, "api.yaml"))).get("credential") == credential


@pytest.mark.parametrize("client", ["json", "httpx", "con", "class", "12x", "test-x"])
def test_the_package_is_always_importable(client: str) -> None:
    plan = add(source(b"openapi: 3.1.0\n", "api.yaml"), client=client)
    config(plan)


def test_most_samples_decide() -> None:
    other = PYTHON.replace("acme", "zoo").replace("AcmeBoxes", "Zoo")
    pages = [
        source(page(python).replace("/boxes", f"/boxes{i}"), f"{i}.md")
        for i, python in enumerate([other, PYTHON, other])
    ]
    assert config(add(*pages))["package"] == "zoo"
