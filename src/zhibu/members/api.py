"""The door of members."""

from zhibu.members.queries import (
    demo_code,
    get_person,
    has_consented,
    has_roles,
    memberships,
    officers_above,
    officers_on,
    people,
    people_with_number,
    posts_in_force,
    roles_in_force,
    roll,
    viewer_for,
    viewer_of,
)
from zhibu.members.queries.corrections import things_to_do
from zhibu.members.queries.held import (
    RecordField,
    corrections_told,
    held_values,
    record_fields,
    shown_value,
    value_fault,
    waiting_corrections,
)
from zhibu.members.queries.history import OnRoll, roll_on
from zhibu.members.rules.record import value_of
from zhibu.members.rules.standing import party_standing
from zhibu.members.services.accounts import create_account
from zhibu.members.services.consent import answer_notices
from zhibu.members.services.corrections import answer as answer_correction
from zhibu.members.services.corrections import ask as ask_correction
from zhibu.members.services.export import holds_about_people
from zhibu.members.services.guessing import address_of
from zhibu.members.services.login import owes_code, pass_code_if_owed
from zhibu.members.services.membership import (
    admit,
    assign_group,
    convert,
    correct_dates,
    extend_probation,
    leave,
    mark_found,
    mark_lost,
    move_branch,
    order_rectification,
    record_death,
    restore,
    suspend,
    transfer_in,
    transfer_out,
)
from zhibu.members.services.posts import appoint, end_post
from zhibu.members.services.receiving import come_back, mark_mobile, open_for_paper, receive_member, set_out
from zhibu.members.services.records import change_person, create_employee, create_member
from zhibu.members.services.roles import end_role, grant_role
from zhibu.members.services.sessions import keep_session

__all__ = [
    "OnRoll",
    "RecordField",
    "address_of",
    "admit",
    "answer_correction",
    "answer_notices",
    "appoint",
    "ask_correction",
    "assign_group",
    "change_person",
    "come_back",
    "convert",
    "correct_dates",
    "corrections_told",
    "create_account",
    "create_employee",
    "create_member",
    "demo_code",
    "end_post",
    "end_role",
    "extend_probation",
    "get_person",
    "grant_role",
    "has_consented",
    "has_roles",
    "held_values",
    "holds_about_people",
    "keep_session",
    "leave",
    "mark_found",
    "mark_lost",
    "mark_mobile",
    "memberships",
    "move_branch",
    "officers_above",
    "officers_on",
    "open_for_paper",
    "order_rectification",
    "owes_code",
    "party_standing",
    "pass_code_if_owed",
    "people",
    "people_with_number",
    "posts_in_force",
    "receive_member",
    "record_death",
    "record_fields",
    "restore",
    "roles_in_force",
    "roll",
    "roll_on",
    "set_out",
    "shown_value",
    "suspend",
    "things_to_do",
    "transfer_in",
    "transfer_out",
    "value_fault",
    "value_of",
    "viewer_for",
    "viewer_of",
    "waiting_corrections",
]
