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
    "help-schema": (
        "输出规范文档或 check 结果的 JSON Schema。",
        "Print the JSON Schema of the document, or of what check finds.",
    ),
    "help-schema-of": (
        "document（规范文档）或 findings（check 的结果）。",
        "document, or findings: what check finds.",
    ),
    "help-rule": (
        "说明一条规则：发现什么，为什么要紧，怎么办。",
        "Tell what a rule finds, why it matters and what to do.",
    ),
    "help-laws": (
        "按名称或令号查法律库：现行与否、各个版本、由什么取代。",
        "Search the law book by title or number: in force or not, its versions, what replaced it.",
    ),
    "help-query": ("名称或令号中的字，可用空格分开几段。", "Words of a title or number, parted by blanks."),
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
    "help-check": (
        "检查清单有没有错：报告每处问题、位置、理由和改法；有达到 --fail-on 的问题时退出码为 1。",
        "Tell what is wrong in lists, where, why and what to write instead; exit with 1 where --fail-on is reached.",
    ),
    "help-paths": (
        "清单文件（各种格式）、规范文档、文件夹或通配；- 为标准输入。",
        "Lists in any format, canonical documents, folders or patterns; - is standard input.",
    ),
    "help-report": (
        "报告的形式：text、json、sarif、junit、github、gitlab；加 =FILE 写入文件，可重复。",
        "The report: text, json, sarif, junit, github or gitlab; =FILE writes it to a file; may be repeated.",
    ),
    "help-as-of": (
        "按哪一天核对法律效力；默认为清单自己所印的日期，没有则为今天。",
        "The day by which law is in force or not; the day that a list prints, else today, unless given.",
    ),
    "help-select": (
        "只用这些规则：编号、名称或类别，以逗号分隔，可重复。",
        "Only these rules: codes, names or families, parted by commas; may be repeated.",
    ),
    "help-ignore": (
        "不用这些规则：编号、名称或类别，以逗号分隔，可重复。",
        "None of these rules: codes, names or families, parted by commas; may be repeated.",
    ),
    "help-fail-on": (
        "从哪一级起算不通过；默认为 error。",
        "From which severity on the check fails; error unless given.",
    ),
    "help-baseline": (
        "已知问题的文件：其中的问题不再计入；豁免连同理由也写在其中。",
        "A file of known findings, which do not count; waivers stand in it with their reasons.",
    ),
    "help-write-baseline": (
        "把现有的问题写入基线，已改好的移出。",
        "Write what is found now into the baseline; what was mended leaves it.",
    ),
    "help-sheet": (
        "另写更正表，一处一行，供逐条改正。",
        "Also write a correction sheet, a row a place, to work through.",
    ),
    "help-version": ("显示版本。", "Tell the version."),
}
