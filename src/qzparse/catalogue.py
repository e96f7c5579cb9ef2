"""The words that the command line and the report speak, in both languages."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    # the summary
    "authority": ("主体", "authority"),
    "region": ("地区", "region"),
    "source": ("来源", "source"),
    "bytes": ("{count} 字节", "{count} bytes"),
    "type": ("权力类型", "type"),
    "items": ("事项", "items"),
    "duties": ("责任", "duties"),
    "entries": ("依据", "legal bases"),
    "citations": ("引用", "citations"),
    "total": ("合计", "total"),
    "untyped": ("（未注明）", "(none given)"),
    "procedures": ("流程图", "flow charts"),
    "steps": ("工作程序", "steps"),
    "sections": ("章节", "sections"),
    "coverage": ("覆盖", "coverage"),
    "whole": ("{characters} 字，全部归位", "all {characters} characters have a place"),
    "residue": (
        "{characters} 字，其中 {residue} 字未能解析（{share}）",
        "{residue} of {characters} characters have no place ({share})",
    ),
    "doubts": ("存疑", "doubtful"),
    "no-doubts": ("无", "nothing"),
    "grade": ("评级", "grade"),
    "grade-clean": ("无疑点", "clean"),
    "grade-noted": ("有提示", "noted"),
    "grade-doubtful": ("存疑", "doubtful"),
    "grade-faulty": ("有错误", "faulty"),
    "and-more": ("另有 {count} 处", "{count} more"),
    "untitled": ("（无标题）", "(no title)"),
    "line-written": (
        "{name} → {target}：{items} 项，{residue} 字未解析，{doubts} 处存疑",
        "{name} → {target}: {items} items, {residue} characters unread, {doubts} doubts",
    ),
    # severities
    "severity-error": ("错误", "error"),
    "severity-warning": ("警告", "warning"),
    "severity-info": ("提示", "info"),
    # places
    "at-item": ("事项 {item}", "item {item}"),
    "at-line": ("第 {line} 行", "line {line}"),
    "at-page": ("第 {page} 页", "page {page}"),
    "at-sheet": ("工作表 {sheet}", "sheet {sheet}"),
    "at-table": ("表 {table}", "table {table}"),
    "at-row": ("第 {row} 行", "row {row}"),
    "at-column": ("第 {column} 列", "column {column}"),
    "at-cell": ("单元格 {cell}", "cell {cell}"),
    "comma": ("，", ", "),
    "semicolon": ("；", "; "),
    # explain
    "layout-grid": ("表格", "grid"),
    "layout-card": ("表单", "card"),
    "layout-prose": ("段落", "prose"),
    "taken": ("{layout}（得分 {score}），{rows} 行", "{layout} (score {score}), {rows} rows"),
    "runner-up": ("其次：{layout}（得分 {score}）", "second: {layout} (score {score})"),
    "repairs": ("修补：{repairs}", "repairs: {repairs}"),
    "number": ("序", "#"),
    "header": ("表头", "printed"),
    "field": ("字段", "field"),
    "score": ("得分", "score"),
    "reasons": ("理由", "because of"),
    "reason-word": ("词表", "a known word"),
    "reason-content": ("内容", "its content"),
    "reason-position": ("位置", "its position"),
    "nothing-read": ("没有识别出表格或表单", "no grid and no card was found"),
    # rules
    "message": ("消息", "message"),
    "bad": ("会报告", "reported"),
    "good": ("不报告", "not reported"),
    # faults
    "bug": (
        "qzparse：程序内部错误（{kind}：{message}）。请带上文件和 --debug 的输出报告给我们",
        "qzparse: a fault of ours ({kind}: {message}); please report it with the file and --debug's output",
    ),
    # help
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
    "help-schema": ("输出规范文档的 JSON Schema。", "Print the JSON Schema of the document."),
    "help-rule": (
        "说明一条规则：发现什么，为什么要紧，怎么办。",
        "Tell what a rule finds, why it matters and what to do.",
    ),
    "help-rules": ("列出全部规则。", "List all rules."),
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


def say(key: str, language: str, **values: object) -> str:
    """Word `key` in `language`, `zh` or `en`."""
    chinese, english = _WORDS[key]
    return (chinese if language == "zh" else english).format(**values)


def word_of(kind: str, name: str, language: str) -> str:
    """Word `name`, one of a `kind` of names; itself where it has no words.

    >>> word_of("layout", "grid", "en"), word_of("reason", "phase of the moon", "zh")
    ('grid', 'phase of the moon')
    """
    key = f"{kind}-{name}"
    return say(key, language) if key in _WORDS else name
