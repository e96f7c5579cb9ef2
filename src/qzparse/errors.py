"""Whatever stops a file → one sentence for a person, and an exit code.

    QzparseError
    ├── UnreadableSource    the bytes cannot be had or opened: absent, a folder, empty, encrypted, broken
    ├── UnknownFormat       the bytes are of no format that is read
    ├── Halted              the process that read it ran out of time or memory, or crashed
    ├── GrammarFault        a grammar file is wrong; all its faults at once, each with file and line
    └── UsageError          the command cannot be carried out as given

What a reader of the document should know is no exception but a diagnostic; it never stops anything.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the process says of itself when it ends."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    BUG = 4
    INTERRUPTED = 130


class QzparseError(Exception):
    """A fault named by a key of the class's catalogue; `message` words it in the reader's language."""

    catalogue: ClassVar[dict[str, tuple[str, str]]] = {}
    reasons: ClassVar[dict[str, tuple[str, str]]] = {}
    exit_code: ClassVar[ExitCode] = ExitCode.UNREADABLE

    def __init__(self, problem: str, **values: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.values = values

    def message(self, language: str = "en") -> str:
        """Word the fault in `language`, `zh` or `en`."""
        chinese, english = self.catalogue[self.problem]
        return (chinese if language == "zh" else english).format(**self._values_in(language))

    def _values_in(self, language: str) -> dict[str, object]:
        reason = self.values.get("reason")
        worded = self.reasons.get(reason) if isinstance(reason, str) else None
        return self.values if worded is None else self.values | {"reason": worded[language != "zh"]}

    def __str__(self) -> str:
        return self.message("en")


class UnreadableSource(QzparseError):
    """The bytes cannot be had, or cannot be opened as what they are; `reason` is a key of `reasons`, or foreign words."""

    reasons: ClassVar[dict[str, tuple[str, str]]] = {
        "special-file": ("不是普通文件", "it is no regular file"),
        "too-large": ("文件过大", "it is too large"),
        "unpacked-too-large": ("解压后过大，疑为压缩炸弹", "it unpacks to too much, as a zip bomb does"),
        "too-many-members": ("压缩包内文件过多", "it packs too many files"),
        "unsafe-member": ("压缩包内有不安全的文件名", "a packed file's name is unsafe"),
        "duplicate-member": ("压缩包内有重名文件", "two packed files have one name"),
        "doctype": ("XML 中含有 DOCTYPE 声明", "its XML declares a DOCTYPE"),
        "truncated": ("内容不完整", "it is cut short"),
        "xml": ("XML 有语法错误", "its XML is not well-formed"),
        "structure": ("结构无法辨认", "its structure cannot be made out"),
        "no-pages": ("没有任何页面", "it has no pages"),
        "parts": ("缺少正文部件", "its main part is missing"),
        "timed-out": ("超过时限", "it took too long"),
        "no-output": ("没有输出", "nothing came out"),
    }

    catalogue = {
        "absent": ("{name}：没有这个文件，请核对路径", "{name}: there is no such file; check the path"),
        "folder": (
            "{name}：这是一个文件夹，请给出其中的文件",
            "{name}: this is a folder; name the files in it",
        ),
        "no-lists": (
            "{name}：文件夹里没有可以检查的清单",
            "{name}: there is no list in this folder",
        ),
        "forbidden": ("{name}：没有读取权限", "{name}: reading it is not permitted"),
        "unreachable": ("{name}：无法读取（{reason}）", "{name}: it cannot be read ({reason})"),
        "empty": ("{name}：文件是空的（0 字节）", "{name}: the file is empty (0 bytes)"),
        "encrypted": (
            "{name}：文件已加密，请先去掉密码再提交",
            "{name}: the file is encrypted; remove its password first",
        ),
        "form": (
            "{name}：这是 XFA 动态表单，内容不在页面上；请用能打开它的软件打印成 PDF 再提交",
            "{name}: an XFA form, whose pages do not hold its content; print it to a PDF with a program that shows it",
        ),
        "broken": (
            "{name}：{format} 文件已损坏（{reason}），请重新导出或另存",
            "{name}: the {format} file is damaged ({reason}); export or save it anew",
        ),
        "hostile": (
            "{name}：{reason}，出于安全不予读取",
            "{name}: {reason}; it is not read, for safety",
        ),
        "unconverted": (
            "{name}：LibreOffice 未能转换这个 {format} 文件（{reason}），请另存为 docx 或 xlsx",
            "{name}: LibreOffice could not convert the {format} file ({reason}); save it as docx or xlsx",
        ),
        "scanned": (
            "{name}：各页都是扫描图像，没有文字；装上 qzparse[ocr] 即可识读",
            "{name}: all pages are scans without text; with the extra qzparse[ocr] they can be read",
        ),
        "illegible": (
            "{name}：图像上没有识别出文字，请换一份清晰的扫描件",
            "{name}: no text was recognised on the pictures; ask for a clearer scan",
        ),
        "undecodable": (
            "{name}：文字编码无法识别，请另存为 UTF-8",
            "{name}: the text encoding is not recognised; save it as UTF-8",
        ),
    }


class UnknownFormat(QzparseError):
    """The bytes are of no format that is read."""

    catalogue = {
        "unknown": (
            "{name}：不认识的文件格式（既不是文本，也不是可读的办公文档）",
            "{name}: the format is not known (neither text nor an office file that is read)",
        ),
        "unread": (
            "{name}：{format} 格式暂不支持，请另存为 docx 或文本",
            "{name}: {format} is not read yet; save it as docx or text",
        ),
        "needs-office": (
            (
                "{name}：读取 {format} 需要 LibreOffice，本机没有找到。请安装后再试"
                "（Debian/Ubuntu：apt-get install libreoffice-writer-nogui libreoffice-calc-nogui；"
                "macOS：brew install --cask libreoffice；Windows：winget install TheDocumentFoundation.LibreOffice），"
                "或另存为 docx、xlsx"
            ),
            (
                "{name}: reading {format} needs LibreOffice, which was not found. Install it "
                "(Debian/Ubuntu: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui; "
                "macOS: brew install --cask libreoffice; "
                "Windows: winget install TheDocumentFoundation.LibreOffice), "
                "or save the file as docx or xlsx"
            ),
        ),
    }


class Halted(QzparseError):
    """The process that had the file in hand did not live to give an answer; `problem` tells why."""

    catalogue = {
        "timed-out": (
            "{name}：超过 {seconds} 秒仍未读完；可在 qzparse.toml 的 [limits] timeout 或 batch 的 --timeout 放宽",
            (
                "{name}: not read within {seconds} seconds; "
                "timeout under [limits] in qzparse.toml, or batch --timeout, gives more"
            ),
        ),
        "out-of-memory": (
            "{name}：读取所需内存超过 {mebibytes} MB；可在 qzparse.toml 的 [limits] memory 或 batch 的 --memory 放宽",
            (
                "{name}: reading it takes more than {mebibytes} MB; "
                "memory under [limits] in qzparse.toml, or batch --memory, gives more"
            ),
        ),
        "crashed": (
            "{name}：读取进程意外终止（{reason}），请把文件发给我们",
            "{name}: the process that read it ended unexpectedly ({reason}); please send us the file",
        ),
    }

    def _values_in(self, language: str) -> dict[str, object]:
        return {"name": "-"} | super()._values_in(language)


class GrammarFault(QzparseError):
    """Every fault of the grammar files found in one reading."""

    exit_code = ExitCode.USAGE
    catalogue = {
        "faults": ("语法文件有错：\n{faults}", "the grammar files are faulty:\n{faults}"),
        "slow": (
            "自定义模式 {name} 在一段文字上超过 {seconds} 秒；请改用占有量词（如 ++）或限定重复次数",
            "your pattern {name} took more than {seconds} s on one text: make its repeats possessive (++) or bounded",
        ),
    }


class UsageError(QzparseError):
    """The command cannot be carried out as it was given."""

    exit_code = ExitCode.USAGE
    catalogue = {
        "output-is-file": (
            "{name}：多个输入需要一个输出文件夹，而这是一个文件",
            "{name}: several inputs need a folder to write to, and this is a file",
        ),
        "output-unwritable": ("{name}：无法写入（{reason}）", "{name}: it cannot be written ({reason})"),
        "two-outputs": (
            "{first} 与 {second} 会写到同一个文件 {name}",
            "{first} and {second} would both be written to {name}",
        ),
        "output-is-input": (
            "{name}：输出会覆盖输入文件，请换一个位置",
            "{name}: the output would overwrite an input; choose another place",
        ),
        "config-syntax": (
            "{name}：配置有语法错误：{reason}",
            "{name}: the settings are not sound TOML: {reason}",
        ),
        "config-key": (
            "{name}：没有 {key} 这个配置项，可用的有 {known}",
            "{name}: there is no setting {key}; known are {known}",
        ),
        "config-value": ("{name}：{key} 应为 {wanted}", "{name}: {key} is to be {wanted}"),
        "language": ("没有语言 {name}，可用的有 {known}", "there is no language {name}; known are {known}"),
        "form": ("没有格式 {name}，可用的有 {known}", "there is no format {name}; known are {known}"),
        "nothing-to-export": (
            "{name}：其中没有 qzparse 的文档，请先用 ingest 或 batch 写出文档",
            "{name}: there is no document of qzparse in it; write some with ingest or batch first",
        ),
        "law": (
            "法律库里没有“{name}”；相近的：{near}。省里的法规可写进 laws.tsv，用 --grammar 加载",
            "the law book has no {name!r}; near it: {near}. A laws.tsv passed with --grammar may add a province's acts",
        ),
        "rule": (
            "没有规则 {name}；qzparse rules 列出全部规则",
            "there is no rule {name}; qzparse rules lists them all",
        ),
        "rule-unknown": (
            "{place}没有规则或类别 {name}（{known}）",
            "{place}there is no rule or family {name} ({known})",
        ),
        "day": ("{name} 不是日期，应写作 2026-11-21", "{name} is no day; write it as 2026-11-21"),
        "report-form": (
            "没有报告格式 {name}，可用的有 {known}",
            "there is no report {name}; known are {known}",
        ),
        "two-reports": (
            "标准输出只容一种报告，其余请写作 FORM=FILE",
            "standard output holds one report; write the others as FORM=FILE",
        ),
        "baseline-absent": (
            "{name}：没有这个基线文件；用 --write-baseline 写出",
            "{name}: there is no such baseline; --write-baseline writes it",
        ),
        "baseline-unsound": (
            "{name}：不是可用的基线文件（{reason}）",
            "{name}: this is no sound baseline ({reason})",
        ),
        "baseline-unnamed": (
            "--write-baseline 要写到哪里：请用 --baseline FILE 指定，或写入配置",
            "--write-baseline needs to know where: name it with --baseline FILE, or in the settings",
        ),
        "waiver-unsound": (
            '{name}：{key} 一条有误；豁免写作 "waived": {{"reason": "理由", "on": "2026-11-21"}}，可加 "until"',
            (
                '{name}: the entry {key} is not sound; a waiver is "waived": {{"reason": "…", "on": "2026-11-21"}}, '
                'and "until" if it ends'
            ),
        ),
        "sheet-form": (
            "{name}：更正表应为 .csv 或 .xlsx",
            "{name}: a correction sheet is .csv or .xlsx",
        ),
        "two-reports-file": (
            "{name}：两份报告不能写到同一个文件",
            "{name}: two reports cannot be written to one file",
        ),
        "fail-on": ("--fail-on 应为 {known}", "--fail-on is to be {known}"),
        "cell-address": (
            "{name}：单元格写作 事项.字段，如 3.责任事项",
            "{name}: a cell is named ITEM.FIELD, as in 3.duties",
        ),
        "cell-item": (
            "没有事项 {name}；文件中的事项：{known}",
            "there is no item {name}; the file's items: {known}",
        ),
        "cell-items": (
            "序号 {name} 不止一个事项，请用 id：{known}",
            "{name} is the number of several items; name one by its id: {known}",
        ),
        "cell-field": (
            "事项 {item} 没有 {name}；它有 {known}",
            "item {item} has no {name}; it has {known}",
        ),
        "no-folder": (
            "{name}：没有这个文件夹，请核对路径",
            "{name}: there is no such folder or file; check the path",
        ),
        "folder-unreadable": (
            "{name}：无法列出其中的文件（{reason}）",
            "{name}: it cannot be listed ({reason})",
        ),
        "output-around-input": (
            "{name}：输出文件夹不能是输入文件夹本身或其上级，请另选位置",
            "{name}: documents cannot go to a folder that is read, or one above it; choose another place",
        ),
        "other-folder": (
            "{name}：其中是 {other} 的文档，请为这次的输入另选输出文件夹",
            "{name}: it holds the documents of {other}; choose another folder for these inputs",
        ),
        "batch-running": (
            "{name}：另一个 qzparse batch 正在写入这里，请等它结束",
            "{name}: another qzparse batch is at work there; wait for it to end",
        ),
        "manifest-broken": (
            "{name}：处理记录已损坏（{reason}）；删除这个文件夹后重新运行即可，已有文档会重写",
            "{name}: the manifest is damaged ({reason}); delete this folder and run again, documents are written anew",
        ),
        "no-manifest": (
            "{name}：这里没有 qzparse batch 的输出",
            "{name}: qzparse batch has written nothing there",
        ),
        "batch-stopped": (
            "运行停止：{reason}；已完成的都已保存，再次运行即可继续",
            "the run stopped: {reason}; what is done is kept, run again to go on",
        ),
        "no-worker": (
            "无法启动读取进程（{reason}）；已完成的都已保存，再次运行即可继续",
            "no process can be started to read with ({reason}); what is done is kept, run again to go on",
        ),
        "needs-extra": (
            "{what} 需要附加组件：pip install 'qzparse[{extra}]'",
            "{what} needs an extra: pip install 'qzparse[{extra}]'",
        ),
        "needs-scheduler": (
            "--engine dask 需要 --scheduler 地址，如 tcp://主机:8786",
            "--engine dask needs --scheduler, as in tcp://HOST:8786",
        ),
        "no-scheduler": (
            "{name}：连接不上这个 dask 调度器（{reason}）",
            "{name}: this dask scheduler cannot be reached ({reason})",
        ),
        "retry": ("--retry 只能是 {known}，不是 {name}", "--retry takes {known}, not {name}"),
        "engine": ("没有引擎 {name}，可用的有 {known}", "there is no engine {name}; known are {known}"),
        "amount": ("{name}：应为大于零的数", "{name}: a number above zero is wanted"),
        "terminal-input": (
            "没有从标准输入收到内容：请用管道送入文件，或写出文件名",
            "standard input is a terminal: pipe a file in, or name one",
        ),
        "trace-needs-file": (
            "--trace 写在文档旁边，请用 -o 指定文件或文件夹",
            "--trace is written beside the document; name a file or folder with -o",
        ),
    }
