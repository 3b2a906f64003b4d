"""Finding: one index of everything that readers may see, asked alike on SQLite and PostgreSQL.

The parts, from the ground up: `tokens` (what a text is found by) and `query` (what was asked) are plain Python; `storage` is
the little SQL in which the two databases differ; `kinds` is the register of what can be found, which the apps fill;
`keeping` holds the index to the record; `finding` answers; `snippets` shows where the words stand.
"""
