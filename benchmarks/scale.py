#!/usr/bin/env python3
"""How time and memory grow with a document: a table, one row a dimension.

Documents are made that are large in one way each, at a size and at twice that size.
Every one is generated in a process of its own; of some runs the best time counts, in
seconds of the processor, so that a busy machine disturbs little. The exit status is 1
when twice the size takes more than 2.3 times the time, or when a goal is missed: 20,000
schemas in 30 s and 1 GB, a description of 10 MB in 2 s.

    benchmarks/scale.py
    benchmarks/scale.py schemas operations --factor 2 --repeat 3
    benchmarks/scale.py --goals
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents import peak_memory

ROOT = Path(__file__).resolve().parents[1]
RATIO = 2.3
LEAST_SECONDS = 0.2
"""A smaller time than this says nothing about growth."""

TEXT: dict[str, Any] = {"type": "string"}
REPLY: dict[str, Any] = {"200": {"description": "Done."}}


def whole(
    paths: dict[str, Any], schemas: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.acme.test"}],
        "paths": paths,
        "components": {"schemas": schemas or {}},
        **more,
    }


def of_schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    """A document whose only operation replies with the schema `S0`."""
    first = {"schema": {"$ref": "#/components/schemas/S0"}}
    reply = {"description": "Done.", "content": {"application/json": first}}
    get = {"operationId": "show", "responses": {"200": reply}}
    return whole({"/things": {"get": get}}, schemas)


def model(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **more}


def ref(number: int) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/S{number}"}


def named(count: int, schema: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    return {f"S{i}": schema(i) for i in range(count)}


def operation(number: int, **more: Any) -> dict[str, Any]:
    return {"operationId": f"call_{number}", "responses": REPLY, **more}


def schemas(size: int) -> dict[str, Any]:
    def schema(i: int) -> dict[str, Any]:
        return model({"id": TEXT, "size": {"type": "integer"}, "next": ref(i + 1)})

    return of_schemas(named(size, schema) | {f"S{size}": model({"id": TEXT})})


def operations(size: int) -> dict[str, Any]:
    there = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    query = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    return whole(
        {
            f"/things{i}/{{id}}": {
                "get": operation(i, tags=[f"t{i % 50}"], parameters=[there, query])
            }
            for i in range(size)
        }
    )


def properties(size: int) -> dict[str, Any]:
    return of_schemas({"S0": model({f"p{i}": TEXT for i in range(size)})})


def enum(size: int) -> dict[str, Any]:
    return of_schemas({"S0": {**TEXT, "enum": [f"value {i}" for i in range(size)]}})


def description(size: int) -> dict[str, Any]:
    return of_schemas({"S0": model({"id": TEXT}, description="ten words. " * size)})


def lines(size: int) -> dict[str, Any]:
    return of_schemas({"S0": model({"id": TEXT}, description="a line\n" * size)})


def nesting(size: int) -> dict[str, Any]:
    """Objects in objects, twenty deep."""

    def deep(levels: int) -> dict[str, Any]:
        return model({"inner": deep(levels - 1)}) if levels else TEXT

    return of_schemas(named(size // 20, lambda _: deep(20)))


def chain(size: int) -> dict[str, Any]:
    """References to references."""
    return of_schemas(named(size, lambda i: ref(i + 1)) | {f"S{size}": TEXT})


def fan_in(size: int) -> dict[str, Any]:
    """Many references to one schema."""
    many = model({f"p{i}": ref(1) for i in range(size)})
    return of_schemas({"S0": many, "S1": model({"id": TEXT})})


def union(size: int) -> dict[str, Any]:
    def variant(i: int) -> dict[str, Any]:
        return model({"kind": {"const": f"k{i}"}}, required=["kind"])

    variants = named(size + 1, variant)
    return of_schemas(variants | {"S0": {"oneOf": [ref(i + 1) for i in range(size)]}})


def all_of(size: int) -> dict[str, Any]:
    """Bases of ten properties, each extended ten times."""

    def schema(i: int) -> dict[str, Any]:
        own = model({f"p{i}_{j}": TEXT for j in range(10)})
        return {"allOf": [ref(i - i % 10), own]} if i % 10 else own

    return of_schemas(named(size, schema))


def titles(size: int) -> dict[str, Any]:
    """One title for all, and for what is inside them."""
    inner = model({"id": TEXT}, title="Thing")
    return of_schemas(named(size, lambda i: model({"in": inner}, title="Thing")))


def tags(size: int) -> dict[str, Any]:
    told = [{"name": f"t{i}", "description": "Things."} for i in range(size)]
    return whole({"/things": {"get": operation(0, tags=["t0"])}}, tags=told)


def resources(size: int) -> dict[str, Any]:
    """A tag for each operation."""
    return whole({f"/a{i}": {"get": operation(i, tags=[f"t{i}"])} for i in range(size)})


def parameters(size: int) -> dict[str, Any]:
    many = [{"name": f"q{i}", "in": "query", "schema": TEXT} for i in range(size)]
    return whole({"/things": {"get": operation(0, parameters=many)}})


def webhooks(size: int) -> dict[str, Any]:
    content = {"application/json": {"schema": model({"id": TEXT})}}
    post = {"requestBody": {"content": content}, "responses": REPLY}
    found = {f"w{i}": {"post": post} for i in range(size)}
    return whole({"/things": {"get": operation(0)}}, webhooks=found)


def servers(size: int) -> dict[str, Any]:
    found = [{"url": f"https://api{i}.acme.test"} for i in range(size)]
    return whole({"/things": {"get": operation(0)}}, servers=found)


def examples(size: int) -> dict[str, Any]:
    long = {"type": "array", "items": {"type": "integer"}}
    return of_schemas({"S0": {**long, "examples": [list(range(size))]}})


def same_ids(size: int) -> dict[str, Any]:
    """Operations that would have one name."""
    return whole(
        {
            f"/a{i}": {"get": {"operationId": "show", "responses": REPLY}}
            for i in range(size)
        }
    )


def unknown_keys(size: int) -> dict[str, Any]:
    """A finding for each operation, all of them errors."""
    return whole({f"/a{i}": {"get": operation(i, sumary="A")} for i in range(size)})


def missing_parameters(size: int) -> dict[str, Any]:
    return whole({f"/a{i}/{{id}}": {"get": operation(i)} for i in range(size)})


def broken_references(size: int) -> dict[str, Any]:
    """References that lead nowhere, each like many names that there are."""
    known = named(size // 2, lambda i: model({"id": TEXT}))
    lost = {f"p{i}": {"$ref": f"#/components/schemas/T{i}"} for i in range(size // 2)}
    return of_schemas({**known, "S0": model(lost)})


SIZES: Mapping[Callable[[int], dict[str, Any]], int] = {
    schemas: 2_000,
    operations: 400,
    properties: 2_000,
    enum: 20_000,
    description: 400_000,
    lines: 200_000,
    nesting: 4_000,
    chain: 6_000,
    fan_in: 2_000,
    union: 600,
    all_of: 1_000,
    titles: 1_000,
    tags: 5_000,
    resources: 600,
    parameters: 4_000,
    webhooks: 400,
    servers: 4_000,
    examples: 100_000,
    same_ids: 500,
    unknown_keys: 2_000,
    missing_parameters: 1_000,
    broken_references: 500,
}
"""The smaller size of each dimension, for about a second or less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one generation took."""

    seconds: float
    wall: float
    memory: float
    """Megabytes."""
    input: int
    output: int
    """Bytes."""


def generate(dimension: str, size: int) -> Run:
    """Generate in this process."""
    from specwright import pipeline
    from specwright.config import load_config

    makers = {maker.__name__: maker for maker in SIZES}
    data = json.dumps(makers[dimension](size)).encode()
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    config, _ = load_config("acme", b"", "client.toml")
    small = json.dumps(makers["tags"](1)).encode()
    pipeline.generate({"api.json": small}, config)  # imports and compiles what it needs
    begin, wall = time.process_time(), time.perf_counter()
    result = pipeline.generate({"api.json": data}, config)
    return Run(
        seconds=time.process_time() - begin,
        wall=time.perf_counter() - wall,
        memory=peak_memory(),
        input=len(data),
        output=sum(map(len, result.files.values())),
    )


def measure(dimension: str, size: int, repeat: int) -> Run:
    """The best of some runs, each in a process of its own."""
    command = [sys.executable, __file__, "--generate", dimension, str(size)]
    runs = []
    for _ in range(repeat):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{dimension} {size}:\n{done.stderr}")
        runs.append(Run(**json.loads(done.stdout)))
    return min(runs, key=lambda run: run.seconds)


def show(name: str, size: int, run: Run, verdict: str = "") -> None:
    print(
        f"{name:20} {size:>9,} {run.input / 1e6:7.2f} MB {run.output / 1e6:7.2f} MB"
        f" {run.seconds:7.2f} s {run.memory:6.0f} MB  {verdict}",
        flush=True,
    )


def grows(dimension: str, size: int, repeat: int) -> bool:
    """Whether twice the size takes at most `RATIO` times the time."""
    small, large = (measure(dimension, n, repeat) for n in (size, 2 * size))
    ratio = large.seconds / small.seconds
    kept = ratio <= RATIO or large.seconds < LEAST_SECONDS
    show(dimension, size, small)
    show(dimension, 2 * size, large, f"{ratio:.2f} times{'' if kept else '  OVER'}")
    return kept


def reaches_goals() -> bool:
    """Whether the largest documents stay within their limits."""
    reached = True
    for maker, size, seconds, memory in (
        (schemas, 20_000, 30.0, 1000.0),
        (description, 10_000_000 // 11, 2.0, 1000.0),
    ):
        run = measure(maker.__name__, size, 1)
        kept = run.wall <= seconds and run.memory <= memory
        goal = f"{run.wall:.1f} s by the clock; goal: {seconds:g} s, {memory:g} MB"
        show(maker.__name__, size, run, f"{goal}{'' if kept else '  OVER'}")
        reached = reached and kept
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    known = [maker.__name__ for maker in SIZES]
    parser.add_argument("dimensions", nargs="*", help=f"of {', '.join(known)}")
    parser.add_argument("--factor", type=float, default=1, help="on the sizes")
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--goals", action="store_true", help="only the goals")
    parser.add_argument(
        "--generate", nargs=2, metavar=("DIMENSION", "SIZE"), help=argparse.SUPPRESS
    )
    options = parser.parse_args()

    if options.generate:
        run = generate(options.generate[0], int(options.generate[1]))
        print(json.dumps({name: getattr(run, name) for name in Run.__slots__}))
        return 0
    if unknown := set(options.dimensions) - set(known):
        parser.error(f"no such dimension: {', '.join(sorted(unknown))}")
    print(f"{'':20} {'size':>9} {'input':>10} {'output':>10} {'time':>9} {'peak':>9}")
    kept = True
    for maker, size in {} if options.goals else SIZES.items():
        if not options.dimensions or maker.__name__ in options.dimensions:
            size = int(size * options.factor)
            kept = grows(maker.__name__, size, options.repeat) and kept
    if not options.dimensions:
        kept = reaches_goals() and kept
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
