"""How the machines' door behaves, whatever is behind it: who may read, how often, in which form, and what is said along the way."""
