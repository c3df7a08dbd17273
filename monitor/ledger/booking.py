"""From records to entries: what a record says that the ledger keeps, in groups that decide together what counts."""

from collections.abc import Iterable

from monitor.ledger import names
from monitor.ledger.award import Award, award
from monitor.ledger.booked_contracts import contract_entries
from monitor.ledger.booked_reports import report_entries
from monitor.ledger.entry import Entry
from monitor.ledger.fact import Fact
from monitor.ledger.filing import Filing, filing
from monitor.ledger.identity import Identity
from sources.model import Bill, Kind, Record

AnyFact = Fact[Filing] | Fact[Award]


def fact(record_id: int, source_id: str, record: Record, identity: Identity) -> AnyFact | None:
    """What the record says; None where it says nothing of money, or names nobody who gets it."""
    if record.kind is Kind.FILING:
        report = filing(record, source_id)
        return _reported(record_id, report, record, identity) if report else None
    notice = award(record, source_id)
    return _paid(record_id, notice, identity) if notice else None


def _reported(record_id: int, report: Filing, record: Record, identity: Identity) -> Fact[Filing]:
    client = identity.identify(names.speaks_for(report.client) or report.client, report.client_ids)
    return Fact(
        record_id=record_id,
        group=f"lobbying {client.who} {report.period}",
        said=report,
        parties={report.client: client},
        issues=tuple(dict.fromkeys(code for part in record.parts for code in part.codes)),
        bills=tuple(dict.fromkeys(_bill(bill) for part in record.parts for bill in part.bills)),
    )


def _paid(record_id: int, notice: Award, identity: Identity) -> Fact[Award]:
    paid = {party.name: identity.identify(party.name, party.ids) for party in notice.suppliers}
    together = " + ".join(sorted({each.who for each in paid.values()}))
    return Fact(record_id=record_id, group=f"contract {together} {notice.process}", said=notice, parties=paid)


def _bill(bill: Bill) -> str:
    return f"{bill.type.upper()} {bill.number} ({bill.congress}th Congress)"


def entries(facts: Iterable[AnyFact]) -> list[Entry]:
    """The entries of whole groups, each with its standing. All facts of each group must be there, and all groups of each echo."""
    reports: list[Fact[Filing]] = []
    notices: list[Fact[Award]] = []
    for each in facts:
        if isinstance(each.said, Filing):
            reports.append(each)
        else:
            notices.append(each)
    return [*report_entries(reports), *contract_entries(notices)]
