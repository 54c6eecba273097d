"""Pipelines and their stages in Django admin."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.admin.record import RecordAdmin
from deals.forms.pipeline import PipelineForm, RetireForm, StageForm
from deals.models import Pipeline, Stage

NAMED = 25  # deals in the way of a stage that is to be retired


@admin.register(Pipeline)
class PipelineAdmin(RecordAdmin):
    """Pipelines; a new one has a first, a won and a lost stage."""

    form = PipelineForm
    readonly_fields = ("is_default", "created_at", "updated_at")
    list_display = ("name", "is_default", "created_at")
    search_fields = ("name",)
    actions = ("make_default",)

    @admin.action(description="Let deals begin in the selected pipeline")
    def make_default(self, request: HttpRequest, queryset: QuerySet) -> None:
        if len(queryset) != 1:
            self.message_user(request, "Select one pipeline.", messages.ERROR)
            return
        queryset[0].make_default(by=request.user)


@admin.register(Stage)
class StageAdmin(RecordAdmin):
    """Stages; they are retired, never deleted, since deals have gone through them."""

    form = StageForm
    readonly_fields = ("outcome", "retired_at", "created_at", "updated_at")
    list_display = (
        *("name", "pipeline", "position", "probability", "outcome", "stalled_after"),
        "retired_at",
    )
    list_filter = ("pipeline", "outcome", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("pipeline",)
    search_fields = ("name",)
    actions = ("retire",)

    @admin.action(description="Retire the selected stage")
    def retire(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask where the deals in the stage go, and take it out of use."""
        if len(queryset) != 1:
            self.message_user(request, "Select one stage.", messages.ERROR)
            return None
        stage = queryset.select_related("pipeline")[0]
        form = RetireForm(request.POST if "confirmed" in request.POST else None, stage=stage)
        if not form.is_valid():
            return self.retire_page(request, form)
        try:
            form.save(by=request.user)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
        else:
            self.message_user(request, f"Retired {stage}", messages.SUCCESS)
        return None

    def retire_page(self, request: HttpRequest, form: RetireForm) -> HttpResponse:
        """Name the deals that stand in the way, the first of them with links."""
        stage = form.stage
        count = stage.deals.count()
        context = {
            **self.admin_site.each_context(request),
            "title": f"Retire {stage}",
            "opts": self.opts,
            "form": form,
            "stage": stage,
            "deals": stage.deals.select_related("customer")[:NAMED],
            "count": count,
            "unnamed": max(count - NAMED, 0),
        }
        return TemplateResponse(request, "admin/deals/stage/retire.html", context)
