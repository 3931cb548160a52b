"""`python -m specwright`."""

from __future__ import annotations

from specwright.cli import main

if __name__ == "__main__":
    main()
