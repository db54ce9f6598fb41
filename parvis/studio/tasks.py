"""Jobs of the studio."""

from parvis.common import actor
from parvis.common.jobs import every
from parvis.studio.services.importing import forget_old_imports


@every("17 3 * * *", name="studio.forget_old_imports")
def forget_imports() -> None:
    """Forget the imports that nobody confirmed."""
    with actor.acting_as(actor.for_system("studio.forget_old_imports")):
        forget_old_imports()
