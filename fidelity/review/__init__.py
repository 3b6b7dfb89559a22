"""The reviewer's session: entries to see, verdicts to keep.

=============  ====================================================================
``session``    where the reviewer is, what is judged and kept, what may be seen
``entries``    which entries of a report are shown, and the texts around them
``agreement``  two reviewers compared
``cards``      what a notebook shows, as HTML
``export``     what was judged, as CSV
=============  ====================================================================
"""

from fidelity.review.agreement import Agreement
from fidelity.review.entries import ReviewEntry
from fidelity.review.session import Choice, Progress, ReviewSession

__all__ = ["Agreement", "Choice", "Progress", "ReviewEntry", "ReviewSession"]
