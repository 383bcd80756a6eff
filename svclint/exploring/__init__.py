"""Many schedules of one service: cut into cells, spread over a crew, gone on with after a stop, kept for next time."""
