import cv2
import numpy as np
import pytest

from kiosk.devices.recorded import RecordedCamera
from kiosk.errors import InputError

SIZE = (160, 120)


def picture(number):
    return np.full((SIZE[1], SIZE[0], 3), 20 * number + 10, np.uint8)


@pytest.fixture
def video(tmp_path):
    file = tmp_path / "visit.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter_fourcc(*"MJPG"), 10, SIZE)
    assert writer.isOpened()
    for number in range(10):
        writer.write(picture(number))
    writer.release()
    return file


def test_a_video_is_played_frame_by_frame_with_its_own_times(video):
    frames = list(RecordedCamera(video, pace=False))
    assert [frame.number for frame in frames] == list(range(10))
    assert [round(frame.time, 2) for frame in frames] == [round(number / 10, 2) for number in range(10)]
    assert all(frame.image.shape == (120, 160, 3) for frame in frames)
    assert abs(int(frames[5].image.mean()) - 110) < 4


def test_at_its_own_pace_it_waits_for_each_frame(video, monkeypatch):
    slept = []
    now = [100.0]

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("time.sleep", sleep)
    camera = RecordedCamera(video, clock=lambda: now[0])
    frames = list(camera)
    assert round(frames[-1].time - 100.0, 2) == 0.9
    assert abs(sum(slept) - 0.9) < 0.01


def test_a_folder_of_pictures_is_a_recording_in_the_order_of_names(tmp_path):
    for number in (2, 0, 1):
        cv2.imwrite(str(tmp_path / f"{number}.png"), picture(number))
    (tmp_path / "notes.txt").write_text("not a picture")
    frames = list(RecordedCamera(tmp_path, pace=False))
    assert [int(frame.image[0, 0, 0]) for frame in frames] == [10, 30, 50]


def test_after_the_end_there_is_nothing_and_opening_starts_again(video):
    camera = RecordedCamera(video, pace=False)
    camera.open()
    while camera.read() is not None:
        pass
    assert camera.read() is None
    camera.open()
    assert camera.read().number == 0
    camera.close()
    camera.close()


@pytest.mark.parametrize("pace", [False, True])
def test_played_again_times_and_numbers_go_on(video, monkeypatch, pace):
    now = [100.0]
    monkeypatch.setattr("time.sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    camera = RecordedCamera(video, pace=pace, again=True, clock=lambda: now[0])
    camera.open()
    frames = [camera.read() for _ in range(25)]
    camera.close()
    assert [frame.number for frame in frames] == list(range(25))
    began = 100.0 if pace else 0.0
    assert [round(frame.time - began, 2) for frame in frames] == [round(number / 10, 2) for number in range(25)]
    assert all((frames[number].image == frames[number + 10].image).all() for number in range(15))


def test_one_picture_can_be_played_for_ever_until_it_is_taken_away(tmp_path):
    file = tmp_path / "1.png"
    cv2.imwrite(str(file), picture(1))
    camera = RecordedCamera(tmp_path, pace=False, again=True)
    camera.open()
    assert [camera.read().number for _ in range(3)] == [0, 1, 2]
    file.unlink()
    with pytest.raises(InputError) as caught:
        camera.read()
    assert caught.value.code == "video-no-picture"


def refused(path):
    with pytest.raises(InputError) as caught:
        list(RecordedCamera(path, pace=False))
    assert path.name in str(caught.value)
    return caught.value.code


def test_what_cannot_be_played_is_named(tmp_path):
    assert refused(tmp_path / "nothing.mp4") == "video-missing"
    empty = tmp_path / "empty.mp4"
    empty.touch()
    assert refused(empty) == "video-empty"
    junk = tmp_path / "junk.mp4"
    junk.write_bytes(b"this is no video at all" * 50)
    assert refused(junk) == "video-corrupt"
    still = tmp_path / "still.png"
    cv2.imwrite(str(still), picture(1))
    assert refused(still) == "video-type"
    folder = tmp_path / "folder"
    folder.mkdir()
    assert refused(folder) == "video-no-picture"


def test_a_video_that_breaks_off_plays_what_there_is_and_says_so(video):
    data = video.read_bytes()
    video.write_bytes(data[: len(data) * 3 // 4])
    camera = RecordedCamera(video, pace=False)
    frames = list(camera)
    assert 0 < len(frames) < 10
    assert camera.broken_off


def test_a_damaged_picture_in_a_folder_is_named(tmp_path):
    (tmp_path / "1.png").write_bytes(b"junk")
    with pytest.raises(InputError) as caught:
        list(RecordedCamera(tmp_path, pace=False))
    assert caught.value.code == "picture-corrupt"
    assert "1.png" in str(caught.value)


@pytest.mark.parametrize("make", [lambda file: file.symlink_to("nowhere"), lambda file: file.mkdir()])
def test_what_is_called_a_picture_and_is_none_is_named_too(tmp_path, make):
    make(tmp_path / "1.png")
    with pytest.raises(InputError) as raised:
        list(RecordedCamera(tmp_path, pace=False))
    assert raised.value.code == "picture-corrupt" and "1.png" in str(raised.value)


def test_a_name_that_no_file_can_have_is_refused(tmp_path):
    with pytest.raises(InputError) as raised:
        RecordedCamera(tmp_path / ("x" * 300)).open()
    assert raised.value.code == "video-unreadable"
