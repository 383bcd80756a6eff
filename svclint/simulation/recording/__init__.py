"""What a run shows: observations of the kernel and the SCM become the events that monitors judge."""
