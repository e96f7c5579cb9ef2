"""Pixels → the lines of text on them, as rapidocr reads them.

1. The models are those that ship with rapidocr: nothing is fetched.
2. One thread reads, or as many as `QZPARSE_OCR_THREADS` says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import rapidocr

from .leaf import Box
from .pixels import Pixels, set_threads

_THREADS = "QZPARSE_OCR_THREADS"
_LONGER_SIDE = 2000
"""Larger pictures are read at this size: on A3 at 200 dpi no letter is read worse, in little more than half the time."""


class Letter(NamedTuple):
    """A recognised character, where its middle is, and how sure it is, from 0 to 1."""

    text: str
    middle: float
    confidence: float


class Line(NamedTuple):
    """A line of text: its box, and its letters from left to right, blanks included."""

    box: Box
    letters: list[Letter]

    @property
    def is_tall(self) -> bool:
        """Whether it runs downwards, or lies on its side."""
        left, top, right, bottom = self.box
        return bottom - top >= 1.5 * (right - left)

    @property
    def confidence(self) -> float:
        """How sure its letters are on the whole."""
        return sum(letter.confidence for letter in self.letters) / max(len(self.letters), 1)


def read_lines(pixels: Pixels) -> list[Line]:
    """Find the lines of text and read them."""
    found = _recognised(pixels, use_det=True, return_word_box=True, return_single_char_box=True)
    if found.boxes is None or not found.txts:
        return []
    words = found.word_results if len(found.word_results) == len(found.txts) else [()] * len(found.txts)
    lines = []
    for corners, text, sure, placed in zip(
        found.boxes.tolist(), found.txts, found.scores, words, strict=True
    ):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        lines.append(Line(box, list(_letters_of(text, float(sure), placed, box))))
    return lines


def read_strip(pixels: Pixels) -> list[tuple[str, float]]:
    """Read pixels that hold one line; give its characters and how sure they are."""
    found = _recognised(pixels, use_det=False, return_word_box=True)
    if not found.txts:
        return []
    return [(character, float(found.scores[0])) for character in found.txts[0] if not character.isspace()]


def _recognised(pixels: Pixels, **asked: bool) -> Any:  # noqa: ANN401
    """Ask rapidocr; where its engine runs out of memory, so does this process."""
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    try:
        return _reader()(pixels, **asked)
    except ONNXRuntimeError as fault:
        if "bad_alloc" in str(fault):
            raise MemoryError from None
        raise


def _letters_of(text: str, sure: float, placed: Sequence[Any], box: Box) -> Iterator[Letter]:
    """Place the characters of a line; blanks stand where the one before ends."""
    printed = [character for character in text if not character.isspace()]
    if "".join(word for word, _, _ in placed) == "".join(printed):
        middles = [(corners[0][0] + corners[1][0]) / 2 for _, _, corners in placed]
        confidences = [float(confidence) for _, confidence, _ in placed]
    else:
        width = (box[2] - box[0]) / max(len(printed), 1)
        middles = [box[0] + width * (index + 0.5) for index in range(len(printed))]
        confidences = [sure] * len(printed)
    index = 0
    for character in text:
        if character.isspace():
            if 0 < index < len(printed):
                yield Letter(character, (middles[index - 1] + middles[index]) / 2, 1.0)
        else:
            yield Letter(character, middles[index], confidences[index])
            index += 1


@cache
def _reader() -> Callable[..., Any]:
    """Load the models, once for a process."""
    threads = _threads()
    set_threads(threads)
    folder = Path(rapidocr.__file__).parent / "models"
    reader: Callable[..., Any] = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Global.max_side_len": _LONGER_SIDE,
            "Det.model_path": str(_model_in(folder, "*_det_*.onnx")),
            "Rec.model_path": str(_model_in(folder, "*_rec_*.onnx")),
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": threads,
        }
    )
    return reader


def _model_in(folder: Path, pattern: str) -> Path:
    """Name the model by its file: rapidocr fetches what is not named."""
    return min(folder.glob(pattern))


def _threads() -> int:
    stated = os.environ.get(_THREADS, "")
    return min(int(stated), os.cpu_count() or 1) if stated.isdigit() and int(stated) else 1
