"""Links that a body signs: they open a procedure with answers already known, that nobody can change on the way.

What a link says is signed, not hidden: whoever holds the address can read it. Nothing secret goes in it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from parvis.catalogue.forms import engine
from parvis.catalogue.models import ProcedureVersion
from parvis.common import clock
from parvis.common.errors import Invalid

SOURCE = "link"
PARAMETER = "lien"
"""Name of the link's token among the parameters of the procedure's page."""
LONGEST_DAYS = 366
_SALT = "catalogue.link"
_MOST = 4000
"""Characters of a token: longer addresses are cut on the way."""
_Claims = dict[str, Any]


def sign_link(*, version: ProcedureVersion, claims: dict[str, Any], days: int = 30) -> str:
    """Return the token of a link to a procedure, good for some days. ``claims`` are values by the name prefills give.

    Raises Invalid when the procedure reads none of that name, when it is too long, or for too many days.
    """
    known = engine.compiled(version).names_from(SOURCE)
    errors = {
        name: [_("Cette démarche ne lit pas « %(name)s » dans un lien signé.") % {"name": name}]
        for name in sorted(set(claims) - known)
    }
    if not 1 <= days <= LONGEST_DAYS:
        errors["days"] = [_("Un lien est valable de 1 à %(most)d jours.") % {"most": LONGEST_DAYS}]
    until = clock.now() + timedelta(days=min(max(days, 1), LONGEST_DAYS))
    content = {"procedure": version.procedure_id, "until": until.isoformat(), "claims": claims}
    token = signing.dumps(content, salt=_SALT, compress=True)
    if len(token) > _MOST:
        errors["claims"] = [_("Ce lien serait trop long : donnez-lui moins de réponses.")]
    if errors:
        raise Invalid(errors)
    return token


def read_link(*, version: ProcedureVersion, token: str) -> _Claims | None:
    """Return what a link to a procedure says, None when it was not signed here for it, or its time is over."""
    try:
        content = signing.loads(token[:_MOST], salt=_SALT)
    except signing.BadSignature:
        return None
    until: datetime | None = parse_datetime(content["until"])
    if content["procedure"] != version.procedure_id or until is None or until < clock.now():
        return None
    claims: _Claims = content["claims"]
    return claims
