"""When the renditions of photos are made: with the upload where that is quick, else in one worker thread beside the requests."""

import logging
import queue
import threading
from typing import Any

from qcdc.pictures import make_renditions

logger = logging.getLogger(__name__)

# bench/photos.py: up to here all renditions of a photo take about one second of a core, and no more than two on a busy machine.
MOST_PIXELS_AT_ONCE = 8_000_000

_waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
_hiring = threading.Lock()
_worker: threading.Thread | None = None


def prepare(photo: Any) -> None:
    """Have the renditions of a photo made. Whatever fails here is made by its view, or by `manage.py make_renditions`."""
    if (photo.file_width or 0) * (photo.file_height or 0) <= MOST_PIXELS_AT_ONCE:
        _make(photo)
    else:
        _waiting.put(photo)
        _hire()


def wait_for_worker() -> None:
    """Wait until nothing is left to do."""
    if (worker := _worker) is not None:
        worker.join()


def _hire() -> None:
    """Start the worker where none is at work. It goes home when there is nothing left, and dies with the process."""
    global _worker
    with _hiring:
        if _worker is None:
            _worker = threading.Thread(target=_work, name="renditions", daemon=True)
            _worker.start()


def _work() -> None:
    global _worker
    while True:
        with _hiring:
            try:
                photo = _waiting.get_nowait()
            except queue.Empty:
                _worker = None
                return
        _make(photo)


def _make(photo: Any) -> None:
    try:
        make_renditions(photo.file)
    except Exception:
        logger.exception("Renditions of photo %s were not made", photo.pk)
