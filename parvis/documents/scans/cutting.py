"""Where a pile is cut: pure reading of what each page shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from parvis.documents.scans.sheets import is_sheet, team_named

Split = Literal["sheets", "blanks", "whole"]


@dataclass(frozen=True)
class Page:
    """What a page shows: the codes on it, and whether it is blank."""

    codes: Sequence[str] = ()
    is_blank: bool = False


@dataclass
class Cut:
    """A letter of a pile: its pages by their rank from 0, what its codes say, the service that its sheet names."""

    pages: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    team: int = 0


def cuts(pages: Sequence[Page], split: Split) -> list[Cut]:
    """Return the letters of a pile, without the sheets between them.

    A code sheet always cuts: nobody puts one in an envelope. A blank page cuts only when asked, since the back of many
    letters is blank; those that begin or end a letter are left out, but for a pile that holds nothing else. The blank
    back of a sheet goes with it.
    """
    found, current, after_sheet = [Cut()], 0, False
    for rank, page in enumerate(pages):
        sheet = next((code for code in page.codes if is_sheet(code)), "")
        if sheet and split != "whole":
            current, after_sheet = team_named(sheet), True
            found.append(Cut(team=current))
            continue
        if page.is_blank and (after_sheet or split == "blanks"):
            if split == "blanks" and found[-1].pages:
                found.append(Cut(team=current))
            after_sheet = False
            continue
        after_sheet = False
        found[-1].pages.append(rank)
        found[-1].codes += [code for code in page.codes if code not in found[-1].codes]
    letters = [cut for cut in found if cut.pages]
    for cut in letters:
        while len(cut.pages) > 1 and pages[cut.pages[-1]].is_blank:
            cut.pages.pop()
    return letters
