"""`specwright add`: sources to the spec files of a client, as a plan. Pure.

A page becomes one file named after its resource path and method; a whole document
stays as it is. What a page says beyond its document travels in `x-page`.
"""

from specwright.add.plan import AddPlan, Change, plan_add

__all__ = ["AddPlan", "Change", "plan_add"]
