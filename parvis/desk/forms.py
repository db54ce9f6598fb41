"""Forms of the desk: those of the design system, under the name its pages know."""

from parvis.ui.drawn_forms import DrawnForm as DeskForm
from parvis.ui.drawn_forms import drawn

__all__ = ["DeskForm", "drawn"]
