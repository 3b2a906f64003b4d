"""Intake: a pasted press report becomes a proposal for the record. `parser.parse` is the only door to the reader.

The reader is plain Python (no Django, no database, no clock), so that the same text always gives the same proposal.
"""
