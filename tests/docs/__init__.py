"""What is generated under ``docs/`` is what the rules say today."""
