"""Security attributes and descriptors: carried around and ignored, since nobody else is on the simulated machine."""

from __future__ import annotations


class SECURITY_DESCRIPTOR:
    """PySECURITY_DESCRIPTOR."""

    def Initialize(self) -> None:
        """Make it empty."""

    def SetSecurityDescriptorDacl(self, present: object, dacl: object, defaulted: object, /) -> None:
        """Give it an access list."""

    def SetSecurityDescriptorOwner(self, sid: object, defaulted: object, /) -> None:
        """Give it an owner."""

    def SetSecurityDescriptorGroup(self, sid: object, defaulted: object, /) -> None:
        """Give it a group."""

    def IsValid(self) -> bool:
        """It is."""
        return True


class SECURITY_ATTRIBUTES(SECURITY_DESCRIPTOR):
    """PySECURITY_ATTRIBUTES: a descriptor, and whether child processes inherit the handle."""

    def __init__(self) -> None:
        self.bInheritHandle = 0
        self.SECURITY_DESCRIPTOR = SECURITY_DESCRIPTOR()
