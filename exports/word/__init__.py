"""Forms and texts as Word documents, laid out after GB/T 9704-2012 where it has a rule."""

from exports.word.document import docx_bytes
from exports.word.prose import prose_bytes

__all__ = ["docx_bytes", "prose_bytes"]
