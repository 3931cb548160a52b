"""The API model to Python: names, types, docstrings, samples; views that templates print."""
