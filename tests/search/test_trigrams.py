"""Lists are searched by the folded text alone, with the index of three letters or without it."""

import pytest
from django.db import DatabaseError, connection

from articles.models import Article, Edition
from qcdc.search.trigrams import index_folded_texts
from tests import factories

pytestmark = pytest.mark.django_db


def names() -> set[str]:
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Edition._meta.db_table)
    return {name for name in constraints if name.endswith("_trgm")}


def test_postgresql_has_an_index_of_every_folded_text():
    assert names() == ({"articles_edition_search_text_trgm"} if connection.vendor == "postgresql" else set())


def test_a_server_that_refuses_the_extension_is_left_as_it_is():
    """The answers are the same without."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP EXTENSION pg_trgm CASCADE")

        def refuse(execute, sql, params, many, context):
            if sql.startswith("CREATE EXTENSION"):
                raise DatabaseError("permission denied to create extension")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            index_folded_texts(None)
        assert names() == set()
    article = factories.make_article(headline="Hội nghị Lạng Sơn", body="<p>Nội dung</p>")
    assert [row.pk for row in Article.objects.matching("ang so")] == [article.pk]
