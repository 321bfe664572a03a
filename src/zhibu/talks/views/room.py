"""What the scripts of the room send and fetch, as JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.talks import services
from zhibu.talks.errors import KeyUnknown
from zhibu.talks.forms import SealedForm
from zhibu.talks.queries import talks


@require_http_methods(["GET", "POST"])
@never_cache
def keys(request: HttpRequest, pk: int) -> HttpResponse:
    """The public keys of a talk; POST adds that of this browser."""
    viewer = signed_in(request)
    if request.method == "POST":
        services.give_key(viewer, talk_id=pk, public=request.POST.get("public", ""), at=now())
    return JsonResponse({"keys": talks.keys_of(viewer, talks.get_talk(viewer, pk))})


@require_http_methods(["GET", "POST"])
@never_cache
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """Cipher texts after an id; POST adds one."""
    viewer = signed_in(request)
    talk = talks.get_talk(viewer, pk)
    if request.method == "POST":
        form = SealedForm(request.POST)
        if not form.is_valid():
            raise KeyUnknown
        made = services.say(viewer, talk_id=pk, at=now(), **form.cleaned_data)
        return JsonResponse({"id": made.pk})
    after = request.GET.get("after", "0")
    found = talks.messages_of(talk, after=int(after) if after.isdecimal() else 0)
    return JsonResponse({"messages": found})


@require_POST
def signal(request: HttpRequest, pk: int) -> HttpResponse:
    """A sealed word of a call's set-up."""
    services.signal(signed_in(request), talk_id=pk, sealed=request.POST.get("sealed", ""), at=now())
    return JsonResponse({})
