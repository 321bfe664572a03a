"""The console command."""

from importlib.metadata import version

from zhibu.config import cli


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
