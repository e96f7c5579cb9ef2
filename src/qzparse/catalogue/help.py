"""The words of `--help`, Chinese and English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "help-app": (
        "把权责清单读成规范的 JSON：不丢一个字，拿不准的都指出来。",
        "Read lists of administrative powers and duties into canonical JSON; lose nothing, tell every doubt.",
    ),
    "help-ingest": (
        "读取清单：在终端上显示概要，经管道输出文档，或用 -o 写入文件。",
        "Read lists: a summary on a terminal, the document when piped, files with -o.",
    ),
    "help-explain": (
        "说明文件是怎样读的：判为何种版式，每一列读作什么字段、为什么，其次的读法是什么。",
        "Tell how a file was read: which layout, which column is which field and why, what came second.",
    ),
    "help-cell": (
        "只说明一个单元格：事项的序号或 id，加点，加所印的表头或字段名，如 3.责任事项。",
        "Follow one cell only: an item's number or id, a dot, a printed header or our field, as in 3.duties.",
    ),
    "help-suggest": (
        "为不认识的词起草词表：表头、权力类型、依据标签、责任环节；有把握的生效，其余注释掉。",
        "Draft grammar lines for words that are not known; those with a likely answer are active, the rest commented out.",
    ),
    "help-overlay": ("写到文件；默认为标准输出。", "Write to a file; standard output unless named."),
    "help-grammar-app": ("检查自己的词表。", "Look after grammar files of your own."),
    "help-grammar-check": (
        "检查词表文件或文件夹，并运行其中的 match、refuse 示例。",
        "Check grammar files or folders, and run their match: and refuse: examples.",
    ),
    "help-overlays": ("词表文件或文件夹。", "Grammar files or folders."),
    "help-schema": ("输出规范文档的 JSON Schema。", "Print the JSON Schema of the document."),
    "help-rule": (
        "说明一条规则：发现什么，为什么要紧，怎么办。",
        "Tell what a rule finds, why it matters and what to do.",
    ),
    "help-rules": ("列出全部规则。", "List all rules."),
    "help-markdown": ("写成 Markdown 页面，逐条说明。", "As a page of Markdown that explains each."),
    "help-files": ("要读取的文件；- 为标准输入。", "The files to read; - is standard input."),
    "help-file": ("要读取的文件；- 为标准输入。", "The file to read; - is standard input."),
    "help-output": (
        "写到文件、文件夹，或标准输出（-）。",
        "Write to a file, a folder, or standard output (-).",
    ),
    "help-format": (
        "文档的格式：json、yaml 或 jsonl（逐行）。",
        "The document's format: json, yaml or jsonl (lines).",
    ),
    "help-trace": (
        "另写 NAME.trace.json：原文每个字的去向。",
        "Also write NAME.trace.json: what every character of the source became.",
    ),
    "help-lang": ("消息的语言：zh 或 en。", "The language of messages: zh or en."),
    "help-quiet": ("不显示概要。", "Show no summary."),
    "help-grammar": ("追加词表文件或文件夹，可重复。", "Add a grammar file or folder; may be repeated."),
    "help-debug": ("出错时显示调用栈。", "Show the traceback of a fault."),
    "help-json": ("输出 JSON。", "Print JSON."),
    "help-code": ("规则的编号或名称，如 NUM001。", "A rule's code or name, such as NUM001."),
    "help-version": ("显示版本。", "Tell the version."),
}
