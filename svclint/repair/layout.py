"""Where every node of a syntax tree stands, and in which: noted while libcst writes the tree out once.

libcst's own providers of positions and parents tell the same by the same hooks, in several times as long.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import libcst as cst
from libcst._nodes.internal import CodegenState


class Layout(CodegenState):
    """What a module looks like: its text, the span of every node in it, and every node's parent.

    Spans are offsets and leave out the white space around a node. ``order`` has every node but the module in the
    order of the text, none before its parent; ``inner`` says from where to where in it the nodes below one are.
    """

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.module = module
        self.spans: dict[cst.CSTNode, tuple[int, int]] = {}
        self.parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self.order: list[cst.CSTNode] = []
        self.inner: dict[cst.CSTNode, tuple[int, int]] = {}
        self.at = 0
        self.around: list[tuple[cst.CSTNode, int, int]] = []
        module._codegen(self)

    @property
    def text(self) -> str:
        """The module as libcst writes it."""
        return "".join(self.tokens)

    def add_token(self, value: str) -> None:
        """A piece of the text."""
        self.tokens.append(value)
        self.at += len(value)

    def add_indent_tokens(self) -> None:
        """The white space in front of a statement."""
        for one in self.indent_tokens:
            self.add_token(one)

    def before_codegen(self, node: cst.CSTNode) -> None:
        """A node begins."""
        if self.around:
            self.parents[node] = self.around[-1][0]
            self.order.append(node)
        self.around.append((node, self.at, len(self.order)))

    def after_codegen(self, node: cst.CSTNode) -> None:
        """A node ends. It may have said itself where."""
        _, start, first = self.around.pop()
        self.spans.setdefault(node, (start, self.at))
        self.inner[node] = first, len(self.order)

    def record_syntactic_position(  # type: ignore[override]
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> AbstractContextManager[None]:
        """A node says where it begins and ends, perhaps like one of its children."""
        return _Stretch(self, node, start_node, end_node)


class _Stretch(AbstractContextManager[None]):
    """The part of a node without the white space around it."""

    __slots__ = ("end_node", "layout", "node", "start", "start_node")

    def __init__(
        self, layout: Layout, node: cst.CSTNode, start_node: cst.CSTNode | None, end_node: cst.CSTNode | None
    ) -> None:
        self.layout = layout
        self.node = node
        self.start_node = start_node
        self.end_node = end_node

    def __enter__(self) -> None:
        self.start = self.layout.at

    def __exit__(self, *_: object) -> None:
        spans = self.layout.spans
        start = spans[self.start_node][0] if self.start_node else self.start
        end = spans[self.end_node][1] if self.end_node else self.layout.at
        spans[self.node] = start, end
