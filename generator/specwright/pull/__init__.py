"""`specwright pull`: brings a client's spec files into step with their sources.

Everything is fetched first, politely and conditionally, and planned in memory; the
client's folder is changed as a whole, or not at all.
"""

from specwright.pull.offers import Offer
from specwright.pull.pages import is_index
from specwright.pull.plan import Options, Pulled, pull
from specwright.pull.record import addresses, record

__all__ = [
    "Offer",
    "Options",
    "Pulled",
    "addresses",
    "is_index",
    "pull",
    "record",
]
