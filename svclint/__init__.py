"""svclint: the contract of the Windows Service Control Manager, checked on Python source."""

__version__ = "0.1.0"
