"""A corpus of drawn tables with everything that has to be read from them, one text file per kind."""
