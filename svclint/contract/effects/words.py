"""Words in the name of an unknown call that say what it may do."""

from __future__ import annotations

# A call with one of these words in its name may stop the service's work.
_STOP = """
abort cancel close deactivate destroy disconnect end exit finish halt interrupt kill leave quit shutdown
stop taskkill teardown terminate unload
"""

# ... may tell somebody something.
_SIGNAL = """
append appendleft call_soon call_soon_threadsafe callfromthread emit notify notifyall post publish push
put release send set setevent signal trigger wake wakeup
"""

# ... probably rests until something happens: a control that arrives will find the service here.
_REST = """
accept block consume forever idle join listen loop mainloop monitor poll pump receive recv run select
serve sleep wait watch work
"""

STOP_WORDS = frozenset(_STOP.split())
SIGNAL_WORDS = frozenset(_SIGNAL.split())
REST_WORDS = frozenset(_REST.split())
