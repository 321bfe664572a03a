"""Addresses of the mailbox. What a writer sends goes by POST: no log has a receipt, a name or a word."""

from django.urls import path

from zhibu.mailbox.views import keys, receiving, returning, writing

app_name = "mailbox"
urlpatterns = [
    path("", writing.index, name="index"),
    path("how", writing.how, name="how"),
    path("figures", writing.counted, name="figures"),
    path("write/<int:pk>", writing.write, name="write"),
    path("write/<int:pk>/recipients", writing.recipients, name="recipients"),
    path("write/<int:pk>/send", writing.send, name="send"),
    path("write/<int:pk>/poster", writing.poster, name="poster"),
    path("people", writing.people, name="people"),
    path("back", returning.back, name="back"),
    path("back/answer", returning.back_answer, name="back-answer"),
    path("back/files/<int:pk>", returning.back_file, name="back-file"),
    path("back/thread", returning.thread, name="thread"),
    path("back/say", returning.answer, name="answer"),
    path("back/sealed/<int:pk>", returning.file, name="file"),
    path("back/reseal", returning.reseal, name="reseal"),
    path("back/proof", returning.proof, name="proof"),
    path("proofs/<slug:number>/<slug:code>", returning.verify, name="verify"),
    path("inbox", receiving.inbox, name="inbox"),
    path("letters/<slug:number>", receiving.letter, name="letter"),
    path("letters/<slug:number>/open", receiving.opened, name="open"),
    path("letters/<slug:number>/files/<int:pk>", receiving.letter_file, name="letter-file"),
    path("letters/<slug:number>/reply", receiving.reply, name="reply"),
    path("letters/<slug:number>/note", receiving.note, name="note"),
    path("letters/<slug:number>/mark", receiving.mark, name="mark"),
    path("letters/<slug:number>/close", receiving.close, name="close"),
    path("keys", keys.keys, name="keys"),
    path("keys/make", keys.make, name="key-make"),
    path("keys/<int:pk>/rewrap", keys.rewrap, name="key-rewrap"),
    path("keys/<int:pk>/confirm", keys.confirm, name="key-confirm"),
    path("keys/<int:pk>/retire", keys.retire, name="key-retire"),
    path("keys/<int:pk>/owed", keys.owed, name="key-owed"),
    path("box", keys.box, name="box"),
    path("boxes/<int:pk>/close", keys.close, name="box-close"),
]
