"""A topic → an invented law, a locator in it, and the entry that quotes it.

What an entry prints and what it founds are made together, so the truth cannot drift from the text.
"""

from dataclasses import dataclass
from random import Random

from . import phrases
from .pages import Truth
from .style import Style, chinese_of


@dataclass(frozen=True)
class Law:
    """An invented law: what stands between 《》, the bracket after it, and the tag of its rank."""

    kind: str
    title: str
    note: str
    issuer: str = ""


@dataclass(frozen=True)
class Locator:
    """Articles as printed, and as integers."""

    text: str
    articles: tuple[dict[str, int], ...]


def draw_law(random: Random, topic: str, province: str) -> Law:
    """Invent a law of any rank about a topic."""
    year, number = random.randrange(1996, 2024), random.randrange(10, 800)
    day = f"{year}年{random.randint(1, 12)}月{random.randint(1, 28)}日"
    return random.choice(
        (
            Law("法律", f"中华人民共和国{topic}法", random.choice((f"{day}公布", f"{year}年修正", ""))),
            Law(
                "行政法规", f"{topic}条例", random.choice((f"{year}年国务院令第{number}号", f"{year}年修订"))
            ),
            Law("地方性法规", f"{province}{topic}条例", f"{day}{province}人大常委会通过，{year + 2}年修正"),
            Law("部门规章", f"{topic.removesuffix('管理')}管理办法", f"{year}年部令第{number}号公布"),
            Law("政府规章", f"{province}{topic}规定", f"{province}人民政府令第{number}号"),
            Law(
                "规范性文件",
                f"关于进一步加强{topic}工作的通知",
                f"政办发〔{year}〕{number}号",
                f"{province}人民政府",
            ),
            Law("规范性文件", f"关于印发〈{topic}工作规程〉的通知", f"厅字〔{year}〕{number}号"),
        )
    )


def draw_locator(random: Random) -> Locator:
    """Draw one article, some articles, or a paragraph or item of one."""
    article = random.randint(2, 119)
    other = article + random.randint(1, 6)
    paragraph, item = random.randint(1, 4), random.randint(1, 9)
    printed, second = chinese_of(article), chinese_of(other)
    return random.choice(
        (Locator(f"第{printed}条", ({"article": article},)),) * 6
        + (
            Locator(
                f"第{printed}条第{chinese_of(paragraph)}款", ({"article": article, "paragraph": paragraph},)
            ),
            Locator(f"第{printed}条第（{chinese_of(item)}）项", ({"article": article, "item": item},)),
            Locator(
                f"第{printed}条第{chinese_of(paragraph)}款第（{chinese_of(item)}）项",
                ({"article": article, "paragraph": paragraph, "item": item},),
            ),
            Locator(f"第{printed}、{second}条", ({"article": article}, {"article": other})),
            Locator(f"第{printed}条、第{second}条", ({"article": article}, {"article": other})),
        )
    )


def citation_of(law: Law, articles: tuple[dict[str, int], ...]) -> Truth:
    """Give a citation in the canonical form."""
    return {"title": law.title, "note": law.note, "articles": list(articles)}


def write_entry(random: Random, style: Style, law: Law, quotes: tuple[str, ...]) -> tuple[str, Truth]:
    """Print one entry without its number, in the style's shape; also give text, kind and citations."""
    opening, closing = style.brackets[0], style.brackets[1]
    note = f"{opening}{law.note}{closing}" if law.note else ""
    tag = f"【{law.kind}】" if style.tags else ""
    issuer = law.issuer if style.entry_flow == "lines" and random.random() < 0.4 else ""
    head = f"{tag}{issuer}《{law.title}》{note}"
    if style.entry_shape == "lines":
        printed, articles = _article_lines(random, style, head, quotes)
    elif style.entry_shape == "locator":
        locator = draw_locator(random)
        printed, articles = head + locator.text + random.choice("。；"), locator.articles
    else:
        printed, articles = _inline(random, style, head, quotes)
    entry: Truth = {"text": stripped(printed), "citations": [citation_of(law, articles)]}
    if tag:
        entry["kind"] = law.kind
    return printed, entry


def _inline(
    random: Random, style: Style, head: str, quotes: tuple[str, ...]
) -> tuple[str, tuple[dict[str, int], ...]]:
    locator = draw_locator(random)
    chapter = f"第{chinese_of(random.randint(1, 9))}章" if random.random() < 0.25 else ""
    printed = f"{head}{chapter}{locator.text}{style.colon}{quotes[0]}"
    article = locator.articles[-1]["article"] + 1
    if len(locator.articles) > 1 or random.random() > 0.15:
        return printed, locator.articles
    return f"{printed}第{chinese_of(article)}条{style.colon}{quotes[1]}", (
        *locator.articles,
        {"article": article},
    )


def _article_lines(
    random: Random, style: Style, head: str, quotes: tuple[str, ...]
) -> tuple[str, tuple[dict[str, int], ...]]:
    """Print the head on its own line and the articles below it (001, lines 19 to 22)."""
    article = random.randint(2, 90)
    lines, articles = [head], []
    gap = random.choice((" ", "　", "：", "  "))
    for quote in quotes[: random.randint(1, 2)]:
        paragraph = random.randint(1, 3) if random.random() < 0.2 else 0
        locator = f"第{chinese_of(article)}条" + (f"第{chinese_of(paragraph)}款" if paragraph else "")
        lines.append(f"{style.indent}{locator}{gap}{quote}")
        articles.append({"article": article, "paragraph": paragraph} if paragraph else {"article": article})
        article += random.randint(1, 9)
    if random.random() < 0.15:
        lines.append(style.indent + quotes[-1])
    return "\n".join(lines), tuple(articles)


def draw_quotes(random: Random, topic: str, *, fault: bool = False) -> tuple[str, ...]:
    """Draw two sentences of quoted law, about faults of officials where asked."""
    pool = phrases.FAULT_QUOTES if fault else phrases.QUOTES
    return tuple(quote.format(topic=topic) for quote in random.sample(pool, 2))


def stripped(printed: str) -> str:
    """Give a value as the canonical form holds it: lines trimmed, blank lines gone."""
    return "\n".join(line for line in (line.strip() for line in printed.split("\n")) if line)
