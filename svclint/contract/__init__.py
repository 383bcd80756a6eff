"""What the Service Control Manager demands, as data: no other package of ours is imported here."""
