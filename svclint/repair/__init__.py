"""Finding -> edits -> file. libcst lives here and nowhere else, and waits until something is to be repaired."""
