"""What happens to the record, told to whoever asked to be told: signed, in order, until it is received."""
