"""The console command."""

import re
from importlib.metadata import version

import pytest
from django.core.management import CommandError, call_command

from zhibu.config import cli
from zhibu.members.models import Account


def run(capsys, monkeypatch, *words):
    monkeypatch.setattr("sys.argv", ["zhibu", *words])
    cli.main()
    return capsys.readouterr().out


def test_alone_it_lists_the_commands_of_the_product(capsys, monkeypatch):
    listed = {line.split()[1] for line in run(capsys, monkeypatch).splitlines() if line.startswith("  zhibu ")}
    assert {"backup", "doctor", "ledger", "migrate", "restore", "serve", "worker"} <= listed
    assert "createsuperuser" not in listed


def test_it_knows_its_version(capsys, monkeypatch):
    assert run(capsys, monkeypatch, "--version").strip() == version("zhibu")


@pytest.mark.django_db
def test_an_empty_installation_begins_with_one_security_administrator(capsys):
    call_command("begin", "中共示例公司委员会", "示例党委", "安全员", "anquan")
    password = re.search(r"with (\S+) \(shown once", capsys.readouterr().out)[1]
    account = Account.objects.get(username="anquan")
    assert (account.check_password(password), account.must_change_password) == (True, True)
    assert [(g.role, g.organisation.short_name) for g in account.roles.all()] == [("security_admin", "示例党委")]


@pytest.mark.django_db
def test_beginning_again_changes_nothing(world):
    with pytest.raises(CommandError, match="There is an organisation already"):
        call_command("begin", "另一个党委", "另一个", "某人", "somebody")
    assert not Account.objects.filter(username="somebody").exists()
