"""Other installations: the list, and the address at which their messages arrive."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from zhibu.kernel.clock import now
from zhibu.kernel.errors import Refused
from zhibu.kernel.viewer import signed_in
from zhibu.transfers import services
from zhibu.transfers.errors import NotACommittee
from zhibu.transfers.forms.registering import PeerForm
from zhibu.transfers.queries import exchange
from zhibu.transfers.queries.parties import own_committee
from zhibu.transfers.rules.messages import LARGEST, fingerprint


@require_http_methods(["GET", "POST"])
def peers(request: HttpRequest) -> HttpResponse:
    """Those we exchange with, our own key, and a form for another."""
    viewer, at, committee = signed_in(request), now(), own_committee(signed_in(request))
    if committee is None:
        raise NotACommittee
    form = PeerForm(request.POST or None)
    if form.is_valid():
        services.add_peer(viewer, committee_id=committee.pk, at=at, **form.cleaned_data)
        messages.success(request, _("已登记，可以和对方交换电子介绍信了。"))
        return redirect("transfers:peers")
    own, rows = services.own_key(at=at).public, exchange.latest(viewer, since=at - timedelta(days=90))
    context = {"form": form, "peers": exchange.peers_of(viewer), "own": own, "spoken": fingerprint(own), "rows": rows}
    return render(request, "transfers/peers.html", context, status=422 if form.is_bound else 200)


@csrf_exempt
@require_POST
def inbox(request: HttpRequest) -> HttpResponse:
    """A signed message from another installation; who is not signed by a known key learns nothing."""
    try:
        services.accept(request.read(LARGEST + 1), at=now())
    except Refused as refused:
        return JsonResponse({"refused": refused.code}, status=refused.status)
    return JsonResponse({"taken": True})
