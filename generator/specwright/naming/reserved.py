"""Names that generated code keeps for itself, one set for each scope, with reasons."""

from __future__ import annotations

ARGUMENTS = frozenset(
    {"self", "request_options", "given", "json_text"}
    # What the type of a reply is made of, since the body names it.
    | {"str", "int", "float", "bool", "list", "dict", "dt"}
)
"""Of a method: what its own signature and body use."""

METHODS = frozenset({"with_raw_response"})
"""Of a resource."""

CLIENT = METHODS | {"close", "with_options"}
"""Of the client itself."""

CLIENT_OPTIONS = (
    "base_url",
    "environment",
    "headers",
    "timeout",
    "limits",
    "max_retries",
    "strict",
    "httpx_client",
)
"""Keywords of the client's constructor, beside its credentials."""

CONSTRUCTOR = frozenset(
    {"self", *CLIENT_OPTIONS} | {"chosen_url", "copy", "object", "type", "veiled"}
)
"""Its own, and what it and `with_options` call: what no argument of the constructor for a credential or a server can be called."""

MODULES = frozenset(
    {
        "client",
        "environment",
        "errors",
        "incoming",
        "resource",
        "testing",
        "types",
        "con",
        "prn",
    }
    | {"aux", "nul"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names of modules and folders: our own, and devices of Windows."""

FIELDS = frozenset(
    {
        # What annotations are made of: pydantic evaluates them in the class.
        *("str", "int", "float", "bool", "list", "dict", "bytes", "dt"),
        # What pydantic's BaseModel has under these names.
        *("construct", "copy", "dict", "from_orm", "json", "parse_file"),
        *("parse_obj", "parse_raw", "schema", "schema_json", "update_forward_refs"),
        *("validate", "model_computed_fields", "model_config", "model_construct"),
        *("model_copy", "model_dump", "model_dump_json", "model_extra"),
        *("model_fields", "model_fields_set", "model_json_schema"),
        *("model_parametrized_name", "model_post_init", "model_rebuild"),
        *("model_validate", "model_validate_json", "model_validate_strings"),
    }
)
"""Of a model."""

PAGE_FIELDS = FIELDS | {"next", "next_async"}
"""Of a model that is a page of a list."""

OPEN_FIELDS = FIELDS | {"additional_properties"}
"""Of a model whose further properties have a type."""

_RUNTIME = frozenset(
    {
        *("AsyncByteStream", "ByteStream", "AsyncStream", "UNKNOWN_TAG"),
        *(
            "Stream",
            "RawResponse",
            "TypedResponse",
            "RequestOptions",
            "Omit",
            "OMIT",
            "File",
        ),
        *("Part", "Styled", "Limits", "FileList"),
        *(
            "UnknownVariant",
            "Model",
            "OpenModel",
            "Page",
            "Pages",
            "Transport",
            "AsyncTransport",
            "JsonValue",
        ),
        *("Json", "Bytes", "AsyncBytes", "Events", "AsyncEvents", "Nothing"),
        "PlainText",
        *(
            "Undeclared",
            "AsyncUndeclared",
            "Credential",
            "CredentialValue",
            "Tag",
            "Reply",
        ),
        *("BasicCredential", "DigestCredential", "OAuthCredential"),
        *("Content", "AsyncContent", "TypeAliasType", "AsyncPage", "AsyncPages"),
    }
)
_TYPING = frozenset(
    {
        *("Annotated", "Any", "Field", "Literal", "Mapping", "Sequence", "TypeAlias"),
        *("TYPE_CHECKING", "Union", "Optional", "Callable", "Exchange", "Enum"),
        *("Decimal", "UUID"),
        *("None", "True", "False", "Exception", "ValueError", "TypeError"),
        *("TimeoutError", "ConnectionError", "Warning", "Ellipsis", "NotImplemented"),
    }
)


CLASSES = _RUNTIME | _TYPING
"""Of models: what modules import beside them; the runtime's errors come on top."""

EXPORTS = {
    "omit": ("OMIT", "Omit"),
    "options": ("Limits", "RequestOptions"),
    "raw": ("RawResponse", "TypedResponse"),
    "streams": ("AsyncByteStream", "AsyncStream", "ByteStream", "Stream"),
    "models": ("UnknownVariant",),
}
"""What users of the package may want to name, by the module of the runtime."""
