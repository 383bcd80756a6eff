"""The workshop: what it finds, how it spells, and what its edits make of a text."""

from __future__ import annotations

import textwrap

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

from svclint.repair.fix import Edit, Place
from svclint.repair.lines import applied
from svclint.repair.workshop import Refused, Workshop

PENDING = "win32service.SERVICE_STOP_PENDING"


def shop(text: str) -> Workshop:
    return Workshop(textwrap.dedent(text))


def made(at: Workshop, *edits: Edit) -> str:
    after = applied(at.text, edits)
    compile(after, "x.py", "exec")
    return after


def spelt(imports: str, canonical: str = PENDING, body: str = "x = 1\n") -> tuple[str, str]:
    """How it is written, and the imports after that."""
    at = Workshop(imports + body)
    written, edits = at.spell(canonical)
    return written, made(at, *edits).removesuffix(body)


@pytest.mark.parametrize(
    ("imports", "written"),
    [
        ("import win32service\n", PENDING),
        ("import win32service as ws\n", "ws.SERVICE_STOP_PENDING"),
        ("import win32event, win32service as ws\n", "ws.SERVICE_STOP_PENDING"),
        ("from win32service import SERVICE_STOP_PENDING\n", "SERVICE_STOP_PENDING"),
        ("from win32service import SERVICE_STOP_PENDING as P\n", "P"),
        ("from win32service import *\n", "SERVICE_STOP_PENDING"),
        ("try:\n    import win32service as ws\nexcept ImportError:\n    ws = None\n", "ws.SERVICE_STOP_PENDING"),
        ("if True:\n    import win32service\n", PENDING),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    pass\nelse:\n    import win32service\n", PENDING),
    ],
)
def test_an_import_that_is_there_is_used(imports, written):
    """In the file's own spelling, and nothing is added."""
    assert spelt(imports) == (written, imports)


@pytest.mark.parametrize(
    ("imports", "after"),
    [
        ("import win32event\n", "import win32event\nimport win32service\n"),
        ("import win32serviceutil\n", "import win32service\nimport win32serviceutil\n"),
        (
            "import win32serviceutil\nimport win32api\n",
            "import win32serviceutil\nimport win32api\nimport win32service\n",
        ),
        ("import os\n\nimport win32event\n", "import os\n\nimport win32event\nimport win32service\n"),
        ("import win32event, os\n", "import win32event, os\nimport win32service\n"),
        ("import win32event; import os\n", "import win32event; import os\nimport win32service\n"),
        ("from win32serviceutil import X\n", "import win32service\nfrom win32serviceutil import X\n"),
        ("from win32service import OTHER\n", "import win32service\nfrom win32service import OTHER\n"),
        (
            "import win32event\nfrom win32api import Y\nfrom win32serviceutil import X\n",
            "import win32event\nimport win32service\nfrom win32api import Y\nfrom win32serviceutil import X\n",
        ),
        (
            "from win32api import Y\nimport win32event\nfrom win32serviceutil import X\n",
            "from win32api import Y\nimport win32event\nimport win32service\nfrom win32serviceutil import X\n",
        ),
        (
            "import win32api\n# The host.\nimport win32serviceutil\n",
            "import win32api\nimport win32service\n# The host.\nimport win32serviceutil\n",
        ),
        (
            "try:\n\timport win32event\nexcept ImportError:\n\tpass\n",
            "try:\n\timport win32event\n\timport win32service\nexcept ImportError:\n\tpass\n",
        ),
        (
            "import os\nimport sys\n\nx = 2\nimport json\n",
            "import os\nimport sys\n\nimport win32service\n\nx = 2\nimport json\n",
        ),
        ("import os\n\nimport requests\n", "import os\n\nimport requests\nimport win32service\n"),
        ("import os\n\nfrom . import core\n", "import os\n\nimport win32service\n\nfrom . import core\n"),
        ("import os\nimport requests\n", "import os\nimport requests\nimport win32service\n"),
        ("'''Doc.'''\n", "'''Doc.'''\nimport win32service\n"),
        ("from __future__ import annotations\n", "from __future__ import annotations\n\nimport win32service\n"),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import win32service\n",
            None,
        ),
    ],
)
def test_an_import_that_is_not_there_is_added(imports, after):
    """Among its kind where there is one, in their order if they have one; else behind the first imports."""
    added = "from typing import TYPE_CHECKING\n\nimport win32service\nif TYPE_CHECKING:\n    import win32service\n"
    assert spelt(imports) == (PENDING, after or added)


