"""What is raised, and caught, while a request is answered."""

from workbook.checker.evidence.case import Case, Finding
from workbook.checker.evidence.entries import first_failed
from workbook.checker.problems import problem_of
from workbook.checker.rules.storing import is_missing
from workbook.known_errors.lookup import known_error_text


def raised(case: Case) -> Finding:
    """The main request ends with an error."""
    error = case.main.trace.error
    if error is not None:
        problem = problem_of(error, case.path)
        return f"An error was raised: {problem.in_full}", case.main
    return None


def caught(case: Case) -> Finding:
    """An error was caught, and a right request is refused; or nothing was stored."""
    main = case.main
    step = first_failed(main.trace.entries, None) if main.trace.error is None else None
    if step is None or step.error.startswith("HTTPException"):
        return None
    if main.status < 400 and not is_missing(case):
        return None
    name, _, message = step.error.partition(": ")
    return (
        f"An error was caught, and {main.status} was answered: {step.error}, in line "
        f"{step.number}: `{step.source}`. {known_error_text(name, message)}".rstrip(),
        main,
    )


def raised_elsewhere(case: Case) -> Finding:
    """Another request ends with an error."""
    for name, probe in case.probes.items():
        if probe.trace.error is not None and name != "refused":
            problem = problem_of(probe.trace.error, case.path)
            return f"{probe.sent} raised an error: {problem.in_full}", probe
    return None
