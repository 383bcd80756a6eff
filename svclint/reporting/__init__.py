"""Results -> lines, one module per format: ``render(result, colour)`` yields lines without line ends."""
