"""Writes of the files room: taking in uploads and photos, keeping made files, moving and dropping references."""

from tinhso.kernel.files.actions.inspecting import InspectorGone
from tinhso.kernel.files.actions.picturing import thumbnail_of
from tinhso.kernel.files.actions.refusals import (
    ActiveContent,
    Bomb,
    Corrupt,
    EmptyFile,
    Encrypted,
    Infected,
    NotPhotos,
    TooLarge,
    TooManyPages,
    TooManyPhotos,
    UploadBroken,
    WrongType,
)
from tinhso.kernel.files.actions.storing import forget, put_bytes, put_stream, sweep
from tinhso.kernel.files.actions.taking_in import drop, hold_again, hold_stored, move_holder, take_in, take_in_photos

__all__ = [
    "ActiveContent",
    "Bomb",
    "Corrupt",
    "EmptyFile",
    "Encrypted",
    "Infected",
    "InspectorGone",
    "NotPhotos",
    "TooLarge",
    "TooManyPages",
    "TooManyPhotos",
    "UploadBroken",
    "WrongType",
    "drop",
    "forget",
    "hold_again",
    "hold_stored",
    "move_holder",
    "put_bytes",
    "put_stream",
    "sweep",
    "take_in",
    "take_in_photos",
    "thumbnail_of",
]
