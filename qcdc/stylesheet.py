"""The style sheet as readers get it in production: one file, not a chain of imports that each wait for the one before."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

WHOLE = "css/main.css"
IMPORT = re.compile(r'@import "([^"]+)"(?: layer\((\w+)\))?(?: (\w+))?;')


def whole(name: str, read: Callable[[str], str]) -> str:
    """A style sheet with what it imports in the place of each import, in the layer and for the medium that the import names."""

    def content(found: re.Match[str]) -> str:
        address, layer, medium = found.groups()
        text = whole(posixpath.join(posixpath.dirname(name), address), read)
        for rule in filter(None, [medium and f"@media {medium}", layer and f"@layer {layer}"]):
            text = f"{rule} {{\n{text}}}\n"
        return text

    return IMPORT.sub(content, read(name))


class Storage(CompressedManifestStaticFilesStorage):
    """Static files under names that change with their content, compressed, with the style sheet of readers in one piece."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if WHOLE in paths and not dry_run:

            def read(name: str) -> str:
                storage, path = paths[name]
                with storage.open(path) as file:
                    return str(file.read().decode())

            text = whole(WHOLE, read)
            self.delete(WHOLE)
            self._save(WHOLE, ContentFile(text.encode()))
            paths = {**paths, WHOLE: (self, WHOLE)}
        yield from super().post_process(paths, dry_run, **options)
