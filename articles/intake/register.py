"""What the register knows, loaded once for the reading, the matching and the filing of reports."""

from articles.intake.gazetteer import Gazetteer


def gazetteer() -> Gazetteer:
    """What the reader is told about the world, from the register as it is now."""
    raise NotImplementedError
