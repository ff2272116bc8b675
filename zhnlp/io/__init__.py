"""Input and output: blocks of lines, ordered workers, whole files, small tables."""
