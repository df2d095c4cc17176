"""Files that mean harm, or are broken, end as a record: read, in part, refused or failed, with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from tests.observe.pictures.files import animation, encoded, heic, png_bomb, street, video
from zvirka.confine import Confine
from zvirka.observe.pictures.frames import differing_bits, from_plain
from zvirka.observe.pictures.opening import ANIMATION_FRAMES, MOST_FRAMES, SAME_FRAME_BITS, look

PHOTO = encoded(street(1), "JPEG", quality=90)
FUNCTION = "zvirka.observe.pictures.opening:look"


def confined(*files: bytes) -> list[Any]:
    """What each file comes to in a worker with the limits of a run."""
    with Confine(memory_mb=1500, cpu_s=14, wall_s=14) as worker:
        return worker.run(FUNCTION, [(data, {}) for data in files])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000"])
def test_a_picture_of_each_kind_is_read(form: str) -> None:
    looked = look(encoded(street(2), form))
    assert (looked["outcome"], looked["kind"], looked["reason"]) == ("read", form.lower(), "")
    assert (looked["width"], looked["height"], len(looked["frames"])) == (640, 480, 1)


def test_a_picture_of_a_telephone_is_read_and_found_beside_its_copy() -> None:
    data = heic(street(1))
    [looked] = confined(data)
    assert (looked["outcome"], looked["kind"], looked["reason"]) == ("read", "heif", "")
    assert (looked["width"], looked["height"]) == (640, 480)
    [frame], [plain] = looked["frames"], look(PHOTO)["frames"]
    assert differing_bits(*(from_plain(each).pdq[0] for each in (frame, plain))) <= SAME_FRAME_BITS
    [cut] = confined(data[: len(data) // 2])
    assert (cut["outcome"], cut["frames"]) == ("failed", [])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "I", "F"])
def test_a_picture_of_any_depth_is_read(mode: str) -> None:
    grey = street(3).convert("L")
    deep = {
        "I;16": lambda: grey.convert("I").convert("I;16"),
        "I": lambda: grey.convert("I"),
        "F": lambda: grey.convert("F"),
    }
    picture = deep[mode]() if mode in deep else street(3).convert(mode)
    assert look(encoded(picture, "TIFF"))["outcome"] == "read"


@pytest.mark.parametrize(
    ("form", "codec", "kind"),
    [
        ("mp4", "mpeg4", "mov"),
        ("matroska", "mpeg4", "matroska"),
        ("avi", "mpeg4", "avi"),
        ("mpegts", "mpeg2video", "mpegts"),
        ("flv", "flv1", "flv"),
        ("mpeg", "mpeg2video", "mpeg"),
        ("asf", "wmv2", "asf"),
    ],
)
def test_different_key_frames_of_a_video_are_kept_once(form: str, codec: str, kind: str) -> None:
    slow = ("mp4", "matroska", "avi")
    pictures = [street(number) for number in (1, 1, 1, 2, 2, 3)]
    looked = look(video(pictures, form=form, codec=codec, rate=1 if form in slow else 25))
    assert looked["outcome"] == "read", looked["reason"]
    assert looked["kind"] == kind
    times = [frame["at_s"] for frame in looked["frames"]]
    assert times == sorted(set(times))
    assert len(times) == (3 if form in slow else len(times)) > 0


def test_a_picture_cut_off_is_read_in_part_and_says_so() -> None:
    looked = look(PHOTO[: len(PHOTO) // 2])
    assert (looked["outcome"], len(looked["frames"])) == ("in_part", 1)
    assert "cut off" in looked["reason"]


def test_a_video_cut_off_or_damaged_ends_as_a_record() -> None:
    whole = video([street(number) for number in range(6)], form="matroska")
    cut = look(whole[: len(whole) // 2])
    assert cut["frames"]
    assert look(whole[:200])["outcome"] == "failed"
    hurt = bytearray(whole)
    hurt[len(whole) // 3 : len(whole) // 2] = bytes(len(whole) // 2 - len(whole) // 3)
    assert look(bytes(hurt))["outcome"] in ("read", "in_part", "failed")


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    [looked] = confined(png_bomb(30_000))
    assert looked["outcome"] == "refused"
    assert "30000 × 30000" in looked["reason"]
    assert looked["frames"] == []


def test_a_large_photograph_is_read_at_a_fraction_of_its_size() -> None:
    """A camera's JPEG may have more points than the bound for pictures that must be unfolded whole."""
    wide = Image.new("L", (12_000, 8_000), 120)
    wide.paste(street(4).convert("L").resize((12_000, 8_000)))
    [looked] = confined(encoded(wide, "JPEG"))
    assert (looked["outcome"], looked["width"], looked["height"]) == ("read", 12_000, 8_000)


def test_ten_thousand_frames_are_read_in_part() -> None:
    [looked] = confined(animation(10_000))
    assert looked["outcome"] == "in_part"
    assert str(ANIMATION_FRAMES) in looked["reason"]
    assert 1 <= len(looked["frames"]) <= MOST_FRAMES


@pytest.mark.parametrize(
    "playlist",
    [
        b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        b"file '/etc/passwd'\n",
        b"<?xml version='1.0'?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    ],
)
def test_a_playlist_that_names_other_files_is_refused(playlist: bytes) -> None:
    looked = look(playlist)
    assert (looked["outcome"], looked["frames"]) == ("refused", [])


def test_a_file_is_what_its_bytes_say_whatever_it_is_called() -> None:
    [looked] = confined(b"\x89PNG\r\n\x1a\n" + PHOTO)
    assert looked["outcome"] == "failed"
    assert look(b"\0\0\0\x18ftypmp42" + b"#EXTM3U\nfile:///etc/passwd\n" * 40)["outcome"] == "failed"


def test_random_bytes_behind_any_signature_end_as_a_record_and_the_worker_lives() -> None:
    import numpy as np

    noise = np.random.default_rng(5).bytes(20_000)
    heads = [
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBP",
        b"BM\0\0\0\0\0\0\0\0",
        b"II*\0",
        b"\x1aE\xdf\xa3",
        b"RIFF\0\0\0\0AVI ",
        b"\0\0\0\x18ftypisom",
        b"FLV\x01",
    ]
    results = confined(*(head + noise for head in heads), PHOTO)
    assert {looked["outcome"] for looked in results[:-1]} <= {"failed", "refused"}
    assert all(looked["reason"] for looked in results[:-1])
    assert results[-1]["outcome"] == "read"


def test_a_picture_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = look(encoded(street(5), "JPEG", exif=exif, quality=90))
    straight = look(encoded(street(5).transpose(Image.Transpose.ROTATE_270), "JPEG", quality=90))
    assert (turned["width"], turned["height"]) == (straight["width"], straight["height"]) == (480, 640)


def test_a_film_that_refers_to_another_file_does_not_have_it_opened() -> None:
    """A QuickTime reference movie."""
    reference = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"\0\0\0\x20moov\0\0\0\x18rmra\0\0\0\x10rmdarf:///etc/passwd"
    [looked] = confined(reference)
    assert (looked["outcome"], looked["frames"]) in (("failed", []), ("refused", []))
