"""The words that the report speaks, Chinese and English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
    "repair-transposed": ("表格横放：每列一个事项", "the table stands on its side: each column is an item"),
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
    "reason-carried": ("沿用上表“{header}”一栏", "it goes on with the column {header} of the table above"),
    "reason-doubled": ("“{header}”不止一列，按位置判断", "{header} names two columns; its place decides"),
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
    "rules-title": ("规则", "Rules"),
    "rules-lead": (
        (
            "共 {count} 条。编号永不重用。本页由 `qzparse rules --markdown --lang zh` 生成。"
            "片段中一行为一行，` | ` 分隔单元格，"
            "`⏎` 为单元格内换行，行首的 `✂` 表示分页吃掉了它前面的部分。"
        ),
        (
            "{count} rules; a code is never used again. `qzparse rules --markdown --lang en` writes this page. In a "
            "snippet a line is a row, ` | ` parts its cells, `⏎` is a line break in a cell, and `✂` before a row "
            "says that a page break ate what stood before it."
        ),
    ),
    "since": ("自 {version} 起", "since {version}"),
    "asked-always": ("读取时报告", "told when a list is read"),
    "asked-by-check": ("由 check 报告", "asked by `check`"),
    "family-CIT": ("引用的写法", "form of citations"),
    "family-CNT": ("数目", "counts"),
    "family-COD": ("编码", "codes"),
    "family-COV": ("覆盖", "coverage"),
    "family-DUT": ("责任事项", "duties"),
    "family-HDR": ("表头", "headers"),
    "family-LAW": ("法律的效力", "currency of law"),
    "family-NUM": ("编号", "numbering"),
    "family-PAG": ("页面", "pages"),
    "family-PUN": ("处罚种类", "kinds of penalty"),
    "family-QUO": ("引文", "quotations"),
    "family-REF": ("同N", "references"),
    "family-ROW": ("行和单元格", "rows and cells"),
    "family-SHT": ("工作表", "sheets"),
    "family-SRC": ("文件", "the file"),
    "family-STR": ("表的结构", "structure of tables"),
    "family-TEL": ("电话", "telephones"),
    "family-TIM": ("时限", "time limits"),
    "family-TXT": ("文字和标点", "wording and punctuation"),
    "family-XRF": ("前后一致", "agreement between fields"),
    "bad": ("会报告", "reported"),
    "good": ("不报告", "not reported"),
    # faults
    "bug": (
        "qzparse：程序内部错误（{kind}：{message}）。请带上文件和 --debug 的输出报告给我们",
        "qzparse: a fault of ours ({kind}: {message}); please report it with the file and --debug's output",
    ),
}
