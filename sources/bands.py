"""Sums of which only bounds are told: a band has no value, and none is made up between its bounds."""

from decimal import Decimal


def band(low: str, high: str, currency: str) -> str:
    """The bounds in words: "10,000 to 24,999 EUR", "under 10,000 EUR", "from 10,000,000 EUR"; nothing where there are none."""
    said = [f"{Decimal(bound):,f}" for bound in (low, high) if bound]
    if not said:
        return ""
    return f"{said[0]} to {said[1]} {currency}" if low and high else f"{'from' if low else 'under'} {said[0]} {currency}"
