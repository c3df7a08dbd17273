"""Who a party is: by number, by decision, by reviewed name; the rest waits for a person."""

from pathlib import Path

import pytest

from monitor.ledger.identity import Identified, Identity, Ids
from monitor.ledger.known import Known, known
from monitor.ledger.names import names
from monitor.lexicon import load
from monitor.lexicon.files import LexiconError
from monitor.lexicon.model import Vendor

ELM = Vendor(name="Elm Street Cameras", names=("Elm Street Cameras", "ElmEye*"), ambiguous=("=Elm",), context="camera")
KNOWN = Known(
    names={"ELM STREET CAMERAS": "Elm", "BIRCH OPTICS": "Birch"},
    ambiguous={"ELM": "Elm"},
    others={"Elm": frozenset({"ELM STREET CAMERA REPAIR"})},
    ids={("UEI", "ELM000000001"): "Elm"},
)


def who(name: str, ids: Ids = ()) -> Identified:
    return Identity(KNOWN).identify(name, ids)


def candidates(name: str) -> list[str]:
    return [each.vendor for each in who(name).candidates]


@pytest.mark.parametrize(
    "name",
    [
        "Elm Street Cameras",
        "ELM STREET CAMERAS, INC.",
        "Elm Street Cameras S.p.A.",
        "elm street cameras USA, LLC",
        "Elm Street Cameras of North America",
        "Quercus Holdings d/b/a Elm Street Cameras",
        "ELM STREET CAMERAS (FORMERLY KNOWN AS QUERCUS)",
    ],
)
def test_a_reviewed_name_is_the_vendor_whatever_its_signs_forms_and_branch(name: str) -> None:
    assert who(name).vendor == "Elm"


@pytest.mark.parametrize(
    "name",
    ["Elm", "Elm Street Camera", "Elm Street Cameras Repair", "Street Elm Cameras", "Quercus (formerly Elm Street Cameras)"],
)
def test_what_only_looks_alike_is_not_merged_and_waits_with_its_reason(name: str) -> None:
    found = who(name)
    assert found.vendor is None
    assert [each.vendor for each in found.candidates] == ["Elm"]
    assert found.candidates[0].why


@pytest.mark.parametrize("name", ["Elmhurst School District", "Axle & Sons", "", "Elm Street Camera Repair"])
def test_other_names_and_known_near_misses_are_not_asked_about(name: str) -> None:
    assert (who(name).vendor, who(name).candidates) == (None, ())


def test_a_number_goes_before_a_name() -> None:
    assert who("BIRCH OPTICS", (("UEI", "ELM000000001"),)).vendor == "Elm"
    assert who("BIRCH OPTICS", (("UEI", "ELM000000009"),)).vendor == "Birch"


def test_a_name_that_trades_as_another_vendor_is_undecided() -> None:
    assert who("Birch Optics d/b/a Elm Street Cameras").vendor is None
    assert candidates("Birch Optics d/b/a Elm Street Cameras") == ["Elm"]


def test_a_decision_holds_both_ways() -> None:
    merged = Identity(KNOWN, {("ELM", "Elm"): True}).identify("Elm, Inc.")
    assert (merged.vendor, merged.why) == ("Elm", "a person decided so")
    parted = Identity(KNOWN, {("ELM", "Elm"): False}).identify("Elm, Inc.")
    assert (parted.vendor, parted.candidates) == (None, ())
    torn = Identity(KNOWN, {("ELM STREET CAMERAS", "Elm"): False}).identify("Elm Street Cameras")
    assert torn.vendor is None


def test_names_in_one_name_are_told_apart() -> None:
    found = names("Flock Group Inc. D/B/A Flock Safety (f/k/a Flock Cameras LLC)")
    assert (found.current, found.trading, found.former) == ("FLOCK GROUP", ("FLOCK SAFETY",), ("FLOCK CAMERAS",))


def test_the_reviewed_file_agrees_with_the_lexicon_that_ships() -> None:
    identity = Identity(known(load().vendors.values()))
    assert identity.identify("NEC CORPORATION OF AMERICA").vendor == "NEC"
    assert identity.identify("MORPHOTRUST USA, INC.").vendor == "IDEMIA"
    for name in ("MORPHOSYS US INC.", "CLEAR CHANNEL OUTDOOR", "AXONICS, INC.", "FLOCK HOMES", "NECA", "CONNECT LLC"):
        assert identity.identify(name).vendor is None, name


def test_a_vendor_that_the_lexicon_does_not_have_is_named_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "known.yml"
    file.write_text("names: {Oak: [Oak Inc]}\nids: {}\nothers: {}\n")
    with pytest.raises(LexiconError, match=r"known\.yml: names: Oak"):
        known([ELM], file)


def test_stems_and_words_of_the_lexicon_are_no_names(tmp_path: Path) -> None:
    file = tmp_path / "known.yml"
    file.write_text("names: {}\nids: {}\nothers: {}\n")
    found = known([ELM], file)
    assert found.names == {"ELM STREET CAMERAS": ELM.name}
    assert found.ambiguous == {"ELM": ELM.name}
