"""Types of other libraries, one file a library; each is imported only if it is used."""
