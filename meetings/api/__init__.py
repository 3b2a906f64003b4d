"""The API of the meetings' nouns, read-only: one module for each group of them."""
