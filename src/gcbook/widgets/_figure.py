"""What the widgets share: a module beside the class, ids that repeat, a static picture."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import ipywidgets
import traitlets

HERE = Path(__file__).parent


def joined(*names: str) -> str:
    """Return the text of several files beside this one as one: a module made of parts.

    Every page that shows the widget holds this text, so comments and indentation stay behind; no
    string in the files spans lines.
    """
    text = "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
    bare = re.sub(r"^ *(?:/\*.*?\*/|//[^\n]*)\n", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"\n\s*", "\n", bare)


class Figure(anywidget.AnyWidget):
    """A widget whose picture also exists as a plain SVG.

    Ids count up from zero within a process, so that building the book twice writes the same page.

    Attributes
    ----------
    label : str
        What the figure shows, for a reader who cannot see it.
    """

    _css = joined("style.css")
    _serial: ClassVar[Iterator[int]] = itertools.count()

    label = traitlets.Unicode().tag(sync=True)
    fallback = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        name = f"gcbook-{type(self).__name__.lower()}-{next(Figure._serial)}"
        layout = ipywidgets.Layout(model_id=f"{name}-layout")
        super().__init__(model_id=name, layout=layout, **traits)
        self.fallback = self.svg()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def svg(self) -> str:
        """Return the figure as it stands, as a static SVG."""
        raise TypeError(f"{type(self).__name__} must define svg()")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widget's view, and the static SVG for whatever cannot show a widget."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "image/svg+xml": self.svg()}, metadata


def frame(label: str, body: str, box: str = "-1.5 -1.5 3 3") -> str:
    """Return an SVG document with a title, the colours of the book and the given body."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="416" role="img">'
        f"<title>{escape(label)}</title>{body}</svg>"
    )


def escape(text: str) -> str:
    """Return text that is safe inside an SVG element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
