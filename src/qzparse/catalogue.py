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
    "layout-unread": ("不是事项表，未读", "no list of items, left unread"),
    "taken-prose": (
        "读作段落，{rows} 段：按标题、编号和“标签：值”分开",
        "read as {rows} paragraphs: parted by headings, numbers and labels",
    ),
    "taken": ("读作{layout}（得分 {score}），{rows} 行", "read as {layout} (score {score}), {rows} rows"),
    "runner-up": ("其次：{layout}（得分 {score}）", "second: {layout} (score {score})"),
    "repair-lost": (
        "第 {row} 行：缺第 {columns} 格（{headers}），其余各格按内容归位",
        "row {row}: its cell {columns} ({headers}) is not in the file; the others were placed by content",
    ),
    "repair-repeated-header": (
        "第 {row} 行：重复的表头，不作事项",
        "row {row}: the header again, so no item",
    ),
    "number": ("序", "#"),
    "header": ("表头", "printed"),
    "field": ("字段", "field"),
    "score": ("得分", "score"),
    "reasons": ("理由", "because"),
    "listing": ("、", ", "),
    "edge": ("表边", "the edge"),
    "reason-word": ("“{word}”在词表中", "the word {word} is known"),
    "reason-rider": (
        "“{word}”在词表中，附注“{rider}”不影响",
        "the word {word} is known; the rider {rider} behind it changes nothing",
    ),
    "reason-joined": (
        "“{header}”与其上一层表头合起来在词表中",
        "{header} is known together with the header above it",
    ),
    "reason-position": (
        "位于 {before} 与 {after} 之间，合乎通常的次序",
        "it stands between {before} and {after}, its usual place",
    ),
    "reason-unknown": ("“{header}”不在词表中", "the word {header} is not known"),
    "reason-closest": (
        "内容最像 {field}，但不足以断定",
        "its cells are most like {field}, not clearly enough to say so",
    ),
    "reason-shown": ("{filled} 格中 {cells} 格{trait}", "{cells} of {filled} cells {trait}"),
    "reason-plain": ("各格没有特别之处", "its cells show nothing particular"),
    "reason-blank": ("各格都空着", "all its cells are blank"),
    "reason-second": ("其次像 {field}", "second best: {field}"),
    "trait-integer": ("是序号", "are whole numbers"),
    "trait-code": ("是编码", "are codes"),
    "trait-power": ("是权力类型", "are types of power"),
    "trait-body": ("以机关名称结尾", "end as the name of a body"),
    "trait-unit": ("以科室名称结尾", "end as the name of a unit"),
    "trait-phone": ("有电话号码", "hold a phone number"),
    "trait-limit": ("有时限", "hold a time limit"),
    "trait-law": ("以法律名称开头", "open with a law"),
    "trait-stage": ("有责任环节", "name stages of duty"),
    "trait-numbered": ("以编号开头", "open with a number"),
    "trait-account": ("有追责用语", "speak of holding to account"),
    "trait-exempt": ("有免责用语", "speak of exemption"),
    "trait-short": ("很短", "are short"),
    "trait-long": ("很长", "are long"),
    "trait-sentence": ("是句子", "are sentences"),
    "trait-level": ("是行使层级", "are levels of government"),
    "cell-path": ("事项 {item} 的 {field}", "item {item}, {field}"),
    "cell-column": (
        "表头“{header}”读作 {field}：{because}",
        "the header {header} is read as {field}: {because}",
    ),
    "cell-excerpt": ("原文", "as printed"),
    "cell-became": ("去向", "what became of it"),
    "cell-inherited": ("取自事项 {item}", "taken from item {item}"),
    "cell-inferred": ("原文没有，由阅读推定", "not printed; deduced"),
    "cell-nowhere": (
        "没有自己的位置：取自标题、类别或上下文",
        "it has no place of its own: a title, a heading or its neighbours gave it",
    ),
    "cell-start": ("起", "from"),
    "cell-end": ("止", "to"),
    "cell-role": ("作用", "role"),
    "cell-field": ("归入", "goes to"),
    "cell-text": ("文字", "text"),
    "role-value": ("值", "value"),
    "role-label": ("标签", "label"),
    "role-marker": ("标记", "marker"),
    "role-furniture": ("页面附加", "furniture"),
    "role-residue": ("未解析", "residue"),
    "value": ("值", "value"),
    "nothing-read": ("没有识别出表格或表单", "no grid and no card was found"),
    # suggest
    "suggest-head": (
        (
            "由 qzparse suggest 起草，请逐行审阅：生效的各行有把握，注释掉的去掉 # 即生效（连同所属的键）。"
            "\n先 qzparse grammar check 本文件，再 qzparse ingest FILE --grammar 本文件。"
        ),
        (
            "Drafted by qzparse suggest. Read every line: active ones have a likely answer; take the # off "
            "a line (and off its key) to accept it."
            "\nThen: qzparse grammar check THIS, and qzparse ingest FILE --grammar THIS."
        ),
    ),
    "suggest-nothing": ("没有不认识的词。", "There is no word that is not known."),
    "suggest-read": ("按内容读作 {field}", "read as {field} by its cells"),
    "suggest-like": ("其中有认识的词“{word}”", "the known word {word} stands in it"),
    "suggest-unlike": ("没有线索：请自行填写", "nothing tells what it means: fill in what it is"),
    "suggest-closest": ("内容最像 {field}", "its cells are most like {field}"),
    "grammar-sound": (
        "{name}：没有问题（{words} 个词，{patterns} 个句式）",
        "{name}: sound ({words} words, {patterns} patterns)",
    ),
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
