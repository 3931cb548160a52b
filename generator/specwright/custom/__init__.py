"""Classes of the user's in a generated package, held against the generated code.

They are read, never imported: what they need is looked up in the modules' syntax trees.
"""
