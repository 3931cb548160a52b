"""specwright: Python SDKs from OpenAPI documents and documentation pages."""

__version__ = "0.1.0"
