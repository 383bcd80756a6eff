"""The search for the schedule that breaks a service: strategies, their record, what shrinks and replays it."""
