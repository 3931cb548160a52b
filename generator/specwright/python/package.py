"""All files of one generated package, from the API model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specwright.config import Config
from specwright.graph import circular
from specwright.ir import Api, Key
from specwright.naming.memory import Settled
from specwright.naming.reserved import EXPORTS
from specwright.naming.scope import Scope
from specwright.naming.table import Names, Path, settled_names
from specwright.place import Module, modules, place
from specwright.python.calls import Call, call_of, settled_arguments
from specwright.python.client import (
    ConstructorView,
    constructor,
    default_auth,
    option_docs,
    server_docs,
)
from specwright.python.constraints import MODULE as CONSTRAINTS
from specwright.python.constraints import constraints
from specwright.python.credentials import arguments_of, credentials, settled
from specwright.python.examples import Examples
from specwright.python.fixtures import (
    conftest,
    credentials_of,
    fixture_test,
    reference_imports,
)
from specwright.python.goldens import Goldens, golden, own_base_url, unknown_server
from specwright.python.imports import Imports
from specwright.python.lazy import LazyView, lazy_view
from specwright.python.literals import flat_literal
from specwright.python.methods import Methods, auth_literal
from specwright.python.models import Models
from specwright.python.payloads import Payloads
from specwright.python.project import ReferenceView, project, readme, setup
from specwright.python.prose import docstring, sentence, wrap
from specwright.python.reference import Reference, simplest
from specwright.python.resources import ClassView, Resources, members
from specwright.python.robust import MODULE, robust
from specwright.python.servers import servers
from specwright.python.tests import Tests
from specwright.python.types import Types
from specwright.python.variants import variants
from specwright.render import (
    error_names,
    render,
    runtime_files,
    status_errors,
    testing_files,
)
from specwright.text import Code, Text
from specwright.wire.spec import Described


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerView:
    name: Code
    url: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentView:
    name: Code
    doc: Code
    servers: tuple[ServerView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    imports: Code
    child_imports: Code
    doc: Code
    classes: tuple[ClassView, ...]
    constructors: tuple[ConstructorView, ...]
    raw_classes: tuple[ClassView, ...]


class Package:
    """One API as a Python package: decides everything, then prints the files."""

    def __init__(self, api: Api, names: Names, config: Config) -> None:
        self.api = api
        self.names = names
        self.config = config
        unplaced = Types(api, names, {})
        self.calls: dict[Key, Call] = {
            op.key: call_of(op, names, unplaced) for op in api.operations
        }
        uses = {key: called.schemas for key, called in self.calls.items()}
        self.modules = modules(api, names, place(api, names, uses))
        self.types = Types(api, names, self.modules)
        names_ = settled(api, config, names.memory)
        self._credentials = names_
        self.credential_names = names_.keys
        self.schemes = names_.schemes
        self.credentials = credentials(names_, config)
        self.arguments = arguments_of(self.credentials)
        self.auth = default_auth(api)
        examples = Examples(self.types)
        self.variants = {k: variants(c, examples) for k, c in self.calls.items()}
        self.methods = Methods(
            self.types, self.auth, self.credential_names, status_errors()
        )
        self.servers = servers(api, config, names_.arguments.values(), names.memory)
        self.title = Text(sentence(api.title) or config.client_class)

    def settled(self) -> Iterator[Settled]:
        """Every name that the lock keeps."""
        yield from settled_names(self.api, self.names)
        for called in self.calls.values():
            yield from settled_arguments(called)
        yield from self._credentials.settled(self.config)
        yield from self.servers.settled(self.config)
        yield from self.payloads().settled()

    def files(self) -> Iterator[tuple[str, str]]:
        """Paths below the generated folder, each with the text of the file."""
        root = f"src/{self.config.package}"
        for path, text in self._modules():
            yield f"{root}/{path}", text
        for name, text in runtime_files().items():
            yield f"{root}/_runtime/{name}", text
        yield f"{root}/testing.py", testing_files()["exchange.py"]
        yield f"{root}/py.typed", ""
        for name, text in self._tests():
            yield f"tests/{name}", text
        yield from self._documents()

    def goldens(self, described: Mapping[Key, Described]) -> Goldens:
        """What the package sends, by what the documents say of each operation."""
        schemes = {scheme.key: scheme for scheme in self.schemes}
        known = bool(self.servers.environments)
        return Goldens(
            package=self.config.package,
            client_class=self.config.client_class,
            secrets=tuple(str(a.name) for a in self.arguments if a.is_secret),
            token_urls=tuple(s.token_url.raw for s in self.schemes if s.token_url),
            base_url=None if known else unknown_server(self.servers),
            operations=tuple(
                golden(
                    called,
                    self.names.attribute(key),
                    described[key],
                    credentials_of(called.operation, schemes),
                    self.variants[key],
                    base_url=own_base_url(self.servers, called.operation),
                    file=".".join(self.names.resources[called.path].module),
                )
                for key, called in self.calls.items()
            ),
        )

    def _documents(self) -> Iterator[tuple[str, str]]:
        """The files beside the package."""
        config, arguments = self.config, self.arguments
        made = setup(config, arguments, has_servers=bool(self.servers.environments))
        reference = Reference(self.names, self.methods, Examples(self.types))
        calls = list(self.calls.values())
        yield (
            "pyproject.toml",
            render("docs/pyproject.toml.jinja", project=project(config, self.title)),
        )
        yield (
            "reference.md",
            render(
                "docs/reference.md.jinja",
                reference=ReferenceView(
                    intro=Code(f"Every method of `{config.client_class}`."),
                    setup=made,
                    resources=reference.resources(calls),
                ),
            ),
        )
        if calls:
            sample = reference.sample(simplest(calls))
            docs = server_docs(self.servers) | option_docs(self.api)
            heard = self.payloads().shown() if self.api.payloads else ()
            view = readme(config, self.title, arguments, docs, made, sample, heard)
            yield "README.md", render("docs/README.md.jinja", readme=view)

    def _tests(self) -> Iterator[tuple[str, str]]:
        schemes = {scheme.key: scheme for scheme in self.schemes}
        tests = Tests(
            examples=Examples(self.types),
            config=self.config,
            schemes=schemes,
            variants=self.variants,
            has_default=bool(self.servers.environments),
        )
        deployed = any(map(tests.is_elsewhere, self.calls.values()))
        view = conftest(self.config, self.arguments, deployed=deployed)
        yield "conftest.py", render("tests/conftest.py.jinja", conftest=view)
        if self.calls:
            client = self.config.client_class
            yield (
                "test_reference.py",
                render(
                    "tests/test_reference.py.jinja",
                    imports=reference_imports(self.config),
                    client=Code(client),
                    definition=fixture_test(
                        "test_a_sample_runs", ("sample: str", "tmp_path: Path"), client
                    ),
                ),
            )
            chosen, examples = simplest(self.calls.values()), Examples(self.types)
            same = robust(chosen, examples, self.config, self.arguments)
            yield f"{MODULE}.py", render(f"tests/{MODULE}.py.jinja", robust=same)
        if self.api.payloads:
            made = self.payloads().tests()
            text = render("tests/test_incoming.py.jinja", module=made)
            yield "test_incoming.py", text
        scope = Scope({"test_reference", "test_incoming", MODULE}, is_files=True)
        for path in sorted(self.names.resources):
            calls = self.calls_of(path)
            if calls:
                name = scope.take("_".join(("test", *(path or ("client",)))))
                module = tests.view(path, calls)
                text = render("tests/test_resource.py.jinja", module=module)
                yield f"{name}.py", text

    def calls_of(self, path: Path) -> list[Call]:
        """The methods of a resource, in the document's order."""
        return [c for c in self.calls.values() if c.path == path]

    def _modules(self) -> Iterator[tuple[str, str]]:
        yield "client.py", render("package/client.py.jinja", client=self._client())
        errors = [Code(name) for name in sorted(error_names())]
        yield (
            "errors.py",
            render(
                "package/errors.py.jinja",
                errors=errors,
                literals=[flat_literal(str(e)) for e in errors],
            ),
        )
        if self.servers.environments:
            view = self._environment()
            yield "environment.py", render(
                "package/environment.py.jinja", environment=view
            )
        resources = Resources(self.names, self.methods, self.config.hooks)
        for path in sorted(self.names.resources):
            folder = "".join(f"{part}/" for part in self.names.resources[path].module)
            if path:
                resource = resources.view(path, self.calls_of(path))
                text = render("package/resource.py.jinja", resource=resource)
                yield f"{folder}resource.py", text
            if path:
                text = f'"""`{".".join(("client", *path))}` and its types."""\n'
            else:
                text = render("package/lazy.py.jinja", module=self._root())
            yield f"{folder}__init__.py", text
        yield from self._types()
        if held := constraints(self.calls.values(), self.api.constraints):
            text = render("package/constraints.py.jinja", constraints=held)
            yield f"{CONSTRAINTS}.py", text
        if self.api.payloads:
            module = self.payloads().view()
            yield "incoming.py", render("package/incoming.py.jinja", module=module)

    def payloads(self) -> Payloads:
        """The functions that read what the server sends by itself."""
        return Payloads(self.api, self.types, self.config)

    def _types(self) -> Iterator[tuple[str, str]]:
        """The modules of types, and the fronts of those that are packages."""
        models = Models(self.types, circular(self.api.schemas))
        kept: dict[Module, list[Key]] = defaultdict(list)
        for key, module in self.modules.items():
            kept[module].append(key)
        fronts: dict[Module, dict[str, str]] = defaultdict(dict)
        for module, keys in sorted(kept.items()):
            types = models.view(module, keys)
            if module[-1] != "types":
                names = dict.fromkeys(map(str, types.names), module[-1])
                fronts[module[:-1]].update(names)
            text = render("package/types.py.jinja", types=types)
            yield f"{'/'.join(module)}.py", text
        for module, exports in fronts.items():
            place_ = ".".join(("client", *module[:-1]))
            view = lazy_view(f"Models and types of `{place_}`.", exports)
            text = render("package/lazy.py.jinja", module=view)
            yield f"{'/'.join(module)}/__init__.py", text

    def _environment(self) -> EnvironmentView:
        doc = ["Where the API is served; `value` is the base URL."]
        if self.servers.variables:
            doc += ["", "Arguments of the client fill in its variables."]
        return EnvironmentView(
            name=Code(f"{self.config.client_class}Environment"),
            doc=docstring(doc, 1),
            servers=tuple(
                ServerView(name=Code(name), url=flat_literal(url))
                for name, url in self.servers.environments
            ),
        )

    def _client(self) -> ClientView:
        resources = Resources(self.names, self.methods, self.config.hooks)
        root = self.names.resources[()]
        calls = self.calls_of(())
        imports = Imports(("client",), shadowed=members(root, calls))
        classes = tuple(
            resources.class_view(root, calls, imports, is_async=is_async)
            for is_async in (False, True)
        )
        imports.add("typing", "TYPE_CHECKING")
        imports.add("collections.abc", "Mapping")
        if root.children:
            imports.add("functools", "cached_property")
        imports.local(("_runtime", "omit"), "OMIT", "Omit")
        imports.local(("_runtime", "options"), "Limits")
        imports.local(("_runtime", "transport"), "AsyncTransport", "Transport")
        if self.servers.environments:
            imports.local(("environment",), f"{self.config.client_class}Environment")
            imports.local(("_runtime", "urls"), "chosen_url")
        else:
            imports.local(("_runtime", "urls"), "given_url")
        if self.credentials:
            imports.add("collections.abc", "Awaitable", "Callable")
            imports.local(("_runtime", "credentials"), "veiled")
        for view in self.credentials:
            for module, used in view.imports:
                imports.local(("_runtime", module), used)
        if any(variable.values for variable in self.servers.variables):
            imports.add("typing", "Literal")
        constructors = tuple(
            constructor(
                self.credentials,
                self.config,
                auth_literal(self.auth, self.credential_names),
                self.servers,
                option_docs(self.api),
                is_async=is_async,
            )
            for is_async in (False, True)
        )
        return ClientView(
            imports=imports.lines(),
            child_imports=resources.child_imports(root, imports),
            doc=docstring(wrap(f"Client of the API {self.title.raw}.", 80), 1),
            classes=classes,
            constructors=constructors,
            raw_classes=classes if calls else (),
        )

    def _root(self) -> LazyView:
        doc = f"Python client of the API {self.title.raw}."
        return lazy_view(doc, self.exports())

    def exports(self) -> dict[str, str]:
        """What the package's root exports: names, each with its module."""
        client = self.config.client_class
        exports = {client: "client", f"Async{client}": "client"}
        for hook in self.config.hooks.client:
            name = f"Async{client}" if hook.is_async else client
            exports[name] = f"{'.'.join(hook.module)}:{hook.name}"
        if self.servers.environments:
            exports[f"{client}Environment"] = "environment"
        exports |= dict.fromkeys(error_names(), "errors")
        for module, names in EXPORTS.items():
            exports |= dict.fromkeys(names, f"_runtime.{module}")
        exports |= {
            self.names.models[key]: ".".join(module)
            for key, module in self.modules.items()
        }
        return exports
