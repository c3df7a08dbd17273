"""What USAspending lets ask for in one request: the groups of award types, and the fields of a list."""

from collections.abc import Mapping

GROUPS: Mapping[str, tuple[str, ...]] = {
    "contracts": ("A", "B", "C", "D"),
    "idvs": ("IDV_A", "IDV_B", "IDV_B_A", "IDV_B_B", "IDV_B_C", "IDV_C", "IDV_D", "IDV_E"),
    "grants": ("02", "03", "04", "05", "F001", "F002"),
    "direct payments": ("06", "10", "F006", "F007"),
    "loans": ("07", "08", "F003", "F004"),
    "other": ("09", "11", "-1", "F005", "F008", "F009", "F010"),
}
"""The types of awards that one request may ask for together; a mixture is refused with 422."""

FIELDS = ("Award ID", "Recipient Name", "Recipient UEI", "Award Amount", "Description", "Awarding Agency", "Last Modified Date")
"""What is asked of each award; the order must be by one of them."""
