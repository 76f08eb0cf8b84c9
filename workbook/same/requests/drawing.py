"""How Hypothesis draws requests: it keeps nothing, and takes as long as the computer needs."""

from hypothesis import HealthCheck, Phase, Verbosity, settings

SETTINGS = settings(
    max_examples=2,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.quiet,
)
