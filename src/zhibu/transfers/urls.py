"""Addresses of transfers."""

from django.urls import path

from zhibu.transfers.views import batches, exchange, letters, stays, transfers

app_name = "transfers"
urlpatterns = [
    path("", transfers.index, name="index"),
    path("start", transfers.choose, name="choose"),
    path("start/<slug:kind>", transfers.start, name="start"),
    path("letters", letters.register_of, name="letters"),
    path("letters/head", letters.head, name="head"),
    path("letters/<int:pk>", letters.letter, name="letter"),
    path("peers", exchange.peers, name="peers"),
    path("exchange/inbox", exchange.inbox, name="inbox"),
    path("register", letters.register, name="register"),
    path("batches", batches.index, name="batches"),
    path("batches/<int:pk>", batches.batch, name="batch"),
    path("batches/<int:pk>/progress", batches.progress, name="batch-progress"),
    path("batches/<int:pk>/receive", batches.receive, name="batch-receive"),
    path("batches/<int:pk>/sheets/<int:number>", batches.sheets, name="batch-sheets"),
    path("away", stays.index, name="stays"),
    path("away/start/<slug:kind>", stays.start, name="start-stay"),
    path("away/<int:pk>", stays.stay, name="stay"),
    path("away/<int:pk>/paper", stays.paper, name="stay-paper"),
    path("away/<int:pk>/<slug:act>", stays.act, name="act-stay"),
    path("<int:pk>", transfers.transfer, name="transfer"),
    path("<int:pk>/state", transfers.state, name="state"),
    path("<int:pk>/<slug:act>", transfers.act, name="act"),
]
