"""Orders, what was said about them, receipts without gaps, and the test gateway's own book."""

from django.db import models
from django.db.models import F, Q

from zhibu.dues.enums import Method, OrderState, Outcome, Purpose, Told, Verdict
from zhibu.dues.models.months import Obligation
from zhibu.dues.rules.capitals import in_capitals


class Order(models.Model):
    """A payment that a person began: for `person`'s dues, paid by `payer`. `key` makes a second tap the same order."""

    number = models.CharField(max_length=24, unique=True)
    key = models.UUIDField(unique=True)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    payer = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=20, choices=Purpose)
    gateway = models.CharField(max_length=20)
    total_fen = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.OPEN)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=64, blank=True)
    refunded_fen = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total_fen__gt=0), name="order_has_amount"),
            models.CheckConstraint(condition=Q(refunded_fen__lte=F("total_fen")), name="no_more_back_than_came"),
            models.CheckConstraint(
                condition=~Q(state=OrderState.PAID) | (Q(paid_at__isnull=False) & Q(paid_on__isnull=False)),
                name="paid_order_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "paid_on"], name="orders_of_branch"),
            models.Index(fields=["paid_on", "gateway"], name="orders_of_day"),
            models.Index(fields=["expires_at"], name="orders_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return str(self.number)


class OrderLine(models.Model):
    """A month that an order pays. A month stands in one living order at a time."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="lines", db_index=False)
    amount_fen = models.PositiveIntegerField()
    is_living = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"], condition=Q(is_living=True), name="month_in_one_living_order"
            ),
            models.UniqueConstraint(fields=["obligation", "order"], name="month_once_in_an_order"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.obligation_id}"


class Report(models.Model):
    """What a gateway, a query, a reconciliation or two collectors said about an order; append-only.

    `digest` is of who said what about which payment: the same said again changes nothing.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="reports")
    told = models.CharField(max_length=15, choices=Told)
    outcome = models.CharField(max_length=10, choices=Outcome)
    amount_fen = models.PositiveIntegerField()
    reference = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=15, choices=Verdict)
    digest = models.CharField(max_length=64, unique=True)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.order_id} {self.outcome} {self.verdict}"


class Registration(models.Model):
    """Money handed in at the counter: one registers, another confirms (D1d: bookkeeper and cashier apart)."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="registration")
    method = models.CharField(max_length=5, choices=Method)
    received_on = models.DateField()
    reference = models.CharField(max_length=64, blank=True)
    registered_by = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("registered_by")), name="two_people_register"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.method}"


class Refund(models.Model):
    """Money that goes back: asked by one, done by the gateway or a second person."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="refund")
    amount_fen = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=80)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    done_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0), name="refund_has_amount")]

    def __str__(self) -> str:
        return f"{self.order_id} -{self.amount_fen}"


class ReceiptCounter(models.Model):
    """The last receipt number of an organisation in a year; its row is locked while a receipt is written."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="one_receipt_counter")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}: {self.last}"


class Receipt(models.Model):
    """A numbered receipt; append-only. Numbers of an organisation and year have no gap."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    order = models.OneToOneField(Order, models.PROTECT, related_name="receipt")
    period = models.CharField(max_length=120)
    amount_fen = models.PositiveIntegerField()
    collector = models.CharField(max_length=80)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="receipt_numbered_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="receipt_numbers_begin_at_one"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is printed: organisation, year, six digits."""
        return f"{self.organisation_id}-{self.year}-{self.number:06d}"

    @property
    def in_capitals(self) -> str:
        """The amount in capital characters."""
        return in_capitals(self.amount_fen)


class ReceiptVoid(models.Model):
    """A receipt that no longer holds because the money went back; its number stays used; append-only."""

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="void")
    reason = models.CharField(max_length=200)
    voided_by = models.CharField(max_length=80)
    voided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.receipt_id} void"


class TrialPayment(models.Model):
    """The test gateway's own book: what it was paid, whatever it told us. Stands in for a payment company's side."""

    number = models.CharField(max_length=24, unique=True)
    amount_fen = models.PositiveIntegerField()
    reference = models.CharField(max_length=64, unique=True)
    paid_at = models.DateTimeField()
    paid_on = models.DateField(db_index=True)
    refunded_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.number} {self.amount_fen}"
