"""Addresses of the service hall."""

from django.urls import path

from zhibu.casework.views import applying, building, cases, matters

app_name = "casework"
urlpatterns = [
    path("", matters.index, name="index"),
    path("mine", matters.mine, name="mine"),
    path("desk", cases.desk, name="desk"),
    path("matters/<slug:code>", matters.matter, name="matter"),
    path("matters/<slug:code>/apply", matters.apply, name="apply"),
    path("<int:pk>", cases.case, name="case"),
    path("<int:pk>/check", applying.check, name="check"),
    path("<int:pk>/change", applying.change, name="change"),
    path("<int:pk>/materials/<slug:code>", applying.put_in, name="put-in"),
    path("materials/<int:pk>/remove", applying.take_out, name="take-out"),
    path("<int:pk>/submit", applying.submit, name="submit"),
    path("<int:pk>/withdraw", applying.withdraw, name="withdraw"),
    path("<int:pk>/rate", applying.rate, name="rate"),
    path("<int:pk>/say", cases.say, name="say"),
    path("<int:pk>/open", cases.opened, name="open"),
    path("<int:pk>/take", cases.take, name="take"),
    path("<int:pk>/release", cases.release, name="release"),
    path("<int:pk>/note", cases.note, name="note"),
    path("<int:pk>/pay", cases.pay, name="pay"),
    path("<int:pk>/pass", cases.pass_step, name="pass"),
    path("<int:pk>/act/<slug:what>", cases.act, name="act"),
    path("outlays/<int:pk>/reverse", cases.reverse_outlay, name="reverse"),
    path("letters/<int:pk>", cases.letter, name="letter"),
    path("build/", building.kept, name="kept"),
    path("build/new", building.new, name="new"),
    path("build/<slug:code>/edit", building.edit, name="edit"),
    path("build/<slug:code>/draft", building.draft, name="draft"),
    path("build/<slug:code>/basics", building.basics, name="basics"),
    path("build/<slug:code>/preview", building.preview, name="preview"),
    path("build/<slug:code>/publish", building.publish, name="publish"),
    path("build/<slug:code>/drop", building.drop, name="drop"),
    path("build/<slug:code>/offer", building.offer, name="offer"),
    path("build/<slug:code>/windows", building.window_list, name="windows"),
    path("windows/<int:pk>/batch", building.batch, name="batch"),
    path("batches/<int:pk>", building.batch_file, name="batch-file"),
    path("build/<slug:code>/<slug:name>/<int:place>", building.part, name="part"),
    path("build/<slug:code>/<slug:name>/<int:place>/<slug:how>", building.shift, name="shift"),
]
