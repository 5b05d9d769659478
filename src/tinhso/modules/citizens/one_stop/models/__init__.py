"""The tables of the one-stop shop."""

from tinhso.modules.citizens.one_stop.models.designing import Design, DesignState, DesignStep
from tinhso.modules.citizens.one_stop.models.portal import (
    FrontDoor,
    PortalDossier,
    PortalFile,
    PortalFileState,
    PortalPayment,
    PortalPaymentState,
    PortalSupplement,
)
from tinhso.modules.citizens.one_stop.models.scores import OfficeScore
from tinhso.modules.citizens.one_stop.models.shop import (
    Channel,
    ChannelLine,
    CounterDraft,
    FeeKind,
    LetterTemplate,
    ListImport,
    ListImportRow,
    ListImportState,
    Procedure,
    ProcedureVersion,
    Reminder,
    SavedList,
    TimeUnit,
)

__all__ = [
    "Channel",
    "ChannelLine",
    "CounterDraft",
    "Design",
    "DesignState",
    "DesignStep",
    "FeeKind",
    "FrontDoor",
    "LetterTemplate",
    "ListImport",
    "ListImportRow",
    "ListImportState",
    "OfficeScore",
    "PortalDossier",
    "PortalFile",
    "PortalFileState",
    "PortalPayment",
    "PortalPaymentState",
    "PortalSupplement",
    "Procedure",
    "ProcedureVersion",
    "Reminder",
    "SavedList",
    "TimeUnit",
]
