"""What fixers know of how services are written: shapes of code they look for, and what they put there."""
