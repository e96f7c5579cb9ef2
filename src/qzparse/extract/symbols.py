"""Characters of symbol fonts → the characters that look like them."""

from __future__ import annotations

# The bullets that lists take from Symbol and Wingdings.
BULLETS = str.maketrans(
    "\uf06c\uf06e\uf0a7\uf0b7\uf0d8\uf0fc\uf075\uf076\uf0a8",
    "\u25cf\u25a0\u25aa\u2022\u27a2\u2713\u25c6\u2756\u25a1",
)
# The boxes, ticks and arrows that forms take from Wingdings.
_SYMBOLS = {
    **dict.fromkeys((0xF06F, 0xF071, 0xF0A3, 0xF0A8), "\u25a1"),
    **dict.fromkeys((0xF052, 0xF0FE), "\u2611"),
    0xF0FC: "\u2713",
    0xF0FB: "\u2717",
    0xF0E0: "\u2192",
    0xF06E: "\u25a0",
    0xF06C: "\u25cf",
}


def symbol_of(code: int) -> tuple[str, bool]:
    """Give the character that a symbol prints, and whether that is known."""
    known = _SYMBOLS.get(code)
    if known is not None or 0x20 < code < 0xD800:
        return known or chr(code), True
    return chr(code) if 0xE000 <= code <= 0xFFFD else "\ufffd", False