WIN32 = "import win32event\nimport win32service\n"


@pytest.mark.parametrize(
    ("imports", "after"),
    [
        (f"import os\nimport sys\n\n{WIN32}", f"import os\nimport sys\nimport threading\n\n{WIN32}"),
        (f"import os\nimport time\n\n{WIN32}", f"import os\nimport threading\nimport time\n\n{WIN32}"),
        (f"import time\nimport os\n\n{WIN32}", f"import time\nimport os\nimport threading\n\n{WIN32}"),
        (
            f"import os\nfrom time import sleep\n{WIN32}",
            f"import os\nimport threading\nfrom time import sleep\n{WIN32}",
        ),
        (f"from time import sleep\n\n{WIN32}", f"import threading\nfrom time import sleep\n\n{WIN32}"),
        (
            f"import abc\nfrom os import path\nimport sys\n\n{WIN32}",
            f"import abc\nfrom os import path\nimport sys\nimport threading\n\n{WIN32}",
        ),
        (WIN32, f"import threading\n\n{WIN32}"),
        (f"import requests\n{WIN32}", f"import threading\n\nimport requests\n{WIN32}"),
        (f"{WIN32}import os\n", f"{WIN32}import os\nimport threading\n"),
        (f"# The feed.\n{WIN32}", f"# The feed.\nimport threading\n\n{WIN32}"),
        (f"'''Doc.'''\n\n# pywin32\n{WIN32}", f"'''Doc.'''\n\nimport threading\n\n# pywin32\n{WIN32}"),
        (
            f"from __future__ import annotations\n\n{WIN32}",
            f"from __future__ import annotations\n\nimport threading\n\n{WIN32}",
        ),
        (
            f"from __future__ import annotations\n{WIN32}",
            f"from __future__ import annotations\nimport threading\n{WIN32}",
        ),
        ("from __future__ import annotations\n", "from __future__ import annotations\n\nimport threading\n"),
        (
            "import os\ntry:\n    import win32event\nexcept ImportError:\n    pass\n",
            "import os\nimport threading\ntry:\n    import win32event\nexcept ImportError:\n    pass\n",
        ),
        (
            f"try:\n    import json\nexcept ImportError:\n    json = None\n{WIN32}",
            f"try:\n    import json\nexcept ImportError:\n    json = None\nimport threading\n\n{WIN32}",
        ),
        (
            f"# standard\nimport time\n\n# pywin32\n{WIN32}",
            f"# standard\nimport threading\nimport time\n\n# pywin32\n{WIN32}",
        ),
    ],
)
def test_modules_of_the_standard_library_go_among_those(imports, after):
    """In front of pywin32; a group of their own, if need be, where the file has groups."""
    assert spelt(imports, "threading.Thread") == ("threading.Thread", after)


def test_submodules_are_spelt_through_what_is_imported():
    """By the name that the import gives."""
    assert spelt("from concurrent import futures\n", "concurrent.futures.wait")[0] == "futures.wait"
    assert spelt("import concurrent.futures\n", "concurrent.futures.wait")[0] == "concurrent.futures.wait"


@pytest.mark.parametrize(
    "text",
    [
        "import os\nwin32service = 1\n",
        "import os as win32service\n",
        "import win32service\ndef f(win32service):\n    pass\n",
        "import win32service\ndef f():\n    for win32service in ():\n        pass\n",
        "import os\ndef win32service(): pass\n",
        "import win32service\ndef f():\n    pass\n    import win32service\n",
        "def f():\n    import win32service\n",
        "import win32service\ndef f():\n    from x import win32service\n",
    ],
)
def test_a_name_that_means_something_else_is_no_spelling(text):
    """Better no fix than one that reads a local variable."""
    with pytest.raises(Refused):
        Workshop(text).spell(PENDING)


def test_an_alias_that_is_hidden_gives_way_to_another():
    """The second import of the same module is as good."""
    text = "import win32service as ws\nimport win32service\ndef f(ws):\n    pass\n"
    assert Workshop(text).spell(PENDING) == (PENDING, ())


CLASS = '''\
class A:
    """Doc."""

    @property
    def f(self):
        """Doc."""
        # why
        one()
        two(
            2,
        )  # behind

        if x:
            three()
        # the end

    def g(self): pass

    def h(self): "doc"; one(); two()

    # about k
    def k(self):

        # why
        one()
'''


