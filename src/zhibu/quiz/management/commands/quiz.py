"""`zhibu quiz replay ROUND`: compute a round's result again from its log and compare."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhibu.quiz.models import Round
from zhibu.quiz.services.results import replay


class Command(BaseCommand):
    """Looks at a round from outside."""

    help = "compute a round's result again from its log and compare (replay ROUND)"

    def add_arguments(self, parser: CommandParser) -> None:
        """`replay` and the number of the round."""
        parser.add_argument("verb", choices=["replay"])
        parser.add_argument("round", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what differs, or that it agrees."""
        if not Round.objects.filter(pk=options["round"]).exists():
            raise CommandError(f"There is no round {options['round']}.")
        differences = replay(options["round"])
        if differences:
            raise CommandError("\n".join(differences))
        self.stdout.write("The log and the result agree.")
