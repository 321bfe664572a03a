"""Addresses of the bank."""

from django.urls import path

from zhibu.questions.views import bank, tables

app_name = "questions"
urlpatterns = [
    path("", bank.index, name="index"),
    path("new", bank.kinds, name="kinds"),
    path("new/<slug:kind>", bank.new, name="new"),
    path("<int:pk>", bank.question, name="question"),
    path("<int:pk>/edit", bank.edit, name="edit"),
    path("<int:pk>/decide", bank.decide, name="decide"),
    path("<int:pk>/retire", bank.retire, name="retire"),
    path("review", bank.review, name="review"),
    path("import", tables.upload, name="upload"),
    path("import/<int:pk>", tables.preview, name="import"),
    path("template", tables.template, name="template"),
    path("export", tables.export, name="export"),
]
