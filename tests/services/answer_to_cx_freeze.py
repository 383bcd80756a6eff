"""cx_Freeze asks stop() for nothing: that it returns True tells the SCM no error."""

import threading

import cx_Logging


class Handler:
    def __init__(self):
        self.asked = threading.Event()
        self.done = threading.Event()

    def initialize(self, config_file_name):
        cx_Logging.Debug("starting with %s", config_file_name)

    def run(self):
        self.asked.wait()
        self.done.set()

    def stop(self):
        self.asked.set()
        self.done.wait(20)
        return True
