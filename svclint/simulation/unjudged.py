"""Rules that runs have no part of, or only a part: what a run tells could not clear a service of them."""

from typing import Final

READ_ONLY: Final = {
    "SVC404": "what is never called leaves no trace",
    "SVC409": "what a method takes: runs show the exception that comes of it (SVC903), or the coroutine (SVC408)",
    "SVC507": "who reads a signal: runs show the stop that never ends (SVC904)",
    "SVC509": "how the constructor goes on: runs show that the handler is registered late (SVC908), or the start fails",
    "SVC511": "an order that is wrong in few schedules, which then show an illegal transition (SVC505)",
    "SVC512": "the end of a main function: the stop never ends, which SVC904 tells",
    "SVC513": "what could still be done when the main code is gone",
    "SVC514": "child processes, which no run starts",
    "SVC515": "what a loop looks at: runs show the stop that lasts too long (SVC304, SVC904)",
    "SVC607": "the rank of a process in a shutdown",
    "SVC704": "the service always has a handle for its reports",
    "SVC801": "a frozen program that the SCM starts",
    "SVC802": "the console and the streams of a service",
    "SVC803": "which thread Python takes for its main one",
    "SVC804": "COM",
    "SVC805": "the folder that the SCM starts a process in",
    "SVC807": "the registry, which tells the host where to find the class",
    "SVC808": "event loops",
    "SVC809": "pythonservice.exe, which imports the file with arguments of its own",
    "SVC810": "calls that fail: in a run they do not",
    "SVC811": "a pulse: runs show the stop that never ends (SVC904)",
    "SVC812": "the types of foreign functions",
}

# Runs convict by these, and still a run without harm says nothing against what was read.
HALF_SEEN: Final = {
    "SVC305": "a run sees a number, and not what it is called",
    "SVC405": "a run sees the bits of a mask, and not what they are called",
    "SVC504": "STOPPED may end the process before another report follows it",
    "SVC604": "a run takes no note of memory that is freed, and of files that are copied or packed",
    "SVC701": "a run sees a number, and not what it is called",
    "SVC703": "what is caught leaves no trace in a run",
}
