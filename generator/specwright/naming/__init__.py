"""Wire names to Python names: words, casings, reserved words; collisions settled once."""
