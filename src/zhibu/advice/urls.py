"""Addresses of advice. Writing without a name and looking by receipt need no account."""

from django.urls import path

from zhibu.advice.views import board, briefs, desk, offices

app_name = "advice"
urlpatterns = [
    path("", board.index, name="index"),
    path("new", board.write, name="write"),
    path("mine", board.mine, name="mine"),
    path("receipts", board.find, name="find"),
    path("receipts/<str:receipt>", board.receipt, name="receipt"),
    path("desk", desk.desk, name="desk"),
    path("briefs", briefs.index, name="briefs"),
    path("briefs/method", briefs.method, name="method"),
    path("briefs/draw", briefs.draw, name="draw"),
    path("briefs/<int:pk>", briefs.brief, name="brief"),
    path("briefs/<int:pk>/progress", briefs.progress, name="brief-progress"),
    path("briefs/<int:pk>/topics/<int:number>", briefs.name, name="name-topic"),
    path("briefs/<int:pk>/publish", briefs.publish, name="publish"),
    path("offices", offices.index, name="offices"),
    path("offices/new", offices.found, name="new-office"),
    path("offices/<int:pk>", offices.office, name="office"),
    path("offices/<int:pk>/change", offices.change, name="change-office"),
    path("offices/<int:pk>/officers/<int:officer_id>/release", offices.release, name="release"),
    path("<int:pk>", board.advice, name="advice"),
    path("<int:pk>/support", board.support, name="support"),
    path("<int:pk>/leave", board.leave, name="leave"),
    path("<int:pk>/decide", desk.decide, name="decide"),
    path("<int:pk>/step", desk.step, name="step"),
    path("<int:pk>/move", desk.move, name="move"),
    path("<int:pk>/join", desk.join, name="join"),
]