def first(name: str, code: str = "new()") -> str:
    at = Workshop(CLASS)
    return changed(at, at.insert_first(method(at, name), code))


def method(at: Workshop, name: str) -> cst.FunctionDef:
    found = at.method(at.class_at(1), name)
    assert found is not None
    return found


def changed(at: Workshop, *edits: Edit) -> str:
    """The lines that are new, as a block."""
    before = set(at.text.split("\n"))
    return "\n".join(row for row in made(at, *edits).split("\n") if row not in before)


def test_insert_first():
    """Behind the docstring, in front of comments; a body on the line of its head goes below it."""
    at = Workshop(CLASS)
    wanted = CLASS.replace('Doc."""\n        #', 'Doc."""\n        new()\n        #')
    assert made(at, at.insert_first(method(at, "f"), "new()")) == wanted
    wanted = CLASS.replace("(self):\n\n", "(self):\n\n        new()\n")
    assert made(at, at.insert_first(method(at, "k"), "new()")) == wanted
    assert first("g", "if y:\n    new()") == "    def g(self):\n        if y:\n            new()"
    assert first("h") == '    def h(self):\n        "doc"\n        new()\n        two()'


def test_append():
    """Behind the last statement, whatever block it is."""
    at = Workshop(CLASS)
    assert "three()\n        new()\n        # the end" in made(at, at.append(method(at, "f"), "new()"))
    assert "two()\n        new()\n" in made(at, at.append(method(at, "h"), "new()"))
    assert made(at, at.append(method(at, "k"), "new()")) == CLASS + "        new()\n"


def test_insert_at_the_end_of_a_text_without_line_end():
    """No line end is made up for the last line."""
    at = Workshop(CLASS.removesuffix("\n"))
    assert made(at, at.append(method(at, "k"), "new()")) == CLASS + "        new()"


def test_tabs_and_other_steps_are_followed():
    """Levels of the code become what the file uses."""
    at = Workshop("class A:\n\tdef f(self):\n\t\tone()\n")
    assert "\t\tif x:\n\t\t\tnew()\n\t\tone()" in made(at, at.insert_first(method(at, "f"), "if x:\n    new()"))
    at = Workshop("class A:\n  def f(self):\n    one()\n")
    assert "    if x:\n      new()\n    one()" in made(at, at.insert_first(method(at, "f"), "if x:\n    new()"))


def test_add_method():
    """Behind another one and the comments that belong to it, or at the end."""
    at = Workshop(CLASS)
    code = "def new(self):\n    pass"
    wanted = "        # the end\n\n    def new(self):\n        pass\n\n    def g"
    assert wanted in made(at, at.add_method(at.class_at(1), method(at, "f"), code))
    assert made(at, at.add_method(at.class_at(1), None, code)) == CLASS + "\n    def new(self):\n        pass\n"


@pytest.mark.parametrize(
    ("text", "place", "after"),
    [
        ("one()\ntwo()\n", (1, 1), "two()\n"),
        ("one()\ntwo()", (2, 1), "one()"),
        ("one()", (1, 1), ""),
        ("if x:\n    one()\n", (2, 5), "if x:\n    pass\n"),
        ("if x:\n    one(\n    )\n    # stays\n    two()\n", (2, 5), "if x:\n    # stays\n    two()\n"),
        ("if x: one()\n", (1, 7), "if x: pass\n"),
        ("if x: one(); two()\n", (1, 7), "if x: two()\n"),
        ("one(); two(); three()\n", (1, 8), "one(); three()\n"),
        ("one(); two()  # c\n", (1, 8), "one()  # c\n"),
    ],
)
def test_delete(text, place, after):
    """Whole lines, or one statement of a line; no block is left empty."""
    at = Workshop(text)
    assert made(at, at.delete(at.small_at(*place))) == after


def test_delete_a_decorated_function():
    """Its decorators go along, comments above them stay."""
    at = Workshop("# about\n@one\ndef f():\n    pass\n\nx = 1\n")
    assert made(at, at.delete(at.function_at(3))) == "# about\n\nx = 1\n"


