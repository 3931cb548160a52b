"""The base of all models: open to what the server adds, exact about what is sent."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import GenericAlias, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel, ConfigDict, Discriminator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

T = TypeVar("T")

UNKNOWN_TAG = "?"
"""The tag of the variant that takes what this release does not know."""


class Model(BaseModel):
    """A JSON object of the API.

    Properties that this release does not know are kept, and read from
    `model_extra`. A property that a reply lacks reads as None and is not in
    `model_fields_set`.
    """

    model_config = ConfigDict(
        extra="allow",
        defer_build=True,
        populate_by_name=True,
        protected_namespaces=(),
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )

    _nullable: ClassVar[frozenset[str]] = frozenset()
    """Wire names of the properties that may be null."""

    if not TYPE_CHECKING:
        # A reply that breaks its description was reported when it came. Writing it
        # out again is no reason for a warning, which `-W error` makes an exception.

        def model_dump(self, **options):
            return super().model_dump(**{"warnings": False, **options})

        def model_dump_json(self, **options):
            return super().model_dump_json(**{"warnings": False, **options})

    def __wire__(self) -> Mapping[str, Any]:
        """Return the properties to send, by wire name.

        A property that was not set is left out, and so is None where the API does
        not allow null. A default other than None is a constant of the API: it is
        sent without having been set.
        """
        fields = type(self).model_fields
        values = self.__dict__
        wire: dict[str, Any] = {}
        for name, field in fields.items():
            if name not in values or not self._is_sent(name, field):
                continue
            key = wire_name(name, field)
            if values[name] is not None or key in self._nullable:
                wire[key] = values[name]
        wire.update(self.model_extra or {})
        return wire

    def _is_sent(self, name: str, field: FieldInfo) -> bool:
        if name in self.model_fields_set:
            return True
        return field.default is not None and field.default is not PydanticUndefined


class OpenModel(Model, Generic[T]):
    """A JSON object whose further properties, which the model does not name, are T."""

    if not TYPE_CHECKING:  # who know it as another type
        # No text: T is not a name of the modules that models stand in.
        __annotations__ = {"__pydantic_extra__": dict[str, T]}

    @property
    def additional_properties(self) -> dict[str, T]:
        """The properties that the model does not name."""
        return cast("dict[str, T]", self.model_extra)

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        super().__pydantic_init_subclass__(**options)
        given = cls.__mro__[1].__dict__.get("__pydantic_generic_metadata__", {})
        if given.get("origin") is OpenModel:
            (kind,) = given["args"]
            is_text = isinstance(kind, str)
            extra = f"dict[str, {kind}]" if is_text else GenericAlias(dict, (str, kind))
            # pydantic 2.10 reads it here, and does not know that T has a value.
            cls.__annotations__["__pydantic_extra__"] = extra

    @classmethod
    def __additional__(cls) -> Any:
        """Return T."""

        def holder() -> None: ...

        holder.__annotations__ = {"extra": cls.__annotations__["__pydantic_extra__"]}
        names = vars(sys.modules[cls.__module__])
        return get_args(get_type_hints(holder, names, include_extras=True)["extra"])[1]


class UnknownVariant(Model):
    """A variant that this release does not know; its properties are in `model_extra`."""


def wire_name(name: str, field: FieldInfo) -> str:
    """Return the name of a field in JSON."""
    return field.serialization_alias or field.alias or name


def constants(annotation: Any) -> tuple[Any, ...]:
    """Return the values that a type allows besides null; `(None,)` where it is open."""
    parts = [annotation]
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
    is_closed = len(parts) == 1 and get_origin(parts[0]) is Literal
    return get_args(parts[0]) if is_closed else (None,)


class ByTag:
    """Finds the variant of a union by the value of one property.

    Args:
        key: The property's wire name.
        known: The values that have a variant of their own.
    """

    def __init__(self, key: str, known: frozenset[str]) -> None:
        self.key = key
        self.known = known
        self.__name__ = f"by_{key}"  # pydantic names the union after its function

    def __call__(self, value: object) -> str | None:
        """Return the tag of a dict or model; None where a dict has none.

        A model whose property is not set has the tag that its class stands for.
        """
        if isinstance(value, BaseModel):
            found = self._read(value)
        elif isinstance(value, Mapping):
            found = cast("Mapping[str, object]", value).get(self.key)
        else:
            return None
        if found is None:
            return UNKNOWN_TAG if isinstance(value, BaseModel) else None
        tag = _tag_text(found)
        return tag if tag in self.known else UNKNOWN_TAG

    def _read(self, model: BaseModel) -> object:
        for name, field in type(model).model_fields.items():
            if wire_name(name, field) == self.key:
                found = getattr(model, name, None)
                return constants(field.annotation)[0] if found is None else found
        return (model.model_extra or {}).get(self.key)


def _tag_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "value", value))


def tagged(key: str, *known: str) -> Discriminator:
    """Return the discriminator of an open union.

    Used as `Annotated[Union[Annotated[A, Tag("a")], Annotated[UnknownVariant,
    Tag("?")]], tagged("type", "a")]`. A value whose tag is not known becomes the
    variant `?` and is sent back as it came; one whose tag is known must fit its
    variant.
    """
    return Discriminator(ByTag(key, frozenset(known)))
