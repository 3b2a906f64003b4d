"""A chosen file need not be chosen again when the form was refused for something else."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo
from meetings.models import Official
from qcdc import kept_files
from tests import factories
from tests.admin_forms import add_row, fields_of
from tests.desk import assert_saved, drawn, errors_of, form_address, form_id, open_form, send_form, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    sign_in(client, "Editor", "Publisher")
    return client


@pytest.fixture(autouse=True)
def _nothing_put_aside():
    """The storage of the tests lasts as long as their process."""
    for day in default_storage.listdir(kept_files.FOLDER)[0] if default_storage.exists(kept_files.FOLDER) else []:
        for name in default_storage.listdir(f"{kept_files.FOLDER}/{day}")[1]:
            default_storage.delete(f"{kept_files.FOLDER}/{day}/{name}")


def picture(name="hội nghị.png"):
    return SimpleUploadedFile(name, drawn("PNG"), content_type="image/png")


def put_aside():
    if not default_storage.exists(kept_files.FOLDER):
        return []
    return [
        name for day in default_storage.listdir(kept_files.FOLDER)[0] for name in default_storage.listdir(f"{kept_files.FOLDER}/{day}")[1]
    ]


def test_a_portrait_chosen_in_a_refused_form_is_saved_with_the_next(desk):
    response = send_form(desk, Official, open_form(desk, Official) | {"name": "", "portrait": picture()})
    assert list(errors_of(response)) == ["name"]
    assert "hội nghị.png" in response.content.decode()
    again = fields_of(response, form_id(Official)) | {"name": "Trương Thị Thử"}
    assert_saved(send_form(desk, Official, again))
    assert Official.objects.get().portrait
    assert put_aside() == []


def test_it_is_kept_through_several_refusals_and_stored_once(desk):
    response = send_form(desk, Official, open_form(desk, Official) | {"name": "", "portrait": picture()})
    response = send_form(desk, Official, fields_of(response, form_id(Official)))
    assert "hội nghị.png" in response.content.decode()
    assert len(put_aside()) == 1


def test_a_photo_outlives_a_clash_in_its_lines(desk):
    official = str(factories.make_official().pk)
    data = open_form(desk, Photo) | {"file": picture(), "alt": "a", "caption": "b", "credit": "c"}
    for _twice in range(2):
        add_row(data, "subjects", official=official)
    response = send_form(desk, Photo, data)
    assert response.status_code == 200
    again = {name: value for name, value in fields_of(response, form_id(Photo)).items() if not re.match(r"subjects-1", name)}
    assert_saved(send_form(desk, Photo, again | {"subjects-TOTAL_FORMS": "1"}))
    assert Photo.objects.get().file


def test_another_file_replaces_the_one_that_was_kept(desk):
    response = send_form(desk, Official, open_form(desk, Official) | {"name": "", "portrait": picture()})
    again = fields_of(response, form_id(Official)) | {"name": "Trương Thị Thử", "portrait": picture("khác.png")}
    assert_saved(send_form(desk, Official, again))
    assert "khac" in Official.objects.get().portrait.name


def test_a_file_that_is_no_picture_is_not_kept(desk):
    bad = SimpleUploadedFile("x.png", b"<html>", content_type="image/png")
    response = send_form(desk, Official, open_form(desk, Official) | {"name": "", "portrait": bad})
    assert set(errors_of(response)) == {"name", "portrait"}
    assert "portrait-kept" not in response.content.decode()
    assert put_aside() == []


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "WyJhIl0:1:x", "a:b:c\x00", "é"])
def test_a_token_that_is_none_brings_no_file(desk, token):
    data = open_form(desk, Official) | {"name": "Trương Thị Thử", "portrait-kept": token}
    assert_saved(send_form(desk, Official, data))
    assert not Official.objects.get().portrait


def test_what_was_put_aside_is_thrown_away_after_a_day(desk):
    default_storage.save(f"{kept_files.FOLDER}/2001-01-01/x", picture())
    send_form(desk, Official, open_form(desk, Official) | {"name": "", "portrait": picture()})
    assert len(put_aside()) == 1
    assert desk.get(form_address(Official)).status_code == 200