def test_lines_that_are_shared_are_refused():
    """A whole line is not one of its statements, and a head is not its body."""
    at = Workshop("one(); two()\nif x: three()\n")
    with pytest.raises(Refused):
        at.delete(at.statement_at(1, 1))
    with pytest.raises(Refused):
        at.statement_at(2, 7)
    with pytest.raises(Refused):
        at.insert_before(at.small_at(2, 7), "new()")
    assert not at.is_plain_block(at.statement_at(1, 1))
    assert at.is_plain_block(at.statement_at(2, 1))


def test_insert_before_takes_the_comment_along():
    """What is said above a statement is said of it."""
    at = Workshop("zero()\n# why\none()\n")
    assert made(at, at.insert_before(at.statement_at(3, 1), "new()")) == "zero()\nnew()\n# why\none()\n"


def test_replace():
    """A node, and nothing beside it; further lines are indented."""
    at = Workshop("if x:\n    one(2)  # c\n")
    edit = at.replace(at.call_at(2, 5), "with y:\n    z()")
    assert made(at, edit) == "if x:\n    with y:\n        z()  # c\n"


def test_finding():
    """The innermost around a place; heads and decorators belong to their function."""
    at = Workshop(CLASS)
    assert [at.function_at(line).name.value for line in (4, 5, 9, 14)] == ["f"] * 4
    assert isinstance(at.statement_at(14, 13), cst.SimpleStatementLine)
    assert isinstance(at.statement_at(13, 9), cst.If)
    assert at.text_of(at.call_at(9, 9)).startswith("two(")
    with pytest.raises(Refused):
        at.function_at(1)


def test_nodes():
    """Of a kind or several, in the whole text or below a node and that itself, in the order of the text."""
    at = Workshop("def f(a):\n    g(h(1), x.y)\n\ndef k():\n    m()\n")
    assert [at.text_of(one) for one in at.nodes(cst.Call)] == ["g(h(1), x.y)", "h(1)", "m()"]
    first = at.function_at(1)
    assert [at.text_of(one) for one in at.nodes((cst.Call, cst.Attribute), first)] == ["g(h(1), x.y)", "h(1)", "x.y"]
    assert at.nodes(cst.FunctionDef, first) == [first]
    assert at.nodes(cst.BaseNumber, at.call_at(2, 5)) == at.nodes(cst.Integer)


@pytest.mark.parametrize(
    "text", [CLASS, "async def f():\n  async with a as b, c:\n    pass\nx = f'{y!r:>{z}}'\n", "x = 1"]
)
def test_the_layout_is_what_libcst_says(text):
    """Positions and parents of all nodes, as its own providers tell them."""
    at = Workshop(text)
    wrapper = MetadataWrapper(at.module, unsafe_skip_copy=True)
    parents, positions = wrapper.resolve(ParentNodeProvider), wrapper.resolve(PositionProvider)
    assert dict(at.parents) == parents
    for node in parents:
        if not isinstance(node, cst.BaseParenthesizableWhitespace | cst.TrailingWhitespace | cst.Newline):
            told = positions[node]
            places = [Place(one.line, one.column + 1) for one in (told.start, told.end)]
            assert list(at.place(node)) == places


def test_comments_inside():
    """A comment that the edit brings back itself is not lost; one in a string is none."""
    at = Workshop("x = '# no'  # yes\ny = 1\n")
    assert at.comment_inside(Edit(Place(1, 1), Place(2, 1), ""))
    assert not at.comment_inside(Edit(Place(1, 1), Place(2, 1), "# yes\n"))
    assert not at.comment_inside(Edit(Place(1, 1), Place(1, 11), ""))


def test_form_feeds_do_not_move_places():
    """Columns count them, and edits leave them."""
    text = "if x:\n\f    one()\n\f\n  \f    two('a\fb', y)\n"
    at = Workshop(text)
    assert at.text_of(at.small_at(2, 7)) == "one()"
    assert at.text_of(at.call_at(4, 10)) == "two('a\fb', y)"
    assert made(at, at.replace(at.small_at(4, 8), "three()")) == text.replace("two('a\fb', y)", "three()")


@pytest.mark.parametrize(
    "text",
    ["x = " + "+".join(["y"] * 20_000), "x = " + "-" * 5_000 + "1", "x = 1\n" * 400_000, "x = y" + ".z" * 5_000],
    ids=["long sum", "many signs", "long file", "long chain"],
)
def test_what_takes_libcst_too_long_is_refused(text):
    """At once, and without breaking its parser."""
    with pytest.raises(Refused):
        Workshop(text)
