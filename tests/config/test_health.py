from django.db import OperationalError, connection


def test_a_process_that_reaches_its_database_is_well(client, db):
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_a_process_without_database_says_so(client, db):
    def away(*_arguments):
        raise OperationalError

    with connection.execute_wrapper(away):
        assert client.get("/sante/").status_code == 503


def test_it_is_only_asked(client, db):
    assert client.post("/sante/").status_code == 405
