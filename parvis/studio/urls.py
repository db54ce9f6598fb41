"""Addresses of the studio, under ``/atelier/``. What is of no body comes first: a body's name may be anything else."""

from django.urls import include, path

from parvis.studio.trial.urls import public_urlpatterns

app_name = "studio"
urlpatterns = [
    path("essai/<str:token>/", include(public_urlpatterns)),
    path("", include("parvis.studio.procedures.urls")),
    path("<slug:body>/demarches/<slug:code>/", include("parvis.studio.life.urls")),
    path("<slug:body>/demarches/<slug:code>/", include("parvis.studio.trial.urls")),
    path("<slug:body>/demarches/<slug:code>/", include("parvis.studio.texts.urls")),
    path("<slug:body>/demarches/<slug:code>/tests/", include("parvis.studio.proofs.urls")),
    path("<slug:body>/demarches/<slug:code>/remarques/", include("parvis.studio.remarks.urls")),
    path("<slug:body>/demarches/<slug:code>/questions/", include("parvis.studio.form.urls")),
    path("<slug:body>/demarches/<slug:code>/parcours/", include("parvis.studio.workflow.urls")),
    path("<slug:body>/importer/", include("parvis.studio.importing.urls")),
    path("<slug:body>/", include("parvis.studio.letters.urls")),
    path("<slug:body>/", include("parvis.studio.resources.urls")),
]
