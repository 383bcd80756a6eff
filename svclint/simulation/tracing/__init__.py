"""Runs on paper: as JSON lines for programs, as a Chrome trace for Perfetto, as a page and as text for people."""
