"""Addresses of points."""

from django.urls import path

from zhibu.points.views import mine, recording, schemes, settlements, stars

app_name = "points"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("declare", mine.declare, name="declare"),
    path("declarations/<int:pk>", mine.declaration, name="declaration"),
    path("declarations/<int:pk>/withdraw", mine.withdraw, name="withdraw"),
    path("review", mine.review, name="review"),
    path("record", recording.choose, name="record"),
    path("record/<int:branch_id>", recording.record, name="record-branch"),
    path("settlements", settlements.settlement_list, name="settlements"),
    path("settlements/<int:pk>", settlements.settlement, name="settlement"),
    path("settlements/<int:pk>/publish", settlements.publish, name="publish"),
    path("settlements/<int:pk>/comment", settlements.comment, name="comment"),
    path("figures/<int:pk>/object", settlements.object_to, name="object"),
    path("figures/<int:pk>/adjust", settlements.adjust, name="adjust"),
    path("objections/<int:pk>", settlements.objection, name="objection"),
    path("objections/<int:pk>/answer", settlements.answer, {"act": "answer"}, name="answer"),
    path("objections/<int:pk>/appeal", settlements.answer, {"act": "appeal"}, name="appeal"),
    path("objections/<int:pk>/decide", settlements.answer, {"act": "decide"}, name="decide"),
    path("schemes", schemes.scheme_list, name="schemes"),
    path("schemes/import", schemes.import_file, name="import"),
    path("schemes/<int:pk>", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/activate", schemes.activate, name="activate"),
    path("schemes/<int:pk>/copy", schemes.copy, name="copy"),
    path("schemes/<int:pk>/caps", schemes.caps, name="caps"),
    path("schemes/<int:pk>/simulate", schemes.simulate, name="simulate"),
    path("schemes/<int:pk>/settle/<int:quarter>", schemes.settle, name="settle"),
    path("indexes/<int:pk>", schemes.index, name="index"),
    path("stars", stars.star_list, name="stars"),
    path("stars/<int:pk>", stars.star, name="star"),
    path("stars/<int:pk>/consent", stars.consent, name="consent"),
    path("stars/<int:pk>/announce", stars.announce, name="announce"),
    path("stars/summary", stars.summary, name="summary"),
    path("stars/nominate", stars.nominate, name="nominate"),
    path("stars/choose/<int:branch_id>", stars.choose, name="choose"),
    path("stars/checks/<int:branch_id>", stars.checks, name="checks"),
    path("stars/check/<int:person_id>", stars.check, name="check"),
    path("stars/duties/<int:person_id>", stars.duties, name="duties"),
]
