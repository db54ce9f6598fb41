"""Answering the content of a file, so that a browser saves it and never runs it."""

from django.http import FileResponse, HttpResponseBase

from parvis.documents.access import download_headers, open_for_download
from parvis.documents.models import StoredFile


def answer_file(file: StoredFile) -> HttpResponseBase:
    """Return a stored file as an answer. Raises NotScannedYet, Infected, NotFound."""
    answer = FileResponse(open_for_download(file))
    for name, value in download_headers(file).items():  # after Django, which would name it by its key
        answer[name] = value
    return answer
