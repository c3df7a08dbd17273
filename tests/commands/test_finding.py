"""From an address to a source, and back: detect, add and check. What asks a site is tried where no site is asked."""

from pathlib import Path

import pytest
from commands.conftest import SOURCE, Tell

from monitor.commands import following, switching
from monitor.settings import Settings
from sources import registry

OAKLAND = "https://oakland.legistar.com/MeetingDetail.aspx?ID=1287501"
ELM = "https://elm.legistar.com/Calendar.aspx"


def test_an_agenda_link_says_the_platform_and_which_source_of_the_catalog_it_is(tell: Tell) -> None:
    (found,) = tell("sources", "detect", OAKLAND, "--json").json
    assert found == {"platform": "legistar", "options": {"client": "oakland"}, "url": OAKLAND, "links": 1, "source": "us-ca-oakland"}
    assert tell("sources", "detect", OAKLAND).lines == ["legistar\tclient=oakland\t1\tus-ca-oakland"]


def test_what_the_catalog_does_not_have_is_found_all_the_same(tell: Tell) -> None:
    assert tell("sources", "detect", "elm.legistar.com/Calendar.aspx", "--json").json[0]["source"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([OAKLAND], "that is us-ca-oakland of the catalog already: `monitor sources enable us-ca-oakland`"),
        ([ELM], "found legistar with client=elm; add --id country-region-place and --timezone"),
        ([ELM, "--id", "elm", "--timezone", "UTC"], "--id elm: write country-region-place in small letters"),
        ([ELM, "--id", "gb-eng-elm", "--timezone", "Europe/London"], "add --division, the Open Civic Data id of the place"),
        ([ELM, "--id", SOURCE, "--timezone", "America/Chicago"], f"--id {SOURCE} is another source of the catalog"),
        ([ELM, "--platform", "granicus"], "nothing on granicus is recognised there"),
        (["https:///Calendar.aspx"], "write an address"),
    ],
)
def test_what_cannot_be_added_is_refused_before_a_site_is_asked(tell: Tell, place: Path, words: list[str], said: str) -> None:
    told = tell("sources", "add", *words)
    assert told.code != 0
    assert said in told.error
    assert [file.name for file in (place / "config" / "catalog").iterdir()] == ["town.yml"]


def test_an_entry_that_was_written_is_read_again_and_keeps_what_was_said_of_it_before(place: Path) -> None:
    settings = Settings(config=place / "config")
    for changed in ({"enabled": True}, {"note": "moved", "options": {"host": "www.alabaster.example"}}):
        file = switching.write(settings, "civicplus", {"us-al-alabaster": changed})
    source = registry.load(file.parent)["us-al-alabaster"]
    assert (source.publisher.enabled, source.publisher.note) == (True, "moved")
    assert source.hosts == {"www.alabaster.example"}
    assert source.publisher.title == "Alabaster, AL"


def test_a_state_may_be_named_with_its_country_or_beside_it(tell: Tell) -> None:
    words = [["--state", "us-wy"], ["--country", "us", "--state", "wy"], ["--state", "wy"]]
    said = [tell("sources", "enable", *each, "--platform", "civicplus").err for each in words]
    assert len(set(said)) == 1
    assert "on, from the next start of the service" in said[0]
    assert "no source is meant" in tell("sources", "enable", "--country", "ca", "--state", "wy").error


def test_files_of_the_operator_are_left_alone(place: Path) -> None:
    assert switching.theirs(Settings(config=place / "config")) == {SOURCE}


def test_a_source_that_moved_is_the_same_one_with_other_options(place: Path) -> None:
    source = registry.load()["us-al-alabaster"]
    moved = following.elsewhere(source, "https://www.alabaster.example/AgendaCenter/Search/?term=")
    assert moved is not None
    assert (moved[0].hosts, moved[0].publisher, moved[1]) == (
        {"www.alabaster.example"},
        source.publisher,
        {"host": "www.alabaster.example"},
    )
    assert following.elsewhere(source, "https://www.alabaster.example/news") is None
    settings = Settings(config=place / "config")
    assert following.note(settings, source, moved[1]) == "host: www.alabaster.example is noted in switched-civicplus.yml"
    assert registry.load(place / "config" / "catalog")["us-al-alabaster"].hosts == {"www.alabaster.example"}
    assert following.note(settings, registry.load(place / "config" / "catalog")[SOURCE], {"client": "elm"}).startswith("write client: elm")


def test_only_a_site_that_is_asked_says_where_it_has_moved(tell: Tell) -> None:
    assert "--follow goes with --live" in tell("sources", "check", SOURCE, "--follow").error


def test_an_entry_says_where_its_facts_come_from(tell: Tell) -> None:
    shown = tell("sources", "show", "us-al-alabaster", "--json").json
    assert not shown["enabled"]
    assert shown["evidence"].startswith("list of CivicPlus sites")
