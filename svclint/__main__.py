"""``python -m svclint`` is the command ``svclint``."""

from svclint.cli import main

if __name__ == "__main__":
    main()
