"""Where a dossier is seen: addresses that stand on receipts and in notices, so they do not change."""


def tracking_page(number: str) -> str:
    """For whoever follows it; leads its owner on to their own page."""
    return f"/tra-cuu/{number}"


def dossier_page(number: str) -> str:
    """For officials."""
    return f"/ban/ho-so/{number}"
