"""Readers: bytes of one kind to texts. Module-level functions (data, encoding, …) that give `output.Output` as plain data.

All but plain text run in a confined worker: they import nothing of the pipeline and never open a file.
"""
