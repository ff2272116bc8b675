"""Files in and out: blocks of lines, ordered workers, whole files, small tables."""
