"""Where a contract is carried out, in the form of the ids of sources: "us-ca"."""

NAMES = {
    "alabama": "al", "alaska": "ak", "american samoa": "as", "arizona": "az", "arkansas": "ar", "california": "ca", "colorado": "co",
    "connecticut": "ct", "delaware": "de", "district of columbia": "dc", "florida": "fl", "georgia": "ga", "guam": "gu", "hawaii": "hi",
    "idaho": "id", "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky", "louisiana": "la", "maine": "me",
    "maryland": "md", "massachusetts": "ma", "michigan": "mi", "minnesota": "mn", "mississippi": "ms", "missouri": "mo", "montana": "mt",
    "nebraska": "ne", "nevada": "nv", "new hampshire": "nh", "new jersey": "nj", "new mexico": "nm", "new york": "ny",
    "north carolina": "nc", "north dakota": "nd", "northern mariana islands": "mp", "ohio": "oh", "oklahoma": "ok", "oregon": "or",
    "pennsylvania": "pa", "puerto rico": "pr", "rhode island": "ri", "south carolina": "sc", "south dakota": "sd", "tennessee": "tn",
    "texas": "tx", "utah": "ut", "vermont": "vt", "virgin islands": "vi", "virginia": "va", "washington": "wa", "west virginia": "wv",
    "wisconsin": "wi", "wyoming": "wy",
}  # fmt: skip
CODES = frozenset(NAMES.values())
COUNTRY = frozenset({"usa", "us", "united states", "united states of america", ""})
"""What the country is called where the state is one of ours; some records leave it out."""


def us_region(state: object, country: object) -> str:
    """The state, by its code or its name; nothing for one that is not said, or of another country."""
    said, where = (each.strip().lower() if isinstance(each, str) else "" for each in (state, country))
    code = NAMES.get(said, said)
    return f"us-{code}" if code in CODES and where in COUNTRY else ""
