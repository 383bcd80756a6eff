"""Python text -> service classes -> behaviours. Nothing here imports or runs the code it reads."""
