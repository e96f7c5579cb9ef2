"""Stored numbers → what a sheet prints."""

import random

import pytest

from qzparse.extract.figures import BUILT_IN, has_lost_digits, print_figure

GENERAL = {
    "1.0": "1",
    "1": "1",
    "-5": "-5",
    "0": "0",
    "0.1": "0.1",
    "0.30000000000000004": "0.3",
    "3.14159265358979": "3.141592654",
    "123456.789012": "123456.789",
    "123456789012": "123456789012",
    "729190451010103": "729190451010103",
    "7.2919045101010307E+25": "7.29190451010103E+25",
    "72919045101010310013440200": "72919045101010310013440200",
    "1E-10": "1E-10",
    "1e999": "1e999",
    "nan": "nan",
    "x": "x",
    "9" * 500: "9" * 500,
}
NUMBERS = [
    ("7", "000", "007"),
    ("0", "00", "00"),
    ("0", "#", ""),
    ("1234.5", "0", "1235"),
    ("-0.001", "0", "0"),
    ("0.5", "#.00", ".50"),
    ("1.50", "0.##", "1.5"),
    ("1234567.891", "#,##0.00", "1,234,567.89"),
    ("-1234.5", "#,##0.0", "-1,234.5"),
    ("1500", "0.0,", "1.5"),
    ("0.256", "0.0%", "25.6%"),
    ("-3", "0;(0)", "(3)"),
    ("0", '0;-0;"无"', "无"),
    ("5", '"第"0"项"', "第5项"),
    ("5", "\\A0", "A5"),
    ("7", "[Red]0", "7"),
    ("7", "[$¥-804]#,##0.00", "¥7.00"),
    ("100", "_ * #,##0_ ;_ * -#,##0_ ", "100"),
    ("8122222670", "0000-0000000", "0812-2222670"),
    ("12345678", "0.00E+00", "1.23E+07"),
    ("0.5", "# ?/?", "0.5"),
    ("2", "G/通用格式", "2"),
    ("2", "@", "2"),
    ("12", "[DBNum1][$-804]General", "十二"),
    ("5", '[>=10]0"大";[<10]0"小"', "5小"),
    ("15", '[>=10]0"大";[<10]0"小"', "15大"),
    ("7.2919045101010307E+25", "0", "72919045101010300000000000"),
    ("72919045101010310013440200", "0", "72919045101010310013440200"),
    ("5", "", "5"),
]
DATES = [
    ("45292", "yyyy-mm-dd", "2024-01-01"),
    ("45292", "yy.m.d", "24.1.1"),
    ("45292", 'yyyy"年"m"月"d"日";@', "2024年1月1日"),
    ("45292", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二四年一月一日"),
    ("45292", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Monday, January 01, 2024"),
    ("45292", "mmm-yy", "Jan-24"),
    ("45292", "aaaa", "星期一"),
    ("45298", "aaa", "日"),
    ("45292.75", "yyyy/m/d h:mm", "2024/1/1 18:00"),
    ("45292.75", BUILT_IN[34], "下午6时00分"),
    ("45292.25", "h:mm AM/PM", "6:00 AM"),
    ("45292.0000001", "h:mm:ss", "0:00:00"),
    ("0.99999999", "h:mm:ss", "0:00:00"),
    ("1.5", "[h]:mm:ss", "36:00:00"),
    ("0.5001", "mm:ss.0", "00:08.6"),
    ("1", "yyyy/m/d", "1900/1/1"),
    ("61", "yyyy/m/d", "1900/3/1"),
    ("2958465", "yyyy/m/d", "9999/12/31"),
    ("2958466", "yyyy/m/d", "2958466"),
    ("-1", "yyyy/m/d", "-1"),
]


@pytest.mark.parametrize(("stored", "printed"), [*GENERAL.items()])
def test_general(stored: str, printed: str) -> None:
    assert print_figure(stored) == printed


@pytest.mark.parametrize(("stored", "code", "printed"), [*NUMBERS, *DATES])
def test_formats(stored: str, code: str, printed: str) -> None:
    assert print_figure(stored, code) == printed


def test_days_may_count_from_1904() -> None:
    assert print_figure("1", "yyyy/m/d", since_1904=True) == "1904/1/2"
    assert print_figure("2957004", "yyyy/m/d", since_1904=True) == "2957004"


@pytest.mark.parametrize(
    ("stored", "lost"),
    [
        ("1", False),
        ("729190451010103", False),
        ("7.2919045101010307E+25", True),
        ("1E+15", True),
        ("1234567890123456", True),
        ("72919045101010310013440200", False),
        ("72919045101010300000000000", True),
        ("1234567890.5", False),
        ("x", False),
    ],
)
def test_has_lost_digits(stored: str, *, lost: bool) -> None:
    assert has_lost_digits(stored) is lost


def test_built_in_formats_are_understood() -> None:
    assert all(print_figure("45292.5", code) for code in BUILT_IN.values())


def test_any_format_prints_something_of_any_number() -> None:
    chance = random.Random(20)
    signs = '0#?.,%E+-/@ymdhs[]"\\;$年AMPGeneral_* '
    numbers = ("1", "-2.5", "45292.3", "1e20", "0", "1e300", "1e-300", "123456789012345678901", "x")
    for _ in range(20_000):
        code = "".join(chance.choice(signs) for _ in range(chance.randrange(9)))
        assert isinstance(print_figure(chance.choice(numbers), code), str)
