"""Audio formats: those that are read, by suffix, and names of others, by their first bytes."""

from collections.abc import Mapping

READ: Mapping[str, tuple[str, ...]] = {
    "WAV": (".wav", ".wave", ".bwf", ".amb", ".rf64", ".w64"),
    "FLAC": (".flac",),
    "OGG": (".ogg", ".oga", ".opus"),
    "MP3": (".mp3", ".mp2"),
    "AIFF": (".aiff", ".aif", ".aifc"),
    "AU": (".au", ".snd"),
    "CAF": (".caf",),
}
"""Formats that are read, with their suffixes. Content counts: a file of another suffix is read, too."""
KINDS = f"{', '.join(list(READ)[:-1])} or {list(READ)[-1]}"
SUFFIXES = frozenset(suffix for suffixes in READ.values() for suffix in suffixes)
SIGNATURES = (
    (4, b"ftyp", "MP4 or M4A"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA"),
    (0, b"\x1a\x45\xdf\xa3", "WebM or Matroska"),
    (0, b"wvpk", "WavPack"),
    (0, b"MAC ", "Monkey's Audio"),
    (0, b"TTA1", "True Audio"),
    (0, b"tBaK", "TAK"),
    (0, b"MPCK", "Musepack"),
    (0, b"MP+", "Musepack"),
    (0, b"#!AMR", "AMR"),
    (0, b"DSD ", "DSD"),
    (0, b"FRM8", "DSD"),
    (0, b".RMF", "RealAudio"),
    (0, b".ra\xfd", "RealAudio"),
    (0, b"\x0b\x77", "AC-3"),
    (0, b"\x7f\xfe\x80\x01", "DTS"),
    (0, b"ADIF", "AAC"),
    (0, b"FLV\x01", "Flash video"),
    (0, b"MThd", "MIDI"),
    (0, b"\xf0\x7e", "MIDI sample dump"),
    (8, b"AVI LIST", "AVI"),
    (28, b"\x7fFLAC", "FLAC in OGG"),
    (28, b"Speex   ", "Speex"),
    (28, b"\x80theora", "Theora video"),
)
"""Offset, bytes and name of formats that libsndfile does not read, or not without printing."""
WAV_CODECS: Mapping[int, str] = {
    0x160: "WMA",
    0x161: "WMA",
    0x162: "WMA",
    0xFF: "AAC",
    0x1600: "AAC",
    0x1610: "AAC",
    0x2000: "AC-3",
    0x2001: "DTS",
    0x270: "ATRAC3",
}
"""Names of such encodings in a WAV, by the format code in its header."""


def unreadable(head: bytes) -> str:
    """Name of an unsupported format by ``head``, the first bytes after ID3 tags; empty if it is none."""
    if head[:4] == b"RIFF" and head[12:16] == b"fmt ":
        codec = WAV_CODECS.get(int.from_bytes(head[20:22], "little"))
        return f"{codec} in WAV" if codec else ""
    # AAC frames begin as MPEG frames do, but say that they are of no layer.
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xF6 == 0xF0:
        return "AAC"
    return next((name for at, signature, name in SIGNATURES if head.startswith(signature, at)), "")
