"""Addresses of the workflow editor, under ``/atelier/<body>/demarches/<code>/parcours/``."""

from django.urls import path

from parvis.studio.workflow import gestures, previewing, trial, usage, views

urlpatterns = [
    path("", views.workflow, name="workflow"),
    path("gestes/", gestures.gesture, name="workflow_gesture"),
    path("essayer/", trial.trial, name="workflow_trial"),
    path("blocages/", trial.stuck, name="workflow_stuck"),
    path("en-cours/", usage.usage, name="workflow_usage"),
    path("en-cours/version-<int:number>/", usage.move, name="workflow_move"),
    path("apercu/<str:key>/", previewing.preview, name="workflow_preview"),
    path("ajouter/<str:segment>/", views.new, name="workflow_new"),
    path("<str:segment>/<str:key>/", views.part, name="workflow_part"),
    path("<str:segment>/<str:key>/supprimer/", views.remove, name="workflow_remove"),
    path("<str:segment>/<str:key>/actions/ajouter/", views.new_action, name="workflow_action_new"),
    path("<str:segment>/<str:key>/actions/<int:rank>/", views.action, name="workflow_action"),
]
