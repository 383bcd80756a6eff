"""Words in the name of an unknown call that say what it may do."""

from __future__ import annotations

# A call with one of these words in its name may stop the service's work.
STOP_WORDS = frozenset(
    """
    abort cancel close deactivate destroy disconnect end exit finish halt interrupt kill leave quit shutdown stop
    taskkill teardown terminate unload
    """.split()
)

# ... may tell somebody something.
SIGNAL_WORDS = frozenset(
    """
    append appendleft call_soon call_soon_threadsafe callfromthread emit notify notifyall post publish push put
    release send set setevent signal trigger wake wakeup
    """.split()
)

# ... probably rests until something happens: a control that arrives will find the service here.
REST_WORDS = frozenset(
    """
    accept block consume forever idle join listen loop mainloop monitor poll pump receive recv run select serve sleep
    wait watch work
    """.split()
)
