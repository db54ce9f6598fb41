"""Models of the catalogue room."""

from parvis.catalogue.models.data_source import DataSource, SourceCopy, WhenDown
from parvis.catalogue.models.draft_change import DraftChange
from parvis.catalogue.models.imported_file import ImportedFile
from parvis.catalogue.models.letter_template import LetterTemplate, LetterTemplateVersion, LetterUse
from parvis.catalogue.models.media_file import MediaFile
from parvis.catalogue.models.procedure import Audience, Procedure
from parvis.catalogue.models.reference_table import ColumnType, ReferenceRow, ReferenceTable
from parvis.catalogue.models.shared_block import BlockSpread, SharedBlock, SharedBlockVersion
from parvis.catalogue.models.version import WRITABLE, ProcedureVersion, VersionState
from parvis.catalogue.models.version_event import Passage, VersionEvent

__all__ = [
    "WRITABLE",
    "Audience",
    "BlockSpread",
    "ColumnType",
    "DataSource",
    "DraftChange",
    "ImportedFile",
    "LetterTemplate",
    "LetterTemplateVersion",
    "LetterUse",
    "MediaFile",
    "Passage",
    "Procedure",
    "ProcedureVersion",
    "ReferenceRow",
    "ReferenceTable",
    "SharedBlock",
    "SharedBlockVersion",
    "SourceCopy",
    "VersionEvent",
    "VersionState",
    "WhenDown",
]
