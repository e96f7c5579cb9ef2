"""The words of `check` and its reports, Chinese and English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # places
    "place-item": ("第 {number} 项", "item {number}"),
    "place-typed-item": ("{type}第 {number} 项", "{type} item {number}"),
    "place-subitem": ("第 {number} 项子项“{subitem}”", "item {number}, sub-item “{subitem}”"),
    "place-column": ("「{header}」栏", "“{header}”"),
    "place-in-item": ("{item}{column}", "{item}, {column}"),
    "place-joint": ("，", ", "),
    "place-document": ("全文", "the whole list"),
    "place-listing": ("；", "; "),
    # the correction sheet
    "sheet-file": ("文件", "file"),
    "sheet-item": ("事项", "item"),
    "sheet-item-name": ("职权名称", "name of the item"),
    "sheet-header": ("栏目", "column"),
    "sheet-place": ("位置", "place"),
    "sheet-found": ("原文", "found"),
    "sheet-suggested": ("建议", "suggested"),
    "sheet-rule": ("规则", "rule"),
    "sheet-severity": ("程度", "severity"),
    "sheet-reason": ("问题", "reason"),
    "sheet-cure": ("怎么办", "what to do"),
    # the reports for machines
    "sentence": ("{message}（{place}）", "{message} ({place})"),
    "sentence-suggested": ("；建议改为：{text}", "; suggested: {text}"),
    "case-reading": ("读取", "reading"),
    "case-clean": ("没有问题", "nothing found"),
    "standing-known": ("基线中已有", "in the baseline"),
    # the report in words
    "check-as-of": ("法律效力按 {day} 核对（{from_}）", "law as of {day} ({from_})"),
    "as-of-asked": ("由 --as-of 指定", "asked for"),
    "as-of-settings": ("由配置指定", "by the settings"),
    "as-of-printed": ("清单所印日期", "the day that the list prints"),
    "as-of-today": ("今天", "today"),
    "and-more-elsewhere": (
        "另有 {count} 处，见 json 报告或更正表",
        "{count} more, in the json report and the sheet",
    ),
    "check-clean": ("没有发现问题", "nothing was found"),
    "check-none-new": ("没有新的问题", "nothing new was found"),
    "check-why": ("为什么要紧：{why}", "why it matters: {why}"),
    "check-cure": ("怎么办：{cure}", "what to do: {cure}"),
    "check-said": ("{message}：{told}", "{message}: {told}"),
    "check-suggested-for": ("{place} → 建议改为：{text}", "{place} → suggested: {text}"),
    "check-waived": ("已豁免：{reason}", "waived: {reason}"),
    "check-totals": (
        "{lists} 份清单：错误 {error} · 警告 {warning} · 提示 {info}",
        "lists {lists}: error {error} · warning {warning} · info {info}",
    ),
    "check-gone": (
        "基线中有 {count} 处已不再出现，--write-baseline 会将其移出",
        "{count} of the baseline are gone, --write-baseline takes them out",
    ),
    "check-known": ("基线中已有 {count} 处", "{count} in the baseline"),
    "check-waived-count": ("已豁免 {count} 处", "{count} waived"),
    "check-unread": ("{count} 个文件无法读取", "{count} could not be read"),
}
