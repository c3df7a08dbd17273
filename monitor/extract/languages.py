"""The languages of a publisher, as Tesseract names them."""

from collections.abc import Iterable

DEFAULT = "eng"
# BCP 47 primary subtags to the names of Tesseract's models, which are those of ISO 639-2/T.
NAMES = {
    "bg": "bul",
    "ca": "cat",
    "cs": "ces",
    "cy": "cym",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "et": "est",
    "eu": "eus",
    "fi": "fin",
    "fr": "fra",
    "ga": "gle",
    "gl": "glg",
    "hr": "hrv",
    "hu": "hun",
    "is": "isl",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "lt": "lit",
    "lv": "lav",
    "mt": "mlt",
    "nb": "nor",
    "nl": "nld",
    "nn": "nor",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sk": "slk",
    "sl": "slv",
    "sq": "sqi",
    "sr": "srp",
    "sv": "swe",
    "uk": "ukr",
    "zh": "chi_sim",
}


def models(tags: Iterable[str]) -> str:
    """The models for these BCP 47 tags ("en", "fr-CA"), joined by "+" as Tesseract takes them; English where none is known."""
    known = dict.fromkeys(NAMES[tag.lower().partition("-")[0]] for tag in tags if tag.lower().partition("-")[0] in NAMES)
    return "+".join(known) or DEFAULT
