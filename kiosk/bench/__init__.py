"""Every figure in the documents: measured here, by a command anyone can run, with its data and counts stated."""
