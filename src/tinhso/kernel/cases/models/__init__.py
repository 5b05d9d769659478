"""Definitions of what may be asked for, and the cases that go their way."""

from tinhso.kernel.cases.models.batches import Batch, BatchRow, BatchState, RowState
from tinhso.kernel.cases.models.case import Case, Channel, Counter, State, TrackingFailure
from tinhso.kernel.cases.models.clock import Extension, Pause, Supplement
from tinhso.kernel.cases.models.contents import Charge, Correction, Digital, Paper, Result
from tinhso.kernel.cases.models.course import HandOver, Note, Opinion, Outcome, Verdict
from tinhso.kernel.cases.models.definitions import Definition

__all__ = [
    "Batch",
    "BatchRow",
    "BatchState",
    "Case",
    "Channel",
    "Charge",
    "Correction",
    "Counter",
    "Definition",
    "Digital",
    "Extension",
    "HandOver",
    "Note",
    "Opinion",
    "Outcome",
    "Paper",
    "Pause",
    "Result",
    "RowState",
    "State",
    "Supplement",
    "TrackingFailure",
    "Verdict",
]
