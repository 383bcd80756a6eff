"""What ``verify`` can be asked for, by name. Nothing is imported here: the command's help needs it at once."""

from typing import Final

HOSTS: Final = ("pythonservice", "python", "frozen", "cx_Freeze")
PROFILES: Final = ("windows", "old-preshutdown", "strict-shutdown")
EFFECTS: Final = ("PROCESS", "NETWORK", "FILES", "REGISTRY", "SIGNALS")
FIRST: Final = "start-stop"  # the scenario that every service is put through first
FORMATS: Final = ("text", "json", "github")
