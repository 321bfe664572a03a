"""Check-in: the host's screen, the scan, the typed code, the roll-call."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhibu.activities import queries
from zhibu.activities.forms import CheckInForm, GuestForm, MarksForm, ReasonForm, TypeCodeForm
from zhibu.activities.services import checkin as services
from zhibu.activities.services import codes
from zhibu.kernel.clock import now
from zhibu.kernel.middleware import wants_json
from zhibu.kernel.viewer import Viewer, signed_in

PROOF = "zhibu_scan"
WAITING = "scan"


@never_cache
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The host's screen with the code; as a part (htmx) only the code."""
    viewer, at = signed_in(request), now()
    board = queries.board(viewer, pk, session_number=request.GET.get("session", ""), at=at)
    board |= codes.on_screen(board["session"].pk, activity_id=pk, at=at, address=request.build_absolute_uri)
    part = "activities/_code.html" if request.headers.get("HX-Request") else "activities/screen.html"
    return render(request, part, board)


@never_cache
def scan(request: HttpRequest, pk: int, session: int, code: str) -> HttpResponse:
    """What the QR code opens. A code scanned in time becomes a proof: the person's, or of this browser's session
    until somebody has signed in here."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    proof = codes.prove(session, code=code, at=now(), person_id=viewer.person_id)
    response = redirect("activities:scanned", pk=pk)
    if viewer.is_anonymous:
        request.session[WAITING] = proof
        return response
    return _give(request, response, proof)


@never_cache
def scanned(request: HttpRequest, pk: int) -> HttpResponse:
    """One button, which a phone with JavaScript presses by itself."""
    viewer = signed_in(request)
    response = render(request, "activities/scanned.html", queries.scan_page(viewer, pk))
    waiting = request.session.pop(WAITING, "")
    return _give(request, response, codes.claim(viewer, waiting)) if waiting else response


def _give(request: HttpRequest, response: HttpResponse, proof: str) -> HttpResponse:
    response.set_cookie(PROOF, proof, max_age=600, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Check oneself in."""
    viewer, form = signed_in(request), CheckInForm(request.POST)
    if not form.is_valid():
        return redirect("activities:type-code", pk=pk)
    proof = request.COOKIES.get(PROOF, "")
    services.check_in(viewer, activity_id=pk, proof=proof, at=now(), **form.cleaned_data)
    return redirect("activities:checked-in", pk=pk)


def checked_in(request: HttpRequest, pk: int) -> HttpResponse:
    """That it worked: when, where, and nothing else to do."""
    context = queries.own_check_in(signed_in(request), pk)
    return render(request, "activities/checked_in.html", context)


def type_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the six digits are typed."""
    page = queries.page_of(signed_in(request), pk, at=now())
    form = TypeCodeForm(initial={"method": "code"})
    return render(request, "activities/type_code.html", {"page": page, "activity": page.activity, "form": form})


def roll_call(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of names to tick off; a batch from an offline phone comes here too."""
    viewer = signed_in(request)
    if request.method == "POST":
        return _enter(request, pk)
    context = queries.roll_call_page(viewer, pk, at=now(), search=request.GET.get("q", ""))
    context["paper"] = "paper" in request.GET
    return render(request, "activities/roll_call.html", context)


def _enter(request: HttpRequest, pk: int) -> HttpResponse:
    form = MarksForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    result = services.enter_marks(
        signed_in(request), activity_id=pk, marks=form.marks(), method=form.cleaned_data["method"],
        session_number=form.cleaned_data["session"] or 1, at=now(),
    )  # fmt: skip
    if wants_json(request):
        return JsonResponse({"new": result.new, "already": result.already, "unknown": result.unknown})
    return redirect("activities:roll-call", pk=pk)


@require_POST
def add_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody beside the roll."""
    viewer, form = signed_in(request), GuestForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        services.add_guest(viewer, activity_id=pk, person_id=data["person"], is_guest=data["is_guest"] != "0")
    return redirect("activities:roll-call", pk=pk)


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then take a check-in back."""
    viewer = signed_in(request)
    row = queries.get_check_in(viewer, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.undo_check_in(viewer, checkin_id=pk, at=now(), **form.cleaned_data)
        return redirect("activities:roll-call", pk=row.activity_id)
    return render(request, "activities/undo.html", {"form": form, "activity": row.activity, "checkin": row})
