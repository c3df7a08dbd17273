"""The ledger: who was paid to lobby, and how much, with the filings behind each number (docs/tally.md has the rules)."""
