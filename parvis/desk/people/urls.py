"""Addresses of the files of persons."""

from django.urls import path

from parvis.desk.people import merging, noting, views

urlpatterns = [
    path("personnes/doubles/", merging.doubles, name="doubles"),
    path("personnes/reunions/<uuid:merge_id>/", merging.part, name="part_persons"),
    path("personnes/<uuid:person_id>/", views.person, name="person"),
    path("personnes/<uuid:person_id>/reunir/<uuid:other_id>/", merging.merge, name="merge_persons"),
    path("personnes/<uuid:person_id>/coordonnees/", noting.contacts, name="person_contacts"),
    path("personnes/<uuid:person_id>/adresse/", noting.address, name="person_address"),
    path("personnes/<uuid:person_id>/organisme/", noting.organisation, name="person_organisation"),
    path("personnes/<uuid:person_id>/liens/", noting.ties, name="person_ties"),
    path("personnes/<uuid:person_id>/liens/<uuid:tie_id>/", noting.tie_over, name="tie_over"),
]
