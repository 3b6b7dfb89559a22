"""The reviewer's session: the entries to see and the verdicts to save.

=============  ====================================================================
``session``    the reviewer's position, the verdicts, and which of them may be seen
``entries``    which entries of a report are shown, and the texts around them
``agreement``  two reviewers compared
``cards``      the HTML that a notebook shows
``export``     the verdicts as CSV
=============  ====================================================================
"""

from fidelity.review.agreement import Agreement
from fidelity.review.entries import ReviewEntry
from fidelity.review.session import Choice, Progress, ReviewSession

__all__ = ["Agreement", "Choice", "Progress", "ReviewEntry", "ReviewSession"]
