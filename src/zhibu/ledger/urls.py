"""Addresses of the ledger."""

from django.urls import path

from zhibu.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.books, name="books"),
    path("<int:pk>/book", views.book, name="book"),
    path("<int:pk>/book.pdf", views.book_pdf, name="book-pdf"),
    path("<int:pk>/book.xlsx", views.book_xlsx, name="book-xlsx"),
    path("<int:pk>/balance", views.balance, name="balance"),
    path("<int:pk>/counts", views.counts, name="counts"),
    path("time-line", views.my_time_line, name="my-time-line"),
    path("time-line/<int:person_id>", views.time_line, name="time-line"),
    path("entries/<int:pk>", views.entry, name="entry"),
    path("entries/<int:pk>/correct", views.correct, name="correct"),
]
