"""The keys with which other systems ask for more than anybody may: more often, or with what the newsroom alone sees."""
