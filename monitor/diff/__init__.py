"""What is different between two revisions of a record, or two versions of a document: by part and by passage, in words. Pure."""

from monitor.diff.change import Change, What
from monitor.diff.passages import of_pages, of_texts
from monitor.diff.records import of_records
from monitor.diff.terms import of_terms

__all__ = ["Change", "What", "of_pages", "of_records", "of_terms", "of_texts"]
