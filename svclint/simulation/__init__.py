"""A simulated Service Control Manager: services run unmodified, in virtual time, and are watched."""
