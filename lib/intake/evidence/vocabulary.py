"""Words that people write for a channel or for how somebody took part, and what they stand for."""

from collections.abc import Mapping
from types import MappingProxyType


def _words(codes: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(
        {word.strip(): code for code, words in codes.items() for word in words.split(",")}
    )


CHANNELS = _words(
    {
        "post": "bai dang, bai viet, dang bai, facebook, fb, fanpage, zalo, tiktok, post",
        "livestream": "livestream, live, live stream, phat truc tiep, ban hang truc tuyen",
        "leaflet": "to roi, phat to roi, to gap, leaflet",
        "group": "nhom, hoi nhom, nhom chat, nhom zalo, nhom facebook, dang nhom, group",
        "loudspeaker": "loa, loa phat thanh, phat thanh, dai truyen thanh, loa phuong, loa xa, "
        "xe loa, loudspeaker",
        "event": "su kien, hoi cho, quay luu dong, hoi nghi, ban hang luu dong, event",
        "other": "khac, hinh thuc khac, kenh khac, other",
    }
)
"""Folded word -> code of a channel."""

MODES = _words(
    {
        "in_person": "truc tiep, tai cho, tai hoi truong, hoi truong, in person",
        "online": "truc tuyen, online, tu xa, qua mang, cau truyen hinh, truyen hinh, zoom",
    }
)
"""Folded word -> code of how somebody took part."""

CHANNEL_CODES = tuple(dict.fromkeys(CHANNELS.values()))
MODE_CODES = tuple(dict.fromkeys(MODES.values()))
