"""Serving files: never from a guessable path, never as something a browser would run."""

from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from skillweek.library import queries
from skillweek.library.rules import INLINE


def serve(data: FieldFile, media_type: str, name: str, *, shared: bool) -> HttpResponseBase:
    """``data`` with headers that keep it harmless; ``shared`` files may be cached by anyone for a year."""
    inline = media_type in INLINE
    response = FileResponse(data.open("rb"), content_type=media_type, as_attachment=not inline, filename=name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; media-src 'self'; img-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=31536000, immutable" if shared else "private, no-store"
    return response


@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A file as it came; of a public picture everybody else gets the widest copy, which tells no place."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if queries.originals_visible_to(request.user).filter(pk=pk).exists():
        shared = found.public and not found.is_image
        return serve(found.data, found.media_type, found.name, shared=shared)
    copy = found.renditions.last()
    if copy is None:
        raise Http404
    return serve(copy.data, copy.media_type, f"{copy.width}.webp", shared=False)


@require_safe
def rendition(request: HttpRequest, pk: UUID, width: int) -> HttpResponseBase:
    """A smaller copy of an image."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    copy = get_object_or_404(found.renditions, width=width)
    return serve(copy.data, copy.media_type, f"{width}.webp", shared=found.public)
