"""Bytes to characters, and characters that can be kept."""

import pytest

from monitor.extract.decode import decode
from monitor.extract.repair import repaired

SPANISH = "Sesión del Ayuntamiento: vigilancia por cámaras «año 2026» – §7 "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_western_text_is_read_in_any_encoding_without_being_told(encoding: str) -> None:
    assert decode(SPANISH.encode(encoding)) == SPANISH


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("cp1252", "iso-8859-1", "“smart” cameras"),
        ("cp1251", "windows-1251", "распознавание лиц"),
        ("cp932", "Shift_JIS", "顔認証システム"),
        ("gb18030", '"gb2312"', "人脸识别"),
        ("utf-8", "iso-8859-1", "cámaras"),
    ],
)
def test_the_declared_encoding_is_believed_unless_the_bytes_are_plainly_utf_8(encoding: str, declared: str, text: str) -> None:
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize("declared", ["hex", "no-such-thing", "", "null\x00byte", "utf-8"])
def test_a_useless_declaration_is_passed_over(declared: str) -> None:
    assert decode("cámaras".encode("cp1252"), declared) == "cámaras"


def test_a_few_broken_bytes_do_not_turn_utf_8_into_windows_1252() -> None:
    assert decode(SPANISH.encode() + b"\xff cut") == SPANISH + "\ufffd cut"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("facial recogni\ufffetion", "facial recogni-\ntion"),
        ("facial recogni\x02\r\ntion", "facial recogni-\ntion"),
        ("nu\x00ll, \ud800surrogate, \ufeffmark", "null, surrogate, mark"),
        ("soft\u00adhyphen and ﬁngerprint", "soft\u00adhyphen and ﬁngerprint"),
        ("\n\nfirst  \nlast\t\n\n", "first\nlast"),
    ],
)
def test_text_is_repaired_and_nothing_a_matcher_can_read_is_changed(raw: str, expected: str) -> None:
    assert repaired(raw) == expected
