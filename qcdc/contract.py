"""What a change of the API's description would break for those who rely on the description before it."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
SHAPES = ("pattern", "format", "const", "uniqueItems")
MEMBERS_OF = ("anyOf", "oneOf", "allOf")


def breaks(before: Schema, after: Schema) -> list[str]:
    """What was promised and is no more, in words; nothing where the version rose to one that promises anew."""
    if major(after) > major(before):
        return []
    return sorted({*_Comparison(before, after).paths()})


def major(document: Schema) -> int:
    """The number of a description that rises when it breaks with the one before."""
    return int(str(document["info"]["version"]).partition(".")[0])


class _Comparison:
    """Two descriptions side by side. What is given may grow; what is taken may not shrink."""

    def __init__(self, before: Schema, after: Schema) -> None:
        self.before, self.after = before, after
        self.seen: set[tuple[str, str, bool]] = set()

    def paths(self) -> Iterator[str]:
        for path, operations in self.before["paths"].items():
            for method, operation in operations.items():
                now = self.after["paths"].get(path, {}).get(method)
                where = f"{method.upper()} {path}"
                if now is None:
                    yield f"{where} is gone"
                else:
                    yield from self._parameters(where, operation, now)
                    yield from self._answers(where, operation["responses"], now["responses"])

    def _parameters(self, where: str, before: Schema, after: Schema) -> Iterator[str]:
        old, new = ({(each["in"], each["name"]): each for each in it.get("parameters", [])} for it in (before, after))
        for key, parameter in old.items():
            if key not in new:
                yield f"{where}: the parameter {key[1]} is gone"
                continue
            yield from self._schemas(f"{where}: the parameter {key[1]}", parameter["schema"], new[key]["schema"], taken=True)
        for key, parameter in new.items():
            if parameter.get("required") and not old.get(key, {}).get("required"):
                yield f"{where}: the parameter {key[1]} is required now"

    def _answers(self, where: str, before: Schema, after: Schema) -> Iterator[str]:
        for status, answer in before.items():
            if status not in after:
                yield f"{where}: the answer {status} is gone"
                continue
            for media, content in answer.get("content", {}).items():
                now = after[status].get("content", {}).get(media)
                if now is None:
                    yield f"{where}: {status} as {media} is gone"
                else:
                    yield from self._schemas(f"{where}: {status}", content["schema"], now["schema"], taken=False)

    def _schemas(self, where: str, before: Schema, after: Schema, *, taken: bool) -> Iterator[str]:
        key = (before.get("$ref", ""), after.get("$ref", ""), taken)
        if all(key[:2]):
            if key in self.seen:
                return
            self.seen.add(key)
            where = key[0].removeprefix("#/components/schemas/")
        before, after = _resolved(self.before, before), _resolved(self.after, after)
        yield from self._types(where, before, after, taken=taken)
        yield from self._bounds(where, before, after, taken=taken)
        if "items" in before:
            yield from self._schemas(f"{where}[]", before["items"], after.get("items", {}), taken=taken)
        yield from self._members(where, before, after, taken=taken)
        for word in MEMBERS_OF:
            if len(before.get(word, [])) != len(after.get(word, [])):
                yield f"{where} is made of other parts"
            for old, new in zip(before.get(word, []), after.get(word, []), strict=False):
                yield from self._schemas(where, old, new, taken=taken)

    def _types(self, where: str, before: Schema, after: Schema, *, taken: bool) -> Iterator[str]:
        old, new = _types(before), _types(after)
        if (old and new and not (old <= new if taken else new <= old)) or (bool(old) != bool(new) and (bool(new) == taken)):
            yield f"{where} was {_words(old)} and is {_words(new)}"
        lost = {*map(repr, before.get("enum", []))} - {*map(repr, after.get("enum", []))} if "enum" in after else set()
        for value in sorted(lost - {"None"}):
            yield f"{where} knows {value} no more"
        if ("enum" in after) != ("enum" in before) and ("enum" in after) == taken:
            yield f"{where} takes fewer values" if taken else f"{where} gives values that were not told"

    def _bounds(self, where: str, before: Schema, after: Schema, *, taken: bool) -> Iterator[str]:
        for name in (*LOWER_BOUNDS, *UPPER_BOUNDS):
            old, new = before.get(name), after.get(name)
            tighter, looser = (new, old) if taken else (old, new)
            if tighter is None or not taken:
                continue
            if looser is None or (tighter > looser if name in LOWER_BOUNDS else tighter < looser):
                yield f"{where} has a narrower {name}"
        for name in SHAPES:
            if before.get(name) != after.get(name) and (after.get(name) is not None if taken else before.get(name) is not None):
                yield f"{where} has another {name}"

    def _members(self, where: str, before: Schema, after: Schema, *, taken: bool) -> Iterator[str]:
        for name, member in before.get("properties", {}).items():
            now = after.get("properties", {}).get(name)
            if now is None:
                yield f"{where}.{name} is gone"
            else:
                yield from self._schemas(f"{where}.{name}", member, now, taken=taken)
        old, new = {*before.get("required", [])}, {*after.get("required", [])}
        for name in sorted(new - old if taken else old - new):
            if name in after.get("properties", {}):
                yield f"{where}.{name} is required now" if taken else f"{where}.{name} may be missing now"


def _types(schema: Schema) -> set[str]:
    found = schema.get("type", [])
    return {found} if isinstance(found, str) else {*found}


def _words(types: set[str]) -> str:
    return " or ".join(sorted(types)) or "anything"


def _resolved(document: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        found: Any = document
        for step in str(schema["$ref"]).removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema
