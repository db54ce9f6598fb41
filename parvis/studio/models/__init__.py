"""Models of the studio: what colleagues say of a form, by which door they try it, what waits to be imported."""

from parvis.studio.models.pending_import import PendingImport
from parvis.studio.models.remark import Remark
from parvis.studio.models.trial_link import TrialLink

__all__ = ["PendingImport", "Remark", "TrialLink"]
