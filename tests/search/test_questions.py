"""Real questions with their first ten answers: one list for both databases, which must give the same in the same order."""

import json
from pathlib import Path

import pytest
from django.db import transaction

from qcdc.search.finding import search
from tests.search.world import article, name_of

pytestmark = pytest.mark.django_db

QUESTIONS = json.loads((Path(__file__).parent / "questions.json").read_text(encoding="utf-8"))


def test_there_are_questions_of_everybody():
    assert len(QUESTIONS) >= 60
    assert {question["by"] for question in QUESTIONS} == {"reader", "editor", "journalist", "integrator"}


def test_every_question_has_its_answers(record):
    wrong = {}
    for question in QUESTIONS:
        found = search(question["asked"], size=10)
        answer = {"count": found.count, "first": [name_of(hit) for hit in found.hits], "meant": found.meant}
        expected = {"meant": ""} | {name: question[name] for name in ("count", "first", "meant") if name in question}
        if answer != expected:
            wrong[question["asked"]] = (answer, expected)
    assert wrong == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa giải", "hoà giải"),
        ("thủy lợi", "thuỷ lợi"),
        ("kỹ thuật", "kĩ thuật"),
        ("MẶT TRẬN", "mặt trận"),
        ("đối thoại", "đo\u0302\u0301i thoa\u0323i"),
        ("lạng sơn", "la\u0323ng so\u031bn"),
        ("QCDC", "quy chế dân chủ"),
        ("kinh tế, xã hội", "KT - XH"),
    ],
)
def test_two_spellings_find_the_same(record, one, other):
    answers = [[name_of(hit) for hit in search(words, size=50).hits] for words in (one, other)]
    assert answers[0]
    assert sorted(answers[0]) == sorted(answers[1])


def test_pages_go_on_where_the_one_before_ended(record):
    whole = [name_of(hit) for hit in search("dân chủ", size=100).hits]
    assert len(whole) == len(set(whole)) > 9
    for by_date in (False, True):
        whole = [name_of(hit) for hit in search("dân chủ", size=100, by_date=by_date).hits]
        pages, after = [], ""
        while True:
            found = search("dân chủ", size=4, after=after, by_date=by_date)
            pages += [name_of(hit) for hit in found.hits]
            after = found.following
            if not after:
                break
        assert pages == whole


@pytest.mark.parametrize(("sample", "common"), [(2000, 0.25), (20, 0.25), (5, 0.01)])
def test_very_many_answers_are_walked_in_the_same_order(record, monkeypatch, sample, common):
    """With the limits below the number of answers the other ways through the index are taken."""
    questions = ["dân chủ", "dan chu", "qcdc", "thuc hien", "lang son", "2018", "hội nghị"]
    few = {asked: [name_of(hit) for hit in search(asked, size=100).hits] for asked in questions}
    for name, value in {"MOST_COUNTED": 3, "MOST_SORTED": 3, "SAMPLE": sample, "COMMON": common}.items():
        monkeypatch.setattr(f"qcdc.search.finding.{name}", value)
    for asked in questions:
        pages, after = [], ""
        while True:
            found = search(asked, size=4, after=after)
            assert found.is_capped
            assert found.is_sampled
            assert found.count == 3
            pages += [name_of(hit) for hit in found.hits]
            after = found.following
            if not after:
                break
        assert pages == few[asked], asked


def test_facets_count_what_narrowing_leaves(record):
    found = search("dân chủ", size=100)
    assert sum(found.facets["k"].values()) == found.count
    for sign, counts in found.facets.items():
        for value, count in counts.items():
            narrowed = search("dân chủ", size=100, facets=[[f"#{sign}{value}"]])
            assert narrowed.count == count, (sign, value)
            assert len(narrowed.hits) == count


def test_a_phrase_is_where_all_its_words_stand_side_by_side(record):
    """Each of its pairs may stand in the text, and not the three words together."""
    with transaction.atomic():
        article("ba-chu", "Việc làng", "Dân vận khéo léo. Người khéo tay làng nghề.", "2025-03-01")
        for asked, names in {'"khéo tay làng"': 1, '"vận khéo tay"': 0, '"dân vận khéo le*"': 1}.items():
            found = search(asked, size=50)
            assert [name_of(hit) for hit in found.hits] == ["article ba-chu"] * names, asked
            assert found.count == names
        transaction.set_rollback(True)


@pytest.mark.parametrize("exact", [0, 20])
def test_two_pairs_of_one_number_are_told_apart_by_the_text(record, monkeypatch, exact):
    monkeypatch.setattr("qcdc.search.finding.EXACT", exact)
    everything = {name_of(hit) for hit in search("dân vận", size=100).hits}
    monkeypatch.setattr("qcdc.search.query.pair", lambda one, two: "#karticle")
    monkeypatch.setattr("qcdc.search.spelling.pair", lambda one, two: "#karticle")
    assert {name_of(hit) for hit in search('"vận dân"', size=100).hits} == set()
    assert {"article dan-van"} <= {name_of(hit) for hit in search('"dân vận"', size=100).hits} < everything


def test_while_typing_the_last_word_may_be_only_begun(record):
    assert name_of(search("truong thi m", typing=True).hits[0]) == "official truong-thi-mai"
    assert name_of(search("tập huấn lu", typing=True).hits[0]) == "conference tap-huan-2023"
    assert search("tập huấn lu", typing=True).hits == search("tập huấn lu").hits
    assert search("tập huấn lu").prefixed
