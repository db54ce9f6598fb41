"""Models of the studio: what colleagues say of a form that is being written, and by which door they try it."""

from parvis.studio.models.remark import Remark
from parvis.studio.models.trial_link import TrialLink

__all__ = ["Remark", "TrialLink"]
