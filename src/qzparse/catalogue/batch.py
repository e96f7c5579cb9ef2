"""The words of batch runs and of doctor, Chinese and English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "batch-begins": (
        "待读 {files} 个文件；{standing} 个没有变化，不必再读",
        "{files} files to read; {standing} stand as they were",
    ),
    "batch-progress": (
        "{done} / {files} · 每秒 {rate} 个 · 剩余 {left} · {counts}",
        "{done} of {files} · {rate} files/s · {left} left · {counts}",
    ),
    "batch-rate": ("每秒 {rate} 个", "{rate} files/s"),
    "batch-done": (
        "读了 {done} 个文件；{standing} 个没有变化",
        "{done} files read; {standing} stand as they were",
    ),
    "batch-would": ("将读取 {count} 个文件", "{count} files would be read"),
    "batch-outcome": ("结果", "outcome"),
    "batch-files": ("文件", "files"),
    "batch-file": ("文件", "file"),
    "batch-doubts": ("说明", "why"),
    "batch-residue": ("{count} 字未解析", "{count} characters unread"),
    "batch-skipped": ("略过 {count} 个：{reason}", "{count} passed over: {reason}"),
    "batch-gone": (
        "{count} 个输入已不存在：不再列入索引，其文档仍保留",
        "{count} inputs are gone: the index lists them no longer, their documents are kept",
    ),
    "batch-where": ("文档和 index.json 在 {out}", "documents and index.json are in {out}"),
    "batch-interrupted": (
        "已中断；完成的都已保存，再次运行即可继续",
        "interrupted; what is done is kept, run again to go on",
    ),
    "outcome-read": ("读取", "read"),
    "outcome-doubtful": ("读取，有疑点", "read with doubts"),
    "outcome-refused": ("不能读", "refused"),
    "outcome-timed-out": ("超时", "timed out"),
    "outcome-out-of-memory": ("内存不足", "out of memory"),
    "outcome-crashed": ("崩溃", "crashed"),
    "outcome-standing": ("没有变化", "as it was"),
    "skipped-lock": ("编辑器的锁文件", "lock files of editors"),
    "skipped-hidden": ("隐藏文件", "hidden files"),
    "skipped-link": ("符号链接", "links"),
    "skipped-special": ("不是普通文件", "no regular files"),
    "skipped-unchosen": ("未被 --include、--exclude 选中", "not chosen by --include and --exclude"),
    "skipped-unlisted": ("无法列出的文件夹", "folders that cannot be listed"),
    # file-bug
    "file-bug": ("{name}：程序内部错误（{kind}：{message}）", "{name}: a fault of ours ({kind}: {message})"),
    # doctor
    "doctor-kind": ("类别", "kind"),
    "doctor-name": ("名称", "name"),
    "doctor-by": ("靠", "by"),
    "doctor-state": ("状态", "state"),
    "doctor-remedy": ("怎样得到", "how to get it"),
    "doctor-present": ("可用", "ready"),
    "doctor-missing": ("缺 {names}", "{names} missing"),
    "doctor-itself": ("自带", "qzparse itself"),
    "ability-format": ("格式", "format"),
    "ability-extra": ("附加组件", "extra"),
    "ability-limit": ("限额", "limit"),
    "get-office": (
        "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui；brew install --cask libreoffice",
        "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui; brew install --cask libreoffice",
    ),
    # help
    "help-doctor": (
        "说明本机能读哪些格式、缺什么、怎样得到。",
        "Tell what this machine can read, what is missing and how to get it.",
    ),
    "help-batch": (
        "读取整个文件夹的清单：逐个隔离，可中断续跑，没有变化的不再读。",
        "Read whole folders of lists: each file isolated, nothing read twice, interrupted runs go on.",
    ),
    "help-folders": ("要读取的文件夹（或文件）。", "The folders (or files) to read."),
    "help-out": (
        "文档、index.json 和处理记录写入的文件夹。",
        "The folder for documents, index.json and the manifest.",
    ),
    "help-include": (
        "只读取匹配的文件，可重复，如 '*.docx'。",
        "Read only files that match; may be repeated, as '*.docx'.",
    ),
    "help-exclude": ("不读取匹配的文件，可重复。", "Leave out files that match; may be repeated."),
    "help-jobs": ("同时读取几个文件；默认每核一个。", "How many files at a time; one a core unless told."),
    "help-timeout": (
        "每个文件的时限，秒；默认依设置，600。",
        "Seconds that one file may take; as set, 600 unless told.",
    ),
    "help-memory": (
        "每个进程的内存上限，MB；默认依设置，1536。",
        "Mebibytes that one process may take; as set, 1536 unless told.",
    ),
    "help-retry": (
        "failed：把上次没读成的再读一遍。",
        "failed: read again what could not be read last time.",
    ),
    "help-force": ("全部重读。", "Read everything again."),
    "help-dry-run": ("只列出会读取哪些文件。", "Only name the files that would be read."),
    "help-engine": ("local 或 dask（附加组件）。", "local, or dask (an extra)."),
    "help-scheduler": ("dask 调度器的地址。", "The address of the dask scheduler."),
}
