"""The engine: behaviours, the drivers that run monitors over them and over traces, and findings."""
