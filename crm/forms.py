"""How forms look."""

from django import forms
from django.forms.renderers import TemplatesSetting


class BoundField(forms.BoundField):
    """A field that carries the classes of the style sheet."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        kind = getattr(widget or self.field.widget, "input_type", "")
        name = {
            "select": "form-select",
            "checkbox": "form-check-input",
            "radio": "form-check-input",
        }
        if kind != "hidden":
            attrs.setdefault("class", name.get(kind, "form-control"))
            if self.errors and kind != "radio":
                attrs["class"] += " is-invalid"
        return attrs


class FormRenderer(TemplatesSetting):
    """Fields with label, hint and error as templates/forms has them."""

    bound_field_class = BoundField
    field_template_name = "forms/field.html"
