"""Personal data held by people."""

from parvis.common.personal_data import Category, Declaration, declare

declare(
    Declaration(
        model="people.Person",
        fields={
            "civility": Category.IDENTITY,
            "first_name": Category.IDENTITY,
            "last_name": Category.IDENTITY,
            "company_name": Category.IDENTITY,
            "siret": Category.IDENTITY,
            "rna": Category.IDENTITY,
            "birth_date": Category.IDENTITY,
            "email": Category.CONTACT,
            "phone": Category.CONTACT,
            "postal_address": Category.CONTACT,
        },
    ),
    Declaration(model="people.ProvedIdentity", fields={"subject": Category.TECHNICAL}),
    Declaration(model="people.ContactPoint", fields={"value": Category.CONTACT}),
    Declaration(model="people.PersonLook", fields={"detail": Category.TECHNICAL}),
    Declaration(model="people.PersonMerge", fields={"moved": Category.CONTACT, "detail": Category.TECHNICAL}),
    Declaration(
        model="people.PersonTie",
        fields={"who_name": Category.IDENTITY, "whom_name": Category.IDENTITY, "note": Category.IDENTITY},
    ),
    Declaration(model="people.ChannelChoice", fields={"proof": Category.CONTACT}),
)
