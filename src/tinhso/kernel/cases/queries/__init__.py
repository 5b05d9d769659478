"""Every read of cases offered to others; all start from ``visible_cases``."""

from tinhso.kernel.cases.queries.batches import batch_of, batches_of, params_of, progress_of
from tinhso.kernel.cases.queries.definitions import definition_by_id, definition_in_force, definitions_in_force
from tinhso.kernel.cases.queries.finding import cases_found
from tinhso.kernel.cases.queries.hand_overs import hand_over_note
from tinhso.kernel.cases.queries.lists import Filters, WorkRow, counts_of, listed_cases, lists_of
from tinhso.kernel.cases.queries.offers import offers_to_applicant, offers_to_desk
from tinhso.kernel.cases.queries.on_file import came_from, papers_on_file
from tinhso.kernel.cases.queries.opinions import NoteView, notes_of, opinions_asked
from tinhso.kernel.cases.queries.paging import Place, WorkPage, counted, ordered, place_of, work_list, work_page
from tinhso.kernel.cases.queries.timeline import TimelineLine, timeline_of
from tinhso.kernel.cases.queries.tracking import is_known, remember_known, track
from tinhso.kernel.cases.queries.visible import case_by_number, cases_of_person, is_visible, visible_cases
from tinhso.kernel.cases.queries.watchdog import unmoved_cases

__all__ = [
    "Filters",
    "Place",
    "NoteView",
    "TimelineLine",
    "WorkPage",
    "WorkRow",
    "batch_of",
    "came_from",
    "batches_of",
    "case_by_number",
    "cases_found",
    "cases_of_person",
    "counted",
    "counts_of",
    "definition_by_id",
    "definition_in_force",
    "definitions_in_force",
    "hand_over_note",
    "is_known",
    "is_visible",
    "listed_cases",
    "lists_of",
    "ordered",
    "place_of",
    "notes_of",
    "offers_to_applicant",
    "offers_to_desk",
    "params_of",
    "opinions_asked",
    "papers_on_file",
    "progress_of",
    "remember_known",
    "timeline_of",
    "track",
    "unmoved_cases",
    "visible_cases",
    "work_list",
    "work_page",
]
