"""Rules that only runs judge, for now or for good. `svclint FILE` does not wait for them to be imported."""
