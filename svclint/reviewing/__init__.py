"""The service report: what a reviewer wants to know of a service class, read off its behaviours."""
