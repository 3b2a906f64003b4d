"""The readers' pages of the record: one module for each group of nouns."""
