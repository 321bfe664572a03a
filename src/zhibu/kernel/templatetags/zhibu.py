"""Dates, amounts and delays as members read them."""

from django import template

register = template.Library()
