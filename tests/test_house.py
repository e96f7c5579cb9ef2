"""The house stands: floors, doors, sizes and names."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "qzparse"
FLOORS = {
    **dict.fromkeys(("errors", "numerals", "catalogue", "store"), 0),
    **dict.fromkeys(("excerpt", "breaks", "patience", "source", "settings", "output", "locators"), 1),
    "isolation": 1,
    **dict.fromkeys(("models", "ledger", "reflow", "confinement"), 2),
    "inputs": 2,
    **dict.fromkeys(("tokens", "grammar", "validation"), 3),
    **dict.fromkeys(("canonical", "extract", "layout", "lawbook"), 4),
    "edition": 4,
    **dict.fromkeys(("segment", "tables"), 5),
    **dict.fromkeys(("trace", "wide"), 6),
    "rules": 7,
    "pipeline": 8,
    "policy": 8,
    **dict.fromkeys(("__init__", "batch", "explanation", "exports", "findings", "inventory", "rule_page"), 9),
    **dict.fromkeys(("report", "suggestions"), 10),
    "reports": 10,
    "baseline": 10,
    "delivery": 11,
    "inspection": 11,
    "cli": 12,
    "__main__": 13,
}
PASSES = {"extract", "layout", "segment", "trace"}
CLOSED = {
    "extract": {"grammar", "models"},
    "segment": {"extract", "canonical"},
    "trace": {name for name, floor in FLOORS.items() if floor > 2},
    "rules": {"layout", "segment", "extract"},
    **dict.fromkeys(("batch", "exports", "report", "reports", "delivery", "inspection", "cli"), PASSES),
    "__main__": PASSES,
}
DOORS = {
    "charset_normalizer": {"extract.encoding"},
    "cv2": {"extract.pixels"},
    "distributed": {"batch.pools"},
    "docx": {"extract.package"},
    "duckdb": {"exports.duck"},
    "lxml": {"extract"},
    "numpy": {"extract.pixels"},
    "olefile": {"extract.biff", "extract.word_binary"},
    "orjson": {"canonical"},
    "PIL": {"extract.image_file"},
    "pdfplumber": {"extract.plumber"},
    "pdfminer": {"extract.plumber"},
    "pydantic": {"validation"},
    "pydantic_core": {"excerpt"},
    "pypdfium2": {"extract.pdfium"},
    "rapidocr": {"extract.recognition"},
    "rapidfuzz": {"lawbook.titles"},
    "regex": {"grammar", "lawbook", "locators", "patience", "segment"},
    "rich": {"report", "reports"},
    "stdnum": {"rules.schemes"},
    "typer": {"cli"},
    "xlsxwriter": {"exports.workbook", "reports.sheet"},
    "yaml": {"grammar", "canonical"},
}
WORDLESS = {
    *(
        "__main__",
        "batch",
        "canonical",
        "cli",
        "delivery",
        "exports",
        "output",
        "report",
        "reports",
        "settings",
    ),
    "extract",
}
