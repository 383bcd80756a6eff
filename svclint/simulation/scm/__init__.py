"""The simulated Service Control Manager: pure decisions, and the machine that carries them out in virtual time."""
