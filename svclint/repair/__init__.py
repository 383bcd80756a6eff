"""Finding -> edits -> file. libcst lives here and nowhere else, and is imported only when something is to be repaired."""
