"""The shape of a `rich_text` block. Source: Slack's page "Rich text block"."""

from collections.abc import Iterator, Mapping

from bot.workspace.rules import (
    Complaint,
    Rule,
    Shape,
    address,
    anything,
    characters,
    listing,
    number,
    one_of,
    yes_or_no,
)

STYLE = Shape(may=dict.fromkeys(("bold", "italic", "strike", "code", "underline"), yes_or_no), typed=False)
INLINE: dict[str, Shape] = {
    "text": Shape({"text": characters(40_000)}, {"style": STYLE}),
    "link": Shape({"url": address}, {"text": characters(40_000), "style": STYLE, "unsafe": yes_or_no}),
    "user": Shape({"user_id": characters(255)}, {"style": STYLE}),
    "channel": Shape({"channel_id": characters(255)}, {"style": STYLE}),
    "emoji": Shape({"name": characters(255)}, {"unicode": anything, "style": STYLE, "skin_tone": anything}),
    "broadcast": Shape({"range": one_of("here", "channel", "everyone")}, {"style": STYLE}),
    "date": Shape({"timestamp": number(0, 2**40), "format": characters(255)}, {"url": anything, "fallback": anything}),
}


def _among(shapes: Mapping[str, Rule]) -> Rule:
    def rule(value: object, where: str) -> Iterator[Complaint]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in shapes:
            yield f"{where}/type", f"unsupported type: {kind}"
        else:
            yield from shapes[kind](value, where)

    return rule


_SECTION = Shape({"elements": listing(1_000, _among(INLINE), least=0)})
_PREFORMATTED = Shape(_SECTION.must, {"border": number(0, 1), "language": anything})
_QUOTE = Shape(_SECTION.must, {"border": number(0, 1)})
_LIST = Shape(
    {"elements": listing(1_000, _among({"rich_text_section": _SECTION})), "style": one_of("bullet", "ordered")},
    {"indent": number(0, 8), "offset": number(0, 10_000), "border": number(0, 1)},
)
PARTS: dict[str, Rule] = {
    "rich_text_section": _SECTION, "rich_text_list": _LIST,
    "rich_text_quote": _QUOTE, "rich_text_preformatted": _PREFORMATTED,
}  # fmt: skip

rich_text = Shape({"elements": listing(1_000, _among(PARTS))}, {"block_id": anything})
