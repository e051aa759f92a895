"""From a file's words to frozen data, or to sentences that say what to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.catalog.document import Document, Loc
from bot.catalog.problem import Problem, quoted
from bot.catalog.schema import Model
from bot.catalog.vocabulary import nearest


def validated(document: Document, loc: Loc, words: Any, model: type[Model]) -> Any | None:
    """Return the frozen data that `words` (at `loc` of the file) stand for.

    None when they are not right; `document.problems` then says why, each at the line of its field.
    """
    try:
        return model.model_validate(words).frozen()
    except ValidationError as error:
        document.problems += _problems(document, loc, model, error)
        return None


def _problems(
    document: Document, start: Loc, model: type[Model], error: ValidationError
) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    meant = {
        (*detail["loc"][:-1], _unknown(model, detail))
        for detail in errors
        if detail["type"] == "extra_forbidden"
    }
    for detail in errors:
        loc = detail["loc"]
        if detail["type"] == "missing" and loc in meant:
            continue
        # A list is too short for want of an entry that is told already.
        if detail["type"] == "too_short" and any(other["loc"][:-1] == loc for other in errors):
            continue
        yield document.problem((*start, *loc), _sentence(model, detail))


def _sentence(model: type[Model], detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "extra_forbidden":
        guess = _unknown(model, detail)
        fields = ", ".join(_model_at(model, detail["loc"][:-1]).model_fields)
        return (
            f"is not a field here; did you mean {guess}?"
            if guess
            else f"is not a field here; write one of {fields}"
        )
    if kind == "missing":
        return f'is missing; add a line "{detail["loc"][-1]}: ..."'
    if detail["input"] is None:
        return "is empty; write something after the colon, or take the line out if it may be left out"
    said = SENTENCES.get(kind)
    return said(detail["input"], detail.get("ctx", {})) if said else f"is not right ({detail['msg']})"


def _unknown(model: type[Model], detail: ErrorDetails) -> str | None:
    *way, name = detail["loc"]
    return nearest(str(name), _model_at(model, tuple(way)).model_fields)


def _model_at(model: type[Model], loc: Loc) -> type[Model]:
    for part in loc:
        if isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _enum(words: Any, context: Mapping[str, Any]) -> str:
    allowed = re.findall(r"'([^']*)'", context["expected"])
    guess = nearest(str(words), allowed)
    advice = f"did you mean {guess}?" if guess else f"write one of {', '.join(allowed)}"
    fault = f"{quoted(words)} is not in the vocabulary" if isinstance(words, str) else "should be one word"
    return f"{fault}; {advice}"


def _long(words: Any, context: Mapping[str, Any]) -> str:
    # Counted as the limit counts them: without the spaces around.
    size, most = len(words.strip()), context["max_length"]
    return f"has {size} characters, {size - most} too many; shorten it to {most}"


def _text(words: Any, _: Mapping[str, Any]) -> str:
    shape = "list" if isinstance(words, list) else "group of fields"
    return f"should be text but reads as a {shape}; put it between quotation marks"


def _list(_: Any, __: Mapping[str, Any]) -> str:
    return "should be a list; write [one, two], or begin each entry on a line of its own with a hyphen"


def _few(_: Any, context: Mapping[str, Any]) -> str:
    return f"has {_entries(context['actual_length'])}; write at least {context['min_length']}"


def _many(_: Any, context: Mapping[str, Any]) -> str:
    return f"has {_entries(context['actual_length'])}; keep at most {context['max_length']}"


def _entries(count: int) -> str:
    return "one entry" if count == 1 else f"{count} entries"


def _number(words: Any, _: Mapping[str, Any]) -> str:
    fault = f"{quoted(words)} is not" if isinstance(words, str) else "should be"
    return f"{fault} a whole number; write digits, like 5"


SENTENCES: Mapping[str, Callable[[Any, Mapping[str, Any]], str]] = MappingProxyType(
    {
        "enum": _enum,
        "literal_error": _enum,
        "string_too_long": _long,
        "string_too_short": lambda _, __: "is empty; write something between the quotation marks",
        "string_type": _text,
        "tuple_type": _list,
        "list_type": _list,
        "too_short": _few,
        "too_long": _many,
        "int_parsing": _number,
        "int_type": _number,
        "greater_than_equal": lambda words, context: f"is {words}; write {context['ge']} or more",
        "less_than_equal": lambda words, context: f"is {words}; write {context['le']} or less",
        "bool_parsing": lambda _, __: "is neither yes nor no; write true or false",
        "bool_type": lambda _, __: "is neither yes nor no; write true or false",
        "value_error": lambda _, context: str(context["error"]),
        "model_type": lambda _, __: (
            "should be a group of fields; write each on a line of its own, like title: ..."
        ),
    }
)
"""A sentence for each kind of refusal that the schema can give, made from the words refused and its limits."""
