"""A seeded random → an invented list: a place, a body, its powers.

Places, bodies, laws and codes exist nowhere; codes carry a valid GB 11714 check digit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from string import Formatter

from . import phrases
from .subjects import SUBJECTS, TYPES, Subject

_CITIES = ("青岚", "霁川", "澜屏", "栖梧", "砚洲", "朔棠", "榆汀", "珀城")
_COUNTIES = ("云溂", "沐栎", "苜原", "椿湖", "鹭汀", "绛云", "麓遥", "昙林")
_PROVINCES = ("溂源省", "霁岭省", "苍澜省", "绛原自治区")
_UNIT_ENDS = {"市": "科", "县": "股", "区": "科", "省": "处"}
_GENERAL_UNITS = ("政策法规", "行政审批", "综合执法")
_CODE_OF_TYPE = {kind: f"{index + 1:02}" for index, kind in enumerate(TYPES)} | {"公共服务": "20"}
_POOL_OF_SLOT = {
    "permit": "permits",
    "offence": "offences",
    "object": "objects",
    "premise": "premises",
    "standing": "standings",
    "filing": "filings",
    "topic": "topics",
}


@dataclass(frozen=True)
class Item:
    """One power, or one sub-item of a power, with everything that a cell about it may need."""

    type: str
    name: str
    thing: str
    party: str
    topic: str
    unit: str
    code: str
    stages: tuple[tuple[str, str], ...]
    subitem: str = ""
    part: int = 0
    """Place among the sub-items, from 1; 0 where there are none."""
    parts: int = 0

    @property
    def main(self) -> bool:
        """Whether the row opens its main item."""
        return self.part <= 1


@dataclass(frozen=True)
class Listing:
    """An invented list, before anything about its look is known."""

    subject: Subject
    place: str
    province: str
    body: str
    short_body: str
    units: tuple[str, ...]
    supervisors: tuple[str, ...]
    phones: tuple[str, ...]
    items: tuple[Item, ...]


def invent(random: Random, *, subitems: bool = False) -> Listing:
    """Invent a place, its body and 3 to 15 powers, ordered by type."""
    subject = random.choice(SUBJECTS)
    city, county = random.choice(_CITIES) + "市", random.choice(_COUNTIES) + random.choice("县区")
    place, end = random.choice(((city, "市"), (county, county[-1]), (city + county, county[-1])))
    body = place + subject.bureau
    units = tuple(stem + _UNIT_ENDS[end] for stem in subject.units + _GENERAL_UNITS)
    area = f"06{random.randrange(10, 60)}"
    prefix = _organisation(random)
    listing = Listing(
        subject=subject,
        place=place,
        province=random.choice(_PROVINCES),
        body=body,
        short_body=end + subject.bureau,
        units=units,
        supervisors=(f"驻{subject.bureau}纪检监察组", "机关党委", f"人事{_UNIT_ENDS[end]}"),
        phones=tuple(f"{area}-{random.randrange(2_000_000, 8_999_999)}" for _ in range(3)),
        items=(),
    )
    region = f"99{random.randrange(1000, 9999)}"
    items = tuple(_items(random, listing, (prefix, region), subitems=subitems))
    return replace(listing, items=items)


def _items(random: Random, listing: Listing, code_ends: tuple[str, str], *, subitems: bool) -> Iterator[Item]:
    count = random.randint(3, 15)
    kinds = random.sample(TYPES, random.randint(2, 5))
    candidates = [(kind, name, thing) for kind in kinds for name, thing in _names(listing.subject, kind)]
    drawn = random.sample(candidates, min(count, len(candidates)))
    drawn.sort(key=lambda candidate: TYPES.index(candidate[0]))
    serial: dict[str, int] = {}
    for kind, name, thing in drawn:
        serial[kind] = serial.get(kind, 0) + 1
        item = _item(random, listing, (kind, name, thing))
        tails = random.sample(phrases.SUBITEM_TAILS, random.randint(2, 3))
        parts = len(tails) if subitems and random.random() < 0.4 else 0
        numbered = random.random() < 0.5
        for part in range(1, parts + 1) if parts else (0,):
            code = f"{code_ends[0]}{_CODE_OF_TYPE[kind]}{serial[kind]:05}{part:03}3{code_ends[1]}"
            tail = tails[part - 1]
            subitem = f"{part}.{thing}{tail}" if numbered else f"{thing}{tail}"
            yield replace(item, code=code, subitem=subitem if part else "", part=part, parts=parts)


def _item(random: Random, listing: Listing, power: tuple[str, str, str]) -> Item:
    kind, name, thing = power
    party, topic = random.choice(listing.subject.parties), random.choice(listing.subject.topics)
    sequence = phrases.STAGES[kind]
    kept = sorted(
        random.sample(range(len(sequence)), random.randint(max(2, len(sequence) - 2), len(sequence)))
    )
    stages = tuple(
        (sequence[index][0], random.choice(sequence[index][1:]).format(thing=thing, party=party, topic=topic))
        for index in kept
    )
    return Item(kind, name, thing, party, topic, random.choice(listing.units), "", stages)


def _names(subject: Subject, kind: str) -> Iterator[tuple[str, str]]:
    """Every name that the templates of a type can give, once, with the thing it is about."""
    for template in phrases.NAMES[kind]:
        slot = next(slot for _, slot, _, _ in Formatter().parse(template) if slot)
        for thing in getattr(subject, _POOL_OF_SLOT[slot]):
            yield template.format(**{slot: thing}), thing


def _organisation(random: Random) -> str:
    digits = [random.randrange(10) for _ in range(8)]
    remainder = (
        sum(digit * weight for digit, weight in zip(digits, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    )
    return "".join(map(str, digits)) + {0: "0", 1: "X"}.get(remainder, str(11 - remainder))
