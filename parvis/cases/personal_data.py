"""Personal data held by cases."""

from parvis.common.personal_data import Category, Declaration, declare

_CONTENT = Category.CASE_CONTENT

declare(
    Declaration(
        model="cases.QualificationRule",
        row_security=False,
        why_open="rules of a public service, about nobody in particular",
    ),
    Declaration(
        model="cases.ContactForm",
        row_security=False,
        why_open="public pages of services, about nobody",
    ),
    Declaration(
        model="cases.Peer",
        row_security=False,
        why_open="where another platform answers; no secret is there",
    ),
    Declaration(
        model="cases.PeerKey",
        row_security=False,
        why_open="names of keys and of the variables that hold their secrets, which are not in the database",
    ),
    Declaration(
        model="cases.PeerBody",
        row_security=False,
        why_open="public bodies of another platform, by their public names",
    ),
    Declaration(
        model="cases.Case",
        fields={
            "subject": _CONTENT,
            "answers": _CONTENT,
            "original": _CONTENT,
            "agent_answers": _CONTENT,
            "track": _CONTENT,
            "person_name": Category.IDENTITY,
            "place": _CONTENT,
            "latitude": _CONTENT,
            "longitude": _CONTENT,
        },
    ),
    Declaration(model="cases.Participation", fields={}),
    Declaration(model="cases.Clock", fields={}),
    Declaration(model="cases.Timer", fields={}),
    Declaration(model="cases.GroupedMove", fields={"given": _CONTENT}),
    Declaration(model="cases.CaseLink", fields={}),
    Declaration(model="cases.ActionRun", fields={"given": _CONTENT}),
    Declaration(model="cases.Consultation", fields={"question": _CONTENT, "answer": _CONTENT}),
    Declaration(model="cases.JournalEntry", fields={"personal": _CONTENT}),
    Declaration(model="cases.Message", fields={"text": _CONTENT}),
    Declaration(model="cases.Attachment", fields={"file": _CONTENT}),
    Declaration(model="cases.PieceRequest", fields={"items": _CONTENT, "text": _CONTENT}),
    Declaration(
        model="cases.Decision",
        fields={"text": _CONTENT, "reasons_in_law": _CONTENT, "reasons_in_fact": _CONTENT},
    ),
    Declaration(model="cases.Correction", fields={"answers": _CONTENT, "why": _CONTENT, "refusal": _CONTENT}),
    Declaration(
        model="cases.CoSignature",
        fields={"name": Category.IDENTITY, "email": Category.CONTACT, "signature": Category.IDENTITY},
    ),
    Declaration(
        model="cases.Appointment", fields={"subject": _CONTENT, "starts_at": _CONTENT, "place": _CONTENT}
    ),
    Declaration(model="cases.Payment", fields={"subject": _CONTENT}),
    Declaration(model="cases.OutageLink", fields={}),
    Declaration(model="cases.HeldAnswer", fields={"text": _CONTENT}),
    Declaration(
        model="cases.Draft",
        fields={
            "answers": _CONTENT,
            "typed": _CONTENT,
            "known": _CONTENT,
            "reminder_email": Category.CONTACT,
        },
    ),
    Declaration(
        model="cases.SearchEntry",
        fields={"words": _CONTENT},
        row_security=False,
        why_open="closed to the runtime role altogether: only parvis_search_cases reads it, for the actor's teams",
    ),
    Declaration(model="cases.PersonDouble", fields={"reasons": Category.TECHNICAL}),
    Declaration(
        model="cases.PersonToCompare",
        fields={},
        row_security=False,
        why_open="closed to the runtime role altogether: a key, which only the job that compares takes away",
    ),
    Declaration(
        model="cases.PersonEntry",
        fields={"words": Category.IDENTITY},
        row_security=False,
        why_open="closed to the runtime role altogether: only parvis_lookup_people reads it, for the actor's teams",
    ),
)
