"""The present view of the map on paper: PDF in A4 or A3, and a PNG with the same words below it."""

from reports.print.image import picture_with_words
from reports.print.model import Group, MapPicture, Mark, Note, Paper, Sheet, View, scale_of
from reports.print.page import make_pdf
from reports.print.picture import PictureError, read_picture
from reports.print.signs import sign_picture
from reports.print.strip import Inks

__all__ = [
    "Group", "Inks", "MapPicture", "Mark", "Note", "Paper", "PictureError", "Sheet", "View", "make_pdf",
    "picture_with_words", "read_picture", "scale_of", "sign_picture",
]  # fmt: skip
