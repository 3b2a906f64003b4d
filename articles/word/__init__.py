"""Files of Word on their way into an article: opened with care, read, and put into the edition in work."""
