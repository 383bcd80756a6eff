"""SVC204: at the end of SvcDoRun the executor is shut down, the pool joined, the child process ended."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import called, class_of, dotted, fixed, function_of, own, receiver
from svclint.repair.workshop import Statement, Workshop, nodes

RUN = "SvcDoRun"
SUBMIT, CHILD = "submit", "Popen"
ENDED = "{0}.terminate()\n{0}.wait()"
JOINED = "{0}.close()\n{0}.join()"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """End it last of all; none off the straight way through SvcDoRun, and for jobs that may not look at the signal."""
    stmt = shop.statement_at(finding.at.line, finding.at.column)
    run, call = function_of(shop, stmt), shop.call_at(finding.at.line, finding.at.column)
    if run is None or run.name.value != RUN or stmt not in shop.statements(run) or any(own(run, cst.Return)):
        return None
    crew = _crew(stmt, call)
    if crew is None or (_is_job(call) and not _ends(shop, run, call)):
        return None
    title = f"Wait for '{crew}' at the end of {RUN}" if _is_job(call) else f"End '{crew}' at the end of {RUN}"
    return fixed(shop, finding, title, Applicability.UNSAFE, _closed(shop, run, crew, call))


def _is_job(call: cst.Call) -> bool:
    return (dotted(call.func) or "").rpartition(".")[2] != CHILD


def _crew(stmt: Statement, call: cst.Call) -> str | None:
    """What the executor, the pool or the child is called."""
    if _is_job(call):
        return (dotted(call.func) or "").rpartition(".")[0] or None
    match stmt:
        case cst.SimpleStatementLine(body=[cst.Assign(targets=[cst.AssignTarget(target=target)], value=value)]):
            return dotted(target) if value is call else None
    return None


def _closed(shop: Workshop, run: cst.FunctionDef, crew: str, call: cst.Call) -> Edit:
    """What waits for it, or what is there already mended so that it does."""
    method = (dotted(call.func) or "").rpartition(".")[2]
    for stmt, made in _calls(run):
        written = dotted(made.func)
        if written == f"{crew}.shutdown" and method == SUBMIT:
            return shop.replace(made, f"{crew}.shutdown({', '.join(_without_wait(shop, made))})")
        if written == f"{crew}.close" and method not in (SUBMIT, CHILD):
            return shop.insert_after(stmt, f"{crew}.join()")
    code = f"{crew}.shutdown()" if method == SUBMIT else (JOINED if _is_job(call) else ENDED).format(crew)
    return shop.append(run, code)


def _calls(run: cst.FunctionDef) -> Iterator[tuple[cst.SimpleStatementLine, cst.Call]]:
    for stmt in own(run, cst.SimpleStatementLine):
        if call := called(stmt):
            yield stmt, call


def _without_wait(shop: Workshop, call: cst.Call) -> Iterator[str]:
    """The other arguments of shutdown(): ``wait`` is the first, and true unless it is given."""
    for number, argument in enumerate(call.args):
        keyword = argument.keyword.value if argument.keyword else None
        if keyword != "wait" and (keyword or number):
            yield shop.text_of(argument).rstrip(", ")


def _ends(shop: Workshop, run: cst.FunctionDef, call: cst.Call) -> bool:
    """Whether the job has no loop, or looks at something that SvcStop sets."""
    job = _job(shop, run, call)
    if job is None:
        return False
    if not any(nodes(job, cst.While)):
        return True
    cls = class_of(shop, run)
    stop = shop.method(cls, "SvcStop") if cls else None
    told = _attributes(stop, receiver(stop)) if stop else set()
    seen = _attributes(job, receiver(job)) | _attributes(call, receiver(run))
    return bool(told & seen)


def _job(shop: Workshop, run: cst.FunctionDef, call: cst.Call) -> cst.FunctionDef | None:
    """The function of the file that the executor or pool is to run."""
    written = dotted(call.args[0].value) if call.args else None
    owner, _, name = (written or "").rpartition(".")
    cls = class_of(shop, run)
    if owner and owner == receiver(run) and cls:
        return shop.method(cls, name)
    functions = [one for one in shop.module.body if isinstance(one, cst.FunctionDef) and one.name.value == name]
    return functions[-1] if functions and not owner else None


def _attributes(node: cst.CSTNode, self_: str | None) -> set[str]:
    """The attributes of ``self`` that a node mentions."""
    found = (one for one in nodes(node, cst.Attribute) if isinstance(one.value, cst.Name) and one.value.value == self_)
    return {one.attr.value for one in found} - {"ReportServiceStatus"}
